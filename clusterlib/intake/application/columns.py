"""Columns of figures below a row of headings: years, their units, and what is no figure.

A year's heading may span several columns; a second row of headings below it may name the
unit, or tell the figure from growth, ranks, shares, plans and parts of the year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clusterlib.intake.cells.labels import APPLICATION, Form, Place, text_at
from clusterlib.intake.cells.unit_words import bare_unit, units_in_note, units_in_row
from clusterlib.intake.cells.values import squeezed
from clusterlib.intake.cells.years import (
    YearHeading,
    is_compared,
    is_growth_heading,
    is_part,
    is_plan,
    read_year_heading,
)
from clusterlib.sheets.sheet import Sheet

_VALUE_HEADINGS = frozenset({"数值", "填报数", "填报数值"})
_ITEM_HEADINGS = re.compile(
    r"(?:填报)?(?:(?:主要)?(?:经济)?指标|项目)(?:名称|内容|项)?|分项|内容|类别|(?:计量)?单位"
)
UNIT_HEADINGS = frozenset({"单位", "计量单位"})
MOST_ROWS_BELOW = 2
"""Rows of headings below the one that names the years: units, and what each column holds."""
_NUMBERING = re.compile(r"\s*[0-9]{1,3}[.、]?\s*")
_NOTE_BELOW = re.compile("单位|以.+(?:计|列示|填报)")
_TITLE = re.compile(r"表[一二三四]|补充")


@dataclass(frozen=True, slots=True)
class Said:
    """Units that a heading or a note names, and where it stands."""

    units: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures.

    Parameters
    ----------
    heading : YearHeading
        What its heading says.
    place : (int, int)
        Where the heading stands.
    span : tuple of int
        Columns of the sheet below the heading.
    positions : tuple of int
        Those in which its figures may stand.
    said : tuple of Said
        Units that its headings name.
    """

    heading: YearHeading
    place: Place
    span: tuple[int, ...]
    positions: tuple[int, ...]
    said: tuple[Said, ...] = ()


def columns_at(sheet: Sheet, row: int, form: Form = APPLICATION) -> tuple[Column, ...]:
    """Return the columns of figures that a row is the heading of; none if it is no heading."""
    texts = sheet.rows[row]
    if any(map(form.known, texts)):
        return ()
    years = [(at, year) for at, text in enumerate(texts) if (year := read_year_heading(text))]
    if not is_heading_of_lines(texts) and not _stand_alone(texts, years):
        return ()
    if not years:
        years = [
            (at, YearHeading(None))
            for at, text in enumerate(texts)
            if squeezed(text) in _VALUE_HEADINGS
        ][:1]
    filled = [at for at, text in enumerate(texts) if text.strip()]
    columns = []
    width = 1
    for at, heading in years:
        following = [other for other in filled if other > at]
        width = following[0] - at if following else width
        said = (Said(heading.unit_texts, (row, at)),) if heading.unit_texts else ()
        span = tuple(range(at, at + width))
        columns.append(Column(heading, (row, at), span, span, said))
    for below in range(row + 1, min(row + 1 + MOST_ROWS_BELOW, len(sheet.rows))):
        if not columns or not _is_second_row(sheet.rows[below], columns[0].place[1]):
            break
        columns = [found for column in columns if (found := _told_apart(sheet, below, column))]
    return tuple(columns)


def is_heading_of_lines(texts: Sequence[str]) -> bool:
    """Return whether a row has a heading such as 项目 or 指标名称."""
    return any(_ITEM_HEADINGS.fullmatch(_bare(text)) for text in texts)


def growth_at(sheet: Sheet, row: int) -> Column | None:
    """Return the column in which a row of headings announces growth, or None."""
    for at, text in enumerate(sheet.rows[row]):
        if is_growth_heading(text):
            return Column(YearHeading(None), (row, at), (at,), (at,))
    return None


def units_above(
    sheet: Sheet, start: int, first: int, after: int, stop: int, form: Form = APPLICATION
) -> tuple[Said, ...]:
    """Return the units that hold for a table: its sheet's name, notes above, before and below.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    start, first : int
        Row of its headings, and the first column of figures.
    after : int
        First row behind the table above it; a note of that table holds here only where
        nothing between them is a title of its own.
    stop : int
        First row below its lines.
    """
    found = [Said(units_in_note(sheet.name), None)]
    if not any(_TITLE.search(text) for row in sheet.rows[after:start] for text in row):
        after = 0
    for at in range(after, start):
        found += (
            []
            if any(map(form.known, sheet.rows[at]))
            else [Said(units, (at, place)) for place, units in units_in_row(sheet.rows[at])]
        )
    for place, text in enumerate(sheet.rows[start][:first]):
        if squeezed(text) not in UNIT_HEADINGS and (units := units_in_note(text)):
            found.append(Said(units, (start, place)))
    for at in range(stop, len(sheet.rows)):
        if any(_TITLE.search(text) and "单位" not in text for text in sheet.rows[at]):
            break
        found += [
            Said(units, (at, place))
            for place, text in enumerate(sheet.rows[at])
            if _NOTE_BELOW.search(text) and (units := units_in_note(text))
        ]
    return tuple(said for said in found if said.units)


def _bare(text: str) -> str:
    return re.sub(r"[(\[【].*", "", squeezed(text))


def _stand_alone(texts: Sequence[str], years: Sequence[tuple[int, YearHeading]]) -> bool:
    """Return whether several years are headings without 项目 beside them.

    Bare numbers behind a text are no years: a line of another table may hold 2003 and 2015.
    """
    if len(years) < 2:
        return not years
    is_bare = all(
        year.is_near or re.fullmatch(r"[0-9]+", squeezed(texts[at])) for at, year in years
    )
    return not is_bare or not any(text.strip() for text in texts[: years[0][0]])


def _is_second_row(below: Sequence[str], first: int) -> bool:
    """Return whether a row below headings belongs to them: no label left, no number right."""
    return not any(
        text.strip() and not (_ITEM_HEADINGS.fullmatch(_bare(text)) or _NUMBERING.fullmatch(text))
        for text in below[:first]
    ) and not any(re.fullmatch(r"-?[0-9][0-9,.]*%?", squeezed(text)) for text in below[first:])


def _told_apart(sheet: Sheet, row: int, column: Column) -> Column | None:
    """Return a column with those of its positions that hold the year's figure."""
    texts = {at: text_at(sheet, (row, at)) for at in column.span}
    figures = tuple(
        at
        for at, text in texts.items()
        if not is_compared(text) and squeezed(text) not in UNIT_HEADINGS
    )
    whole = tuple(at for at in figures if not is_plan(texts[at]) and not is_part(texts[at]))
    said = tuple(
        Said((unit,), (row, at)) for at in whole or figures if (unit := bare_unit(texts[at]))
    )
    if not figures:
        return None
    heading = column.heading
    if not whole:
        plans = any(is_plan(texts[at]) for at in figures)
        heading = replace(heading, is_plan=plans, is_part=not plans)
    return replace(column, heading=heading, positions=whole or figures, said=(*column.said, *said))
