"""Finding the lines of the form on a county's sheets, by their printed labels.

A sheet is cut into blocks: below a row of headings, each row that carries a known label
is a line, and each year column is as wide as its heading. Nothing depends on a cell's
address, on the order of lines or sheets, or on a sheet's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clusterlib.intake.cells import squeezed
from clusterlib.intake.form import LINE_BY_ID, REGION_LINES, Line
from clusterlib.intake.headings import bare_unit, recognise
from clusterlib.intake.labels import (
    REGION_VOCABULARY,
    YEARLY_VOCABULARY,
    Place,
    is_problem_list,
    known_label,
    part_named,
    text_at,
)
from clusterlib.intake.years import (
    YearHeading,
    base_of_growth,
    is_growth_heading,
    read_year_heading,
)
from clusterlib.sheets.sheet import Sheet

_REGION_IDS = frozenset(line.id for line in REGION_LINES)
_VALUE_HEADINGS = frozenset({"数值", "填报数", "填报数值"})
_ITEM_HEADINGS = frozenset({"项目", "指标", "指标名称", "单位", "计量单位", "分项"})
_UNIT_HEADINGS = frozenset({"单位", "计量单位"})
# Whole cells only: a note may mention the other table.
_OTHER_TABLE = re.compile(r"(?:基本情况表四)?(?:行业)?(?:重点|龙头)?企业(?:基本情况表?|名称)")
_UNIT_OF_SHEET = re.compile(r"单位[:：](.+)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its heading and the columns of the sheet it spans."""

    heading: YearHeading
    place: Place
    stop: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that carries a line, or a part of one.

    Parameters
    ----------
    line : str
        Id of the line.
    part : str
        Sub-cell of the line, blank for the line itself.
    at : int
        Position of the row.
    label : str
        Label as written; for a further part that of the line.
    place : Place
        Where the label stands.
    unit_texts : tuple of str
        Units that the label and the unit column name.
    cells : tuple of tuples of Place
        Per column, cells that are filled, units and names of parts left out.
    is_growth : bool
        Whether it states growth of the line.
    """

    line: str
    part: str
    at: int
    label: str
    place: Place
    unit_texts: tuple[str, ...]
    cells: tuple[tuple[Place, ...], ...]
    is_growth: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below one row of headings.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    columns : tuple of Column
        Columns of figures from left to right.
    growth : Column or None
        Column that states growth.
    rows : tuple of Row
        Lines from top to bottom.
    is_region : bool
        Whether it is table one, about the whole region.
    unit_text : str
        Unit that a note above the headings names.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    growth: Column | None
    rows: tuple[Row, ...]
    is_region: bool
    unit_text: str = ""


def blocks_of(sheet: Sheet) -> tuple[Block, ...]:
    """Return the blocks of a sheet in which a line of the form was found."""
    if is_problem_list(sheet):
        return ()
    starts = [row for row in range(len(sheet.rows)) if _columns_at(sheet, row)]
    found = []
    for start, stop in zip(starts, (*starts[1:], len(sheet.rows)), strict=False):
        rows = tuple(_rows_between(sheet, start, stop))
        if not rows:
            continue
        region_only = sum(row.line in _REGION_IDS for row in rows)
        block = Block(
            sheet, _columns_at(sheet, start), _growth_at(sheet, start), rows,
            is_region=region_only * 2 > len(rows), unit_text=_unit_above(sheet, start),
        )
        found.append(_as_region(block) if block.is_region else block)
    return tuple(found)


def _columns_at(sheet: Sheet, row: int) -> tuple[Column, ...]:
    """Return the columns of figures that a row is the heading of; none if it is no heading."""
    texts = sheet.rows[row]
    if any(known_label(text) for text in texts):
        return ()
    years = [(at, year) for at, text in enumerate(texts) if (year := read_year_heading(text))]
    words = {squeezed(text) for text in texts}
    if not words & _ITEM_HEADINGS and not _stand_alone(texts, years):
        return ()
    if not years:
        years = [(at, YearHeading(None)) for at, text in enumerate(texts)
                 if squeezed(text) in _VALUE_HEADINGS][:1]
    filled = [at for at, text in enumerate(texts) if text.strip()]
    columns = []
    width = 1
    for at, heading in years:
        following = [other for other in filled if other > at]
        width = following[0] - at if following else width
        columns.append(Column(heading, (row, at), at + width))
    return tuple(columns)


def _stand_alone(texts: Sequence[str], years: Sequence[tuple[int, YearHeading]]) -> bool:
    """Return whether several years are headings without 项目 beside them.

    Bare numbers behind a text are no years: a line of another table may hold 2003 and 2015.
    """
    if len(years) < 2:
        return not years
    is_bare = all(re.fullmatch(r"[0-9]+", squeezed(texts[at])) for at, _ in years)
    return not is_bare or not any(text.strip() for text in texts[: years[0][0]])


def _growth_at(sheet: Sheet, row: int) -> Column | None:
    for at, text in enumerate(sheet.rows[row]):
        if is_growth_heading(text):
            return Column(YearHeading(None), (row, at), at + 1)
    return None


def _unit_above(sheet: Sheet, start: int) -> str:
    """Return the unit of a note such as 单位：万元 in the three rows above the headings."""
    for row in sheet.rows[max(0, start - 3): start]:
        for text in row:
            if (match := _UNIT_OF_SHEET.search(squeezed(text))) and (unit := bare_unit(match[1])):
                return unit
    return ""


def _rows_between(sheet: Sheet, start: int, stop: int) -> Iterator[Row]:
    """Yield the lines between a row of headings and the next one, or the next other table."""
    columns, growth = _columns_at(sheet, start), _growth_at(sheet, start)
    first = min(column.place[1] for column in columns)
    unit_column = next(
        (at for row in (start, start - 1, start + 1) if 0 <= row < len(sheet.rows)
         for at, text in enumerate(sheet.rows[row][:first]) if squeezed(text) in _UNIT_HEADINGS),
        None,
    )
    current: Row | None = None
    for at in range(start + 1, stop):
        if any(_OTHER_TABLE.fullmatch(squeezed(text)) for text in sheet.rows[at]):
            return
        row = _labelled(sheet, at, columns, first, unit_column)
        if row is None:
            row = _continued(sheet, at, columns, first, unit_column, current)
        if row is not None:
            current = row
            yield row
            if growth is not None and text_at(sheet, (at, growth.place[1])):
                yield replace(row, cells=(((at, growth.place[1]),),), is_growth=True)
        elif any(text_at(sheet, (at, column)).strip() for column in range(first)) and any(
            _filled(sheet, at, column) for column in columns
        ):
            current = None


def _labelled(
    sheet: Sheet, at: int, columns: Sequence[Column], first: int, unit_column: int | None
) -> Row | None:
    """Return the line that a row's own label names, or None."""
    for column in range(min(first, len(sheet.rows[at]))):
        text = sheet.rows[at][column]
        heading = recognise(text, YEARLY_VOCABULARY) if text.strip() else None
        base = known_label(base_of_growth(text)) if heading is None and text.strip() else ""
        if heading is None and not base:
            continue
        line = heading.column if heading else base
        own = heading.unit_text if heading else ""
        part = _part_in(sheet, at, LINE_BY_ID[line], columns, first)
        return _row(sheet, at, line, part, (at, column), own, columns, unit_column, bool(base))
    return None


def _continued(
    sheet: Sheet, at: int, columns: Sequence[Column], first: int, unit_column: int | None,
    current: Row | None,
) -> Row | None:
    """Return the next part of the line above, or None where the row is no part of it."""
    if current is None:
        return None
    part = _part_in(sheet, at, LINE_BY_ID[current.line], columns, first)
    if not part:
        return None
    return _row(sheet, at, current.line, part, current.place, "", columns, unit_column, False)


def _part_in(sheet: Sheet, at: int, line: Line, columns: Sequence[Column], first: int) -> str:
    """Return the part of the line that a row names, left of the figures or beside them."""
    if not line.parts:
        return ""
    stop = max(column.stop for column in columns)
    for column in (*range(first), *range(first, stop)):
        part = part_named(text_at(sheet, (at, column)))
        if part in line.parts or (part == "地标" and line.id == "standards"):
            return part
    return ""


def _row(
    sheet: Sheet, at: int, line: str, part: str, place: Place, own: str,
    columns: Sequence[Column], unit_column: int | None, is_growth: bool,
) -> Row:
    named = bare_unit(text_at(sheet, (at, unit_column))) if unit_column is not None else ""
    beside = [
        unit for column in columns for position in range(column.place[1], column.stop)
        if (unit := bare_unit(text_at(sheet, (at, position))))
    ]
    units = tuple(dict.fromkeys(unit for unit in (own, named, *beside) if unit))
    cells = tuple(_filled(sheet, at, column) for column in columns)
    return Row(line, part, at, text_at(sheet, place), place, units, cells, is_growth)


def _filled(sheet: Sheet, at: int, column: Column) -> tuple[Place, ...]:
    places = [(at, position) for position in range(column.place[1], column.stop)]
    return tuple(
        place for place in places
        if text_at(sheet, place) and not bare_unit(text_at(sheet, place))
        and not part_named(text_at(sheet, place))
    )


def _as_region(block: Block) -> Block:
    """Return table one with its own meaning of labels that other tables print too."""
    rows = []
    for row in block.rows:
        heading = recognise(row.label, REGION_VOCABULARY)
        rows.append(replace(row, line=heading.column) if heading else row)
    return replace(block, rows=tuple(rows))
