"""Where each figure of an applicant comes from: file, sheet, cell, year, unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure or answer as reported（申报值）.

    Parameters
    ----------
    column : str
        Id of the indicator or fact.
    text : str
        The cell as written (a percentage cell as displayed); blank where nothing stands.
    value : Decimal or None
        The figure in the unit of the score sheet; None where missing or unusable.
    unit : str
        Unit in which the form asks for it, such as ``亿元``.
    year : int or None
        Year of the column it was read from.
    sheet, cell : str
        Place in the workbook; for a table, `cell` is the line and column.
    derivation : str
        How the figure was computed where it is not stated, in Chinese; blank where stated.
    without_local : bool
        Whether it is a sum of standards without 地标, which was left blank.
    """

    column: str
    text: str
    value: Decimal | None
    unit: str = ""
    year: int | None = None
    sheet: str = ""
    cell: str = ""
    derivation: str = ""
    without_local: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One figure as verified afterwards（核定值）, which the scorer takes.

    Parameters
    ----------
    column : str
        Id of the indicator.
    year : int or None
        Year that the figure belongs to.
    text : str
        The figure as written in the table of confirmed figures.
    value : Decimal
        The figure in the unit of the score sheet.
    unit, reason, document, person, day : str
        As written in that table; `day` is an ISO day.
    label : str
        Printed label of a line of the form that is no indicator, blank for indicators.
    """

    column: str
    year: int | None
    text: str
    value: Decimal
    unit: str
    reason: str
    document: str
    person: str
    day: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one applicant's file says, with places.

    Parameters
    ----------
    source : str
        Name of the file.
    sha256 : str
        Hash of its bytes.
    year : int or None
        The year that is scored.
    review : bool or None
        True for a review（复评）, False for a first application（初次申报）.
    entries : tuple of Reported
        The year that is scored, in the order of the catalogue.
    earlier : tuple of Reported
        Earlier years of the same figures, oldest first; shown, never scored.
    confirmations : tuple of Confirmation
        Verified figures of the year that is scored.
    supporting : tuple of Reported
        Further lines of that year, which shares rest on or parts are checked against.
    """

    source: str
    sha256: str = ""
    year: int | None = None
    review: bool | None = None
    entries: tuple[Reported, ...] = ()
    earlier: tuple[Reported, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    supporting: tuple[Reported, ...] = ()

    def reported(self, column: str) -> Reported | None:
        """Return the reported entry of a column, or None where the file has none."""
        found = (entry for entry in (*self.entries, *self.supporting) if entry.column == column)
        return next(found, None)

    def confirmation(self, column: str) -> Confirmation | None:
        """Return the confirmed figure of a column, or None where nothing was verified."""
        return next((found for found in self.confirmations if found.column == column), None)
