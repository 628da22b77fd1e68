"""The fixed line of the page of candidates（光标所在）: figure, distances, years, source."""

from __future__ import annotations

from clusterlib.analysis.candidates import Candidate, ItemCell
from clusterlib.dashboards.compare.state import State
from clusterlib.dashboards.compare.texts import band_text, count_text, in_unit, trend_line
from clusterlib.dashboards.what_if.thresholds import distance_text, grouped
from clusterlib.reports.numbers import estimate_text, interval_text
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rules.indicators import GATES, label_of
from clusterlib.rules.printed import LAST_ITEMS, first_items, mark_text
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.items import MET

_ANSWERS = {0: "无", 1: "有", -1: "未填"}


def line_of_cell(state: State, row: int, column: int, cell: ItemCell) -> str:
    """Return the line of one figure of the applicant at a position of the cohort."""
    indicator, unit = state.indicator(column), state.now.table.units[column]
    name, values = state.names[row], state.now.table.values[column]
    if values is None:
        reason = state.loaded.standard.exempt[column]
        return f"{name}·{indicator.short}：" + (f"免，{reason}。" if reason else "标准未列。")
    if cell.value is None:
        return (
            f"{name}·{indicator.short} 缺{_written(state, row, column)}，"
            + (
                "按假定算未达标"
                if state.now.assumption.missing == "not_met"
                else "不算达标也不算未达标"
            )
            + f"，请县里补报。{trend_line(cell.trend, indicator.unit, unit)}"
        )
    value = in_unit(cell.value, indicator.unit, unit)
    met = "、".join(
        tier.term for tier in reversed(state.loaded.sheet.tiers) if cell.states[tier] == MET
    )
    short = [
        f"距{tier.term} {distance_text(value, values[tier], at_most=indicator.at_most)}"
        for tier in reversed(state.loaded.sheet.tiers)
        if cell.states[tier] != MET
    ]
    return (
        f"{name}·{indicator.short} {grouped(value)} {unit.term}："
        + "，".join([f"达{met}标准" if met else "三级都未达", *short])
        + "。"
        + trend_line(cell.trend, indicator.unit, unit)
        + f"有数的 {cell.known} 家里第 {cell.place}。"
        + _place(state, row, column)
    )


def line_of_tier(state: State, row: int, candidate: Candidate, tier: Tier) -> str:
    """Return the line of one tier in a candidate's head."""
    standing, points = candidate.standings[tier], candidate.points[tier]
    applied = "（申报级别）" if tier == candidate.applied else ""
    return (
        f"{state.names[row]}·{tier.term}{applied}：达标 {count_text(standing, 0)} 项，"
        f"{band_text(standing)}；质量{first_items(state.loaded.sheet)}"
        f"达标 {count_text(standing, 1)} 项；"
        f"按假定总得分 {interval_text(standing.total)} 分，"
        + (f"估分 {estimate_text(points)}" if points is not None else "不给估分")
        + f"，≥{mark_text(state.loaded.sheet)} 分为符合，结论{VERDICT_WORDS[standing.verdict]}。"
    )


def line_of_gates(state: State, row: int, candidate: Candidate) -> str:
    """Return the answers to the last three items of section two, each by name."""
    answers = "；".join(
        f"{label_of(gate)} {_ANSWERS[answer]}"
        for gate, answer in zip(GATES, candidate.gates, strict=True)
    )
    return f"{state.names[row]}·{LAST_ITEMS}：{answers}。"


def _written(state: State, row: int, column: int) -> str:
    """Return what stands in the county's cell that could not be used."""
    cells = state.loaded.cohort.written.get(state.indicator(column).id)
    text = cells[row].strip() if cells is not None else ""
    return f"（原填“{text}”）" if text and text not in "—-/无" else ""


def _place(state: State, row: int, column: int) -> str:
    """Return where the figure stands, and whether it was verified; nothing while blind."""
    cohort, indicator = state.loaded.cohort, state.indicator(column)
    if state.blind == "on":
        return ""
    if cohort.evidence:
        evidence = cohort.evidence[row]
        confirmed, entry = evidence.confirmation(indicator.id), evidence.reported(indicator.id)
        if confirmed:
            reported = f"申报值 {entry.text}；" if entry else ""
            return (
                f"核定值：{reported}{confirmed.reason}，{confirmed.document}，{confirmed.person}。"
            )
        if entry and entry.sheet:
            return f"出处：{evidence.source} {entry.sheet} {entry.cell}；申报值，未核定。"
    return f"出处：{cohort.source} 第{cohort.rows[row]}行；申报值，未核定。"
