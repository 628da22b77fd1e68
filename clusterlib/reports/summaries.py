"""The summary of a run（汇总表）: summary.csv for machines, summary.xlsx for the leadership."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.reports.chinese import HEADINGS, WORDS, result_in_words
from clusterlib.reports.item_names import item_names
from clusterlib.reports.results import COLUMNS, COUNTS, POINTS, ScoredCohort, result_columns
from clusterlib.reports.table_files import NO_TIME, csv_parts
from clusterlib.rules.tiers import TIERS
from clusterlib.runs.folder import SUMMARY_CSV, SUMMARY_XLSX
from clusterlib.saving import save_beside

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Status = Literal["done", "failed"]

RUN_COLUMNS = ("status", "seconds", "error")
SUMMARY_COLUMNS = (*COLUMNS[:-1], *RUN_COLUMNS, "entry")
"""Columns of summary.csv: those of a result up to `readings`, how the run ended, `entry`."""

_A4 = 9
_LINE_HEIGHT = 14
_WIDTHS = {
    "status": 6,
    "applicant_id": 11,
    "name": 15,
    "tier": 6,
    "verdict": 7,
    "outcome_tier": 6,
    "error": 26,
    "region": 20,
    "industry": 7,
    "route": 7,
    "entry": 7,
    "total_lo": 7,
    "total_hi": 7,
    "total": 7,
    "basic_met": 6,
    "basic_missing": 6,
    "quality_gate": 6,
    "quality_met": 6,
    "quality_missing": 6,
    "not_met": 34,
    "missing": 34,
    "basic_lo": 7,
    "basic_hi": 7,
    "quality_lo": 7,
    "quality_hi": 7,
    "government_lo": 7,
    "government_hi": 7,
    "policy_lo": 7,
    "policy_hi": 7,
    "standard": 7,
    "standard_status": 8,
    "on": 11,
    "readings": 30,
    "seconds": 8,
}
"""Widths of the columns, in the order of a reader."""
_SHORT = tuple(_WIDTHS)[:21]
"""Columns of the first sheet: those that fit across a page; the second sheet has all."""
_WRAPPED = ("error", "not_met", "missing", "readings")
"""Columns whose texts run over several lines."""
_FROZEN = 3
"""Columns that stay on screen: status, id and name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run of one applicant or input ended.

    Parameters
    ----------
    status : {"done", "failed"}
        完成 or 失败.
    seconds : float
        How long it ran.
    error : str
        What happened and what to do, in Chinese; blank where done.
    """

    status: Status
    seconds: float = 0.0
    error: str = ""


def summary_columns(
    scored: ScoredCohort,
    outcomes: Mapping[str, Outcome],
    failed_inputs: Sequence[tuple[str, str]] = (),
) -> dict[str, list[str]]:
    """Return the columns of summary.csv as texts, what failed first.

    Parameters
    ----------
    scored : ScoredCohort
        Every applicant that could be read.
    outcomes : mapping of applicant id to Outcome
        How each one's run ended.
    failed_inputs : sequence of (id, error)
        Inputs without an applicant: the stem of the file, and why.
    """
    columns = result_columns(scored)
    ended = [outcomes[applicant] for applicant in columns["applicant_id"]]
    columns["status"] = [outcome.status for outcome in ended]
    columns["seconds"] = [f"{outcome.seconds:.3f}" for outcome in ended]
    columns["error"] = [outcome.error for outcome in ended]
    order = sorted(range(len(ended)), key=lambda row: ended[row].status != "failed")
    lost = {
        "applicant_id": [stem for stem, _ in failed_inputs],
        "status": ["failed"] * len(failed_inputs),
        "error": [error for _, error in failed_inputs],
    }
    blank = [""] * len(failed_inputs)
    return {
        name: [*lost.get(name, blank), *(columns[name][row] for row in order)]
        for name in SUMMARY_COLUMNS
    }


def write_summaries(
    run: Path,
    scored: ScoredCohort,
    outcomes: Mapping[str, Outcome],
    failed_inputs: Sequence[tuple[str, str]] = (),
    rules: str = "",
) -> tuple[Path, Path]:
    """Write summary.csv and summary.xlsx; return the paths really written.

    Parameters as in `summary_columns`; `run` is the folder of the run, `rules` says which
    parameters of the regulation were used.
    """
    columns = summary_columns(scored, outcomes, failed_inputs)
    return (
        save_beside(run / SUMMARY_CSV, csv_parts(columns)),
        save_beside(run / SUMMARY_XLSX, _workbook(scored, columns, rules)),
    )


def _workbook(scored: ScoredCohort, columns: Mapping[str, Sequence[str]], rules: str) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "批量评价结果汇总表", "created": NO_TIME})
    applied = dict(
        zip(scored.cohort.applicant_id, scored.cohort.figures.applied.tolist(), strict=True)
    )
    # Who names no tier, or none that can be read, stands once, without a verdict at any.
    nameless = {
        applicant: "未填" if tier == UNKNOWN else "认不出"
        for applicant, tier in applied.items()
        if tier < 0
    }
    rows = range(len(columns["applicant_id"]))
    tiers = [applied.get(applicant, UNKNOWN) for applicant in columns["applicant_id"]]
    as_applied = [
        row
        for row in rows
        if columns["tier"][row]
        in ("", TIERS[tiers[row]].id if tiers[row] >= 0 else scored.tiers[0].id)
    ]
    # What failed first, then by the tier applied for, highest first, those without one last.
    as_applied.sort(
        key=lambda row: -1 if columns["status"][row] == "failed" else _place(tiers[row])
    )
    names = item_names(scored)
    told = [
        names.get(key, ("", ""))
        for key in zip(columns["applicant_id"], columns["tier"], strict=True)
    ]
    shown = result_in_words(scored.parts, columns)
    shown["not_met"], shown["missing"] = ([pair[side] for pair in told] for side in (0, 1))
    styles = _styles(book)
    _draw_table(
        book.add_worksheet("按申报级别"),
        styles,
        _without_tier(shown, nameless),
        _SHORT,
        as_applied,
    )
    _draw_table(book.add_worksheet("三级各算"), styles, shown, tuple(_WIDTHS), rows)
    _draw_notes(book, book.add_worksheet("说明"), scored, rules)
    book.close()
    return buffer.getvalue()


def _place(tier: int) -> int:
    return tier if tier >= 0 else len(TIERS)


def _without_tier(
    shown: Mapping[str, Sequence[str]], nameless: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the cells with none of a tier's for who names no tier; `tier` says so."""
    said = [nameless.get(applicant, "") for applicant in shown["applicant_id"]]
    kept = (
        "status",
        "applicant_id",
        "name",
        "outcome_tier",
        "error",
        "region",
        "industry",
        "entry",
    )
    return {
        name: [
            cell
            if name in kept or not word
            else word
            if name == "tier"
            else "见三级各算"
            if name == "verdict" and cell
            else ""
            for cell, word in zip(cells, said, strict=True)
        ]
        for name, cells in shown.items()
    }


def _styles(book: Workbook) -> dict[str, Format]:
    plain = {
        "font_name": "宋体",
        "font_size": 10,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#C5CCD3",
    }
    changes: dict[str, dict[str, object]] = {
        "heading": {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#D3E3EE"},
        "text": {},
        "wrapped": {"text_wrap": True},
        "number": {"num_format": "0.##########"},
        "whole": {"num_format": "0"},
        "failed": {"bg_color": "#FBEADF", "font_color": "#B3470E", "bold": True},
        "error": {"bg_color": "#FBEADF", "font_color": "#B3470E", "text_wrap": True},
    }
    return {name: book.add_format({**plain, **change}) for name, change in changes.items()}


def _draw_table(
    sheet: Worksheet,
    styles: Mapping[str, Format],
    shown: Mapping[str, Sequence[str]],
    names: Sequence[str],
    rows: Iterable[int],
) -> None:
    """Draw a table of some of the columns and rows; what failed is marked and reads whole."""
    line = 0
    for line, row in enumerate(rows, 1):
        failed = shown["status"][row] == WORDS["status"]["failed"]
        needed = max(
            math.ceil(_width(shown[name][row]) / _WIDTHS[name])
            for name in _WRAPPED
            if name in names
        )
        if needed > 1:
            sheet.set_row(line, _LINE_HEIGHT * needed)
        for column, name in enumerate(names):
            _draw_cell(sheet, styles, (line, column), name, shown[name][row], failed)
    for column, name in enumerate(names):
        sheet.write_string(0, column, HEADINGS[name], styles["heading"])
        sheet.set_column(column, column, _WIDTHS[name])
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, _FROZEN)
    sheet.autofilter(0, 0, max(line, 1), len(names) - 1)
    _set_up_page(sheet)
    sheet.repeat_rows(0)


def _width(text: str) -> int:
    """Return the width of a text in columns of digits; a Chinese character takes two."""
    return sum(1 if sign.isascii() else 2 for sign in text)


def _draw_cell(
    sheet: Worksheet,
    styles: Mapping[str, Format],
    at: tuple[int, int],
    name: str,
    cell: str,
    failed: bool,
) -> None:
    wrapped = "wrapped" if name in _WRAPPED else "text"
    style = styles["error" if failed and name == "error" else "failed" if failed else wrapped]
    if not cell:
        sheet.write_blank(*at, None, style)
    elif name in (*COUNTS, *POINTS, "seconds"):
        value = float(cell)
        number = styles["whole" if value.is_integer() else "number"]
        sheet.write_number(*at, value, style if failed else number)
    else:
        sheet.write_string(*at, cell, style)


def _draw_notes(book: Workbook, sheet: Worksheet, scored: ScoredCohort, rules: str) -> None:
    """Draw what the table rests on: day, standards, readings, what the columns mean."""
    bold = book.add_format({"font_name": "宋体", "bold": True, "valign": "top"})
    text = book.add_format({"font_name": "宋体", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    for row, (name, meaning) in enumerate(dict.fromkeys(scored.notes(rules))):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, meaning, text)
    _set_up_page(sheet)


def _set_up_page(sheet: Worksheet) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&9批量评价结果 &A&R&9第 &P 页　共 &N 页")
