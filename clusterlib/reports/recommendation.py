"""Who is recommended and who is not, and why（建议级别）: in the regulation's words."""

from __future__ import annotations

from clusterlib.applicants.figures import UNKNOWN
from clusterlib.reports.sentences import ROUTE_WORDS, VERDICT_WORDS, verdict_sentence
from clusterlib.rules.indicators import label_of
from clusterlib.rules.scoresheet import Readings, ScoreSheet
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.entry import FALLS_SHORT, HOLDS
from clusterlib.scoring.explanation import Explanation, TierTrace
from clusterlib.scoring.route import ROUTE_MET
from clusterlib.scoring.score import PASS


def headline_sentence(
    explanation: Explanation, focus: TierTrace, sheet: ScoreSheet, readings: Readings
) -> str:
    """Return the verdict at the tier applied for, and why it is passed without a recommendation.

    Without a tier applied for nothing is said of one: the three tiers stand side by side.
    """
    if explanation.applied is None:
        what = "没有填写" if explanation.assumed is not None else "认不出"
        each = "，".join(
            f"{trace.tier.term}{VERDICT_WORDS[trace.verdict]}" for trace in explanation.tiers
        )
        return f"申报级别{what}，不就申报级别下结论。三级各算：{each}。"
    said = verdict_sentence(focus, sheet, readings)
    if focus.verdict == PASS and explanation.outcome != explanation.applied:
        said += f"{outcome_sentence(explanation, readings)}。"
    return said


def outcome_sentence(explanation: Explanation, readings: Readings) -> str:
    """Return the recommended tier beside the one applied for, and why none or a lower one."""
    is_stated = explanation.applied is not None
    applied = explanation.applied if is_stated else explanation.assumed
    outcome = explanation.outcome
    if applied is None:
        return "申报级别认不出，不给出建议级别"
    blank = "" if is_stated else f"申报级别没有填写，按{applied.term}及以下给出；"
    if outcome is None:
        return f"{blank}建议级别：暂无（{_why_none(explanation, applied, readings)}）"
    waits = "；申报条件待答" if explanation.entry == UNKNOWN else ""
    if outcome == applied:
        same = "与申报一致" if is_stated else "三级中最高"
        return f"{blank}建议级别：{outcome.term}（{same}{waits}）"
    trace = explanation.tiers[applied]
    why = "、".join(held_back(trace.verdict, trace.route.state))
    return f"{blank}建议级别：{outcome.term}（低于申报的{applied.term}：{why}{waits}）"


def held_back(verdict: int, route: int) -> tuple[str, ...]:
    """Return what keeps a tier from being recommended, the entry facts apart."""
    return (
        *((f"结论{VERDICT_WORDS[verdict]}",) if verdict != PASS else ()),
        *((f"名次条件{ROUTE_WORDS[route]}",) if route != ROUTE_MET else ()),
    )


def entry_bars(entry: int, readings: Readings) -> str:
    """Return how the entry facts keep every tier from being recommended, blank if they do not."""
    if readings.entry == "finding" or entry == HOLDS:
        return ""
    if entry == FALLS_SHORT:
        return "申报条件不满足"
    return "申报条件待答" if readings.entry == "must_be_met" else ""


def _why_none(explanation: Explanation, applied: Tier, readings: Readings) -> str:
    """Return why no tier is recommended: per tier that is passed, else that none is."""
    below = explanation.tiers[applied:]
    may = below[:1] if readings.outcome == "applied_only" else below
    passed = [trace for trace in may if trace.verdict == PASS]
    if not passed:
        return "申报的一级没有“符合”" if len(may) == 1 else "申报级别及以下没有一级“符合”"
    bars = entry_bars(explanation.entry, readings)
    words = []
    for trace in passed:
        held = [*held_back(trace.verdict, trace.route.state), *([bars] if bars else ())]
        words.append(f"{trace.tier.term}得分符合，但{'、'.join(held)}")
    return "；".join(words)


def bar_sentence(years: int, violation: int, sheet: ScoreSheet, readings: Readings) -> str:
    """Return which entry facts fail or are unanswered, beside the score; blank if both hold."""
    facts = (
        (violation, "区域内企业有重大违法经营行为（一（二）7）", "major_violation"),
        (years, f"产业发展不满{sheet.least_years}年（一（二）1（1））", "industry_years"),
    )
    bars = [words for finding, words, _ in facts if finding == FALLS_SHORT]
    blank = [label_of(column) for finding, _, column in facts if finding == UNKNOWN]
    parts = []
    if bars:
        effect = "" if readings.entry == "finding" else "不给出建议级别，"
        parts.append(f"申报条件不满足：{'；'.join(bars)}。{effect}结论只就得分而言。")
    if blank:
        effect = "答前不给出建议级别。" if readings.entry == "must_be_met" and not bars else ""
        parts.append(f"申报条件待答：{'、'.join(blank)}。{effect}")
    return "".join(parts)
