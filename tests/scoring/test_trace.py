"""The explanation: from the total down to cell, threshold and clause, read off the arrays."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusterlib.applicants.evidence import Confirmation, Evidence, Reported
from clusterlib.errors import RuleError
from clusterlib.rules.points import on_grid
from clusterlib.rules.tiers import Tier
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET
from clusterlib.scoring.trace import exact, explain
from tests.analysis.assessing import assessed
from tests.scoring.building import a_standard, an_applicant


def test_an_explanation_is_of_one_applicant():
    with pytest.raises(RuleError, match="2 applicants"):
        explain(assessed([an_applicant(), an_applicant()]))


def test_the_total_of_each_tier_is_the_sum_of_its_sections():
    found = explain(assessed([an_applicant(basic=9, basic_missing=2, quality=4)]))
    for trace in found.tiers:
        assert trace.total.lower == sum(part.interval.lower for part in trace.sections)
        assert trace.total.upper == sum(part.interval.upper for part in trace.sections)


@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.3.government", "A1.3.policy", "2.2.1.base")
def test_every_step_names_its_clause():
    found = explain(assessed([an_applicant()])).tiers[Tier.BASE]
    clauses = [part.clause for part in found.sections]
    assert clauses == ["A1.3.basic", "A1.3.quality", "A1.3.government", "A1.3.policy"]
    assert found.route.clause == "2.2.1.base"


def test_counts_and_states_of_the_items_agree():
    found = explain(assessed([an_applicant(basic=9, basic_missing=2)]))
    for trace in found.tiers:
        basic = trace.sections[0]
        states = [item.state for item in basic.items]
        assert states.count(MET) == basic.met
        assert states.count(MISSING) == basic.missing
        assert len(states) == 13


@pytest.mark.parametrize(
    ("first", "second", "state", "decides"),
    [
        (30, 9, MET, "output_value"),
        (9, 30, MET, "output_share"),
        (9, None, MISSING, "output_share"),
        (None, 9, MISSING, "output_value"),
        (9, 8, NOT_MET, "output_value"),
    ],
)
def test_the_side_that_decides_an_alternative_is_named(first, second, state, decides):
    applicant = an_applicant(output_value=first, output_share=second)
    item = explain(assessed([applicant])).tiers[Tier.CAPITAL].sections[0].items[0]
    assert (item.state, item.deciding.indicator.id) == (state, decides)


def test_a_side_that_the_standard_leaves_out_is_not_shown():
    standard = a_standard(left_out=["output_share"])
    item = explain(assessed([an_applicant()], standard)).tiers[0].sections[0].items[0]
    assert [side.indicator.id for side in item.sides] == ["output_value"]


@pytest.mark.clause("A1.3.note1")
def test_an_exempt_item_has_its_reason_and_no_threshold():
    standard = a_standard(exempt=["iso22000"])
    item = explain(assessed([an_applicant()], standard)).tiers[0].sections[1].items[3]
    assert item.state == EXEMPT
    assert item.deciding.threshold is None
    assert item.deciding.exempt == "不适用（示例）"


@pytest.mark.clause("1.1", "A1.3.note1")
def test_a_threshold_stands_as_stated_with_unit_day_and_source():
    standard = a_standard(
        limits={"sales_revenue": dict.fromkeys(("capital", "base", "township"), Decimal("1.005"))},
        units={"sales_revenue": "亿元"},
    )
    side = explain(assessed([an_applicant()], standard)).tiers[1].sections[0].items[1].deciding
    threshold = side.threshold
    assert threshold is not None
    assert (threshold.stated, threshold.unit.term) == (Decimal("1.005"), "亿元")
    assert threshold.value == 10050
    assert threshold.start.isoformat() == "2024-01-01"
    assert threshold.source.ref == "示例"


def test_a_figure_keeps_its_place_and_its_verified_value():
    entry = Reported("brands", "14", Decimal(14), "个", 2025, "基本情况表二", "F18")
    checked = Confirmation(
        "brands", 2025, "11", Decimal(11), "个", "重复", "证书", "样某", "2026-11-20"
    )
    evidence = Evidence("甲.xlsx", year=2025, entries=(entry,), confirmations=(checked,))
    found = explain(assessed([an_applicant(brands=11)], evidence=[evidence]))
    figure = found.tiers[0].sections[0].items[9].deciding.figure
    assert figure.value == 11
    assert (figure.written, figure.reported, figure.confirmed) == ("14", entry, checked)


def test_a_row_of_a_table_keeps_the_cell_as_written():
    found = explain(assessed([an_applicant(brands=None)], written={"brands": ["约20"]}))
    figure = found.tiers[0].sections[0].items[9].deciding.figure
    assert (figure.value, figure.written) == (None, "约20")


def test_refused_points_stay_on_record():
    found = explain(assessed([an_applicant(panel_basic=Decimal(30))])).tiers[0].sections[0]
    assert found.refused
    assert found.panel.value == on_grid(Decimal(30))
    assert found.interval.upper == on_grid(60)


def test_gates_grades_and_ranks_keep_their_answers():
    applicant = an_applicant(
        grade_policy="good",
        output_rank=3,
        sales_rank=4,
        claim_raw_material=True,
        pollution_accident=None,
    )
    trace = explain(assessed([applicant])).tiers[Tier.BASE]
    assert [gate.value for gate in trace.sections[1].gates] == [0, None, 0]
    assert trace.sections[3].grade is not None
    assert trace.sections[3].grade.value == 2
    assert [rank.value for rank in trace.route.ranks] == [3, 4, None]
    assert trace.route.claim.column == "claim_raw_material"
    assert trace.route.claim.value == 1


def test_a_float_gives_back_the_decimal_it_stands_for():
    assert exact(10050.1) == Decimal("10050.1")
    assert exact(float("nan")) is None
