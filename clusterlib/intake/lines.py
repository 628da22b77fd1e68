"""One line of the form at one place: in which unit it is written, and what its cells mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from clusterlib.intake.cells import read_answer, read_figure, read_number, read_years, squeezed
from clusterlib.intake.form import Line
from clusterlib.intake.headings import Heading, key_of
from clusterlib.intake.labels import PART_NAMES, address_of
from clusterlib.intake.layout import Block, Row
from clusterlib.problems import Problem
from clusterlib.rules.indicators import FACT_BY_ID, INDICATOR_BY_ID, INDICATORS, Indicator
from clusterlib.rules.units import UNITS, Unit

KINDS_WITH_SCALE = ("money", "dollars", "people")
"""Kinds of units in which a form may mix 亿 and 万."""

_BRACKETS = re.compile(r"[(（].*?[)）]")
_MODEL_OF_KIND = {indicator.unit.kind: indicator.id for indicator in INDICATORS}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a line stands: its rows in one block, with the years of its columns."""

    block: Block
    keys: tuple[int | None, ...]
    rows: tuple[Row, ...]


def unit_of_line(line: Line) -> Unit | None:
    """Return the unit in which a line's figures are kept: the score sheet's where it has one."""
    indicator = INDICATOR_BY_ID.get(line.id)
    return indicator.unit if indicator else UNITS.get(line.unit)


def unit_as_written(line: Line, occurrence: Occurrence) -> tuple[Unit | None, Problem | None]:
    """Return the unit of a line's cells, and what is doubtful about it.

    The line's own row decides, then the heading of the columns, then a note above them;
    where nothing is written the printed form does. None with an error means that the
    figures cannot be used.
    """
    target = unit_of_line(line)
    if target is None:
        return None, None
    row, block = occurrence.rows[0], occurrence.block
    name, cell = block.sheet.name, address_of(block.sheet, row.place)
    written = tuple(dict.fromkeys(text for row in occurrence.rows for text in row.unit_texts))
    units = {text: unit_named(text, target.kind) for text in written}
    for text, unit in units.items():
        if unit is None:
            problem = Problem("unit_of_other_kind", "error", line.id, text, line.label)
            return None, problem.at(sheet=name, cell=cell)
    different = {unit.term for unit in units.values() if unit is not None}
    if len(different) > 1:
        problem = Problem("unit_conflict", "error", line.id, "、".join(written))
        return None, problem.at(sheet=name, cell=cell)
    if different:
        return UNITS[different.pop()], None
    for text in (*(column.heading.unit_text for column in block.columns), block.unit_text):
        if text and (unit := unit_named(text, target.kind)):
            return unit, None
    printed = _unit_as_printed(line, row)
    is_filled = any(cells for row in occurrence.rows for cells in row.cells)
    if target.kind in KINDS_WITH_SCALE and is_filled:
        problem = Problem("unit_unstated", "warning", line.id, row.label, printed.term)
        return printed, problem.at(sheet=name, cell=cell)
    return printed, None


def unit_named(text: str, kind: str) -> Unit | None:
    """Return the unit of a kind that a text names, 家 for 个 and 名 for 人 among them."""
    return Heading(_MODEL_OF_KIND[kind], text).unit


def value_of(line: Line, text: str, unit: Unit | None) -> tuple[Decimal | None, Problem | None]:
    """Return a cell's value: a figure in the line's unit or the code of an answer."""
    if line.kind == "answer":
        answer, problem = read_answer(text, FACT_BY_ID[line.id])
        return (None if answer < 0 else Decimal(answer)), problem
    if line.id == "industry_years":
        return read_years(text)
    target = unit_of_line(line)
    if target is None:
        number, code = read_number(text)
        return number, Problem(code, "error", line.id, text) if code else None
    known = INDICATOR_BY_ID.get(line.id) or Indicator(
        line.id, "basic", 0, (line.label,), line.label, target, 0, line.signed
    )
    return read_figure(text, known, unit)


def parts_in_one_cell(text: str, line: Line) -> dict[str, Decimal] | None:
    """Return the sub-cells that one cell holds with their names; None unless all are there.

    Examples
    --------
    >>> from clusterlib.intake.form import LINE_BY_ID
    >>> parts_in_one_cell("国标3个 行标2个 团标0个", LINE_BY_ID["standards"])
    {'国标': Decimal('3'), '行标': Decimal('2'), '团标': Decimal('0')}
    """
    names = {name: part for part in (*line.parts, "地标") for name in PART_NAMES[part]}
    either = "|".join(sorted(names, key=len, reverse=True))
    pattern = rf"({either}):?(-?[0-9.]+)[个项件]?[,、;]?"
    cell = squeezed(text)
    if not re.fullmatch(f"(?:{pattern})+", cell):
        return None
    found = [(names[name], read_number(number)[0]) for name, number in re.findall(pattern, cell)]
    values = {part: number for part, number in found if number is not None}
    return values if set(line.parts) <= set(values) and len(values) == len(found) else None


def _unit_as_printed(line: Line, row: Row) -> Unit:
    """Return the unit that Annex 3 prints for the line, or Annex 1 under its own label."""
    indicator = INDICATOR_BY_ID.get(line.id)
    label = key_of(_BRACKETS.sub("", row.label))
    if indicator and label == key_of(indicator.label) != key_of(line.label):
        return indicator.unit
    return UNITS[line.unit]
