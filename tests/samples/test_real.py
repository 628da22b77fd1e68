"""Real clusters: facts with their sources, and the only honest verdict on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from clusterlib.analysis.asks import asks
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.rule_files.standards import read_standards
from clusterlib.rules.indicators import INDICATOR_BY_ID
from clusterlib.rules.tiers import TIERS
from clusterlib.rules.units import UNITS
from clusterlib.samples.real import latest_figures, real_facts, write_real_table
from clusterlib.scoring.score import OPEN
from clusterlib.scoring.trace import explain
from clusterlib.workflow import assess

STANDARDS = Path(__file__).parents[2] / "parameters" / "standards"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the written cohort table of the real clusters."""
    return write_real_table(tmp_path_factory.mktemp("real") / "真实集群.csv")


def test_facts_name_their_source_and_hold_no_address() -> None:
    facts = real_facts()
    assert len(facts) > 150
    for fact in facts:
        assert fact.source_title
        assert not any(
            sign in "".join(map(str, (fact.source_title, fact.region, fact.title)))
            for sign in ("http", "www.", ".com", ".cn")
        )


def test_facts_cover_the_four_trades_and_mapped_units_fit_the_score_sheet() -> None:
    facts = real_facts()
    assert {fact.industry for fact in facts} == {"家具", "皮革", "陶瓷", "五金"}
    for fact in facts:
        if fact.column:
            assert UNITS[fact.unit].kind == INDICATOR_BY_ID[fact.column].unit.kind


def test_part_of_a_year_never_stands_for_a_year() -> None:
    parts = [fact for fact in real_facts() if fact.period not in ("", "全年")]
    assert parts
    assert not any(fact.column for fact in parts)


def test_one_row_takes_one_year_and_the_latest_with_an_exact_figure() -> None:
    for cluster in {fact.cluster for fact in real_facts()}:
        facts = [fact for fact in real_facts() if fact.cluster == cluster]
        chosen = latest_figures(facts)
        assert len({fact.year for fact in chosen}) <= 1
        exact = [fact.year for fact in facts if fact.is_usable]
        if exact:
            assert chosen[0].year == max(exact)


def test_figures_with_a_qualifier_are_flagged_and_count_as_missing(table: Path) -> None:
    cohort = read_cohort(table)
    flagged = {(found.applicant_id, found.column) for found in cohort.problems}
    written = [
        (applicant, column)
        for column, cells in cohort.written.items()
        for applicant, cell in zip(cohort.applicant_id, cells, strict=True)
        if column in INDICATOR_BY_ID and any(sign in cell for sign in ("以上", "约", "近", "预计"))
    ]
    assert len(written) > 20
    assert set(written) == flagged


def test_every_real_cluster_is_open_at_every_tier(table: Path) -> None:
    cohort = read_cohort(table)
    scored = assess(cohort, read_standards(STANDARDS), on=date(2026, 11, 25))
    assert sum(len(positions) for positions, _ in scored.parts) == len(cohort) > 25
    for _, assessment in scored.parts:
        for tier in TIERS:
            assert np.all(assessment.scores.tiers[tier].verdict == OPEN)


def test_every_real_cluster_gets_a_list_of_figures_to_ask_for(table: Path) -> None:
    scored = assess(read_cohort(table), read_standards(STANDARDS), on=date(2026, 11, 25))
    for _, assessment in scored.parts:
        for position in range(len(assessment)):
            explanation = explain(assessment.at([position]))
            for trace in explanation.tiers:
                asked = asks(explanation, trace, assessment.readings)
                figures = [ask for ask in asked if ask.kind == "figure"]
                assert len(figures) >= 11
