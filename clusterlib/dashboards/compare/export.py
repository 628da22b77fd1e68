"""The comparison as a workbook（导出 XLSX）: what is on screen, figures as numbers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from clusterlib.dashboards.compare.picture import SENTENCES
from clusterlib.dashboards.compare.state import State
from clusterlib.dashboards.compare.texts import in_unit
from clusterlib.dashboards.compare.view import view_of
from clusterlib.file_names import safe_name
from clusterlib.reports.table_files import NO_TIME
from clusterlib.rules.printed import LAST_ITEMS
from clusterlib.sheets.formula_signs import TEXTS_STAY_TEXTS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


_LABELS = 4
"""Columns before the candidates: the indicator and its three thresholds."""
_A4 = 9
_SIGNS = str.maketrans({"1": "■", "0": "□", "m": "？"})
_WIDTHS = (10, 8, 14, 8, 11)
"""Of a candidate's columns: figure, tiers met, distance, place, change over the years."""


def file_name(state: State, ending: str) -> str:
    """Return a name that says who is compared on which day; no names while they are hidden."""
    who = (
        f"盲评{len(state.rows)}家"
        if state.blind == "on"
        else "、".join(state.names[row] for row in state.rows)
    )
    return safe_name(f"候选对比 {state.loaded.standard.day.isoformat()} {who}") + ending


def workbook(state: State) -> bytes:
    """Return the comparison as an .xlsx: one sheet, printed on one page wide."""
    import xlsxwriter

    view = view_of(state)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXTS_STAY_TEXTS})
    book.set_properties({"created": NO_TIME})
    sheet = book.add_worksheet("候选对比")
    formats = _formats(book)
    per = 4 + bool(view["trends"])
    _lay_out(sheet, len(view["candidates"]), per)
    row = _draw_head(sheet, formats, view)
    row = _draw_tiers(sheet, formats, view, row, per)
    row = _draw_items(sheet, formats, view, row, state, per)
    _draw_sentences(sheet, formats, view, row, per)
    book.close()
    return buffer.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    return {
        "title": book.add_format({**plain, "bold": True, "font_size": 14}),
        "plain": book.add_format(plain),
        "wrapped": book.add_format({**plain, "text_wrap": True, "valign": "top"}),
        "bold": book.add_format({**plain, "bold": True}),
        "head": book.add_format({**plain, "bold": True, "bottom": 1, "align": "right"}),
        "label": book.add_format({**plain, "bold": True, "valign": "top"}),
        "centre": book.add_format({**plain, "align": "center"}),
        "right": book.add_format({**plain, "align": "right"}),
        "missing": book.add_format(
            {**plain, "bold": True, "font_color": "#B3470E", "align": "right"}
        ),
    }


def _lay_out(sheet: Worksheet, candidates: int, per: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, _LABELS - 1, 9)
    for column in range(candidates * per):
        sheet.set_column(_LABELS + column, _LABELS + column, _WIDTHS[column % per])


def _draw_head(sheet: Worksheet, formats: dict[str, Any], view: dict[str, Any]) -> int:
    sheet.write(0, 0, "候选对比", formats["title"])
    sheet.write(1, 0, view["title"], formats["plain"])
    sheet.write(2, 0, view["assumeText"], formats["plain"])
    notes = [f"{flag['tag']} {flag['text']}".strip() for flag in view["flags"]]
    if view["blind"] == "on":
        notes.append("盲评：单位名称未显示")
    for row, text in enumerate(notes, start=3):
        sheet.write(row, 0, text, formats["plain"])
    return 4 + len(notes)


def _draw_tiers(
    sheet: Worksheet, formats: dict[str, Any], view: dict[str, Any], row: int, per: int
) -> int:
    """Write per candidate its name and, tier by tier, counts, band, interval and verdict."""
    labels = ("达标项数", "档次", view["quality"], "得分区间", "估分", "结论")
    height = 1 + len(labels)
    for number, candidate in enumerate(view["candidates"]):
        column = _LABELS + number * per
        about = "　".join(filter(None, (f"申报{candidate['applied']}", candidate["about"])))
        sheet.write(row, column, candidate["name"], formats["bold"])
        sheet.write(row + 1, column, about, formats["plain"])
        for place, tier in enumerate(candidate["tiers"]):
            cells = (
                tier["met"],
                tier["band"],
                tier["quality"],
                tier["score"],
                tier["estimateText"] or "—",
                tier["verdict"],
            )
            sheet.write(row + 2, column + place, tier["term"], formats["head"])
            for line, text in enumerate(cells, start=3):
                sheet.write(row + line, column + place, text, formats["right"])
    for line, label in enumerate(labels, start=3):
        sheet.write(row + line, 0, label, formats["plain"])
    return row + height + 3


def _draw_items(
    sheet: Worksheet,
    formats: dict[str, Any],
    view: dict[str, Any],
    row: int,
    state: State,
    per: int,
) -> int:
    """Write item by item the thresholds once, then figure, tiers met, distance and place."""
    for column, text in enumerate(("指标", *view["limits"])):
        sheet.write(row, column, text, formats["head"])
    compared = state.comparison
    for number, shown in enumerate(view["candidates"]):
        headings = [
            "最近一年",
            view["signs"],
            "差到上一级",
            view["rank"],
            *([f"{shown['years']}变化"] if view["trends"] else []),
        ]
        for place, text in enumerate(headings):
            sheet.write(row, _LABELS + number * per + place, text, formats["head"])
    for item, line in enumerate(view["rows"]):
        row += 1
        sheet.write(
            row,
            0,
            f"{'或 ' if line['or'] else ''}{line['name']}（{line['unit']}）",
            formats["plain"],
        )
        values = state.now.table.values[item]
        for place, shown in enumerate(line["values"]):
            if values is None:
                sheet.write(row, 1 + place, shown["text"], formats["right"])
            else:
                sheet.write_number(row, 1 + place, float(values[2 - place]), formats["right"])
        for number, (candidate, shown) in enumerate(
            zip(compared, view["candidates"], strict=True)
        ):
            column, cell = _LABELS + number * per, shown["cells"][item]
            value = candidate.cells[item].value
            if value is None or cell.get("free"):
                style = "missing" if cell.get("missing") else "right"
                sheet.write(row, column, cell["value"], formats[style])
            else:
                figure = in_unit(value, state.indicator(item).unit, state.now.table.units[item])
                sheet.write_number(row, column, float(figure), formats["right"])
            sheet.write(row, column + 1, cell["marks"].translate(_SIGNS), formats["centre"])
            sheet.write(row, column + 2, cell.get("next", ""), formats["right"])
            rank = cell.get("rank", "")
            sheet.write(row, column + 3, int(rank) if rank.isdecimal() else rank, formats["right"])
            if view["trends"]:
                sheet.write(row, column + 4, cell.get("change", ""), formats["right"])
    row += 1
    sheet.write(row, 0, f"{LAST_ITEMS}（重大事故）", formats["plain"])
    sheet.write(row + 1, 0, "■ 达标　□ 未达　？ 缺", formats["plain"])
    for number, shown in enumerate(view["candidates"]):
        style = "missing" if shown["gates"]["bad"] else "right"
        sheet.write(row, _LABELS + number * per, shown["gates"]["text"], formats[style])
    return row + 3


def _draw_sentences(
    sheet: Worksheet, formats: dict[str, Any], view: dict[str, Any], row: int, per: int
) -> None:
    for line, (label, name) in enumerate(SENTENCES):
        sheet.write(row + line, 0, label, formats["label"])
        sheet.set_row(row + line, 30)
        for number, candidate in enumerate(view["candidates"]):
            column = _LABELS + number * per
            sheet.merge_range(
                row + line,
                column,
                row + line,
                column + per - 1,
                candidate["lines"][name],
                formats["wrapped"],
            )
