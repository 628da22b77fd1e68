"""From the lines of a workbook to figures per year, each with its place and its problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.layout import Block
from clusterlib.intake.application.lines import (
    Doubt,
    Occurrence,
    parts_in_one_cell,
    unit_as_written,
    unit_of_line,
    value_of,
)
from clusterlib.intake.application.local_standards import leaves_out_local, with_local
from clusterlib.intake.application.repeats import (
    Repeat,
    conflict,
    likely_rows,
    told_once,
    without_near_doubles,
)
from clusterlib.intake.application.rows import Row
from clusterlib.intake.application.timeline import Timeline, year_of
from clusterlib.intake.application.unit_doubts import unit_problems, units_told_once
from clusterlib.intake.cells.form import Line
from clusterlib.intake.cells.labels import APPLICATION, Form, Place, address_of, text_at
from clusterlib.intake.cells.values import is_missing, read_number
from clusterlib.intake.cells.years import is_part_of_year
from clusterlib.problems import Problem
from clusterlib.rules.indicators import FACT_BY_ID, INDICATOR_BY_ID
from clusterlib.rules.units import Unit
from clusterlib.sheets.stored import plain

FigureTable = dict[str, dict[int, Reported]]
"""Entries by line and year; years as in `Timeline`."""

_FLOWS = ("money", "dollars")
"""Kinds of figures that grow with the length of the period."""
_SEVERAL_NUMBERS = re.compile(r"[0-9]\s*[\r\n]\s*[0-9]")


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth that the county states（同比增长）, None where in words; of which line, where."""

    line: str
    text: str
    value: Decimal | None
    sheet: str
    cell: str


@dataclass(slots=True)
class Reading:
    """What was read of the lines.

    Parameters
    ----------
    figures : mapping of line id to mapping of year to Reported
        Every year's figure; an entry without value is missing or cannot be used.
    growth : list of Growth
        Growth as stated.
    problems : list of Problem
        Doubtful cells.
    """

    figures: FigureTable = field(default_factory=dict)
    growth: list[Growth] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_lines(blocks: Sequence[Block], timeline: Timeline, form: Form = APPLICATION) -> Reading:
    """Return the figures of every line and year, with all problems."""
    reading = Reading()
    found: dict[str, list[Occurrence]] = {}
    for block, keys in zip(blocks, timeline.keys, strict=True):
        for occurrence in _occurrences(block, keys):
            found.setdefault(occurrence.rows[0].line, []).append(occurrence)
        reading.growth += _growth_in(block)
        reading.problems += [*_growth_in_words(block), *_shares_of_industry(block)]
        reading.problems += _parts_of_years(block, keys, timeline.scored)
    repeats: list[Repeat] = []
    for line in form.lines:
        if line.id in found:
            occurrences, problems = without_near_doubles(line, found[line.id])
            reading.problems += problems
            entries, problems = _read_line(line, occurrences, timeline.scored, repeats)
            reading.figures[line.id] = entries
            reading.problems += problems
    with_local(reading.figures.get("standards", {}), reading.figures.get("local_standards", {}))
    reading.problems = units_told_once(reading.problems, form)
    reading.problems += told_once(repeats, form)
    if form.items:
        reading.problems += likely_rows(blocks, reading.figures, timeline.scored)
    return reading


def is_scored(line: Line) -> bool:
    """Return whether a line goes into the assessment."""
    return line.own is not None or line.id in INDICATOR_BY_ID or line.id in FACT_BY_ID


def _occurrences(block: Block, keys: tuple[int | None, ...]) -> Iterator[Occurrence]:
    """Yield the lines of a block, each with the rows of its parts."""
    group: list[Row] = []
    for row in (row for row in block.rows if not row.is_growth):
        if group and row.place != group[0].place:
            yield Occurrence(block, keys, tuple(group))
            group = []
        group.append(row)
    if group:
        yield Occurrence(block, keys, tuple(group))


def _read_line(
    line: Line, occurrences: Sequence[Occurrence], scored: int | None, repeats: list[Repeat]
) -> tuple[dict[int, Reported], list[Problem]]:
    """Return a line's entry per year; two places with different figures leave it missing.

    Places that repeat a figure are added to `repeats`.
    """
    entries: dict[int, Reported] = {}
    written: dict[int, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for occurrence in occurrences:
        unit_doubts: dict[Doubt, bool] = {}
        for position, key in enumerate(occurrence.keys):
            if key is None:
                continue
            texts = _texts(occurrence, position)
            unit, doubt = unit_as_written(line, occurrence, position)
            entry, doubts = _read_year(line, occurrence, position, unit)
            is_usable = doubt is None or doubt.is_usable
            if not is_usable:  # without its unit nobody knows whether it must be whole
                doubts = [found for found in doubts if found.code != "fraction"]
            entry = replace(entry, year=year_of(key), value=entry.value if is_usable else None)
            if texts and key in written:
                first = entries[key]
                if entry.value == first.value and (
                    entry.value is not None or texts == written[key]
                ):
                    repeats.append(Repeat(first, entry))
                    continue
                doubts, doubt = [conflict(line, first, entry)], None
                entry = replace(first, value=None)
            if doubt is not None and (texts or doubt.code == "unit_of_other_kind"):
                is_severe = key == scored and is_scored(line)
                unit_doubts[doubt] = unit_doubts.get(doubt, False) or is_severe
            if texts or key not in entries:
                entries[key] = entry
            if texts:
                written[key] = texts
            problems += _weighed(doubts, key == scored and is_scored(line))
            if key == scored and _is_hidden(occurrence, position):
                hidden = Problem("hidden_cell", "warning", line.id, entry.text)
                problems.append(hidden.at(sheet=entry.sheet, cell=entry.cell))
        problems += unit_problems(line, occurrence, unit_doubts)
    return entries, problems


def _texts(occurrence: Occurrence, position: int) -> tuple[str, ...]:
    return tuple(
        text_at(occurrence.block.sheet, place)
        for row in occurrence.rows
        for place in row.cells[position]
    )


def _is_hidden(occurrence: Occurrence, position: int) -> bool:
    sheet = occurrence.block.sheet
    return any(
        sheet.lines[at] in sheet.hidden_rows or column + 1 in sheet.hidden_columns
        for row in occurrence.rows
        for at, column in row.cells[position]
    )


def _weighed(problems: Sequence[Problem], is_error: bool) -> list[Problem]:
    """Return problems as warnings where no scored figure is lost by them."""
    return [found if is_error else replace(found, severity="warning") for found in problems]


def _read_year(
    line: Line, occurrence: Occurrence, position: int, unit: Unit | None
) -> tuple[Reported, list[Problem]]:
    """Return one year's entry of a line and its problems."""
    parts = [row for row in occurrence.rows if row.part]
    whole = [row for row in occurrence.rows if not row.part]
    if any(row.cells[position] for row in parts) or not whole:
        entry, doubts = _read_parts(line, occurrence, parts, position, unit)
    else:
        entry, doubts = _read_cell(line, occurrence, whole[0], position, unit)
    entry = replace(entry, without_local=leaves_out_local(occurrence, entry))
    row, column = occurrence.rows[0], occurrence.block.columns[position]
    kept = unit_of_line(line)
    if entry.text and is_part_of_year(row.label):
        doubts.append(_problem_at(entry, "part_year_line", row.label))
        return replace(entry, value=None), doubts
    if column.heading.is_part and kept is not None and kept.kind in _FLOWS:
        return replace(entry, value=None), doubts
    return entry, doubts


def _read_cell(
    line: Line, occurrence: Occurrence, row: Row, position: int, unit: Unit | None
) -> tuple[Reported, list[Problem]]:
    """Return the entry of one row in one column."""
    sheet, cells = occurrence.block.sheet, row.cells[position]
    place = cells[0] if cells else _home(occurrence, row, position)
    texts = [text_at(sheet, cell) for cell in cells]
    text = texts[0] if len(texts) == 1 else " ".join(texts)  # a join forgets how it is shown
    unit_text = unit.term if unit else line.unit
    entry = Reported(line.id, text, None, unit_text, None, sheet.name, address_of(sheet, place))
    if not cells:
        return entry, []
    parts = parts_in_one_cell(text, line) if line.parts else None
    if parts is not None:
        text = plain(sum(parts.values(), Decimal(0)))
    elif _holds_several(line, text, cells):
        return entry, [_problem_at(entry, "two_values", text)]
    value, problem = value_of(line, text, unit)
    doubts = [problem.at(sheet=entry.sheet, cell=entry.cell)] if problem else []
    return replace(entry, value=value), doubts


def _holds_several(line: Line, text: str, cells: Sequence[Place]) -> bool:
    """Return whether more than one number stands where one is asked for."""
    return bool(
        len(cells) > 1
        or _SEVERAL_NUMBERS.search(text)
        or (line.parts and re.search(r"[0-9]\s+[0-9]", text))
    )


def _read_parts(
    line: Line, occurrence: Occurrence, rows: Sequence[Row], position: int, unit: Unit | None
) -> tuple[Reported, list[Problem]]:
    """Return the sum of a line's sub-cells; one of them blank or doubtful leaves it missing."""
    sheet = occurrence.block.sheet
    read = [_read_cell(line, occurrence, row, position, unit) for row in rows]
    doubts = [doubt for _, found in read for doubt in found]
    named = {row.part: entry for row, (entry, _) in zip(rows, read, strict=True)}
    blank = [part for part in line.parts if part not in named or is_missing(named[part].text)]
    filled = [entry for entry, _ in read if entry.text]
    values = [entry.value for entry in filled if entry.value is not None]
    is_whole = bool(filled) and not blank and len(values) == len(filled)
    if len(rows) > len(named):
        is_whole = False
        doubts.append(_problem_at(read[-1][0], "two_values", rows[-1].part))
    cells = [entry.cell for entry, _ in read]
    text = " ".join(f"{part}{entry.text or '（空）'}" for part, entry in named.items())
    total = Reported(
        line.id,
        text if filled else "",
        sum(values, Decimal(0)) if is_whole else None,
        unit.term if unit else line.unit,
        None,
        sheet.name,
        cells[0] if len(cells) == 1 else f"{cells[0]}:{cells[-1]}",
    )
    if blank and filled:
        cell = next((named[part].cell for part in blank if part in named), cells[0])
        problem = Problem("part_blank", "error", line.id, text, "、".join(blank))
        doubts.append(problem.at(sheet=sheet.name, cell=cell))
    return total, doubts


def _home(occurrence: Occurrence, row: Row, position: int) -> Place:
    """Return the cell that a blank figure is asked for in."""
    return row.at, occurrence.block.columns[position].place[1]


def _problem_at(entry: Reported, code: str, found: str) -> Problem:
    return Problem(code, "error", entry.column, found, sheet=entry.sheet, cell=entry.cell)


def _growth_in(block: Block) -> Iterator[Growth]:
    """Yield growth as stated, in the last filled cell of a line of growth or in its own column."""
    for row in block.rows:
        cells = [place for places in row.cells for place in places] if row.is_growth else []
        text = text_at(block.sheet, cells[-1]) if cells else ""
        if not is_missing(text):
            cell = address_of(block.sheet, cells[-1])
            yield Growth(row.line, text, _percent_in(text), block.sheet.name, cell)


def _percent_in(text: str) -> Decimal | None:
    """Return growth as written, a plus sign and a percent sign left out; None for words."""
    return read_number(text.strip().rstrip("%％").lstrip("+＋"))[0]


def _growth_in_words(block: Block) -> Iterator[Problem]:
    """Yield growth that is told in words（增长一成、翻番、持平）, where it cannot be checked."""
    for row in block.rows:
        for place in [place for places in row.cells for place in places] if row.is_growth else []:
            text = text_at(block.sheet, place)
            if not is_missing(text) and _percent_in(text) is None:
                yield _warning_at(block, row, place, "growth_in_words")


def _shares_of_industry(block: Block) -> Iterator[Problem]:
    """Yield shares of the national industry（占全国同行业比重）above 100."""
    heading = block.columns[0].place[0]
    at = next((at for at, text in enumerate(block.sheet.rows[heading]) if "占全国" in text), None)
    for row in block.rows if at is not None else ():
        text = text_at(block.sheet, (row.at, at or 0))
        share, _ = read_number(text.rstrip("%％"))
        if not row.is_growth and share is not None and share > 100:
            yield _warning_at(block, row, (row.at, at or 0), "industry_share_above_100")


def _warning_at(block: Block, row: Row, place: Place, code: str) -> Problem:
    problem = Problem(code, "warning", row.line, text_at(block.sheet, place))
    return problem.at(sheet=block.sheet.name, cell=address_of(block.sheet, place))


def _parts_of_years(
    block: Block, keys: Sequence[int | None], scored: int | None
) -> Iterator[Problem]:
    """Yield the headings of columns that hold less than a whole year."""
    for column, key in zip(block.columns, keys, strict=True):
        if column.heading.is_part and key is not None:
            heading = text_at(block.sheet, column.place)
            problem = Problem("part_year", "error" if key == scored else "warning", "", heading)
            yield problem.at(sheet=block.sheet.name, cell=address_of(block.sheet, column.place))
