"""Which year each column holds, and which of them is scored（评分年度）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clusterlib.intake.application.layout import Block
from clusterlib.intake.application.rows import is_note
from clusterlib.intake.cells.labels import address_of, text_at
from clusterlib.intake.cells.values import read_number
from clusterlib.intake.cells.years import is_compared, names_some_year
from clusterlib.problems import Problem

LEAST_FIGURES = 3
"""Figures below a heading from which it is told that they are not read."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The years of a workbook.

    A year that no heading names is kept as a negative number that counts from the last
    column, so that columns keep their order.

    Parameters
    ----------
    keys : tuple of tuples of int or None
        Per block and column its year; None where the column is not read.
    scored : int or None
        The year that is scored; None where there is no year column at all.
    problems : tuple of Problem
        Doubtful headings.
    """

    keys: tuple[tuple[int | None, ...], ...]
    scored: int | None
    problems: tuple[Problem, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Years that headings name, earliest first."""
        return tuple(sorted({key for keys in self.keys for key in keys if key and key > 0}))


def year_of(key: int | None) -> int | None:
    """Return the year of a key, None where no heading names it."""
    return key if key is not None and key > 0 else None


def timeline_of(blocks: Sequence[Block], *, year: int | None, is_review: bool) -> Timeline:
    """Return the years of all columns, and the last of them as the scored one unless named.

    A plan is never scored, and a part of a year not beside the whole of it.
    """
    problems: list[Problem] = []
    yearly = [block for block in blocks if not block.is_region and not _is_undated(block)]
    model = next((found for block in yearly if None not in (found := _headed(block))), ())
    keys_of_block = {
        id(block): _keys_of(block, model, problems, is_review=is_review) for block in yearly
    }
    problems += _near_headings(yearly)
    problems += [found for block in yearly for found in _unclear_headings(block)]
    known = {key for keys in keys_of_block.values() for key in keys if key is not None}
    last = max(known, default=None)
    scored = last if year is None else year
    for block in blocks:
        if not block.is_region and _is_undated(block):
            problems.append(_at_heading(block, 0, "year_blank", "warning"))
        if id(block) not in keys_of_block:
            keys_of_block[id(block)] = _region_keys(block, last)
    if year is not None and year not in known:
        problems.append(Problem("year_absent", "error", found=str(year), expected=str(year)))
    elif scored is not None:
        problems += [
            _at_heading(block, 0, "year_absent_here", "error", str(scored))
            for block in yearly
            if scored > 0 and scored not in keys_of_block[id(block)]
        ]
    keys = tuple(keys_of_block[id(block)] for block in blocks)
    return Timeline(keys, scored, tuple(problems))


def _region_keys(block: Block, last: int | None) -> tuple[int | None, ...]:
    """Return the years of columns outside the yearly tables: the last one, unless named."""
    return tuple(
        None
        if column.heading.is_plan
        else column.heading.year or (last if position == len(block.columns) - 1 else None)
        for position, column in enumerate(block.columns)
    )


def _near_headings(blocks: Sequence[Block]) -> Iterator[Problem]:
    """Yield one warning for all headings that name a year nearly, such as 25年."""
    near = [
        (block, column) for block in blocks for column in block.columns if column.heading.is_near
    ]
    if near:
        block, column = near[0]
        texts = dict.fromkeys(text_at(block.sheet, column.place) for block, column in near)
        years = dict.fromkeys(f"{column.heading.year}年" for _, column in near)
        yield Problem(
            "year_near",
            "warning",
            "",
            "、".join(texts),
            "、".join(years),
            sheet=block.sheet.name,
            cell=address_of(block.sheet, column.place),
        )


def _unclear_headings(block: Block) -> Iterator[Problem]:
    """Yield headings beside those of years that may be years too: 上年, or over figures."""
    row, first = block.columns[0].place
    read = {at for column in block.columns for at in column.span}
    for at, text in enumerate(block.sheet.rows[row]):
        if at <= first or at in read:
            continue
        holds_figures = _is_over_figures(block, at)
        if holds_figures or names_some_year(text):
            yield Problem(
                "year_unclear",
                # Further right than every year, it may be the one to be scored.
                "error" if holds_figures and at > max(read) else "warning",
                "",
                text,
                sheet=block.sheet.name,
                cell=address_of(block.sheet, (row, at)),
            )


def _is_over_figures(block: Block, at: int) -> bool:
    """Return whether a column that is not read holds figures of lines, no growth or share."""
    heading = text_at(block.sheet, (block.columns[0].place[0], at))
    if not heading or is_compared(heading) or is_note(heading):
        return False
    texts = [text_at(block.sheet, (row.at, at)) for row in block.rows]
    return sum(read_number(text)[0] is not None for text in texts) >= LEAST_FIGURES


def _is_undated(block: Block) -> bool:
    """Return whether a block has one column of figures（数值）whose year is not named."""
    return _headed(block) == (None,)


def _headed(block: Block) -> tuple[int | None, ...]:
    return tuple(column.heading.year for column in block.columns)


def _keys_of(
    block: Block, model: tuple[int | None, ...], problems: list[Problem], *, is_review: bool
) -> tuple[int | None, ...]:
    """Return the years of one block's columns, and note what is doubtful about them."""
    years = list(_headed(block))
    count = len(years)
    if all(year is None for year in years):
        if len(model) == count:
            return model
        problems.append(_at_heading(block, count - 1, "year_blank", "warning"))
        return tuple(range(-count, 0))
    # The first column of a review is the year of award, any number of years before the next.
    first = 1 if is_review and count > 1 else 0
    for position in (*range(first + 1, count), *range(count - 2, first - 1, -1)):
        beside = position - 1 if position > first and years[position - 1] else position + 1
        if years[position] is None and beside < count and years[beside]:
            years[position] = years[beside] + position - beside
            problems.append(
                _at_heading(block, position, "year_inferred", "warning", str(years[position]))
            )
    columns = [column.heading for column in block.columns]
    whole = [
        year if not (column.is_part or column.is_plan) else None
        for year, column in zip(years, columns, strict=True)
    ]
    used = list(years)
    for position, heading in enumerate(columns):
        if heading.is_plan:
            used[position] = None
            problems.append(_at_heading(block, position, "year_planned", "warning"))
        elif heading.is_part and years[position] in whole:
            used[position] = None
    if beside := [
        position
        for position, heading in enumerate(columns)
        if heading.is_part and used[position] is None
    ]:
        texts = "、".join(text_at(block.sheet, block.columns[at].place) for at in beside)
        problems.append(
            replace(_at_heading(block, beside[0], "part_year_beside", "warning"), found=texts)
        )
    repeated = {year for year in used if year is not None and used.count(year) > 1}
    for position, year in enumerate(used):
        if year in repeated:
            problems.append(_at_heading(block, position, "repeated_year", "error"))
    named = [year for year in used if year is not None]
    if named != sorted(named):
        problems.append(_at_heading(block, 0, "year_order", "warning"))
    return tuple(None if year in repeated else year for year in used)


def _at_heading(
    block: Block, position: int, code: str, severity: str, expected: str = ""
) -> Problem:
    place = block.columns[position].place
    return Problem(
        code,
        "error" if severity == "error" else "warning",
        "",
        text_at(block.sheet, place),
        expected,
        sheet=block.sheet.name,
        cell=address_of(block.sheet, place),
    )
