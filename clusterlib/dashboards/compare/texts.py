"""Figures of the page of candidates in words: distances, changes, counts, what coincides."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from clusterlib.analysis.candidates import MOST_NAMED, Candidate, Trend
from clusterlib.analysis.regions import Shared
from clusterlib.analysis.what_if import Standing
from clusterlib.dashboards.what_if.thresholds import grouped
from clusterlib.reports.numbers import range_text
from clusterlib.reports.recommendation import bar_sentence, held_back, outcome_sentence
from clusterlib.reports.sentences import ENTRY_WORDS
from clusterlib.rules.indicators import Catalogue, Indicator
from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.rules.units import Unit, shift_between
from clusterlib.scoring.entry import HOLDS
from clusterlib.scoring.score import PASS

CLAUSE = "同一区域同一行业原则上不可重复申请授名"
CLAUSE_PLACE = "管理办法二（二）4"
_NUMBERS = "一二三"
_TAGS = {"county": "同地区", "city": "同市", "province": "同省", "": ""}
_PERCENT, _TENTH, _ONE = Decimal(100), Decimal("0.1"), Decimal(1)


def in_unit(value: Decimal, own: Unit, unit: Unit) -> Decimal:
    """Return a figure of the score sheet in the standard's unit, exactly."""
    return value.scaleb(shift_between(own, unit))


def short_text(share: Decimal | None) -> str:
    """Return a shortfall in percent of the threshold, rounded away from nothing.

    Examples
    --------
    >>> short_text(Decimal("-0.00909")), short_text(Decimal("-0.272"))
    ('−1.0%', '−28%')
    """
    if share is None:
        return "未达"
    percent = abs(share) * _PERCENT
    step = _ONE if percent >= 10 else _TENTH
    return f"−{percent.quantize(step, ROUND_UP)}%"


def growth_text(trend: Trend | None, indicator: Indicator) -> str:
    """Return the change from the first to the last year: percent, or points of a share."""
    if trend is None or trend.difference is None:
        return "—"
    if indicator.is_share:
        return _signed(trend.difference) + ("点" if trend.difference else "")
    if not trend.difference:
        return "0"
    if trend.growth is None:
        return "—"
    percent = trend.growth * _PERCENT
    return _signed(percent.quantize(_ONE, ROUND_HALF_UP) or percent) + "%"


def years_text(years: Sequence[int]) -> str:
    """Return a span of years, such as ``23–25年``; blank without any."""
    return f"{years[0] % 100:02d}–{years[-1] % 100:02d}年" if years else ""


def band_text(standing: Standing) -> str:
    """Return the band of section one; 跨 where a blank leaves it open."""
    best, worst = standing.best[0], standing.worst[0]
    if best == worst:
        return f"{_NUMBERS[best - 1]}档"
    return f"跨{_NUMBERS[best - 1]}{_NUMBERS[worst - 1]}"


def count_text(standing: Standing, section: int) -> str:
    """Return items met of a counted section, a range where figures are missing."""
    met, missing = standing.met[section], standing.missing[section]
    return range_text(met, met + missing)


def gates_text(gates: Sequence[int]) -> str:
    """Return the answers to the last three items（后3项） in words."""
    if 1 in gates:
        return "有"
    blank = list(gates).count(-1)
    return f"{blank}项未填" if blank else "均无"


def applied_text(candidate: Candidate) -> str:
    """Return the tier applied for; a blank one is no tier."""
    explanation = candidate.explanation
    if explanation.applied is not None:
        return explanation.applied.term
    return "级别未填" if explanation.assumed is not None else "级别认不出"


def outcome_text(candidate: Candidate, sheet: ScoreSheet, readings: Readings) -> str:
    """Return the recommended tier, why none or a lower one, and the entry facts."""
    explanation = candidate.explanation
    said = outcome_sentence(explanation, readings).removeprefix("建议级别：")
    why = bar_sentence(*candidate.facts, sheet, readings)
    return f"{said}。{why or f'申报条件{ENTRY_WORDS[explanation.entry]}。'}"


def outcome_short(candidate: Candidate, readings: Readings) -> str:
    """Return the same where columns are narrow: the tier, and what held others back."""
    explanation = candidate.explanation
    applied, outcome = explanation.applied, explanation.outcome
    why = [] if applied is not None else [applied_text(candidate)]
    entry = "" if explanation.entry == HOLDS else f"申报条件{ENTRY_WORDS[explanation.entry]}"
    if outcome is None:
        start = applied if applied is not None else explanation.assumed
        below = explanation.tiers[start:] if start is not None else ()
        may = below[:1] if readings.outcome == "applied_only" else below
        passed = [trace for trace in may if trace.verdict == PASS]
        why += [word for one in passed for word in held_back(one.verdict, one.route.state)]
        why += ["没有一级符合"] if may and not passed else []
    elif applied is not None and outcome != applied:
        trace = explanation.tiers[applied]
        why += [f"{applied.term}{'、'.join(held_back(trace.verdict, trace.route.state))}"]
    why = list(dict.fromkeys([*why, *([entry] if entry else [])]))
    term = "暂无" if outcome is None else outcome.term
    return f"{term}（{'、'.join(why)}）" if why else term


def missing_text(candidate: Candidate, sheet: ScoreSheet, *, as_not_met: bool) -> str:
    """Return which figures are missing and what they could still change."""
    if not candidate.missing:
        return "不缺"
    names = "、".join(sheet.catalogue.indicators[column].short for column, _ in candidate.missing)
    if as_not_met:
        return f"{names}；按假定算未达标"
    if not any(is_open for _, is_open in candidate.missing):
        return f"{names}；或项已达标，不影响"
    tier = sheet.tiers[candidate.applied or 0]
    standing = candidate.standings[tier]
    parts = [
        f"{label}{standing.met[section]} {_between(standing.missing[section])} "
        f"{standing.met[section] + standing.missing[section]} 项"
        for section, label in enumerate((f"{tier.term} ", "质量 "))
        if standing.missing[section]
    ]
    return f"{names}；补报后{'，'.join(parts)}"


def misses_text(candidate: Candidate, catalogue: Catalogue, most: int) -> tuple[str, str]:
    """Return how many items are not met at the tier aimed at, and the nearest by name."""
    if not candidate.misses:
        return f"对{candidate.aim.term}没有未达的项", ""
    named = "、".join(
        f"{catalogue.indicators[miss.column].short} {short_text(miss.short_by)}"
        for miss in candidate.misses[:most]
    )
    count = len(candidate.misses)
    nearest = "" if count <= most else "，最近的三项" if most == MOST_NAMED else "，最近"
    return f"对{candidate.aim.term}未达 {count} 项{nearest}：", named


def shared_text(shared: Shared, names: Sequence[str], *, hidden: bool) -> tuple[str, str]:
    """Return what coincides, as a tag that says what and a text that says who and which.

    Parameters
    ----------
    shared : Shared
        Who has what in common.
    names : sequence of str
        Names of the candidates as shown.
    hidden : bool
        Whether names are hidden: then region, industry and product are not told either.
    """
    who = "、".join(names[member] for member in shared.members)
    tag = _TAGS[shared.level] + ("同产品" if shared.product else "同行业")
    if hidden:
        return tag, who
    which = "·".join(filter(None, (shared.region, shared.industry, shared.product)))
    return tag, f"{who}：{which}" + ("" if shared.level else "（地区不同或未写明）")


def trend_line(trend: Trend | None, own: Unit, unit: Unit) -> str:
    """Return the years of a figure in words; blank without earlier years."""
    if trend is None:
        return ""
    texts = [
        f"{year % 100:02d}年 {'缺' if value is None else grouped(in_unit(value, own, unit))}"
        for year, value in zip(trend.years, trend.values, strict=True)
    ]
    return "，".join(texts) + "。"


def _between(missing: int) -> str:
    return "或" if missing == 1 else "至"


def _signed(value: Decimal) -> str:
    rounded = value.quantize(_TENTH, ROUND_HALF_UP) or value
    return ("+" if rounded > 0 else "") + grouped(rounded)
