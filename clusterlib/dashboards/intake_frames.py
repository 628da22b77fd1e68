"""What an analyst takes from the intake page into the next cell: observable, as frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clusterlib.dashboards.calibrate_frames import Part
from clusterlib.dashboards.intake_verdict import word_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from clusterlib.dashboards.intake import IntakePage


class Workbooks(Part):
    """The workbooks received（申报表）."""

    _page: IntakePage

    def add(self, path: str) -> None:
        """Take in a copy of a file, as if it had been dropped on the page."""
        self._page.receive(Path(path).name, Path(path).read_bytes())

    def frame(self) -> DataFrame:
        """Return one row per workbook: file, applicant, problems, items met, verdict."""
        from pandas import DataFrame

        desk, rows = self._page.desk, []
        for received in desk.received:
            place, found = desk.place(received), received.application
            problems = desk.problems(received)
            errors = sum(problem.severity == "error" for problem in problems)
            words = word_of(*place) if place else {}
            rows.append({
                "file": received.path.name, "applicant_id": found.applicant_id if found else None,
                "name": found.name if found else None, "errors": errors,
                "warnings": len(problems) - errors, "tier": words.get("tier"),
                "met": words.get("met"), "verdict": words.get("id"), "error": received.error,
            })
        return DataFrame(rows)


class Problems(Part):
    """The problems of all workbooks by sheet and cell（问题）."""

    _page: IntakePage

    def frame(self) -> DataFrame:
        """Return one row per problem."""
        from pandas import DataFrame

        desk = self._page.desk
        return DataFrame([
            {"file": received.path.name, "severity": problem.severity, "sheet": problem.sheet,
             "cell": problem.cell, "column": problem.column, "value": problem.found,
             "reason": problem.reason}
            for received in desk.received for problem in desk.problems(received)
        ])


class ConfirmedFigures(Part):
    """The confirmed figures of the working folder（核定值）."""

    _page: IntakePage

    def frame(self) -> DataFrame:
        """Return one row per confirmed figure, with its evidence."""
        from pandas import DataFrame

        table = self._page.desk.confirmed.current()
        return DataFrame([
            {"applicant_id": figure.applicant_id, "item": found.column, "year": found.year,
             "value": float(found.value), "text": found.text, "unit": found.unit,
             "reason": found.reason, "document": found.document, "person": found.person,
             "day": found.day}
            for figure in (table.figures if table else ())
            for found in [figure.confirmation]
        ])


class Run(Part):
    """The batch run（批量评价）."""

    _page: IntakePage

    def frame(self) -> DataFrame:
        """Return one row per applicant: where it stands, verdict, reason of a failure."""
        from pandas import DataFrame

        names = ("id", "name", "status", "tier", "verdict", "outcome", "error", "seconds")
        return DataFrame([
            {name: row[name] for name in names} for row in self._page.run_now()["rows"]
        ])
