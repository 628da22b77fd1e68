"""Draws a standard as the sheet that is printed and filed（评价体系达标值表）, clause 1.1."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from clusterlib.rule_files.editions import shipped_editions
from clusterlib.rule_files.own_schemes import sheets_under
from clusterlib.rule_files.sheet_pen import TINT, Pen, lines_of
from clusterlib.rule_files.standard_form import (
    EXEMPT,
    NO_ACCIDENT,
    SHEET,
    headings_of,
    printed_label,
    reading_cells,
)
from clusterlib.rule_files.standard_words import TITLE, UNDER, notes_of
from clusterlib.rules.indicators import FACT_BY_ID, GATES, Indicator
from clusterlib.rules.printed import group_lines, panel_lines
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.standard import SCHEME, SOURCE_TERMS, STATUS_TERMS, DatedValues, Standard
from clusterlib.rules.tiers import TIERS

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_WIDTHS = (30, 8, 9, 9, 9, 23, 11, 14)
_A4 = 9


def sheet_bytes(standard: Standard, printed: ScoreSheet | None = None) -> bytes:
    """Return a standard as the bytes of a workbook that prints on one A4 page.

    Parameters
    ----------
    standard : Standard
        With all its days.
    printed : ScoreSheet, optional
        Whose words it prints, unless the standard names its own score sheet; those of the
        newest edition shipped where left out.
    """
    import xlsxwriter

    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"created": datetime(2022, 1, 1), "title": _title(standard)})
    sheet = workbook.add_worksheet(SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    pen = Pen(workbook, sheet, len(_WIDTHS) - 1)
    _draw(pen, standard, sheets_under(standard, (printed or shipped_editions()[0],))[0])
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.center_horizontally()
    sheet.print_area(0, 0, pen.row - 1, len(_WIDTHS) - 1)
    workbook.close()
    return target.getvalue()


def _draw(pen: Pen, standard: Standard, printed: ScoreSheet) -> None:
    pen.across(_title(standard), pen.style(font_name="黑体", font_size=15, align="center"))
    pen.advance(2)
    pen.across(_under(standard), pen.style(align="center"))
    pen.advance()
    _draw_header(pen, standard)
    heading = pen.style(bold=True, align="center", border=1, bg_color=TINT)
    for column, label in enumerate(headings_of(printed)):
        pen.text(column, label, heading)
    pen.advance()
    for group, items in zip(group_lines(printed).values(), printed.listed, strict=True):
        _draw_wide(pen, group, pen.style(bold=True, border=1))
        for position in sorted(side for item in items for side in item):
            _draw_indicator(pen, printed, position, standard)
    _draw_gates(pen)
    for part in panel_lines(printed):
        _draw_wide(pen, part, pen.style(bold=True, border=1))
    for note in notes_of(printed):
        _draw_wide(pen, note, pen.style(font_size=9))
    pen.signatures(3)


def _title(standard: Standard) -> str:
    return f"{standard.term}{TITLE}"


def _under(standard: Standard) -> str:
    if standard.status == "filed":
        return UNDER
    return f"{UNDER}　（{STATUS_TERMS[standard.status]}：未经审定备案，仅供试算）"


def _draw_header(pen: Pen, standard: Standard) -> None:
    label, value = pen.style(bold=True, border=1), pen.style(border=1)
    pairs = (
        ("行业", standard.term, "行业代码", standard.industry),
        ("制定单位", standard.issuer, "状态", STATUS_TERMS[standard.status]),
    )
    for first, first_text, second, second_text in pairs:
        pen.text(0, first, label)
        pen.across(first_text, value, 1, 4)
        pen.text(5, second, label)
        pen.across(second_text, value, 6, 7)
        if second == "状态":
            terms = list(STATUS_TERMS.values())
            pen.sheet.data_validation(
                pen.row, 6, pen.row, 6, {"validate": "list", "source": terms}
            )
        pen.advance(lines_of(first_text, sum(_WIDTHS[1:5])))
    if standard.scheme != SCHEME:
        _draw_line(pen, "评价体系", standard.scheme)
    if standard.elements:
        _draw_line(pen, "命名元素", "、".join(standard.elements))
    for name, chosen in standard.readings:
        _draw_line(pen, *reading_cells(name, chosen))
    if standard.draft:
        _draw_line(pen, "起草人", standard.draft.author)
        _draw_line(pen, "修订理由", standard.draft.reason)
        _draw_line(pen, "修订自", standard.draft.parent)
        for change in standard.draft.changes:
            _draw_line(pen, "修订内容", change)


def _draw_line(pen: Pen, label: str, text: str) -> None:
    pen.text(0, label, pen.style(bold=True, border=1))
    pen.across(text, pen.style(border=1), 1)
    pen.advance(max(lines_of(label, _WIDTHS[0]), lines_of(text, sum(_WIDTHS[1:]))))


def _draw_wide(pen: Pen, text: str, style: Format) -> None:
    pen.across(text, style)
    pen.advance(lines_of(text, sum(_WIDTHS)))


def _draw_indicator(pen: Pen, printed: ScoreSheet, position: int, standard: Standard) -> None:
    indicator = printed.catalogue.indicators[position]
    label, threshold = printed_label(printed, position), standard.threshold(indicator.id)
    if threshold is None or threshold.exempt:
        _draw_row(pen, label, indicator, "" if threshold is None else threshold.exempt)
        return
    assert threshold.unit is not None
    for dated in threshold.dated:
        _draw_dated(pen, label, indicator, threshold.unit.term, dated)


def _draw_row(pen: Pen, label: str, indicator: Indicator, exempt: str) -> None:
    """Draw an exemption with its reason, or a side of an 或 that the standard leaves out."""
    middle, plain = pen.style(align="center", border=1), pen.style(border=1)
    _draw_label(pen, label, indicator, indicator.unit.term)
    for column in range(2, 5):
        pen.text(column, EXEMPT if exempt else "", middle)
    pen.text(5, exempt, plain)
    pen.text(6, "", middle)
    pen.text(7, "", plain)
    pen.advance(_row_lines(label, exempt, ""))


def _draw_dated(pen: Pen, label: str, indicator: Indicator, unit: str, dated: DatedValues) -> None:
    middle, plain = pen.style(align="center", border=1), pen.style(border=1)
    _draw_label(pen, label, indicator, unit)
    for column, value in enumerate(dated.values, start=2):
        pen.number(column, value, middle)
    source = f"{SOURCE_TERMS[dated.source.kind]}：{dated.source.ref}"
    pen.text(5, source, plain)
    pen.day(6, dated.start, align="center", border=1)
    pen.text(7, dated.source.reason, plain)
    pen.advance(_row_lines(label, source, dated.source.reason))


def _draw_label(pen: Pen, label: str, indicator: Indicator, unit: str) -> None:
    pen.text(0, label, pen.style(border=1))
    pen.text(1, unit, pen.style(align="center", border=1))
    kin = [known.term for known in indicator.units]
    pen.sheet.data_validation(pen.row, 1, pen.row, 1, {"validate": "list", "source": kin})


def _draw_gates(pen: Pen) -> None:
    middle, plain = pen.style(align="center", border=1), pen.style(border=1)
    for gate in GATES:
        label = FACT_BY_ID[gate].label
        pen.text(0, label, plain)
        pen.text(1, "", middle)
        for tier in TIERS:
            pen.text(2 + tier, NO_ACCIDENT, middle)
        for column in range(5, 8):
            pen.text(column, "", plain)
        pen.advance(lines_of(label, _WIDTHS[0]))


def _row_lines(label: str, source: str, reason: str) -> int:
    return max(
        lines_of(label, _WIDTHS[0]),
        lines_of(source, _WIDTHS[5]),
        lines_of(reason, _WIDTHS[7]),
    )
