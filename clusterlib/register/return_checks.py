"""What is implausible in an annual return: beside itself, and beside the years before.

Every finding is a warning: a reported figure is never changed, the county is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from clusterlib.problems import Problem
from clusterlib.rules.annual import (
    FIGURE_LINES,
    FIRM_COLUMNS,
    LEADING_REVENUE,
    RETURN_LINE,
    RETURN_PARTS,
    ReturnFigure,
)

LARGEST_DIFFERENCE = Decimal("0.5")
"""Points by which stated growth may differ from what two years give; it is rounded on the form."""
JUMP, THOUSAND = 2, 1000
LEAST_COUNT = 20
"""Counts below this may well double, or stay the same, from one year to the next."""
LEAST_REPEATED = 100
_SCALED = ("万元", "万美元", "人")

Figures = Mapping[str, ReturnFigure]
"""Figures of one return by line."""


def growth_of(now: ReturnFigure | None, before: ReturnFigure | None) -> Decimal | None:
    """Return growth in percent（%）on the year before, one decimal, half up.

    None where a figure is missing or the year before was nothing or a loss.
    """
    if now is None or before is None or now.number is None or not before.number:
        return None
    if before.number < 0:
        return None
    exact = (now.number - before.number) / before.number * 100
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def stated_growth(figure: ReturnFigure | None) -> Decimal | None:
    """Return growth as the county states it, None where blank or in words."""
    text = figure.growth if figure else ""
    plain = text.removeprefix("-").replace(".", "", 1)
    return Decimal(text) if plain.isascii() and plain.isdigit() else None


def doubts_of(figures: Figures, year: int, earlier: Mapping[int, Figures]) -> list[Problem]:
    """Return what is doubtful in a return.

    Parameters
    ----------
    figures : mapping of line to ReturnFigure
        The return.
    year : int
        Its year.
    earlier : mapping of year to figures
        The title's returns of other years; only the years before count.
    """
    before = earlier.get(year - 1, {})
    return [
        *_parts_above_wholes(figures),
        *_firms(figures),
        *_growth_that_differs(figures, before),
        *_jumps(figures, before, year - 1),
        *_thousandfold(figures, year, earlier),
        *_repeated(figures, before, year - 1),
        *_falling(figures, year, earlier),
    ]


def _parts_above_wholes(figures: Figures) -> Iterator[Problem]:
    for part, whole in RETURN_PARTS:
        one, all_of_it = figures.get(part), figures.get(whole)
        if one and all_of_it and one.number is not None and all_of_it.number is not None:
            if one.number > all_of_it.number:
                told = f"{RETURN_LINE[whole].short} {all_of_it.value}{all_of_it.unit}"
                yield _at(one, "part_above_whole", told)


def _firms(figures: Figures) -> Iterator[Problem]:
    """Yield what contradicts itself in the table of leading firms."""
    names = [line for line in figures if line.startswith("firm.") and line.endswith(".name")]
    counted = figures.get("leading_firms")
    if names and counted and counted.number is not None and counted.number != len(names):
        yield _at(counted, "firms_differ", str(len(names)))
    for column in FIRM_COLUMNS:
        own = [
            figure
            for line, figure in figures.items()
            if line.startswith("firm.") and line.endswith(f".{column.id}")
        ]
        whole = figures.get(column.whole)
        total = sum((figure.number or Decimal(0) for figure in own), Decimal(0))
        if whole and whole.number is not None and total > whole.number:
            yield _at(whole, "firms_above_whole", f"{column.label} {total}{column.unit}")
        if column.id == "revenue":
            for figure in own:
                if figure.number is not None and figure.number < LEADING_REVENUE:
                    yield _at(figure, "firm_below_leading", f"{LEADING_REVENUE}万元")


def _growth_that_differs(figures: Figures, before: Figures) -> Iterator[Problem]:
    for line in FIGURE_LINES:
        now = figures.get(line.id)
        stated, computed = stated_growth(now), growth_of(now, before.get(line.id))
        if now is None or stated is None or computed is None or line.unit == "%":
            continue
        if abs(stated - computed) > LARGEST_DIFFERENCE:
            yield _at(now, "growth_recomputed", str(computed), found=now.growth)


def _jumps(figures: Figures, before: Figures, year: int) -> Iterator[Problem]:
    for now, then in _pairs(figures, before):
        small, large = _sizes(now, then)
        if not small or large >= THOUSAND * small or (now.unit == "个" and large < LEAST_COUNT):
            continue
        if large > JUMP * small:
            yield _at(now, "jump", f"{year}年 {then.value}{then.unit}")


def _thousandfold(
    figures: Figures, year: int, earlier: Mapping[int, Figures]
) -> Iterator[Problem]:
    for line in FIGURE_LINES:
        for other in sorted((found for found in earlier if found < year), reverse=True):
            pairs = list(_pairs(figures, earlier[other], line.id))
            for now, then in pairs:
                small, large = _sizes(now, then)
                if small and large >= THOUSAND * small:
                    yield _at(now, "thousandfold_year", f"{other}年 {then.value}{then.unit}")
            if pairs:
                break


def _repeated(figures: Figures, before: Figures, year: int) -> Iterator[Problem]:
    """Yield, once, the figures that equal the year before's to the last digit."""
    same = [
        now
        for now, then in _pairs(figures, before)
        if now.number
        and now.number == then.number
        and (now.unit in _SCALED or (now.unit == "个" and abs(now.number) >= LEAST_REPEATED))
        and not RETURN_LINE[now.line].cumulative
    ]
    if same:
        names = "、".join(RETURN_LINE[figure.line].short for figure in same)
        yield _at(same[0], "same_as_return", names, found=f"{len(same)}项", year=year)


def _falling(figures: Figures, year: int, earlier: Mapping[int, Figures]) -> Iterator[Problem]:
    """Yield cumulative figures（累计数）below those of an earlier year."""
    for line in FIGURE_LINES:
        now = figures.get(line.id)
        if not line.cumulative or now is None or now.number is None:
            continue
        highest = max(
            (
                (then.number, other)
                for other, found in earlier.items()
                if other < year and (then := found.get(line.id)) and then.number is not None
            ),
            default=None,
        )
        if highest and highest[0] > now.number:
            yield _at(now, "cumulative_falls", f"{highest[1]}年 {highest[0]}{line.unit}")


def _pairs(
    figures: Figures, before: Figures, line: str = ""
) -> Iterator[tuple[ReturnFigure, ReturnFigure]]:
    """Yield the figures of lines that both years have."""
    for known in FIGURE_LINES:
        now, then = figures.get(known.id), before.get(known.id)
        if line in ("", known.id) and now and then and None not in (now.number, then.number):
            yield now, then


def _sizes(now: ReturnFigure, then: ReturnFigure) -> tuple[Decimal, Decimal]:
    """Return the smaller and the larger of two figures without their signs."""
    one, other = abs(now.number or Decimal(0)), abs(then.number or Decimal(0))
    return min(one, other), max(one, other)


def _at(
    figure: ReturnFigure, code: str, expected: str, *, found: str = "", year: int = 0
) -> Problem:
    told = f"{year}年的{expected}" if year else expected
    text = found or f"{figure.value}{figure.unit}"
    return Problem(code, "warning", figure.line, text, told, sheet=figure.sheet, cell=figure.cell)
