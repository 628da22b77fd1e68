"""Shares that the county left blank but whose two figures it states（由填报数计算的比例）.

`valid_patents`（有效期内专利数量）is never taken from 获得专利数量, which counts grants, not
patents still in force; `profit_margin`（利润率）never from 利税总额, which holds taxes too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.lines import unit_of_line
from clusterlib.intake.application.reading import FigureTable
from clusterlib.intake.cells.form import LINE_BY_ID, SHARE_OF_FIRMS
from clusterlib.intake.cells.values import is_missing
from clusterlib.problems import Problem
from clusterlib.sheets.stored import plain

LARGEST_DIFFERENCE = Decimal("0.05")
"""Percentage points by which a stated share may differ from the computed one."""

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Derivation:
    """A share and the two lines it is computed from."""

    share: str
    part: str
    whole: str

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines, part and whole."""
        return self.part, self.whole


DERIVATIONS = (
    Derivation("output_share", "output_value", "regional_output"),
    Derivation("rd_intensity", "rd_spending", "main_revenue"),
    *(Derivation(share, firms, "enterprises") for share, firms in SHARE_OF_FIRMS.items()),
)


def fill_shares(figures: FigureTable) -> list[Problem]:
    """Fill shares left blank from their two figures, and return those stated that differ.

    A stated share wins. A share that cannot be read is not blank and is not replaced. A
    computed share above 100 is not used: a part above its whole is flagged elsewhere.
    """
    problems = []
    for derivation in DERIVATIONS:
        entries = figures.get(derivation.share, {})
        for key, entry in entries.items():
            sides = [figures.get(line, {}).get(key) for line in derivation.lines]
            entries[key], problem = derive(entry, *sides)
            problems += [problem] if problem else []
    return problems


def derive(
    entry: Reported, part: Reported | None, whole: Reported | None
) -> tuple[Reported, Problem | None]:
    """Return a share as its two figures leave it, and a warning where it is stated otherwise.

    Parameters
    ----------
    entry : Reported
        The share as the file has it, stated or blank.
    part, whole : Reported or None
        The figures that count: the verified one where there is one.
    """
    value = base_value(part) if part else None
    against = base_value(whole) if whole else None
    share = percent(value, against) if value is not None and against else None
    if is_missing(entry.text):
        if part is None or whole is None or share is None or share > 100:
            return replace(entry, value=None, derivation=""), None
        told = f"{_side(part)} ÷ {_side(whole)} ＝ {plain(share)}%"
        return replace(entry, value=share, derivation=told), None
    if share is None or entry.value is None or abs(entry.value - share) <= LARGEST_DIFFERENCE:
        return entry, None
    return entry, Problem(
        "share_differs",
        "warning",
        entry.column,
        entry.text,
        plain(share),
        sheet=entry.sheet,
        cell=entry.cell,
    )


def base_value(entry: Reported) -> Decimal | None:
    """Return a figure in the smallest unit of its kind, so that two lines can be compared."""
    unit = unit_of_line(LINE_BY_ID[entry.column])
    if entry.value is None or unit is None:
        return entry.value
    return entry.value.scaleb(unit.power)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share in percent, rounded half-up to four decimals.

    Examples
    --------
    >>> percent(Decimal(1), Decimal(3)), percent(Decimal("0.0000005"), Decimal(1))
    (Decimal('33.3333'), Decimal('0.0001'))
    """
    exact = Fraction(part) / Fraction(whole) * 100
    return Decimal(floor(exact * 10**DECIMALS + Fraction(1, 2))).scaleb(-DECIMALS)


def _side(entry: Reported) -> str:
    label = LINE_BY_ID[entry.column].label
    return f"{label} {entry.text}{entry.unit}（{entry.sheet} {entry.cell}）"
