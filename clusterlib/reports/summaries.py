"""The summary of a run（汇总表）: summary.csv for machines, summary.xlsx for the leadership."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.reports.results import COLUMNS, COUNTS, POINTS, ScoredCohort, result_columns
from clusterlib.reports.sentences import ENTRY_WORDS, ROUTE_WORDS, VERDICT_WORDS
from clusterlib.reports.table_files import NO_TIME, csv_parts
from clusterlib.rules.indicators import SECTION_TERMS
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.rules.tiers import Tier
from clusterlib.runs.folder import SUMMARY_CSV, SUMMARY_XLSX
from clusterlib.saving import save_beside
from clusterlib.scoring.entry import ENTRY_IDS
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import VERDICT_IDS

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
_TERMS: dict[str, Mapping[str, str]] = {
    "status": {"done": "完成", "failed": "失败"},
    "tier": {tier.id: tier.term for tier in Tier},
    "outcome_tier": {tier.id: tier.term for tier in Tier},
    "verdict": {VERDICT_IDS[code]: word for code, word in VERDICT_WORDS.items()},
    "route": {ROUTE_IDS[code]: word for code, word in ROUTE_WORDS.items()},
    "entry": {ENTRY_IDS[code]: word for code, word in ENTRY_WORDS.items()},
    "quality_gate": {"ok": "无", "unknown": "未答", "failed": "有"},
    "standard_status": STATUS_TERMS,
}
_SHEET_COLUMNS: dict[str, tuple[str, float]] = {
    # heading and width by column, in the order of a reader, who asks first for the verdict
    "status": ("状态", 6),
    "applicant_id": ("申报编号", 11),
    "name": ("申报单位", 15),
    "tier": ("评价级别", 6),
    "verdict": ("结论", 7),
    "outcome_tier": ("建议级别", 6),
    "error": ("失败原因", 26),
    "region": ("所在地区", 20),
    "industry": ("行业", 7),
    "route": ("名次条件", 7),
    "entry": ("申报条件", 7),
    "total_lo": ("总得分下限", 7),
    "total_hi": ("总得分上限", 7),
    "total": ("估分", 7),
    "basic_met": ("一 达标项", 6),
    "basic_missing": ("一 缺项", 6),
    "quality_gate": ("二 后3项", 6),
    "quality_met": ("二 达标项", 6),
    "quality_missing": ("二 缺项", 6),
    "basic_lo": ("一 下限", 7),
    "basic_hi": ("一 上限", 7),
    "quality_lo": ("二 下限", 7),
    "quality_hi": ("二 上限", 7),
    "government_lo": ("三 下限", 7),
    "government_hi": ("三 上限", 7),
    "policy_lo": ("四 下限", 7),
    "policy_hi": ("四 上限", 7),
    "standard": ("标准", 7),
    "standard_status": ("标准状态", 8),
    "on": ("评价日", 11),
    "readings": ("读法", 30),
    "seconds": ("用时（秒）", 8),
}
_SHORT = tuple(_SHEET_COLUMNS)[:19]
"""Columns of the first sheet: those that fit across a page; the second sheet has all."""
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
) -> tuple[Path, Path]:
    """Write summary.csv and summary.xlsx; return the paths really written.

    Parameters as in `summary_columns`; `run` is the folder of the run.
    """
    columns = summary_columns(scored, outcomes, failed_inputs)
    return (
        save_beside(run / SUMMARY_CSV, csv_parts(columns)),
        save_beside(run / SUMMARY_XLSX, _workbook(scored, columns)),
    )


def _workbook(scored: ScoredCohort, columns: Mapping[str, Sequence[str]]) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "批量评价结果汇总表", "created": NO_TIME})
    # Who names no tier, or none that can be read, stands once, without a verdict at any.
    applied = {
        applicant: Tier(tier).id if tier >= 0 else scored.tiers[0].id
        for applicant, tier in zip(
            scored.cohort.applicant_id, scored.cohort.figures.applied.tolist(), strict=True
        )
    }
    nameless = {
        applicant: "未填" if tier == UNKNOWN else "认不出"
        for applicant, tier in zip(
            scored.cohort.applicant_id, scored.cohort.figures.applied.tolist(), strict=True
        )
        if tier < 0
    }
    rows = range(len(columns["applicant_id"]))
    as_applied = [
        row
        for row in rows
        if columns["tier"][row] in ("", applied.get(columns["applicant_id"][row]))
    ]
    terms = {
        "standard": {
            found.standard.standard.industry: found.standard.standard.term
            for _, found in scored.parts
        }
    }
    shown = {
        name: [{**_TERMS, **terms}.get(name, {}).get(cell, cell) for cell in cells]
        for name, cells in columns.items()
    }
    styles = _styles(book)
    _draw_table(
        book.add_worksheet("按申报级别"),
        styles,
        _without_tier(shown, nameless),
        _SHORT,
        as_applied,
    )
    _draw_table(book.add_worksheet("三级各算"), styles, shown, tuple(_SHEET_COLUMNS), rows)
    _draw_notes(book, book.add_worksheet("说明"), scored)
    book.close()
    return buffer.getvalue()


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
        failed = shown["status"][row] == _TERMS["status"]["failed"]
        if failed:
            needed = math.ceil(_width(shown["error"][row]) / _SHEET_COLUMNS["error"][1])
            sheet.set_row(line, _LINE_HEIGHT * max(needed, 1))
        for column, name in enumerate(names):
            _draw_cell(sheet, styles, (line, column), name, shown[name][row], failed)
    for column, name in enumerate(names):
        title, width = _SHEET_COLUMNS[name]
        sheet.write_string(0, column, title, styles["heading"])
        sheet.set_column(column, column, width)
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
    style = styles["error" if failed and name == "error" else "failed" if failed else "text"]
    if not cell:
        sheet.write_blank(*at, None, style)
    elif name in (*COUNTS, *POINTS, "seconds"):
        value = float(cell)
        number = styles["whole" if value.is_integer() else "number"]
        sheet.write_number(*at, value, style if failed else number)
    else:
        sheet.write_string(*at, cell, style)


def _draw_notes(book: Workbook, sheet: Worksheet, scored: ScoredCohort) -> None:
    """Draw what the table rests on: day, standards, readings, what the columns mean."""
    bold = book.add_format({"font_name": "宋体", "bold": True, "valign": "top"})
    text = book.add_format({"font_name": "宋体", "text_wrap": True, "valign": "top"})
    lines = [
        ("评价日", scored.on),
        *(
            (f"第{number}部分", term)
            for number, term in zip("一二三四", SECTION_TERMS.values(), strict=True)
        ),
        ("上限、下限", "得分区间的两端；区间端点取不到的，结论已按取不到计算"),
        ("估分", "专家组未评的部分按读法取分；只在各部分都能取分时才有，不代替区间"),
        ("建议级别", "申报级别及以下各级中，结论符合且名次条件满足的最高一级；申报条件按读法"),
        ("申报条件", "产业发展年数和有无重大违法经营行为；待答即未填，须补报"),
    ]
    for _, assessment in scored.parts:
        standard = assessment.standard.standard
        status = STATUS_TERMS[standard.status]
        lines.append(("标准", f"{standard.term}：{standard.issuer}，{status}（{standard.file}）"))
    for _, assessment in scored.parts:
        for option in assessment.sheet.reading_options:
            value = getattr(assessment.readings, option.name)
            lines.append(
                (
                    f"读法　{option.term}",
                    f"{option.wording(value)}（{option.clause}：{option.reason}）",
                )
            )
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    for row, (name, meaning) in enumerate(dict.fromkeys(lines)):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, meaning, text)
    _set_up_page(sheet)


def _set_up_page(sheet: Worksheet) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&9批量评价结果 &A&R&9第 &P 页　共 &N 页")
