"""One point a section of many: each reading against tables worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.panel.consolidation import consolidate, points_written, rounded, voted
from clusterlib.panel.records import Round
from clusterlib.panel.sheets import sheets_of
from clusterlib.rules.indicators import SECTIONS
from tests.panel.cases import CLOSED, RULES, allowed, decimals, lines, one_section, sheets


def consolidated(lines_, reading="mean", *, bands=None, rounds=(CLOSED,), **kwargs):
    bands = allowed() if bands is None else bands
    return consolidate("C", sheets_of(lines_), rounds, bands, RULES, reading, **kwargs)


def basic(points, reading="mean"):
    """The point that a section of the band 36 to 48 gets, as text, and what is said of it."""
    found = consolidated(one_section("basic", points), reading).section("basic")
    return None if found.points is None else points_written(found.points), found.told, found.few


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("mean", ("44.17", "12.92", "6.88", "7.13")),
        ("median", ("44.25", "13", "6.9", "7")),
        ("trimmed", ("44.25", "12.88", "6.88", "7.13")),
    ],
)
def test_six_experts_give_what_was_worked_out_by_hand(reading, expected):
    found = consolidated(lines(), reading)
    assert tuple(points_written(section.points) for section in found.sections) == expected
    assert [section.grade for section in found.sections] == ["", "", "fair", "fair"]
    assert [len(section.valid) for section in found.sections] == [6, 6, 4, 3]
    assert [section.few for section in found.sections] == [False, False, True, True]
    assert found.section("policy").votes == {"good": 1, "fair": 3, "average": 2}
    assert set(found.section("policy").outside) == {"乙", "戊", "己"}
    assert found.section("basic").range == 4


@pytest.mark.parametrize(
    ("points", "mean", "median", "trimmed"),
    [
        (["40", "41", "45"], "42", "41", "42"),
        (["40", "41", "45", "46.5"], "43.13", "43", "43.13"),
        (["36", "41", "45", "46.5", "48"], "43.3", "45", "44.17"),
        (["36.01", "40", "40", "40", "48"], "40.8", "40", "40"),
        (["36"] * 10 + ["48"], "37.09", "36", "36"),
        (["44"] * 11 + ["44.01", "44.03"], "44", "44", "44"),
        (["44"] * 6 + ["45"] * 7, "44.54", "45", "44.55"),
    ],
)
def test_three_to_thirteen_experts_in_every_reading(points, mean, median, trimmed):
    assert [basic(points, reading)[0] for reading in ("mean", "median", "trimmed")] == [
        mean,
        median,
        trimmed,
    ]


def test_few_valid_points_give_none_or_a_marked_one():
    assert basic(["40", "41"]) == (None, "有效评分2份，不足3份，不合成", False)
    assert basic([]) == (None, "有效评分0份，不足3份，不合成", False)
    assert basic(["40", "41", "42"]) == ("41", "有效评分3份，不足5份", True)
    assert basic(["40", "41", "42", "43"])[1:] == ("有效评分4份，不足5份", True)
    assert basic(["40", "41", "42", "43", "44"]) == ("42", "", False)


def test_a_half_cent_is_rounded_away_from_zero():
    assert basic(["40", "40.01", "40", "40.01"])[0] == "40.01"
    assert rounded(Fraction("-0.005")) == Fraction("-0.01")
    assert rounded(Fraction("2.675")) == Fraction("2.68")


@pytest.mark.clause("A1.3.note2")
def test_four_means_that_sum_to_seventy_are_seventy_as_they_are_signed():
    thirds = {
        "甲": ("43", "13", "7", "7.01", "fair", "fair"),
        "乙": ("43", "13", "7", "7", "fair", "fair"),
        "丙": ("43.01", "12.99", "7", "7", "fair", "fair"),
    }
    found = consolidated(lines(thirds))
    assert [points_written(section.points) for section in found.sections] == [
        "43",
        "13",
        "7",
        "7",
    ]
    assert sum(section.points for section in found.sections) == 70


def test_points_outside_every_band_are_left_out_and_named():
    found = consolidated(one_section("basic", ["35.99", "36", "40", "48", "48.01"]))
    section = found.section("basic")
    assert list(section.valid.values()) == decimals(["36", "40", "48"])
    assert set(section.outside) == {"M00", "M04"}
    assert points_written(section.points) == "41.33"


@pytest.mark.clause("A1.3.quality")
def test_a_mean_that_no_band_allows_is_not_given_and_it_is_said():
    unanswered = allowed(zero=True)
    found = consolidated(one_section("quality", ["0", "0", "12"]), bands=unanswered)
    section = found.section("quality")
    assert section.points is None
    assert section.told == "合成得4分，不在允许的档（得分=0 或 10≤得分≤16）内，不采用"
    same = consolidated(one_section("quality", ["0", "0", "12"]), "median", bands=unanswered)
    assert same.section("quality").points == 0


@pytest.mark.parametrize(
    ("grades", "grade"),
    [
        (["good", "good", "fair"], "good"),
        (["good", "fair"], "fair"),
        (["good", "good", "average", "average", "fair"], "average"),
        (["fair"], "fair"),
        ([], ""),
    ],
)
@pytest.mark.clause("A1.3.government", "A1.3.policy")
def test_the_grade_is_what_most_name_on_a_tie_the_lower(grades, grade):
    assert voted(grades) == grade


def test_sheets_without_a_grade_do_not_vote_and_their_points_count_within_the_grade_found():
    rows = one_section("government", ["7", "7.5", "9"], "")
    rows += [
        row._replace(sheet=f"G{row.sheet}", member=f"G{row.member}", grade="fair")
        for row in one_section("government", ["6", "8"])
    ]
    section = consolidated(rows).section("government")
    assert (section.grade, section.votes) == ("fair", {"fair": 2})
    assert list(section.valid.values()) == decimals(["7", "7.5", "6", "8"])


def test_points_that_the_own_grade_does_not_allow_never_count():
    rows = one_section("policy", ["7", "7", "7", "7"], "fair")
    rows[0] = rows[0]._replace(grade="good")
    section = consolidated(rows).section("policy")
    assert section.grade == "fair"
    assert set(section.outside) == {"M00"}


def test_the_grade_stands_where_no_points_do():
    section = consolidated(one_section("policy", ["", "", ""], "good")).section("policy")
    assert (section.grade, section.points) == ("good", None)


def test_no_grade_at_all_leaves_the_whole_section_open():
    section = consolidated(one_section("policy", ["3", "6", "9"])).section("policy")
    assert (section.grade, section.points) == ("", 6)


def test_only_the_last_closed_round_counts_and_an_open_one_can_be_looked_at():
    both = [*lines(), *lines({"甲": ("40", "10", "7", "7", "fair", "fair")}, number=2)]
    found = consolidated(both, rounds=[CLOSED, Round("C", "2", "")])
    assert (found.round, len(found.sheets)) == (1, 6)
    preview = consolidated(both, rounds=[CLOSED], number=2)
    assert set(preview.sheets) == {"甲"}
    closed = consolidated(both, rounds=[CLOSED, Round("C", "2", "t")])
    assert (closed.round, closed.section("basic").points) == (2, None)


def test_without_a_closed_round_there_are_no_points_and_no_grades():
    found = consolidated(lines(), rounds=[Round("C", "1", "")])
    assert found.round is None
    assert all(section.points is None and not section.grade for section in found.sections)


def test_a_correction_counts_once_it_is_locked_and_an_open_sheet_never():
    corrected = {"甲": ("46", "13", "7", "7", "fair", "fair")}
    draft = [row._replace(sheet="K", corrects="S1甲") for row in lines(corrected, locked="")]
    assert consolidated([*lines(), *draft]).sheets["甲"].id == "S1甲"
    locked = [row._replace(locked="t", recorded="t") for row in draft]
    assert consolidated([*lines(), *locked]).sheets["甲"].id == "K"
    assert len(consolidated([*lines(), *locked]).sheets) == 6


def test_severity_and_agreement_are_of_shares_of_the_sections_maximum():
    found = consolidated(lines())
    others = [
        (Fraction(221, 5), 60),
        (Fraction("64.5") / 5, 20),
        (Fraction("34.5") / 5, 10),
        (Fraction("33.3") / 5, 10),
    ]
    own = decimals(["44", "13", "7", "6.8"])
    expected = sum((one - mean) / full for one, (mean, full) in zip(own, others, strict=True)) / 4
    assert found.severity["甲"] == expected
    assert sum(found.severity.values()) == 0
    assert found.alpha == pytest.approx(0.04, abs=0.005)


def test_agreement_is_none_where_every_value_is_the_same():
    assert consolidated(one_section("basic", ["40", "40", "40"])).alpha is None
    assert consolidated(one_section("basic", ["40"])).alpha is None
    assert consolidated([]).alpha is None
    perfect = {member: ("45", "10", "7", "7", "fair", "fair") for member in "甲乙丙"}
    assert consolidated(lines(perfect)).alpha == pytest.approx(1)


_CENTS = st.integers(3600, 4800)
_READINGS = st.sampled_from(["mean", "median", "trimmed"])


@settings(max_examples=60, deadline=None)
@given(st.lists(_CENTS, min_size=3, max_size=13), _READINGS, st.randoms())
def test_points_of_one_band_give_a_point_of_that_band_in_whatever_order(cents, reading, random):
    texts = [f"{cent / 100:.2f}" for cent in cents]
    rows = one_section("basic", texts)
    section = consolidated(rows, reading).section("basic")
    assert min(section.valid.values()) <= section.points <= max(section.valid.values())
    assert 36 <= section.points <= 48
    random.shuffle(rows)
    assert consolidated(rows, reading).section("basic").points == section.points


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(4801, 6000), min_size=3, max_size=7), _READINGS)
def test_a_point_of_the_open_band_above_48_stays_above_it(cents, reading):
    rows = one_section("basic", [f"{cent / 100:.2f}" for cent in cents])
    assert consolidated(rows, reading, bands=allowed(basic=(11,))).section("basic").points > 48


@settings(max_examples=30, deadline=None)
@given(st.permutations(list("甲乙丙丁戊己")))
def test_the_order_of_members_changes_nothing(order):
    rows = [row for member in order for row in lines() if row.member == member]
    one, other = consolidated(rows), consolidated(lines())
    assert [section.points for section in one.sections] == [
        section.points for section in other.sections
    ]
    assert (one.alpha, dict(one.severity)) == (
        pytest.approx(other.alpha),
        dict(other.severity),
    )


def test_sections_come_in_the_order_of_the_score_sheet():
    assert tuple(one.section for one in consolidated(lines()).sections) == SECTIONS
    assert len(sheets()) == 6
