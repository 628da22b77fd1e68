"""The summary of a run（汇总表）: summary.csv for machines, summary.xlsx for the leadership."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from clusterlib.reports.results import COLUMNS, COUNTS, POINTS, ScoredCohort, result_columns
from clusterlib.reports.sentences import ROUTE_WORDS, VERDICT_WORDS
from clusterlib.reports.table_files import NO_TIME, csv_parts
from clusterlib.rules.indicators import SECTION_TERMS
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.rules.tiers import Tier
from clusterlib.saving import save_beside
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import VERDICT_IDS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Status = Literal["done", "failed"]

SUMMARY_CSV, SUMMARY_XLSX = "summary.csv", "summary.xlsx"
RUN_COLUMNS = ("status", "seconds", "error")

_A4 = 9
_TERMS: dict[str, Mapping[str, str]] = {
    "status": {"done": "完成", "failed": "失败"},
    "tier": {tier.id: tier.term for tier in Tier},
    "outcome_tier": {tier.id: tier.term for tier in Tier},
    "verdict": {VERDICT_IDS[code]: word for code, word in VERDICT_WORDS.items()},
    "route": {ROUTE_IDS[code]: word for code, word in ROUTE_WORDS.items()},
    "quality_gate": {"ok": "无", "unknown": "未答", "failed": "有"},
    "standard_status": STATUS_TERMS,
}
_SHEET_COLUMNS: tuple[tuple[str, str, float], ...] = (
    # id, heading, width; in the order of a reader, who asks first for the verdict
    ("status", "状态", 6),
    ("applicant_id", "申报编号", 12),
    ("name", "申报单位", 18),
    ("tier", "评价级别", 7),
    ("verdict", "结论", 8),
    ("outcome_tier", "建议级别", 7),
    ("error", "失败原因", 30),
    ("region", "所在地区", 20),
    ("industry", "行业", 9),
    ("route", "名次条件", 8),
    ("total_lo", "总得分下限", 8),
    ("total_hi", "总得分上限", 8),
    ("total", "估分", 8),
    ("basic_met", "一 达标项", 7),
    ("basic_missing", "一 缺项", 7),
    ("basic_lo", "一 下限", 8),
    ("basic_hi", "一 上限", 8),
    ("quality_gate", "二 后3项", 7),
    ("quality_met", "二 达标项", 7),
    ("quality_missing", "二 缺项", 7),
    ("quality_lo", "二 下限", 8),
    ("quality_hi", "二 上限", 8),
    ("government_lo", "三 下限", 8),
    ("government_hi", "三 上限", 8),
    ("policy_lo", "四 下限", 8),
    ("policy_hi", "四 上限", 8),
    ("standard", "标准", 10),
    ("standard_status", "标准状态", 9),
    ("on", "评价日", 11),
    ("readings", "读法", 24),
    ("seconds", "用时（秒）", 8),
)
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
        for name in (*COLUMNS, *RUN_COLUMNS)
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
    applied = {
        assessment.cohort.applicant_id[position]: tier.id
        for _, assessment in scored.parts
        for position in range(len(assessment))
        if (tier := assessment.applied(position)) is not None
    }
    return (
        save_beside(run / SUMMARY_CSV, csv_parts(columns)),
        save_beside(run / SUMMARY_XLSX, _workbook(scored, columns, applied)),
    )


def _workbook(
    scored: ScoredCohort, columns: Mapping[str, Sequence[str]], applied: Mapping[str, str]
) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "批量评价结果汇总表", "created": NO_TIME})
    rows = range(len(columns["applicant_id"]))
    highest = scored.tiers[0].id
    as_applied = [
        row for row in rows
        if columns["tier"][row] in ("", applied.get(columns["applicant_id"][row], highest))
    ]
    _draw_table(book, book.add_worksheet("按申报级别"), columns, as_applied)
    _draw_table(book, book.add_worksheet("三级各算"), columns, rows)
    _draw_notes(book, book.add_worksheet("说明"), scored)
    book.close()
    return buffer.getvalue()


def _draw_table(
    book: Workbook, sheet: Worksheet, columns: Mapping[str, Sequence[str]], rows: Iterable[int]
) -> None:
    plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1,
             "border_color": "#C5CCD3"}
    heading = book.add_format({**plain, "bold": True, "text_wrap": True, "align": "center",
                               "bg_color": "#D3E3EE"})
    text = book.add_format({**plain, "text_wrap": True})
    number = book.add_format({**plain, "num_format": "0.##########"})
    whole = book.add_format({**plain, "num_format": "0"})
    failed = book.add_format({**plain, "text_wrap": True, "bg_color": "#FBEADF",
                              "font_color": "#B3470E", "bold": True})
    line = 0
    for line, row in enumerate(rows, 1):
        style = failed if columns["status"][row] == "failed" else text
        for column, (name, _, _) in enumerate(_SHEET_COLUMNS):
            cell = columns[name][row]
            if not cell:
                sheet.write_blank(line, column, None, style)
            elif name in COUNTS:
                sheet.write_number(line, column, int(cell), whole)
            elif name in POINTS or name == "seconds":
                points = float(cell)
                sheet.write_number(line, column, points, whole if points.is_integer() else number)
            else:
                sheet.write_string(line, column, _TERMS.get(name, {}).get(cell, cell), style)
    for column, (_, title, width) in enumerate(_SHEET_COLUMNS):
        sheet.write_string(0, column, title, heading)
        sheet.set_column(column, column, width)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, _FROZEN)
    sheet.autofilter(0, 0, max(line, 1), len(_SHEET_COLUMNS) - 1)
    _set_up_page(sheet)
    sheet.repeat_rows(0)


def _draw_notes(book: Workbook, sheet: Worksheet, scored: ScoredCohort) -> None:
    """Draw what the table rests on: day, standards, readings, what the columns mean."""
    bold = book.add_format({"font_name": "宋体", "bold": True, "valign": "top"})
    text = book.add_format({"font_name": "宋体", "text_wrap": True, "valign": "top"})
    lines = [
        ("评价日", scored.on),
        *((f"第{number}部分", term)
          for number, term in zip("一二三四", SECTION_TERMS.values(), strict=True)),
        ("上限、下限", "得分区间的两端；区间端点取不到的，结论已按取不到计算"),
        ("估分", "专家组未评的部分按读法取分；只在各部分都能取分时才有，不代替区间"),
        ("建议级别", "申报级别及以下各级中，结论符合且名次条件满足的最高一级"),
    ]
    for _, assessment in scored.parts:
        standard = assessment.standard.standard
        status = STATUS_TERMS[standard.status]
        lines.append(("标准", f"{standard.term}：{standard.issuer}，{status}"
                              f"（{standard.file}）"))
        for option in assessment.sheet.reading_options:
            value = getattr(assessment.readings, option.name)
            lines.append((f"读法　{option.term}",
                          f"{option.wording(value)}（{option.clause}：{option.reason}）"))
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
