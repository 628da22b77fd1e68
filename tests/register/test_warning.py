"""Early warning: a return scored as far as it carries the items, and carried on to the review."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clusterlib.register.carried import carried_by, items_of
from clusterlib.register.comparison import base_year, comparison
from clusterlib.register.events import Event, by_title
from clusterlib.register.filed import FiledReturn
from clusterlib.register.status import status_on, titles_of
from clusterlib.register.warning import Warned, warnings_of
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.annual import RETURN_LINE, SHARE_BASIS, ReturnFigure
from clusterlib.rules.tiers import Tier
from tests.register.lives import an_event, the_rules

STANDARD = read_standard(parameters_folder() / "standards" / "furniture.yaml")
ON = date(2026, 11, 28)
RULES = the_rules()
AT = STANDARD.on(ON)
CARRIED = {
    "main_revenue": "revenue",
    "exports": "exports",
    "enterprises": "enterprises",
    "above_scale_enterprises": "above_scale_enterprises",
    "employees": "employees",
    "market_share": "market_share",
}


def figures(share: str = "1", **changes: str) -> dict[str, ReturnFigure]:
    """Return a return whose figures are the thresholds of a base times a share."""
    texts = {
        line: f"{(AT.value(indicator, Tier.BASE) or Decimal(1)) * Decimal(share):f}"
        for indicator, line in CARRIED.items()
    }
    texts |= {SHARE_BASIS: "市场占有率", **changes}
    return {
        line: ReturnFigure(line, text, RETURN_LINE[line].unit if line in RETURN_LINE else "")
        for line, text in texts.items()
    }


def a_title(title_id: str = "T1", day: str = "2024-03-01", **changes: str) -> Event:
    facts = {"name": "中国样家具产业基地", "industry": "家具", "tier": "base", **changes}
    return an_event("awarded", day, title_id, **facts)


def warned(
    events: list[Event], returns: dict[str, dict[int, dict[str, ReturnFigure]]]
) -> list[Warned]:
    filed: dict[str, dict[int, FiledReturn]] = {}
    for title_id, years in returns.items():
        for year, own in sorted(years.items()):
            event = an_event("return", f"{year + 1}-04-01", title_id, year=str(year))
            events = [*events, event]
            filed.setdefault(title_id, {})[year] = FiledReturn(event, own)
    readings = RULES.readings()
    titles = list(titles_of(by_title(events).items(), {}, RULES, readings))
    pairs = list(zip(titles, status_on(titles, ON, RULES), strict=True))
    return warnings_of(pairs, filed, [STANDARD], ON, RULES)


def states(own: dict[str, ReturnFigure]) -> dict[str, str]:
    return {item.indicator: item.state for item in items_of(carried_by(own), AT, Tier.BASE)}


@pytest.mark.clause("A5")
def test_a_return_carries_some_items_and_the_others_are_missing() -> None:
    found = states(figures())
    assert {found[indicator] for indicator in CARRIED} == {"met"}
    assert found["standards"] == found["brands"] == "missing"
    assert states(figures("0.99"))["exports"] == "not_met"


def test_derived_items_come_from_the_figures_of_the_return() -> None:
    own = figures(revenue="1000000", profit="-52500", rd_spending="26355")
    values = carried_by(own)
    assert values["profit_margin"] == Decimal("-5.2500")
    assert values["rd_intensity"] == Decimal("2.6355")


@pytest.mark.parametrize("basis", ["行业占比", ""])
def test_a_share_of_the_trade_is_no_market_share(basis: str) -> None:
    assert "market_share" not in carried_by(figures(**{SHARE_BASIS: basis}))


def test_invention_patents_show_the_item_met_and_never_failed() -> None:
    threshold = int(AT.value("valid_patents", Tier.BASE) or 0)
    assert states(figures(invention_patents=str(threshold)))["valid_patents"] == "met"
    assert states(figures(invention_patents=str(threshold - 1)))["valid_patents"] == "missing"


def test_lost_items_are_named_with_value_and_threshold() -> None:
    exports = AT.value("exports", Tier.BASE) or Decimal(0)
    (found,) = warned([a_title()], {"T1": {2024: figures(), 2025: figures(exports="1")}})
    assert (found.rank, [item.indicator for item in found.lost]) == ("at_risk", ["exports"])
    assert f"新失：出口额 1，达标 {exports:f}" in found.why()
    row = found.row(ON)
    assert (row["gate"], row["day"], row["days_left"]) == ("提出复评申请", "2027-12-01", "368")
    assert int(row["met_before"]) - int(row["met"]) == 1


def test_a_figure_that_falls_towards_its_threshold_is_carried_on_to_the_review() -> None:
    # Met by 2 % now after a fall of 2 % in the year; two more years to the end of 2026.
    years = {2024: figures("1.04"), 2025: figures("1.02")}
    (near,) = warned([a_title()], {"T1": {**years, 2025: figures("1.01")}})
    assert near.rank == "at_risk"
    assert {item.indicator for item in near.projected} == set(CARRIED)
    (far,) = warned([a_title()], {"T1": years})
    assert (far.rank, far.projected) == ("sound", ())


def test_titles_come_in_order_of_risk_and_what_cannot_be_said_is_a_rank_of_its_own() -> None:
    events = [
        a_title("sound", "2024-03-01"),
        a_title("worse", "2024-03-01"),
        a_title("bad", "2024-03-01"),
        a_title("silent", "2024-03-01"),
        a_title("strange", "2024-03-01", industry="无此行业"),
        a_title("withdrawn", "2012-03-01"),
    ]
    returns = {
        "sound": {2025: figures("2")},
        "worse": {2025: figures("0.5")},
        "bad": {2025: figures(exports="1")},
        "strange": {2025: figures()},
        "silent": {2024: figures()},
    }
    found = warned(events, returns)
    assert [(one.title_id, one.rank) for one in found] == [
        ("worse", "at_risk"),
        ("bad", "at_risk"),
        ("silent", "unknown"),
        ("strange", "unknown"),
        ("sound", "sound"),
    ]
    asked = {one.title_id: "；".join(one.ask) for one in found}
    assert "请报2025年度报表" in asked["silent"]
    assert "没有“无此行业”行业的标准" in asked["strange"]
    assert "请另报参与制定" in asked["sound"]


@pytest.mark.clause("A4.figures", "A3.2")
def test_a_review_is_compared_with_the_year_of_the_decision() -> None:
    events = [a_title(day="2023-03-01")]
    titles = list(titles_of([("T1", events)], {}, RULES, RULES.readings()))
    decision = titles[0].first.on(ON).decision
    filed = {
        year: FiledReturn(Event(), figures(share, exports=exports))
        for year, share, exports in ((2022, "1", "10"), (2024, "1", "8"), (2025, "1", "9"))
    }
    assert base_year(filed, decision) == 2022
    assert base_year({2023: filed[2022], **filed}, decision) == 2023
    rows = {row["line"]: row for row in comparison(filed, decision)}
    assert (rows["出口额"]["base_year"], rows["出口额"]["change"]) == ("2022", "-10.0")
    assert (rows["绿色工厂"]["base"], rows["绿色工厂"]["change"]) == ("", "")
    assert comparison({2022: filed[2022]}, decision) == []
