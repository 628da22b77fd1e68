"""The fixed line of the calibration page（光标所在）: figure, distance, place in the file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from clusterlib.dashboards.calibrate.state import State
from clusterlib.dashboards.what_if.run_cohort import NO_LINE
from clusterlib.dashboards.what_if.thresholds import distance_text, grouped
from clusterlib.reports.recommendation import outcome_sentence
from clusterlib.reports.sentences import ENTRY_WORDS
from clusterlib.rules.indicators import GATES, label_of
from clusterlib.rules.printed import LAST_ITEMS
from clusterlib.rules.standard import SOURCE_TERMS
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import shift_between
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.trace import explain


def line_of(state: State, row: int | None, column: int, tier: Tier) -> str:
    """Return the fixed line: figure, distance to thresholds, where it stands."""
    if row is None:
        return _line_of_threshold(state, column, tier) if column < len(state.catalogue) else ""
    name = state.names[row]
    if column == len(state.catalogue):
        gates = state.loaded.cohort.figures.gates[row]
        answers = {0: "无", 1: "有", -1: "未填"}
        parts = [
            f"{label_of(gate)} {answers[int(answer)]}"
            for gate, answer in zip(GATES, gates, strict=True)
        ]
        return f"{name}·{LAST_ITEMS}：" + "；".join(parts) + "。"
    if column < 0:
        return _line_of_applicant(state, row)
    return f"{name}·{_figure(state, row, column, tier)}{_place(state, row, column)}"


def _line_of_applicant(state: State, row: int) -> str:
    """Return what is recommended to whom, and why not, under what stands now."""
    loaded, assumption = state.loaded, state.now.assumption
    cohort = loaded.cohort.rows_at([row])
    cohort = replace(cohort, figures=assumption.figures(cohort.figures))
    readings = assumption.readings(loaded.readings)
    standard = state.now.table.applied_to(loaded.standard)
    found = explain(Assessment.of(cohort, standard, loaded.sheet, readings))
    about = "" if state.blind == "on" else f"，{loaded.cohort.product[row]}"
    applied = f"，申报{found.applied.term}" if found.applied is not None else ""
    return (
        f"{state.names[row]}{about}{applied}。{outcome_sentence(found, readings)}；"
        f"申报条件{ENTRY_WORDS[found.entry]}。"
    )


def _line_of_threshold(state: State, column: int, tier: Tier) -> str:
    indicator, stated = state.indicator(column), state.loaded.standard.stated[column]
    if stated is None:
        reason = state.loaded.standard.exempt[column]
        return f"{indicator.label}：免，{reason}。" if reason else f"{indicator.label}：标准未列。"
    mark = state.now.table.marks(state.parent).get((column, tier))
    dated = stated[1]
    text = (
        f"{indicator.label}（{state.parent.units[column].term}）：{tier.term}达标值 "
        f"{grouped(state.now.table.value((column, tier)))}，原稿 "
        f"{grouped(state.parent.value((column, tier)))}，依据 "
        f"{SOURCE_TERMS[dated.source.kind]}·{dated.source.ref}，{dated.start.isoformat()}起。"
    )
    return f"{text}注意：{mark.text}。" if mark else text


def _figure(state: State, row: int, column: int, tier: Tier) -> str:
    indicator, table = state.indicator(column), state.now.table
    unit = table.units[column]
    number = float(state.loaded.cohort.figures.values[row, column])
    threshold = table.value((column, tier))
    if threshold is None:
        reason = state.loaded.standard.exempt[column]
        return f"{indicator.short} 免：{reason}。" if reason else f"{indicator.short} 标准未列。"
    if np.isnan(number):
        return f"{indicator.short} 缺，不算达标也不算未达标，请县里补报。"
    value = Decimal(format(number, ".15g")).scaleb(shift_between(indicator.unit, unit))
    text = (
        f"{indicator.short} {grouped(value)} {unit.term}，距{tier.term}达标值 "
        f"{distance_text(value, threshold, at_most=indicator.at_most)}"
    )
    is_met = value <= threshold if indicator.at_most else value >= threshold
    other = (
        state.loaded.sheet.tiers[tier - 1]
        if is_met and tier
        else state.loaded.sheet.tiers[tier + 1]
        if not is_met and tier + 1 < len(state.loaded.sheet.tiers)
        else None
    )
    beside = table.value((column, other)) if other is not None else None
    if other is not None and beside is not None:
        gap = beside - value if indicator.at_most else value - beside
        text += f"，距{other.term} {'+' if gap > 0 else ''}{grouped(gap)}"
    return text + "。"


def _place(state: State, row: int, column: int) -> str:
    cohort, indicator = state.loaded.cohort, state.indicator(column)
    if state.blind == "on":
        return ""
    if cohort.evidence:
        evidence = cohort.evidence[row]
        confirmed = evidence.confirmation(indicator.id)
        if confirmed:
            return f"核定值：{confirmed.reason}，{confirmed.document}，{confirmed.person}。"
        entry = evidence.reported(indicator.id)
        if entry and entry.sheet:
            return f"出处：{evidence.source} {entry.sheet} {entry.cell}；申报值，未核定。"
    if cohort.rows[row] == NO_LINE:
        return f"出处：{cohort.source} 的评价结果。"
    return f"出处：{cohort.source} 第{cohort.rows[row]}行“{indicator.label}”；申报值，未核定。"
