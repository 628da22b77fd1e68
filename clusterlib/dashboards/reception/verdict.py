"""What the page says of one workbook（结论）: verdict, tiers, figures, effect of an entry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clusterlib.analysis.what_if import Standing, standings_of
from clusterlib.applicants.evidence import Confirmation, Reported
from clusterlib.intake.cells.form import LINE_BY_ID
from clusterlib.reports.numbers import (
    estimate_text,
    interval_text,
    number_text,
    plain,
    range_text,
)
from clusterlib.reports.own_sheet_words import own_sheet_sentence
from clusterlib.reports.recommendation import (
    bar_sentence,
    entry_bars,
    headline_sentence,
    held_back,
    outcome_sentence,
)
from clusterlib.reports.sentences import (
    AS_THE_PANEL_GAVE,
    ENTRY_WORDS,
    ROUTE_WORDS,
    STATE_WORDS,
    VERDICT_WORDS,
    band_words,
    counts_sentence,
)
from clusterlib.rules.indicators import Indicator
from clusterlib.rules.points import GRID
from clusterlib.rules.printed import first_items
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import UNITS, convert
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.entry import HOLDS, violation_findings, years_findings
from clusterlib.scoring.explanation import Explanation, SideTrace, TierTrace
from clusterlib.scoring.score import PASS, VERDICT_IDS
from clusterlib.scoring.trace import explain


@dataclass(frozen=True, slots=True)
class Seen:
    """One applicant's assessment with its explanation, made once."""

    assessment: Assessment
    explanation: Explanation
    focus: TierTrace
    standings: tuple[Standing, ...]

    @classmethod
    def of(cls, assessment: Assessment) -> Seen:
        """Explain an assessment of one."""
        explanation = explain(assessment)
        applied = explanation.applied
        tier = assessment.default_tier if applied is None else applied
        standings = tuple(
            standings_of(scores, assessment.sheet)[0] for scores in assessment.scores.tiers
        )
        return cls(assessment, explanation, explanation.tiers[tier], standings)


def verdict_of(seen: Seen) -> dict[str, Any]:
    """Return verdict, counts, what stands behind them, and a row per tier."""
    assessment, focus = seen.assessment, seen.focus
    standard = assessment.standard.standard
    return {
        "sentence": headline_sentence(
            seen.explanation, focus, assessment.sheet, assessment.readings
        ),
        "counts": counts_sentence(focus, assessment.sheet, seen.standings[focus.tier]),
        "outcome": outcome_sentence(seen.explanation, assessment.readings),
        "entry": entry_sentence(seen),
        "assumption": AS_THE_PANEL_GAVE
        + (
            ""
            if standard.status == "filed"
            else f"标准为{STATUS_TERMS[standard.status]}，未经审定备案，结果只供试算。"
        )
        + own_sheet_sentence(assessment.sheet),
        "standard": f"{standard.term}（{standard.issuer}，{STATUS_TERMS[standard.status]}）",
        "mark": assessment.sheet.pass_mark / GRID,
        "first": first_items(assessment.sheet),
        "tiers": [_tier_row(seen, trace) for trace in seen.explanation.tiers],
    }


def entry_sentence(seen: Seen) -> str:
    """Return whether the entry facts hold, and which do not."""
    figures, sheet = seen.assessment.cohort.figures, seen.assessment.sheet
    years, violation = years_findings(figures, sheet)[0], violation_findings(figures)[0]
    why = bar_sentence(int(years), int(violation), sheet, seen.assessment.readings)
    return why or f"申报条件{ENTRY_WORDS[seen.explanation.entry]}。"


def word_of(seen: Seen) -> dict[str, str]:
    """Return the verdict at the tier applied for in a word, for the list.

    Without a tier applied for there is none; a 符合 that is not recommended says why.
    """
    explanation, focus = seen.explanation, seen.focus
    if explanation.applied is None:
        word = "级别未填" if explanation.assumed is not None else "级别认不出"
        return {"id": "open", "word": word, "why": "", "met": "—", "total": "—"}
    why = ""
    if focus.verdict == PASS and explanation.outcome != focus.tier:
        bars = entry_bars(explanation.entry, seen.assessment.readings)
        held = held_back(focus.verdict, focus.route.state)
        why = "、".join((*held, *([bars] if bars else ())))
    elif explanation.entry != HOLDS:
        why = f"申报条件{ENTRY_WORDS[explanation.entry]}"
    return {
        "id": VERDICT_IDS[focus.verdict],
        "word": VERDICT_WORDS[focus.verdict],
        "why": why,
        "met": _met(focus),
        "total": interval_text(focus.total),
    }


def figures_of(seen: Seen) -> list[dict[str, Any]]:
    """Return one row per indicator: reported, confirmed, threshold and state at the tier."""
    sides = {
        side.indicator.id: side
        for section in seen.focus.sections[:2]
        for item in section.items
        for side in item.sides
    }
    return [
        _figure_row(seen, indicator, sides[indicator.id])
        for indicator in seen.assessment.sheet.catalogue.indicators
        if indicator.id in sides
    ]


def figure_text(value: Decimal | None, indicator: Indicator, unit: str) -> str:
    """Return a figure in a unit of the form, blank for none."""
    if value is None:
        return ""
    target = UNITS.get(unit, indicator.unit)
    return number_text(convert(value, indicator.unit, target))


def unit_of_entry(entry: Reported | None, indicator: Indicator) -> str:
    """Return the unit in which the county was asked for a figure."""
    if entry is not None and entry.unit in UNITS:
        return entry.unit
    line = LINE_BY_ID.get(indicator.id)
    return line.unit if line is not None and line.unit in UNITS else indicator.unit.term


def effect_of(before: Seen, after: Seen) -> dict[str, Any]:
    """Return what an entry changes at the tier applied for, as rows and as one sentence."""
    tier = before.focus.tier
    now, then = after.explanation.tiers[tier], before.focus
    rows = [
        ("达标项数", _met(then), _met(now)),
        ("档次", _band(before, tier), _band(after, tier)),
        (f"质量{first_items(before.assessment.sheet)}", _met(then, 1), _met(now, 1)),
        ("总得分区间", interval_text(then.total), interval_text(now.total)),
        ("结论", VERDICT_WORDS[then.verdict], VERDICT_WORDS[now.verdict]),
        ("建议级别", _outcome(before), _outcome(after)),
    ]
    changed = [f"{what} {was} → {becomes}" for what, was, becomes in rows if was != becomes]
    sentence = (
        f"按{tier.term}达标值：{'；'.join(changed)}。"
        if changed
        else f"按{tier.term}达标值，项数、档次、得分、结论都不变。"
    )
    return {
        "sentence": sentence,
        "changes": bool(changed),
        "rows": [{"what": what, "before": was, "after": becomes} for what, was, becomes in rows],
    }


def confirmation_of(seen: Seen, column: str) -> Confirmation | None:
    """Return what was confirmed of an indicator; the last one where it was entered anew."""
    evidence = seen.assessment.cohort.evidence
    return evidence[0].confirmation(column) if evidence else None


def _tier_row(seen: Seen, trace: TierTrace) -> dict[str, Any]:
    is_open = trace.total.lower != trace.total.upper
    points = trace.points if is_open else None
    return {
        "term": trace.tier.term,
        "applied": trace.tier == seen.explanation.applied,
        "met": _met(trace),
        "band": _band(seen, trace.tier),
        "quality": _met(trace, 1),
        "total": interval_text(trace.total),
        "estimate": "—" if points is None else estimate_text(points),
        "lower": trace.total.lower / GRID,
        "upper": trace.total.upper / GRID,
        "tick": None if points is None else points / GRID,
        "verdict": VERDICT_WORDS[trace.verdict],
        "id": VERDICT_IDS[trace.verdict],
        "route": ROUTE_WORDS[trace.route.state],
    }


def _met(trace: TierTrace, section: int = 0) -> str:
    part = trace.sections[section]
    return range_text(part.met, part.met + part.missing)


def _band(seen: Seen, tier: Tier) -> str:
    standing = seen.standings[tier]
    return band_words(standing.best[0], standing.worst[0])


def _outcome(seen: Seen) -> str:
    outcome = seen.explanation.outcome
    return "暂无" if outcome is None else outcome.term


def _figure_row(seen: Seen, indicator: Indicator, side: SideTrace) -> dict[str, Any]:
    cohort = seen.assessment.cohort
    entry = cohort.evidence[0].reported(indicator.id) if cohort.evidence else None
    unit = unit_of_entry(entry, indicator)
    confirmed = confirmation_of(seen, indicator.id)
    threshold = side.threshold
    return {
        "column": indicator.id,
        "label": indicator.label,
        "unit": unit,
        **_number_of(seen, indicator),
        "units": [found.term for found in indicator.units],
        "reported": _reported(entry, indicator, unit),
        "unread": entry is not None and entry.value is None and bool(entry.text),
        "place": f"{entry.sheet} {entry.cell}".strip() if entry else "",
        "derivation": entry.derivation if entry else "",
        "threshold": figure_text(threshold.value, indicator, unit) if threshold else "免",
        "state": STATE_WORDS[side.state],
        "confirmed": None
        if confirmed is None
        else {
            "text": figure_text(confirmed.value, indicator, unit),
            "value": plain(
                convert(confirmed.value, indicator.unit, UNITS.get(confirmed.unit, indicator.unit))
            ),
            "unit": confirmed.unit if confirmed.unit in UNITS else unit,
            "reason": confirmed.reason,
            "document": confirmed.document,
            "person": confirmed.person,
            "day": confirmed.day,
        },
        "position": seen.assessment.sheet.catalogue.position[indicator.id],
    }


def _number_of(seen: Seen, indicator: Indicator) -> dict[str, Any]:
    sheet = seen.assessment.sheet
    section, number = sheet.item_of(sheet.catalogue.position[indicator.id]) or ("", 0)
    return {"section": "一" if section == "basic" else "二", "item": number}


def _reported(entry: Reported | None, indicator: Indicator, unit: str) -> str:
    if entry is None:
        return ""
    if entry.value is None:
        return entry.text
    return figure_text(entry.value, indicator, unit)
