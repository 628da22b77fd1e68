"""What an analyst takes from the page of incoming workbooks: observable parts, as frames."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from clusterlib.dashboards.page.base import Observable
from clusterlib.dashboards.reception.verdict import word_of
from clusterlib.intake.cells.form import label_on_form
from clusterlib.intake.tables.confirmed import LABELS
from clusterlib.rules.indicators import INDICATOR_BY_ID
from clusterlib.rules.units import UNITS, convert

if TYPE_CHECKING:
    from pandas import DataFrame

    from clusterlib.applicants.evidence import Confirmation


class Workbooks(Observable):
    """What was received（收到的申报表）."""

    def frame(self) -> DataFrame:
        """Return one row per workbook: who, counts of problems, why it is not scored."""
        from pandas import DataFrame

        rows = []
        for row in self._page.rows():
            received, found = row.received, row.received.application
            errors, warnings = row.counts
            rows.append(
                {
                    "file": received.path.name,
                    "applicant_id": found.applicant_id if found else "",
                    "name": received.name,
                    "tier": found.tier if found else "",
                    "errors": errors,
                    "warnings": warnings,
                    "not_scored": row.standing,
                    "unread": received.error,
                }
            )
        return DataFrame(rows)

    def add(self, *paths: str | Path) -> None:
        """Take in workbooks from this machine, as if they were dropped on the page."""
        self._page.add([Path(path) for path in paths])


class Problems(Observable):
    """Problems by sheet and cell（问题清单）."""

    def frame(self) -> DataFrame:
        """Return one row per problem."""
        from pandas import DataFrame

        return DataFrame(
            [
                {
                    "file": row.received.path.name,
                    "name": row.received.name,
                    "sheet": problem.sheet,
                    "cell": problem.cell,
                    "item": label_on_form(problem.column),
                    "found": problem.found,
                    "severity": problem.severity,
                    "reason": problem.reason,
                }
                for row in self._page.rows()
                for problem in row.problems
            ],
            columns=["file", "name", "sheet", "cell", "item", "found", "severity", "reason"],
        )


class Verdicts(Observable):
    """The verdict at the tier applied for（结论）."""

    def frame(self) -> DataFrame:
        """Return one row per workbook that can be scored."""
        from pandas import DataFrame

        rows = []
        for row in self._page.rows():
            seen = row.seen
            if seen is not None:
                word = word_of(seen)
                rows.append(
                    {
                        "applicant_id": seen.assessment.cohort.applicant_id[0],
                        "name": row.received.name,
                        "tier": seen.focus.tier.id,
                        "basic_met": word["met"],
                        "total": word["total"],
                        "verdict": word["id"],
                    }
                )
        return DataFrame(rows)


class ConfirmedFigures(Observable):
    """The confirmed figures of the working folder（核定数据）."""

    def frame(self) -> DataFrame:
        """Return one row per figure, with reason, document, person and day."""
        from pandas import DataFrame

        table = self._page.desk.confirmed.current()
        figures = table.figures if table else ()
        return DataFrame(
            [
                {
                    "applicant_id": figure.applicant_id,
                    "item": figure.confirmation.column,
                    "year": figure.confirmation.year,
                    "value": _as_entered(figure.confirmation),
                    "unit": figure.confirmation.unit,
                    "reason": figure.confirmation.reason,
                    "document": figure.confirmation.document,
                    "person": figure.confirmation.person,
                    "day": figure.confirmation.day,
                }
                for figure in figures
            ],
            columns=list(LABELS),
        )


def _as_entered(confirmation: Confirmation) -> float:
    known = INDICATOR_BY_ID.get(confirmation.column)
    if known is None:
        return float(confirmation.value)  # of an own score sheet, in its one unit
    return float(convert(confirmation.value, known.unit, UNITS.get(confirmation.unit, known.unit)))


class Run(Observable):
    """The run of this page（批量评价）."""

    def frame(self) -> DataFrame:
        """Return one row per applicant: where it stands, and why it failed."""
        from pandas import DataFrame

        return DataFrame([asdict(step) for step in self._page.results.watch.steps()])

    def start(self) -> None:
        """Start the run on all workbooks received; it goes on beside the notebook."""
        self._page.start_run()
        self._page.tell()

    def wait(self) -> str:
        """Wait for the run to end and return how: ``done``, ``cancelled`` or ``failed``."""
        state: str = self._page.results.watch.wait()
        self._page.tell()
        return state
