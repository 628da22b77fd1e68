"""What follows from a scheme whatever is reported: its finite space of bands, walked whole.

The outcomes of all combinations of bands, results that nobody can reach or miss, and items
that never decide anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from clusterlib.rules.findings import Finding
from clusterlib.rules.points import points_text
from clusterlib.rules.scheme import PURPOSE_TERMS, TO_FILL, Scheme, Section
from clusterlib.rules.scoresheet import Band

_NOTHING = Band(0, 0, 0, False, False)
"""The points of a section whose gate failed."""
GATE_READINGS = {"section_zero": "该部分得0分", "veto": "一票否决"}


def check_scheme(scheme: Scheme) -> tuple[Finding, ...]:
    """Return what is doubtful in a scheme, and what follows from it."""
    return (
        *_changes(scheme),
        *_outcomes(scheme),
        *_reach(scheme),
        *_idle_items(scheme),
    )


def combinations(scheme: Scheme, *, veto: bool = False) -> Counter[str]:
    """Return how many combinations of bands pass, fail, or hang on points inside the bands.

    A section with gates has one more outcome, no points; under `veto` that one fails.

    Examples
    --------
    >>> combinations(light_industry_2022)  # doctest: +SKIP
    Counter({'open': 57, 'fail': 39, 'pass': 12})
    """
    assert scheme.pass_mark is not None
    found: Counter[str] = Counter()
    for bands in product(*(_outcomes_of(section) for section in scheme.scored)):
        if veto and any(band is _NOTHING for band in bands):
            found["fail"] += 1
            continue
        lower, upper = sum(band.lower for band in bands), sum(band.upper for band in bands)
        is_open = any(band.upper_open for band in bands)
        if lower >= scheme.pass_mark:
            found["pass"] += 1
        elif upper < scheme.pass_mark or (upper == scheme.pass_mark and is_open):
            found["fail"] += 1
        else:
            found["open"] += 1
    return found


def _outcomes_of(section: Section) -> tuple[Band, ...]:
    return (*section.bands, _NOTHING) if section.gates else section.bands


def _changes(scheme: Scheme) -> Iterator[Finding]:
    if scheme.origin.kind == "example":
        yield Finding("warning", scheme.term, "虚构的示例，不得用于评价")
    if TO_FILL in (scheme.issuer, scheme.origin.ref, scheme.origin.decided_by):
        yield Finding("warning", scheme.term, f"制定单位、来源或决定者还写着“{TO_FILL}”")
    if scheme.based_on and not scheme.differences:
        yield Finding("warning", scheme.term, f"与{scheme.based_on}没有不同")
    for words in scheme.warnings:
        yield Finding("warning", scheme.term, words)
    for words in scheme.differences:
        yield Finding("note", f"与{scheme.based_on}不同", words)


def _outcomes(scheme: Scheme) -> Iterator[Finding]:
    if scheme.pass_mark is None:
        return
    has_gates = any(section.gates for section in scheme.scored)
    for veto in (False, True) if has_gates else (False,):
        found = combinations(scheme, veto=veto)
        reading = f"（读法 gate={tuple(GATE_READINGS)[veto]}）" if has_gates else ""
        yield Finding(
            "note",
            f"各档组合{reading}",
            f"共{sum(found.values())}种：{found['pass']}种必定符合，{found['fail']}种必定不符合，"
            f"{found['open']}种取决于档内评分",
        )
        for outcome, words in (("pass", "没有一种组合必定符合"), ("fail", "没有一种必定不符合")):
            if not found[outcome]:
                yield Finding("warning", f"各档组合{reading}", words)


def _reach(scheme: Scheme) -> Iterator[Finding]:
    if scheme.pass_mark is None:
        return
    most = sum(section.points for section in scheme.scored)
    if most < scheme.pass_mark:
        yield Finding(
            "error",
            "及格分",
            f"满分{points_text(most)}分，谁也达不到{points_text(scheme.pass_mark)}分",
        )
    least = sum(min(band.lower for band in _outcomes_of(s)) for s in scheme.scored)
    if least >= scheme.pass_mark:
        yield Finding("error", "及格分", f"至少得{points_text(least)}分，谁都达到及格分")


def _idle_items(scheme: Scheme) -> Iterator[Finding]:
    """Yield items that decide nothing, and counts that are the same for award and review."""
    for section in scheme.sections:
        if section.rule == "counted":
            steps = [band.least for band in section.bands[1:]]
            if steps and steps[-1] < len(section.items):
                yield Finding(
                    "note",
                    section.term,
                    f"满足{steps[-1]}项已到最高一档，再多的项只在档内",
                )
            if len(section.bands) > 1 and steps[0] > len(section.items):
                yield Finding("warning", section.term, "各项都不影响档次")
        if section.rule == "at_least":
            if section.least == (len(section.items),) * 2:
                yield Finding("note", section.term, "各项都须满足，与 required 相同")
            for word, least in zip(PURPOSE_TERMS.values(), section.least, strict=True):
                yield Finding(
                    "note", section.term, f"{word}须满足{len(section.items)}项中的{least}项"
                )
        for item in section.items:
            for side in item:
                if side.limits and set(side.limits) == {0} and side.comparison == ">=":
                    label = scheme.measures[side.measure].label
                    yield Finding("warning", label, "界限为0，填报了就满足，这一项不起作用")
