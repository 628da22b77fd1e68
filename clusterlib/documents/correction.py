"""补正通知: what a county's file lacks and what is doubtful, by sheet and cell, and by when."""

from __future__ import annotations

from datetime import date, timedelta

from clusterlib.documents.case_file import CaseFile, day_words
from clusterlib.documents.paper import Cell, Gap, Paragraph, Part, Table, headed
from clusterlib.intake.cells.form import label_on_form
from clusterlib.problems import Problem

DAYS = 15
"""Days（日）that a county is given where nobody says otherwise."""
_ORDER = ("缺", "须改正", "请核对")
_MEANING = {
    "缺": "没有可用的数，按缺项处理，请补填",
    "须改正": "不能采用，请改正",
    "请核对": "已照读，请核对；无误的请说明",
}


def parts_of(case: CaseFile, by: date | None = None) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the letter to a county, and what it lacks.

    Parameters
    ----------
    case : CaseFile
        With the problems of its workbook.
    by : date, optional
        Last day for the answer; `DAYS` after the day of the letter where it is left out.
    """
    until = by or case.day + timedelta(days=DAYS)
    counts = {kind: sum(found.kind == kind for found in case.problems) for kind in _ORDER}
    told = "，".join(f"{kind}{count}处" for kind, count in counts.items() if count)
    file = case.workbook.name if case.workbook else ""
    opening = [Paragraph(f"{case.applicant}：", "plain")]
    if case.workbook is None:
        opening.append(
            Paragraph("未收到申报表（.xlsx）。请按《共建管理办法》附件三报送基本情况表。")
        )
    elif told:
        opening.append(
            Paragraph(
                f"你单位报送的申报表（{file}）已收到。经核对，{told}，逐处列在下表，"
                "表中写明工作表和单元格；标注副本随本通知发回。"
            )
        )
    else:
        opening.append(
            Paragraph(f"你单位报送的申报表（{file}）已收到。经核对，没有需要补正的内容。")
        )
    if told or case.workbook is None:
        opening.append(
            Paragraph(
                f"请于{day_words(until)}前补正后重新报送；没有数据的请留空并说明，"
                "不要填“约、多、近、余、以上”等字样。逾期未补的，按缺项处理。",
                dated=by is None,
            )
        )
    rows = tuple(
        _row(number, found)
        for number, found in enumerate(
            sorted(case.problems, key=lambda one: _ORDER.index(one.kind)), 1
        )
    )
    items = (
        *((Paragraph("需补正的内容", "heading"),) if rows else ()),
        Table(
            (7, 13, 9, 20, 12, 9, 32),
            headed("序号", "工作表", "单元格", "项目", "填报内容", "性质", "问题与处理"),
            rows,
            small=True,
        ),
        *(
            (
                Paragraph(
                    "；".join(f"{kind}：{words}" for kind, words in _MEANING.items()) + "。",
                    "note",
                ),
            )
            if rows
            else ()
        ),
    )
    signed = (
        Paragraph("（盖章）", "right"),
        Paragraph(day_words(case.day), "right", dated=True),
    )
    gaps = [Gap("3.1.documents", "未收到申报表")] if case.workbook is None else []
    return (Part("notice", tuple(opening)), Part("items", items), Part("signatures", signed)), gaps


def _row(number: int, problem: Problem) -> tuple[Cell, ...]:
    return (
        Cell(str(number), "centre"),
        Cell(problem.sheet),
        Cell(problem.cell, "centre"),
        Cell(label_on_form(problem.column)),
        Cell(problem.found),
        Cell(problem.kind, "centre"),
        Cell(problem.reason),
    )
