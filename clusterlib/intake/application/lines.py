"""One line of the form at one place: in which unit it is written, and what its cells mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from clusterlib.intake.application.columns import Said
from clusterlib.intake.application.layout import Block
from clusterlib.intake.application.rows import Row
from clusterlib.intake.cells.form import Line
from clusterlib.intake.cells.headings import key_of
from clusterlib.intake.cells.labels import PART_NAMES, address_of
from clusterlib.intake.cells.unit_words import unit_like, unit_under
from clusterlib.intake.cells.values import (
    number_in,
    read_answer,
    read_figure,
    read_number,
    read_years,
    squeezed,
)
from clusterlib.problems import Problem
from clusterlib.rules.indicators import FACT_BY_ID, INDICATOR_BY_ID, Indicator
from clusterlib.rules.units import UNITS, Unit

KINDS_WITH_SCALE = ("money", "dollars", "people")
"""Kinds of units in which a form may mix 亿 and 万."""

_BRACKETS = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a line stands: its rows in one block, with the years of its columns."""

    block: Block
    keys: tuple[int | None, ...]
    rows: tuple[Row, ...]


def unit_of_line(line: Line) -> Unit | None:
    """Return the unit in which a line's figures are kept: the score sheet's where it has one."""
    indicator = line.own or INDICATOR_BY_ID.get(line.id)
    return indicator.unit if indicator else UNITS.get(line.unit)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about the unit of one year's figure.

    Parameters
    ----------
    code : str
        Key of `clusterlib.problems.REASONS`.
    found : str
        The units in question.
    where : str
        Cells that name the other unit, or the unit that is taken.
    is_usable : bool
        Whether the figure is read all the same.
    """

    code: str
    found: str
    where: str = ""
    is_usable: bool = False


def unit_as_written(
    line: Line, occurrence: Occurrence, position: int
) -> tuple[Unit | None, Doubt | None]:
    """Return the unit of a line's cells in one column, and what is doubtful about it.

    The line's own unit stands in its row; a unit in the year's heading or in a note holds
    where the row names none, and must not contradict one that it names. Where nothing is
    written the printed form does.
    """
    target = unit_of_line(line)
    if target is None:
        return None, None
    block, column = occurrence.block, occurrence.block.columns[position]
    written = tuple(
        dict.fromkeys(
            text
            for row in occurrence.rows
            for text in (*row.unit_texts, *row.units_beside[position])
        )
    )
    units = {text: unit_like(text, target) for text in written}
    if foreign := [text for text, unit in units.items() if unit is None]:
        return None, Doubt("unit_of_other_kind", foreign[0], line.label)
    if len(set(units.values())) > 1:
        return None, Doubt("unit_conflict", "、".join(written))
    own = next(iter(units.values()), None)
    sources = (*column.said, *block.notes)
    unit, code, texts = unit_under(own, [said.units for said in sources], target.kind)
    if code:
        is_unknown = code == "unit_unknown"
        cells = "、".join(
            dict.fromkeys(
                _cell_of(said, block) + ("" if is_unknown else f"的“{'、'.join(said.units)}”")
                for said in sources
                if set(texts) & set(said.units)
            )
        )
        return None, Doubt(code, written[0] if own and not is_unknown else "、".join(texts), cells)
    if unit is not None:
        return unit, None
    printed = _unit_as_printed(line, occurrence.rows[0])
    is_filled = any(cells for row in occurrence.rows for cells in row.cells)
    if target.kind in KINDS_WITH_SCALE and is_filled:
        return printed, Doubt("unit_unstated", occurrence.rows[0].label, printed.term, True)
    return printed, None


def _cell_of(said: Said, block: Block) -> str:
    return f"单元格{address_of(block.sheet, said.place)}" if said.place else "工作表名称"


def value_of(line: Line, text: str, unit: Unit | None) -> tuple[Decimal | None, Problem | None]:
    """Return a cell's value: a figure in the line's unit or the code of an answer."""
    if line.kind == "answer":
        answer, problem = read_answer(text, FACT_BY_ID[line.id])
        return (None if answer < 0 else Decimal(answer)), problem
    if line.id == "industry_years":
        return read_years(text)
    target = unit_of_line(line)
    if target is None:
        return number_in(text, line.id)
    known = (
        line.own
        or INDICATOR_BY_ID.get(line.id)
        or Indicator(line.id, "basic", 0, (line.label,), line.label, target, 0, line.signed)
    )
    return read_figure(text, known, unit)


def parts_in_one_cell(text: str, line: Line) -> dict[str, Decimal] | None:
    """Return the sub-cells that one cell holds with their names; None unless all are there.

    Examples
    --------
    >>> from clusterlib.intake.cells.form import LINE_BY_ID
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
    if line.own is not None:
        return line.own.unit
    indicator = INDICATOR_BY_ID.get(line.id)
    label = key_of(_BRACKETS.sub("", row.label))
    if indicator and label == key_of(indicator.label) != key_of(line.label):
        return indicator.unit
    return UNITS[line.unit]
