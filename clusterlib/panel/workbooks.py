"""One workbook per expert（打分工作簿）: the own sheet and findings, the leader's also the rest.

Its sheets are tables of the panel with allowed bands as input checks, so what comes back is
read like any other table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from clusterlib.panel.case import PanelCase
from clusterlib.panel.consolidation import GRADE_CODES
from clusterlib.panel.records import GRADES, INDICATORS, TABLES, Member
from clusterlib.panel.sheets import ExpertSheet
from clusterlib.rules.indicators import SECTION_TERMS, SECTIONS
from clusterlib.rules.panels import PanelRules
from clusterlib.rules.points import GRID, points_text
from clusterlib.rules.scoresheet import Band
from clusterlib.scoring.allowed import NO_GRADE, AllowedPoints, bands_text
from clusterlib.sheets.formula_signs import TEXTS_STAY_TEXTS

_MOST_ROWS = 500
_NO_TIME = datetime(2022, 1, 1)
_HEADING = 2
_LINE = (
    "sheet", "case", "member", "round", "section", "", "grade", "points", "reason", "corrects",
    "locked",
)  # fmt: skip
_WIDTHS = {"section": 30, "": 34, "reason": 36, "text": 70, "indicator": 26, "heading": 30}
_LONGEST = 255
"""Characters of a formula in an input check."""


def sheet_id(case: str, member: str, number: int, sheets: Sequence[ExpertSheet] = ()) -> str:
    """Return an id for an expert's next sheet of a round; a correction has a number behind."""
    taken = {sheet.id for sheet in sheets}
    stem = f"{case}-{member}-{number}"
    names = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def expert_workbook(
    case: PanelCase,
    member: Member,
    number: int,
    allowed: AllowedPoints | None,
    rules: PanelRules,
    applicant: str,
) -> bytes:
    """Return the workbook of one expert for one round.

    Parameters
    ----------
    case : PanelCase
    member : Member
        Whose it is; a leader's also has rounds, opinions and the visit.
    number : int
        Round, from 1.
    allowed : AllowedPoints or None
        Bands left open; None where the tier applied for cannot be read.
    rules : PanelRules
    applicant : str
        Name of whom the case is about.
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXTS_STAY_TEXTS})
    book.set_properties({"title": "专家打分", "created": _NO_TIME})
    pen = _Pen(book)
    title = f"{applicant}　第{number}轮　{member.name}"
    own = {"case": case.case, "member": member.member, "round": str(number)}
    sheet = {**own, "sheet": sheet_id(case.case, member.member, number, case.sheets)}
    _draw_lines(pen, title, sheet, allowed)
    findings = [{**own, "indicator": term} for term in INDICATORS.values()]
    pen.table("finding", title, "每项写一段评语", findings)
    if member.role == "leader":
        rounds = [{"case": case.case, "round": str(number)}]
        pen.table("round", title, "收轮填“是”或收轮时刻（UTC）", rounds)
        opinions = [
            {"case": case.case, "kind": term, "number": str(place)}
            for term, least in (("意见", rules.least_opinions), ("建议", rules.least_suggestions))
            for place in range(1, least + 1)
        ]
        told = f"意见一般不少于{rules.least_opinions}条，建议一般不少于{rules.least_suggestions}条"
        pen.table("opinion", title, told, opinions)
        pen.table("visit", title, "考评时间、地点、会议和结论", [{"case": case.case}])
    book.close()
    return buffer.getvalue()


class _Pen:
    """Draws tables of the panel in one workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        plain = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format({**plain, "bold": True, "font_size": 14, "text_wrap": False})
        self.note = book.add_format({**plain, "font_color": "#505050", "text_wrap": False})
        self.heading = book.add_format(
            {**plain, "border": 1, "bold": True, "align": "center", "bg_color": "#E4E8EC"}
        )
        self.fixed = book.add_format(
            {**plain, "border": 1, "bg_color": "#F4F6F8", "num_format": "@"}
        )
        self.entry = book.add_format({**plain, "border": 1})

    def table(
        self,
        kind: str,
        title: str,
        note: str,
        rows: Sequence[Mapping[str, str]],
        columns: Sequence[str] = (),
        extra: str = "",
    ) -> Any:
        """Draw a table with its headings and the given cells; return its sheet."""
        table = TABLES[kind]
        sheet = self.book.add_worksheet(table.term)
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, note, self.note)
        columns = columns or tuple(table.labels)
        for place, column in enumerate(columns):
            label = table.labels[column][0] if column else extra
            sheet.set_column(place, place, _WIDTHS.get(column, 14))
            sheet.write_string(_HEADING, place, label, self.heading)
            for line, row in enumerate(rows, _HEADING + 1):
                given = row.get(column, "")
                sheet.write_string(line, place, given, self.fixed if given else self.entry)
        sheet.freeze_panes(_HEADING + 1, 0)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        return sheet


def _draw_lines(
    pen: _Pen, title: str, own: Mapping[str, str], allowed: AllowedPoints | None
) -> None:
    rows = [
        {**own, "section": SECTION_TERMS[section], "": _allowed_text(section, allowed)}
        for section in SECTIONS
    ]
    note = "只填得分、档次、理由；锁定填“是”即为提交，提交后不能改动"
    sheet = pen.table("line", title, note, rows, _LINE, "可填")
    grade, points, locked = (_LINE.index(name) for name in ("grade", "points", "locked"))
    for line, section in enumerate(SECTIONS, _HEADING + 1):
        if section in SECTIONS[2:]:
            offered = {"validate": "list", "source": list(GRADES.values())}
            sheet.data_validation(line, grade, line, grade, offered)
        else:
            sheet.write_string(line, grade, "—", pen.fixed)
        if allowed is not None:
            check = _check(section, allowed, f"G{line + 1}", f"H{line + 1}")
            sheet.data_validation(
                line,
                points,
                line,
                points,
                {
                    **check,
                    "error_title": "得分不在可填的档内",
                    "error_message": f"可填：{_allowed_text(section, allowed)}"[:_LONGEST],
                    "error_type": "stop",
                },
            )
        offered = {"validate": "list", "source": ["是"]}
        sheet.data_validation(line, locked, line, locked, offered)


def _allowed_text(section: str, allowed: AllowedPoints | None) -> str:
    if allowed is None:
        return "申报级别认不出，不能定档"
    if section in allowed.counted:
        return bands_text(allowed.counted[section])
    bands = allowed.graded[section]  # type: ignore[index]
    return "；".join(
        f"{term} {bands_text([bands[GRADE_CODES[name]]])}" for name, term in GRADES.items()
    )


def _check(section: str, allowed: AllowedPoints, grade: str, points: str) -> dict[str, Any]:
    """Return the input check that takes just the points of the allowed bands."""
    if section in allowed.counted:
        bands = allowed.counted[section]
        if len(bands) == 1:
            least, most = _ends(bands[0])
            return {
                "validate": "decimal",
                "criteria": "between",
                "minimum": float(least),
                "maximum": float(most),
            }
        within = ",".join(_within(band, points) for band in bands)
        return {"validate": "custom", "value": f"=AND(ROUND({points},2)={points},OR({within}))"}
    own = allowed.graded[section]  # type: ignore[index]
    chosen = _within(own[NO_GRADE], points)
    for name, term in reversed(GRADES.items()):
        chosen = f'IF({grade}="{term}",{_within(own[GRADE_CODES[name]], points)},{chosen})'
    return {"validate": "custom", "value": f"=AND(ROUND({points},2)={points},{chosen})"}


def _ends(band: Band) -> tuple[str, str]:
    """Return the least and the largest point of two decimals in a band."""
    cent = GRID // 100
    return (
        points_text(band.lower + (cent if band.lower_open else 0)),
        points_text(band.upper - (cent if band.upper_open else 0)),
    )


def _within(band: Band, cell: str) -> str:
    least, most = _ends(band)
    return f"AND({cell}>={least},{cell}<={most})"


def records_workbook(
    tables: Mapping[str, Mapping[str, Sequence[str]]],
    offered: Mapping[tuple[str, str], Sequence[str]] | None = None,
) -> bytes:
    """Return tables as one workbook, a sheet each: headings and texts by column.

    Parameters
    ----------
    tables : mapping of sheet to heading to texts
    offered : mapping of (sheet, heading) to texts, optional
        What a column offers to choose from.
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXTS_STAY_TEXTS})
    book.set_properties({"title": "专家组", "created": _NO_TIME})
    for term, columns in tables.items():
        sheet = book.add_worksheet(term)
        sheet.freeze_panes(1, 0)
        for place, (heading, texts) in enumerate(columns.items()):
            sheet.write_string(0, place, heading)
            for line, text in enumerate(texts, 1):
                if text:
                    sheet.write_string(line, place, text)
            if choices := (offered or {}).get((term, heading)):
                shown = {"validate": "list", "source": list(choices)}
                sheet.data_validation(1, place, _MOST_ROWS, place, shown)
    book.close()
    return buffer.getvalue()
