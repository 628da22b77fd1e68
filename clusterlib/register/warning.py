"""Early warning（预警）: titles in the order of the risk that they fail their next review.

Each title's last return is scored by the standard of its industry and tier as far as a return
carries the items, and each figure is carried on to the review at the pace of the years held.
A return that says too little is a rank of its own, not a low one: then it says what to ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterlib.register.carried import STANDS_FOR, CarriedItem, carried_by, items_of
from clusterlib.register.filed import FiledReturn
from clusterlib.register.returns import due_day
from clusterlib.register.status import Status, Title
from clusterlib.rules.indicators import INDICATOR_BY_ID
from clusterlib.rules.standard import Standard
from clusterlib.rules.tiers import TIERS
from clusterlib.rules.titles import TitleRules

RANKS = {"at_risk": "有风险", "unknown": "无法算", "sound": "暂无风险"}
"""Ranks with their terms, in the order in which titles are listed."""
WARNING_COLUMNS = {
    "rank": "档",
    "title_id": "称号编号",
    "name": "称号",
    "gate": "下一关",
    "day": "期限",
    "days_left": "还有（天）",
    "year": "年报年度",
    "met": "达标",
    "met_before": "上年达标",
    "not_met": "未达标",
    "missing": "年报判不了",
    "lost": "新失",
    "projected": "按近年变化将失",
    "why": "为什么",
    "ask": "要问什么",
}
"""Columns of the table of warnings with their labels."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One title with what lies ahead of it.

    Parameters
    ----------
    title_id : str
    facts : mapping of str
    rank : str
        Key of `RANKS`.
    gate : str
        What comes next, in Chinese, such as 提出复评申请.
    day : date or None
        Its last day.
    year : int or None
        Year of the last return held.
    items, before : tuple of CarriedItem
        The thirteen items of section one by it, and by the return of the year before; empty
        where there is none, or no standard.
    lost, projected : tuple of CarriedItem
        Items met the year before and failed now; items met now that fall below their
        threshold by the review at the pace of the years held, with the value projected.
    ask : tuple of str
        What to ask the area for, in Chinese.
    """

    title_id: str
    facts: Mapping[str, str]
    rank: str
    gate: str
    day: date | None
    year: int | None = None
    items: tuple[CarriedItem, ...] = ()
    before: tuple[CarriedItem, ...] = ()
    lost: tuple[CarriedItem, ...] = ()
    projected: tuple[CarriedItem, ...] = ()
    ask: tuple[str, ...] = ()

    def named(self, state: str) -> tuple[CarriedItem, ...]:
        """Return the items of a state."""
        return tuple(item for item in self.items if item.state == state)

    @property
    def met(self) -> int | None:
        """Items met, exempt ones included; None where nothing can be said."""
        return len(self.named("met")) + len(self.named("exempt")) if self.items else None

    def why(self) -> str:
        """Return the items behind the rank in words: value and threshold of each."""
        failed = [item for item in self.named("not_met") if item not in self.lost]
        parts = [
            f"新失：{_listed(self.lost)}" if self.lost else "",
            f"未达标：{_listed(failed)}" if failed else "",
            f"按近年变化将失：{_listed(self.projected)}" if self.projected else "",
        ]
        return "；".join(filter(None, parts))

    def row(self, on: date) -> dict[str, str]:
        """Return the row of the table of warnings."""
        held = [item.state in ("met", "exempt") for item in self.before]
        return {
            "rank": self.rank,
            "title_id": self.title_id,
            "name": self.facts["name"],
            "gate": self.gate,
            "day": self.day.isoformat() if self.day else "",
            "days_left": str((self.day - on).days) if self.day else "",
            "year": str(self.year or ""),
            "met": "" if self.met is None else str(self.met),
            "met_before": str(sum(held)) if held else "",
            "not_met": str(len(self.named("not_met"))) if self.items else "",
            "missing": "、".join(_label(item) for item in self.named("missing")),
            "lost": "、".join(_label(item) for item in self.lost),
            "projected": "、".join(_label(item) for item in self.projected),
            "why": self.why(),
            "ask": "；".join(self.ask),
        }


def warnings_of(
    found: Iterable[tuple[Title, Status]],
    filed: Mapping[str, Mapping[int, FiledReturn]],
    standards: Sequence[Standard],
    on: date,
    rules: TitleRules,
) -> list[Warned]:
    """Return every title in force, the one most at risk first.

    At risk are titles with an item that the last return fails, or that fails by the review at
    the pace of the years held: those with the largest share of such items first, then those
    whose day comes sooner.

    Parameters
    ----------
    found : iterable of (Title, Status)
        Titles with their status on the day.
    filed : mapping of title to year to FiledReturn
    standards : sequence of Standard
        One an industry, by id or term.
    on : date
        Day that is asked about, whose thresholds apply.
    """
    by_industry = {name: one for one in standards for name in (one.industry, one.term)}
    warned = [
        _warned(title, status, filed.get(title.title_id, {}), by_industry, on, rules)
        for title, status in found
        if status.first.in_force
    ]
    return sorted(warned, key=_place)


def _place(warned: Warned) -> tuple[object, ...]:
    carried = sum(item.state in ("met", "not_met") for item in warned.items)
    risky = len(warned.named("not_met")) + len(warned.projected)
    share = -risky / carried if carried else 0
    return list(RANKS).index(warned.rank), share, warned.day or date.max, warned.title_id


def _warned(
    title: Title,
    status: Status,
    filed: Mapping[int, FiledReturn],
    by_industry: Mapping[str, Standard],
    on: date,
    rules: TitleRules,
) -> Warned:
    gate, day = next_gate(status)
    figures = {
        year: own.figures for year, own in filed.items() if own.event in title.first.until(on)
    }
    standard = by_industry.get(status.facts["industry"])
    tiers = [tier for tier in TIERS if tier.id == status.facts["tier"]]
    year = max(figures, default=None)
    ask = []
    if standard is None:
        ask.append(f"没有“{status.facts['industry'] or '（行业未录）'}”行业的标准")
    if not tiers:
        ask.append("级别未录，请补录")
    owed = [past for past in range(rules.returns_since, on.year) if due_day(past, rules) < on]
    late = [past for past in owed if past not in figures][-2:]
    ask += [f"请报{past}年度报表" for past in late if past in status.returns.owed]
    if standard is None or not tiers or year is None or (owed and year < owed[-1]):
        facts = status.facts
        return Warned(title.title_id, facts, "unknown", gate, day, year, ask=tuple(ask))
    on_day = standard.on(on)
    values = {past: carried_by(own) for past, own in figures.items()}
    items = items_of(values[year], on_day, tiers[0])
    before = items_of(values[year - 1], on_day, tiers[0]) if year - 1 in values else ()
    lost = tuple(
        item
        for item, then in zip(items, before, strict=False)
        if item.state == "not_met" and then.state == "met"
    )
    target = (day.year if day else on.year) - 1
    projected = tuple(_projected(items, values, year, target))
    ask += [
        f"请另报{_label(item)}，年报没有这一项或没有填"
        for item in items
        if item.state == "missing"
    ]
    carried = any(item.state in ("met", "not_met") for item in items)
    failing = projected or any(item.state == "not_met" for item in items)
    rank = "at_risk" if failing else "sound" if carried else "unknown"
    return Warned(
        title.title_id,
        status.facts,
        rank,
        gate,
        day,
        year,
        items,
        before,
        lost,
        projected,
        tuple(ask),
    )


def next_gate(status: Status) -> tuple[str, date | None]:
    """Return what lies ahead of a title in force, and its last day."""
    standing, decision = status.first, status.first.decision
    if standing.state == "rectifying":
        return "整改期满", standing.rectify_by
    if decision is None:
        return "", None
    if standing.pending:
        return "复评在办", decision.expires
    if standing.state == "overdue":
        return "到期未复评满两年", decision.withdraw_after
    if standing.applications:
        return "有效期届满", decision.expires
    return "提出复评申请", decision.apply_by


def _projected(
    items: Iterable[CarriedItem],
    values: Mapping[int, Mapping[str, Decimal]],
    year: int,
    target: int,
) -> Iterable[CarriedItem]:
    """Yield items met now that fail in a later year, at the mean change of the years held."""
    first = min(values)
    if first == year or target <= year:
        return
    for item in items:
        start = values[first].get(item.indicator)
        if item.state != "met" or item.value is None or start is None or item.threshold is None:
            continue
        pace = (item.value - start) / (year - first)
        value = item.value + pace * (target - year)
        if value < item.threshold:
            yield CarriedItem(item.indicator, "not_met", value, item.threshold)


def _label(item: CarriedItem) -> str:
    return INDICATOR_BY_ID[item.indicator].label


def _listed(items: Iterable[CarriedItem]) -> str:
    return "，".join(
        f"{_label(item)} {_plain(item.value)}，达标 {_plain(item.threshold)}"
        f"{INDICATOR_BY_ID[item.indicator].unit.term}"
        + (f"（{STANDS_FOR[item.indicator]}）" if item.indicator in STANDS_FOR else "")
        for item in items
    )


def _plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = f"{value.quantize(Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".")
