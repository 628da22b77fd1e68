"""What must hold for every applicant, standard and reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.rules.indicators import CLAIMS, GATES, INDICATORS, RANKS
from clusterlib.rules.scoresheet import Readings
from clusterlib.rules.standard import StandardOnDay
from clusterlib.rules.tiers import TIERS
from clusterlib.scoring.score import NO_TIER, PASS, Scores, TierScores, score
from tests.scoring.building import a_standard, an_applicant, figures_of, scored, the_sheet
from tests.scoring.oracle import READINGS

FIGURES = [Decimal(text) for text in ("0", "9.9999", "10", "19.99", "20", "25", "30", "30.0001")]
STANDARDS = [
    a_standard(),
    a_standard(left_out=["output_share", "profit_tax"]),
    a_standard(exempt=["iso22000", "exports", "brands", "profit_margin"]),
    a_standard(exempt=[found.id for found in INDICATORS[6:13]]),
]
figures = st.fixed_dictionaries(
    {}, optional={found.id: st.sampled_from(FIGURES) for found in INDICATORS}
)
facts = st.fixed_dictionaries(
    {},
    optional={
        **{gate: st.booleans() for gate in GATES},
        **{rank: st.sampled_from([1, 3, 4, 7, 8, 12, 13]) for rank in RANKS},
        **{claim: st.booleans() for claim in CLAIMS},
        "exception_base": st.booleans(),
        "exception_township": st.booleans(),
        "grade_government": st.sampled_from(["good", "fair", "average"]),
        "grade_policy": st.sampled_from(["good", "fair", "average"]),
        "industry_years": st.sampled_from([1, 5, 30]),
        "major_violation": st.booleans(),
        "tier": st.sampled_from(["capital", "base", "township"]),
    },
)
graded_panel = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from([Decimal(text) for text in ("0", "5.5", "6", "8", "8.5", "10")])
        for name in ("panel_government", "panel_policy")
    },
)
counted_panel = st.fixed_dictionaries(
    {},
    optional={
        "panel_basic": st.sampled_from([Decimal(n) for n in (0, 20, 36, 40, 48, 50, 60)]),
        "panel_quality": st.sampled_from([Decimal(n) for n in (0, 5, 10, 13, 16, 18, 20)]),
    },
)
applicants = st.tuples(figures, facts, graded_panel).map(
    lambda parts: {**parts[0], **parts[1], **parts[2]}
)
applicants_with_panel = st.tuples(applicants, counted_panel).map(
    lambda parts: {**parts[0], **parts[1]}
)
readings = st.fixed_dictionaries({name: st.sampled_from(READINGS[name]) for name in READINGS}).map(
    lambda values: Readings(**values)
)
standards = st.sampled_from(STANDARDS)
many = settings(max_examples=60, deadline=None, derandomize=True)


def scores_of(
    cohort: Sequence[dict[str, Any]], standard: StandardOnDay, chosen: Readings
) -> Scores:
    return score(figures_of(cohort), standard, the_sheet(), chosen)


@many
@given(applicants, standards, readings, st.sampled_from(INDICATORS), st.sampled_from(FIGURES))
def test_raising_a_figure_never_lowers_a_score(applicant, standard, chosen, indicator, figure):
    raised = {**applicant, indicator.id: max(figure, applicant.get(indicator.id, figure))}
    if indicator.id not in applicant:
        applicant = {**applicant, indicator.id: Decimal(0)}
    found = scores_of([applicant, raised], standard, chosen)
    for scores in found.tiers:
        assert scores.lower[1] >= scores.lower[0]
        assert scores.upper[1] >= scores.upper[0]
        assert scores.points[1] >= scores.points[0]
        assert scores.verdict[1] >= scores.verdict[0]
        for section in scores.sections:
            assert section.points[1] >= section.points[0]
    before, after = (tier if tier >= 0 else len(TIERS) for tier in found.outcome.tolist())
    assert after <= before


@many
@given(applicants_with_panel, standards, readings, st.data())
def test_filling_a_blank_never_widens_an_interval(applicant, standard, chosen, data):
    """Except where a blank is taken for a failure, or points for a good figure settle it."""
    chosen = replace(chosen, panel_missing="every_count")
    blanks = [found.id for found in INDICATORS if found.id not in applicant]
    blanks += [gate for gate in GATES if gate not in applicant]
    blanks += [name for name in ("grade_government", "grade_policy") if name not in applicant]
    if not blanks or chosen.missing == "not_met":
        return
    blank = data.draw(st.sampled_from(blanks))
    if blank.replace("grade", "panel") in applicant:
        return  # a grade can refuse panel points that stood without one
    answers = {"g": st.sampled_from(["good", "fair", "average"]), "_": st.booleans()}
    kind = "g" if blank.startswith("grade") else "_"
    values = answers[kind] if kind == "g" or blank in GATES else st.sampled_from(FIGURES)
    filled = {**applicant, blank: data.draw(values)}
    for scores in scores_of([applicant, filled], standard, chosen).tiers:
        for part in (scores, *scores.sections):
            assert_within(part)
        if scores.verdict[0] != 1 and chosen.gate == "section_zero":
            assert scores.verdict[1] == scores.verdict[0]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(applicants_with_panel, standards, st.sampled_from([found.id for found in INDICATORS]))
def test_leaving_a_figure_out_never_turns_a_verdict_to_pass(applicant, standard, left_out):
    """Under the default readings, whatever points a panel has given."""
    without = {name: value for name, value in applicant.items() if name != left_out}
    found = scores_of([applicant, without], standard, the_sheet().readings())
    for scores in found.tiers:
        assert (scores.verdict[1] == PASS) <= (scores.verdict[0] == PASS)
    if found.outcome[1] != NO_TIER:
        assert NO_TIER != found.outcome[0] <= found.outcome[1]


def test_points_for_a_good_figure_do_not_pass_once_it_is_left_blank():
    """18.5 points stand for five of five; with a bad figure they are refused, without it not."""
    panel = {"panel_basic": Decimal(43), "panel_government": 7, "panel_policy": 7}
    stated = an_applicant(basic=9, quality=4, panel_quality=Decimal("18.5"), **panel)
    blank = an_applicant(
        basic=9, quality=4, quality_missing=1, panel_quality=Decimal("18.5"), **panel
    )
    found = scored([stated, blank])
    assert [one["capital"]["verdict"] for one in found] == ["open", "open"]
    assert [one["capital"]["quality"]["refused"] for one in found] == [True, False]
    loose = scored([stated, blank], panel_missing="any_count")
    assert [one["capital"]["verdict"] for one in loose] == ["open", "pass"]


def assert_within(part: Any) -> None:
    """The second row's interval lies within the first's."""
    assert part.lower[1] >= part.lower[0]
    assert part.upper[1] <= part.upper[0]
    if part.lower[1] == part.lower[0]:
        assert part.lower_open[1] >= part.lower_open[0]
    if part.upper[1] == part.upper[0]:
        assert part.upper_open[1] >= part.upper_open[0]


def as_rows(scores: TierScores) -> np.ndarray:
    columns: list[np.ndarray] = [scores.verdict, scores.route, scores.gate]
    for part in (scores, *scores.sections):
        columns += [part.lower, part.upper, part.lower_open, part.upper_open, part.points]
    for counts in (scores.basic_counts, scores.quality_counts):
        columns += [counts.met, counts.missing]
    columns += [section.refused for section in scores.sections]
    return np.column_stack([column.astype(np.int64) for column in columns])


@many
@given(st.lists(applicants_with_panel, min_size=1, max_size=6), standards, readings, st.data())
def test_the_order_of_rows_does_not_matter(cohort, standard, chosen, data):
    order = data.draw(st.permutations(range(len(cohort))))
    found = scores_of(cohort, standard, chosen)
    shuffled = scores_of([cohort[position] for position in order], standard, chosen)
    assert shuffled.outcome.tolist() == found.outcome[order].tolist()
    for one, other in zip(found.tiers, shuffled.tiers, strict=True):
        np.testing.assert_array_equal(as_rows(one)[order], as_rows(other))


@many
@given(st.lists(applicants_with_panel, min_size=1, max_size=6), standards, readings)
def test_a_lone_applicant_scores_as_in_the_crowd(cohort, standard, chosen):
    found = scores_of(cohort, standard, chosen)
    for row, applicant in enumerate(cohort):
        alone = scores_of([applicant], standard, chosen)
        assert alone.outcome[0] == found.outcome[row]
        for one, other in zip(found.tiers, alone.tiers, strict=True):
            np.testing.assert_array_equal(as_rows(one)[row], as_rows(other)[0])


def test_no_applicants_give_no_scores() -> None:
    found = scores_of([], STANDARDS[0], the_sheet().readings())
    assert len(found.outcome) == 0
    assert all(len(scores.verdict) == len(scores.lower) == 0 for scores in found.tiers)


def test_many_rows_score_as_few() -> None:
    """More rows than are counted at once."""
    cohort = [
        {"exports": Decimal(30)},
        {"exports": Decimal(9), "panel_basic": Decimal(20)},
        {"quality_accident": True, "iso9000": Decimal(20)},
    ]
    few = figures_of(cohort)
    rows = np.arange(70_000) % len(cohort)
    chosen = the_sheet().readings()
    found = score(few.rows(rows), STANDARDS[0], the_sheet(), chosen)
    expected = score(few, STANDARDS[0], the_sheet(), chosen)
    for one, other in zip(found.tiers, expected.tiers, strict=True):
        np.testing.assert_array_equal(as_rows(one), as_rows(other)[rows])
