"""Plausibility within one workbook: figures that can be read but contradict each other.

Every finding is a warning: a reported figure is never changed, and only the county knows
which of two figures is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.derived import LARGEST_DIFFERENCE, base_value, percent
from clusterlib.intake.application.lines import KINDS_WITH_SCALE, unit_of_line
from clusterlib.intake.application.reading import FigureTable, Growth
from clusterlib.intake.application.timeline import year_of
from clusterlib.intake.cells.form import LINE_BY_ID, PARTS_OF_WHOLES, Line
from clusterlib.intake.cells.labels import Form
from clusterlib.intake.cells.values import is_missing
from clusterlib.problems import Problem
from clusterlib.rules.indicators import GATES
from clusterlib.sheets.stored import plain

THOUSAND = 1000
LEAST_REPEATED_COUNT = 100
"""Counts below this may well stay the same for years."""
LEAST_JUMPING_COUNT = 20
"""Counts below this may well double from one year to the next."""
REDEFINED_IN = 2011
"""Year from which 规模以上 begins at 20 million yuan of revenue instead of 5 million."""

Series = Mapping[int, Reported]


def check_figures(
    figures: FigureTable, growth: Sequence[Growth], form: Form, *, scored: int | None
) -> list[Problem]:
    """Return what is implausible among the figures of one workbook."""
    problems = [*_parts_above_wholes(figures)]
    for line, series in figures.items():
        problems += _thousandfold(series)
        problems += _jumps(form.by_id[line], series)
        problems += _repeated_figures(form.by_id[line], series)
    problems += _redefined(figures)
    problems += _growth_that_differs(figures, growth, scored)
    problems += _earlier_answers(figures, scored)
    problems += _blank_scored_year(figures, scored)
    return problems


def _parts_above_wholes(figures: FigureTable) -> Iterator[Problem]:
    for part, whole in PARTS_OF_WHOLES:
        for key, entry in figures.get(part, {}).items():
            against = figures.get(whole, {}).get(key)
            if against and (problem := part_above_whole(entry, against)):
                yield problem


def part_above_whole(part: Reported, whole: Reported) -> Problem | None:
    """Return the warning for a part larger than its whole, None where it is not."""
    value, limit = base_value(part), base_value(whole)
    if value is None or limit is None or value <= limit:
        return None
    label = LINE_BY_ID[whole.column].label
    verified = "（核定）" if whole.sheet == "核定" else ""
    return _warning("part_above_whole", part, f"{label} {_shown(whole)}{verified}")


def _thousandfold(series: Series) -> Iterator[Problem]:
    """Yield, per later year, one earlier year 1,000 times as large or as small, not zero."""
    for later in sorted(series, reverse=True):
        for earlier in sorted((key for key in series if key < later), reverse=True):
            one, other = series[earlier].value, series[later].value
            if not one or not other:
                continue
            small, large = sorted((abs(one), abs(other)))
            if large >= THOUSAND * small:
                told = f"{_period(earlier, series[earlier])} {_shown(series[earlier])}"
                yield _warning("thousandfold_year", series[later], told)
                break


def _jumps(line: Line, series: Series) -> Iterator[Problem]:
    """Yield figures above twice, or below half, those of the year before; small counts may."""
    unit = unit_of_line(line)
    if unit is None or line.kind == "answer" or line.id == "industry_years":
        return
    for key in sorted(series):
        now, before = series[key], series.get(key - 1)
        if before is None or not now.value or not before.value:
            continue
        small, large = sorted((abs(now.value), abs(before.value)))
        is_small_count = unit.kind == "count" and large < LEAST_JUMPING_COUNT
        if 2 * small < large < THOUSAND * small and not is_small_count:
            yield _warning("jump", now, f"{_period(key - 1, before)} {_shown(before)}")


def _repeated_figures(line: Line, series: Series) -> Iterator[Problem]:
    """Yield a figure that equals another year's to the last digit; small counts, shares may."""
    unit = unit_of_line(line)
    if unit is None or unit.kind == "share" or line.kind == "answer":
        return
    keys = [key for key in sorted(series) if series[key].value]
    values = [series[key].value for key in keys]
    if len(values) > 2 and len(set(values)) == 1:
        if unit.kind in KINDS_WITH_SCALE or (values[0] or 0) >= LEAST_REPEATED_COUNT:
            yield _warning("same_every_year", series[keys[-1]], "")
        return
    for position, key in enumerate(keys):
        value = series[key].value or Decimal(0)
        if value in values[:position] and (
            unit.kind in KINDS_WITH_SCALE or value >= LEAST_REPEATED_COUNT
        ):
            other = keys[values.index(value)]
            yield _warning("same_as_year", series[key], _period(other, series[other]))


def _redefined(figures: FigureTable) -> Iterator[Problem]:
    """Yield counts of firms above scale（规模以上）across 2010/2011, when they were redefined."""
    series = figures.get("above_scale_enterprises", {})
    years = [key for key in sorted(series) if key > 0 and series[key].value is not None]
    if years and years[0] < REDEFINED_IN <= years[-1]:
        first = next(key for key in years if key >= REDEFINED_IN)
        yield _warning("above_scale_redefined", series[first], _period(years[0], series[years[0]]))


def _growth_that_differs(
    figures: FigureTable, growth: Sequence[Growth], scored: int | None
) -> Iterator[Problem]:
    """Yield growth as stated that is not the growth from the year before to the scored one."""
    if scored is None:
        return
    for stated in growth:
        series = figures.get(stated.line, {})
        now, before = series.get(scored), series.get(scored - 1)
        if now is None or before is None or now.value is None or not before.value:
            continue
        if stated.value is None:
            continue
        computed = percent(now.value - before.value, before.value)
        if abs(stated.value - computed) > LARGEST_DIFFERENCE:
            yield Problem(
                "growth_differs",
                "warning",
                stated.line,
                stated.text,
                plain(computed),
                sheet=stated.sheet,
                cell=stated.cell,
            )


def _earlier_answers(figures: FigureTable, scored: int | None) -> Iterator[Problem]:
    """Yield gates answered 有 for an earlier year and 无 for the scored one."""
    for gate in GATES:
        series = figures.get(gate, {})
        now = series.get(scored) if scored is not None else None
        if now is None or now.value != 0:
            continue
        earlier = [key for key, entry in series.items() if entry.value == 1]
        if earlier:
            yield _warning("earlier_yes", now, _period(max(earlier), series[max(earlier)]))


def _blank_scored_year(figures: FigureTable, scored: int | None) -> Iterator[Problem]:
    """Yield lines that are blank in the scored year only."""
    for series in figures.values():
        now = series.get(scored) if scored is not None else None
        if now is None or now.value is not None or not is_missing(now.text):
            continue
        earlier = [
            f"{_period(key, entry)} {_shown(entry)}"
            for key, entry in sorted(series.items())
            if entry.value is not None and key != scored
        ]
        if earlier:
            yield _warning("scored_year_blank", now, "，".join(earlier))


def _shown(entry: Reported | None) -> str:
    if entry is None:
        return ""
    return f"{entry.text}{entry.unit}" if not entry.derivation else f"{plain_value(entry)}%"


def plain_value(entry: Reported) -> str:
    """Return an entry's value without exponent, blank where it has none."""
    return plain(entry.value) if isinstance(entry.value, Decimal) else ""


def _period(key: int, entry: Reported) -> str:
    year = year_of(key)
    return f"{year}年" if year else f"倒数第{-key}列（{entry.cell}）"


def _warning(code: str, entry: Reported, expected: str) -> Problem:
    return Problem(
        code, "warning", entry.column, entry.text, expected, sheet=entry.sheet, cell=entry.cell
    )
