"""Draws a scheme as a workbook in the form of the printed score sheet（评价体系打分表）."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from clusterlib.rule_files.scheme_form import (
    BY_STANDARD,
    FIRST,
    HEADER_LABELS,
    LAST,
    MAY,
    MEASURE_HEADINGS,
    MEASURES_TITLE,
    NO,
    NO_ACCIDENT,
    NOTES,
    NOTES_TITLE,
    OR,
    RULE_FORMS,
    SHEETS,
    TIER_IDS,
    TITLE,
    YES,
    numeral,
    rule_phrase,
)
from clusterlib.rule_files.sheet_pen import TINT, Pen, lines_of
from clusterlib.rules.points import points_text
from clusterlib.rules.scheme import (
    COMPARISON_SIGNS,
    KIND_TERMS,
    ORIGIN_TERMS,
    Condition,
    Measure,
    Scheme,
    Section,
)
from clusterlib.rules.scheme_words import band_words
from clusterlib.rules.units import UNITS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_WIDTHS, _TIER_WIDTH, _LAST_WIDTHS = (6, 36, 11, 7), 10, (9, 27, 18)
_MEASURE_WIDTHS, _OTHER_WIDTH = (36, 8, 11, 11, 8, 26, 26, 24), 30
_NOTE_WIDTHS = (3, 100)
_INPUT = "#FFF8DC"
_A4 = 9
_ROOM = 40
"""Rows below the table in which a list still opens."""


def workbook_bytes(editions: Sequence[Scheme]) -> bytes:
    """Return a scheme as the bytes of a workbook.

    Parameters
    ----------
    editions : sequence of Scheme
        One for each day from which it changes, the first one first.
    """
    import xlsxwriter

    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"created": datetime(2022, 1, 1), "title": TITLE})
    for scheme in editions:
        day = f" {scheme.start}" if len(editions) > 1 else ""
        last = len(FIRST) + len(scheme.tiers) + len(LAST) - 1
        _draw(Pen(workbook, workbook.add_worksheet(SHEETS[0] + day), last), scheme, day)
        others = max(2, *(len(measure.labels) for measure in scheme.measures.values()))
        last = len(MEASURE_HEADINGS) - 1 + others - 1
        pen = Pen(workbook, workbook.add_worksheet(SHEETS[1] + day), last)
        _draw_measures(pen, scheme, bool(day))
    _draw_notes(workbook)
    workbook.close()
    return target.getvalue()


def _draw(pen: Pen, scheme: Scheme, day: str) -> None:
    widths = (*_WIDTHS, *([_TIER_WIDTH] * len(scheme.tiers)), *_LAST_WIDTHS)
    _set_widths(pen, widths)
    shown = pen.last - 1  # the codes at the right are not printed
    pen.across(TITLE, pen.style(font_name="黑体", font_size=15, align="center"), 0, shown)
    pen.advance(2)
    _draw_head(pen, scheme, shown)
    headings = (*FIRST, *(tier.term for tier in scheme.tiers), *LAST)
    _draw_headings(pen, headings)
    heading = pen.row - 1
    for column in range(pen.last + 1):
        pen.text(column, "", _plain(pen, font_size=9))
    pen.text(1, TIER_IDS, _plain(pen, font_size=9, align="right"))
    for tier in scheme.tiers:
        pen.text(len(FIRST) + tier, tier.id, _input(pen, font_size=9, align="center"))
    pen.advance()
    pen.sheet.freeze_panes(pen.row, 2)
    first = pen.row
    for number, section in enumerate(scheme.sections, 1):
        _draw_section(pen, scheme, section, number)
    _offer(pen, first, pen.row - 1, 3, list(COMPARISON_SIGNS.values()))
    count = len(scheme.measures)
    names = f"='{SHEETS[1]}{day}'!$A$3:$A${count + _ROOM}"
    _offer(pen, first, pen.row - 1, 1, names, alone=False)
    _draw_foot(pen, scheme, shown)
    pen.signatures(3)
    _print(pen, shown)
    pen.sheet.repeat_rows(heading)


def _draw_head(pen: Pen, scheme: Scheme, shown: int) -> None:
    label = _plain(pen, bold=True)
    pen.text(0, "名称", label)
    pen.across(scheme.term, _input(pen, bold=True), 1, 3)
    pen.across("生效日", label, 4, shown - 1)
    _draw_day(pen, shown, scheme.start)
    pen.advance(lines_of(scheme.term, sum(_WIDTHS[1:])))


def _draw_headings(pen: Pen, headings: Sequence[str]) -> None:
    style = _plain(pen, bold=True, align="center", bg_color=TINT)
    for column, text in enumerate(headings):
        is_tier = len(FIRST) <= column < len(headings) - len(LAST)
        input_style = _input(pen, bold=True, align="center")
        pen.text(column, text, input_style if is_tier and headings[0] == FIRST[0] else style)
    pen.advance()


def _draw_section(pen: Pen, scheme: Scheme, section: Section, number: int) -> None:
    bold = {"bold": True, "bg_color": TINT}
    pen.text(0, numeral(number), _plain(pen, align="center", **bold))
    pen.text(1, section.term, _input(pen, bold=True))
    pen.across(rule_phrase(section), _input(pen, bold=True), 2, pen.last - 2)
    _prompt(pen, 2, "计分办法", RULE_FORMS)
    words = "\n".join(band_words(section))
    pen.text(pen.last - 1, words, _input(pen) if section.bands else _plain(pen))
    if section.bands:
        _prompt(pen, pen.last - 1, "评价分值", "每档一行，如\n11项以上，得分＞48分")
    pen.text(pen.last, section.id, _input(pen, font_size=9))
    pen.advance(
        max(1, len(section.bands), lines_of(words, _LAST_WIDTHS[1]), lines_of(section.term, 36))
    )
    for at, item in enumerate(section.items, 1):
        for side in item:
            _draw_side(pen, scheme, side, str(at) if side is item[0] else OR)
    for at, gate in enumerate(section.gates, len(section.items) + 1):
        measure = scheme.measures[gate]
        _draw_row(pen, measure, str(at), "", [NO_ACCIDENT] * len(scheme.tiers), "")


def _draw_side(pen: Pen, scheme: Scheme, side: Condition, number: str) -> None:
    years = str(side.last) if side.last > 1 else ""
    values = list(side.limits or [BY_STANDARD] * len(scheme.tiers))
    sign = COMPARISON_SIGNS[side.comparison]
    _draw_row(pen, scheme.measures[side.measure], number, sign, values, years)


def _draw_row(
    pen: Pen, measure: Measure, number: str, sign: str, values: Sequence[Any], years: str
) -> None:
    middle = _input(pen, align="center")
    pen.text(0, number, _input(pen, align="center"))
    pen.text(1, measure.label, _input(pen))
    pen.text(2, measure.unit.term if measure.unit else "", middle)
    pen.text(3, sign, middle)
    for column, value in enumerate(values, len(FIRST)):
        if isinstance(value, str):
            pen.text(column, value, _input(pen, align="center", font_size=9))
        else:
            pen.number(column, value, middle)
    pen.text(pen.last - 2, years, middle)
    pen.text(pen.last - 1, "", _plain(pen))
    pen.text(pen.last, "", _plain(pen))
    pen.advance(max(lines_of(measure.label, _WIDTHS[1]), 1))


def _draw_foot(pen: Pen, scheme: Scheme, shown: int) -> None:
    origin = scheme.origin
    total = sum(section.points for section in scheme.sections)
    values: dict[str, Any] = {
        "total": Decimal(points_text(total)) if total else "",
        "pass_mark": Decimal(points_text(scheme.pass_mark or 0)) if total else "",
        "id": scheme.id,
        "issuer": scheme.issuer,
        "based_on": scheme.based_on,
        "element": scheme.element,
        "filed": (YES if scheme.filed else NO) if scheme.element else "",
        "kind": ORIGIN_TERMS[origin.kind],
        "ref": origin.ref,
        "url": origin.url,
        "by": origin.decided_by,
        "on": origin.decided_on and date.fromisoformat(origin.decided_on),
    }
    for label, name in HEADER_LABELS.items():
        if name not in values:
            continue
        value = values[name]
        pen.across(label, _plain(pen, bold=True), 0, 1)
        pen.across("", _input(pen), 2, shown)
        if isinstance(value, date):
            _draw_day(pen, 2, value)
        elif isinstance(value, str):
            pen.text(2, value, _input(pen))
        else:
            pen.number(2, value, _input(pen, align="left"))
        if options := {"filed": [YES, NO], "kind": list(ORIGIN_TERMS.values())}.get(name):
            _offer(pen, pen.row, pen.row, 2, options)
        pen.advance(lines_of(str(value), 60 + _TIER_WIDTH * len(scheme.tiers)))


def _draw_measures(pen: Pen, scheme: Scheme, tells_day: bool) -> None:
    others = pen.last + 2 - len(MEASURE_HEADINGS)
    _set_widths(pen, (*_MEASURE_WIDTHS, *([_OTHER_WIDTH] * others)))
    pen.across(MEASURES_TITLE, pen.style(font_name="黑体", font_size=15, align="center"))
    pen.advance(2)
    if tells_day:
        pen.text(0, "生效日", _plain(pen, bold=True))
        _draw_day(pen, 1, scheme.start)
        pen.advance()
    _draw_headings(pen, (*MEASURE_HEADINGS[:-1], *([MEASURE_HEADINGS[-1]] * others)))
    pen.sheet.freeze_panes(pen.row, 1)
    pen.sheet.repeat_rows(pen.row - 1)
    first = pen.row
    for measure in scheme.measures.values():
        unit = measure.unit
        made_of = [scheme.measures[name].label for name in measure.made_of]
        cells = (
            measure.label,
            KIND_TERMS[measure.kind],
            unit.term if unit else "",
            unit.kind if unit and unit.term not in UNITS else "",
            MAY if measure.signed else "",
            *made_of,
            *[""] * (2 - len(made_of)),
            measure.id,
            *measure.labels[1:],
            *[""] * (others + 1 - len(measure.labels)),
        )
        for column, text in enumerate(cells):
            pen.text(column, text, _input(pen, align="center" if 1 <= column <= 4 else "left"))
        widths = (*_MEASURE_WIDTHS, *([_OTHER_WIDTH] * others))
        pen.advance(max(lines_of(text, at) for text, at in zip(cells, widths, strict=True)))
    last = pen.row + _ROOM
    _offer(pen, first, last, 1, list(KIND_TERMS.values()))
    _offer(pen, first, last, 2, list(UNITS), alone=False)
    _offer(pen, first, last, 4, [MAY])
    _print(pen, pen.last)
    pen.sheet.set_landscape()


def _draw_notes(workbook: Workbook) -> None:
    pen = Pen(workbook, workbook.add_worksheet(SHEETS[2]), 1)
    _set_widths(pen, _NOTE_WIDTHS)
    pen.across(NOTES_TITLE, pen.style(font_name="黑体", font_size=15, align="center"))
    pen.advance(2)
    for line in NOTES.splitlines():
        if line.startswith("#"):
            pen.across(line.removeprefix("# "), pen.style(bold=True))
        else:
            pen.text(1, line, pen.style())
        pen.advance()
    _print(pen, 1)
    pen.sheet.fit_to_pages(1, 1)


def _set_widths(pen: Pen, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        pen.sheet.set_column(column, column, width)


def _plain(pen: Pen, **changes: object) -> Format:
    return pen.style(border=1, **changes)


def _input(pen: Pen, **changes: object) -> Format:
    return pen.style(border=1, bg_color=_INPUT, **changes)


def _draw_day(pen: Pen, column: int, day: date) -> None:
    pen.day(column, day, align="left", border=1, bg_color=_INPUT)


def _prompt(pen: Pen, column: int, title: str, words: str) -> None:
    options = {"validate": "any", "input_title": title, "input_message": words}
    pen.sheet.data_validation(pen.row, column, pen.row, column, options)


def _offer(
    pen: Pen, first: int, last: int, column: int, source: list[str] | str, *, alone: bool = True
) -> None:
    """Offer a list in the rows of a column, `alone` where nothing else may stand there."""
    options = {"validate": "list", "source": source, "show_error": alone}
    pen.sheet.data_validation(first, column, last, column, options)


def _print(pen: Pen, shown: int) -> None:
    pen.sheet.set_paper(_A4)
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    pen.sheet.center_horizontally()
    pen.sheet.print_area(0, 0, pen.row - 1, shown)
    pen.sheet.set_footer("&C第 &P 页，共 &N 页")
