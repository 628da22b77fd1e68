"""Fictional applicants（虚构申报单位）as data: facts, three years of figures, decisions.

All names are made up. Between them they show every verdict, tier, gate and route, and the
kinds of problem that counties' workbooks hold.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

_FOLDER = Path(__file__).parent
PANEL_FILE = _FOLDER / "fictional_panel.csv"
CONFIRMED_FILE = _FOLDER / "fictional_confirmed.csv"

REGIONAL = ("regional_output",)
"""Figures of the region, which stand on table one without a year."""
_LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class FictionalApplicant:
    """One fictional applicant.

    Parameters
    ----------
    facts : mapping of id to text
        Lines of the cover.
    layout : str
        How its workbook differs from the template: ``percent`` (shares typed as
        percentages), ``inserted`` (lines inserted), ``reordered`` (sheets in another
        order), or blank.
    figures : mapping of year to figures
        Figures by id, numbers in the unit of the score sheet, other texts as written.
    regional : mapping of id to figure
        Figures of table one.
    """

    facts: Mapping[str, str]
    layout: str
    figures: Mapping[int, Mapping[str, str | Decimal | None]]
    regional: Mapping[str, str | Decimal | None]

    @property
    def applicant_id(self) -> str:
        """Its id（申报编号）."""
        return self.facts["applicant_id"]

    @property
    def name(self) -> str:
        """Its name（申报单位）."""
        return self.facts["name"]


def fictional_applicants() -> tuple[FictionalApplicant, ...]:
    """Return every fictional applicant, in the order of the file."""
    years: dict[str, dict[int, dict[str, str]]] = {}
    for row in _rows("fictional_figures.csv"):
        applicant, year = row.pop("applicant_id"), int(row.pop("year"))
        years.setdefault(applicant, {})[year] = row
    applicants = []
    for facts in _rows("fictional_applicants.csv"):
        figures = years[facts["applicant_id"]]
        last = figures[max(figures)]
        applicants.append(
            FictionalApplicant(
                facts={name: text for name, text in facts.items() if name != _LAYOUT},
                layout=facts[_LAYOUT],
                figures={
                    year: {
                        name: text or None for name, text in row.items() if name not in REGIONAL
                    }
                    for year, row in figures.items()
                },
                regional={name: last[name] or None for name in REGIONAL},
            )
        )
    return tuple(applicants)


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
