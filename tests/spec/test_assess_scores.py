"""SPEC section 2 through `clusterlib assess`: counts, bands, panel, verdict, route, readings."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from tests.spec.files import ALONE, GATES, QUALITY, a_standard, applicant, met, rows_of

TIERS = ("capital", "base", "township")


def interval(row, section):
    return Decimal(row[f"{section}_lo"]), Decimal(row[f"{section}_hi"])


@pytest.mark.clause("A1.3.basic")
@pytest.mark.parametrize(
    ("count", "lo", "hi"),
    [(0, 0, 36), (7, 0, 36), (8, 36, 48), (10, 36, 48), (11, 48, 60), (13, 48, 60)],
)
def test_basic_is_banded_at_8_and_11_items(assess, count, lo, hi):
    row = assess(rows_of(applicant(count))).row()
    assert row["basic_met"] == str(count)
    assert interval(row, "basic") == (lo, hi)


@pytest.mark.clause("A1.3.quality")
@pytest.mark.parametrize(
    ("count", "lo", "hi"), [(0, 0, 10), (2, 0, 10), (3, 10, 16), (4, 10, 16), (5, 16, 20)]
)
def test_quality_is_banded_at_3_and_5_items(assess, count, lo, hi):
    row = assess(rows_of(applicant(0, count))).row()
    assert row["quality_met"] == str(count)
    assert interval(row, "quality") == (lo, hi)


@pytest.mark.parametrize(
    ("section", "grade", "lo", "hi", "point"),
    [
        pytest.param(section, grade, *rest, marks=pytest.mark.clause(f"A1.3.{section}"))
        for section in ("government", "policy")
        for grade, *rest in [
            ("good", 8, 10, 9),
            ("好", 8, 10, 9),
            ("fair", 6, 8, 7),
            ("较好", 6, 8, 7),
            ("average", 0, 6, 3),
            ("一般", 0, 6, 3),
        ]
    ],
)
def test_a_grade_is_a_band_and_an_even_estimate(assess, section, grade, lo, hi, point):
    other = {"government": "grade_policy", "policy": "grade_government"}[section]
    found = applicant(13, 5, **{f"grade_{section}": grade, other: "好"})
    row = assess(rows_of(found)).row()
    assert interval(row, section) == (lo, hi)
    assert Decimal(row["total"]) == 60 + 20 + 9 + point


def test_missing_items_make_the_count_a_range_and_the_section_an_interval(assess):
    found = {
        "applicant_id": "A",
        **met(9, of=ALONE, missing=2),
        "output_share": "5",
        "profit_margin": "5",
    }
    row = assess(rows_of(found)).row()
    assert (row["basic_met"], row["basic_missing"]) == ("9", "2")
    assert interval(row, "basic") == (36, 60)
    assert row["total"] == ""


@pytest.mark.parametrize(
    ("sides", "met_count", "missing"),
    [
        ({"output_value": "40", "output_share": ""}, 1, 12),
        ({"output_value": "", "output_share": "40"}, 1, 12),
        ({"output_value": "5", "output_share": "40"}, 1, 12),
        ({"output_value": "5", "output_share": "5"}, 0, 12),
        ({"output_value": "5", "output_share": ""}, 0, 13),
    ],
)
def test_an_alternative_is_met_by_either_and_missed_only_by_both(
    assess, sides, met_count, missing
):
    row = assess(rows_of({"applicant_id": "A", **sides})).row()
    assert (row["basic_met"], row["basic_missing"]) == (str(met_count), str(missing))


@pytest.mark.parametrize(
    ("exempt", "left_out", "met_count"),
    [
        (("output_share",), (), 0),
        ((), ("output_share",), 0),
        (("output_share",), ("output_value",), 1),
        (("output_share", "output_value"), (), 1),
    ],
)
def test_an_item_is_exempt_only_if_no_side_is_left_and_one_is_exempt(
    assess, tmp_path, exempt, left_out, met_count
):
    standard = a_standard(tmp_path / "s.yaml", exempt=exempt, left_out=left_out)
    found = {"applicant_id": "A", "output_value": "5", "output_share": "40"}
    row = assess(rows_of(found), standard=standard).row()
    assert row["basic_met"] == str(met_count)


@pytest.mark.parametrize(
    ("heading", "unit", "threshold", "figure", "is_met"),
    [
        ("output_value（亿元）", "万元", "10050", "1.005", True),
        ("output_value（亿元）", "万元", "10050", "1.00499999999999", False),
        ("output_value（元）", "万元", "10050", "100500000", True),
        ("exports（亿美元）", "万美元", "1", "0.0001", True),
        ("employees（万人）", "人", "12000", "1.2", True),
        ("employees（万人）", "万人", "1.2", "1.1999", False),
    ],
)
def test_equality_is_exact_in_decimal_through_every_conversion(
    assess, tmp_path, heading, unit, threshold, figure, is_met
):
    name = heading.split("（")[0]
    standard = a_standard(
        tmp_path / "s.yaml",
        values={name: (unit, f"{threshold} {threshold} {threshold}")},
        left_out=("output_share",),
    )
    row = assess([["applicant_id", heading], ["A", figure]], standard=standard).row()
    assert row["basic_met"] == str(int(is_met))


@pytest.mark.parametrize(
    ("basic", "points", "is_taken"),
    [
        (7, "0", True),
        (7, "35.99", True),
        (7, "36", False),
        (8, "35.99", False),
        (8, "36", True),
        (10, "48", True),
        (10, "48.01", False),
        (11, "48", False),
        (11, "48.01", True),
        (13, "60", True),
        (13, "60.01", False),
    ],
)
def test_panel_points_must_lie_in_a_band_that_the_count_allows(assess, basic, points, is_taken):
    ended = assess(rows_of(applicant(basic, panel_basic=points)))
    row = ended.row()
    assert (row["basic_lo"] == row["basic_hi"] == points) is is_taken
    refused = [] if is_taken else [("panel_basic", tier, points) for tier in TIERS]
    assert ended.brief("column", "tier", "value") == refused
    assert ended.status == (0 if is_taken else 1)


@pytest.mark.parametrize(
    ("gates", "points", "lo", "hi", "gate"),
    [
        ("无无无", "17", 17, 17, "ok"),
        ("无无无", "16", 16, 20, "ok"),
        ("无无有", "0", 0, 0, "failed"),
        ("无无有", "17", 0, 0, "failed"),
        ("有无—", "", 0, 0, "failed"),
        ("无无—", "", 0, 20, "unknown"),
        ("无无—", "17", 0, 17, "unknown"),
        ("无无—", "0", 0, 20, "unknown"),
    ],
)
@pytest.mark.clause("A1.3.quality")
def test_a_gate_bounds_quality_also_beside_points(assess, gates, points, lo, hi, gate):
    found = applicant(
        13,
        5,
        panel_quality=points,
        **dict(zip(GATES, gates, strict=True)),
        grade_government="好",
        grade_policy="好",
    )
    row = assess(rows_of(found)).row()
    assert row["quality_gate"] == gate
    assert interval(row, "quality") == (lo, hi)
    assert (row["total"] == "") is (gate == "unknown")


def test_a_failed_gate_gives_the_point_0_whatever_is_missing(assess):
    found = {
        **applicant(13, 5, grade_government="好", grade_policy="好"),
        "iso9000": "",
        "quality_accident": "有",
    }
    assert assess(rows_of(found)).row()["total"] == "78"


@pytest.mark.parametrize(
    ("grade", "points", "is_taken"),
    [
        ("好", "8", False),
        ("好", "8.1", True),
        ("好", "10", True),
        ("好", "10.1", False),
        ("较好", "5.9", False),
        ("较好", "6", True),
        ("较好", "8", True),
        ("较好", "8.1", False),
        ("一般", "5.9", True),
        ("一般", "6", False),
        ("", "0", True),
        ("", "10", True),
        ("", "10.1", False),
    ],
)
def test_points_of_a_graded_section_lie_in_the_grades_band(assess, grade, points, is_taken):
    found = applicant(grade_government=grade, panel_government=points)
    row = assess(rows_of(found)).row()
    assert (row["government_lo"] == row["government_hi"] == points) is is_taken


def test_refused_points_leave_the_row_as_if_they_were_absent(assess):
    with_points = assess(rows_of(applicant(9, 4, panel_basic="50"))).row()
    without = assess(rows_of(applicant(9, 4))).row()
    assert with_points == without


@pytest.mark.clause("A1.3.note2")
@pytest.mark.parametrize(
    ("points", "verdict"),
    [(("49.9", "9", "5.5", "5.5"), "fail"), (("50", "9", "5.5", "5.5"), "pass")],
)
def test_seventy_is_the_pass_mark(assess, points, verdict):
    panel = ("panel_basic", "panel_quality", "panel_government", "panel_policy")
    found = applicant(13, 2, **dict(zip(panel, points, strict=True)))
    assert assess(rows_of(found)).row()["verdict"] == verdict


def test_open_ends_count_in_the_verdict(assess):
    below = applicant(0, 5, panel_quality="20", panel_government="10", panel_policy="4")
    row = assess(rows_of(below)).row()
    assert (row["total_hi"], row["verdict"]) == ("70", "fail")
    at_least = applicant(10, 5, panel_quality="20", panel_government="7", panel_policy="7")
    row = assess(rows_of(at_least)).row()
    assert (row["total_lo"], row["verdict"]) == ("70", "pass")
    above = applicant(11, 5, panel_quality="16.5", panel_government="5.5", panel_policy="0")
    row = assess(rows_of(above)).row()
    assert (row["total_lo"], row["verdict"]) == ("70", "pass")
    within = applicant(0, 4, panel_government="9", panel_policy="9")
    row = assess(rows_of(within)).row()
    assert (row["total_hi"], row["verdict"]) == ("70", "fail")


def three_valued(*parts):
    return True if True in parts else None if None in parts else False


@pytest.mark.parametrize(
    ("tier", "limit"),
    [
        pytest.param(tier, limit, marks=pytest.mark.clause(f"2.2.1.{tier}"))
        for tier, limit in zip(TIERS, (3, 7, 12), strict=True)
    ],
)
@pytest.mark.parametrize("reading", ["both", "either"])
def test_the_route_is_three_valued(assess, tier, limit, reading):
    claim = dict(
        zip(TIERS, ("claim_famous_brand", "claim_raw_material", "claim_origin_or_gi"), strict=True)
    )[tier]
    ranks = {str(limit): True, str(limit + 1): False, "": None}
    answers = {"是": True, "否": False, "": None}
    exceptions = ("",) if tier == "capital" else ("是", "否", "")
    rows, expected = [], []
    for output, sales, export, said, exception in product(
        ranks, ranks, ranks, answers, exceptions
    ):
        pair = (ranks[output], ranks[sales])
        if reading == "both":
            both = False if False in pair else None if None in pair else True
        else:
            both = three_valued(*pair)
        state = three_valued(both, ranks[export], answers[said], exception == "是")
        expected.append({True: "met", False: "not_met", None: "unknown"}[state])
        rows.append(
            {
                "applicant_id": f"A{len(rows)}",
                "exports": "1",
                "output_rank": output,
                "sales_rank": sales,
                "export_rank": export,
                claim: said,
                **({} if tier == "capital" else {f"exception_{tier}": exception}),
            }
        )
    ended = assess(rows_of(*rows), "--tier", tier, "--reading", f"ranks={reading}")
    assert [row["route"] for row in ended.results] == expected


def passing(**others):
    return applicant(
        13,
        5,
        panel_basic="60",
        panel_quality="20",
        panel_government="10",
        panel_policy="10",
        **others,
    )


@pytest.mark.parametrize(
    ("applied", "rank", "outcome"),
    [
        ("都", "3", "capital"),
        ("都", "4", "base"),
        ("都", "8", "township"),
        ("都", "13", ""),
        ("基地", "3", "base"),
        ("基地", "8", "township"),
        ("乡", "3", "township"),
        ("", "3", "capital"),
        ("省", "3", ""),
    ],
)
def test_the_outcome_is_the_best_tier_from_the_one_applied_for_down(
    assess, applied, rank, outcome
):
    ended = assess(rows_of(passing(tier=applied, export_rank=rank)))
    assert {row["outcome_tier"] for row in ended.results} == {outcome}
    assert [row["tier"] for row in ended.results] == list(TIERS)


def test_option_tier_shows_one_tier_and_stands_in_where_a_row_names_none(assess):
    ended = assess(rows_of(passing(export_rank="3")), "--tier", "基地")
    assert [(row["tier"], row["outcome_tier"]) for row in ended.results] == [("base", "base")]
    ended = assess(rows_of(passing(export_rank="3", tier="都")), "--tier", "township")
    assert [(row["tier"], row["outcome_tier"]) for row in ended.results] == [
        ("township", "capital")
    ]


def test_the_verdict_of_a_tier_is_against_that_tiers_own_thresholds(assess):
    found = applicant(**dict.fromkeys(ALONE, "20"), **dict.fromkeys(QUALITY, "15"))
    ended = assess(rows_of(found))
    counts = [(row["basic_met"], row["quality_met"]) for row in ended.results]
    assert counts == [("0", "0"), ("13", "0"), ("13", "5")]


def test_reading_veto_fails_a_failed_gate_and_never_passes_an_unanswered_one(assess):
    points = {"panel_basic": "60", "panel_government": "10", "panel_policy": "10"}
    failed = applicant(13, 5, **points, quality_accident="有")
    unanswered = applicant(13, 5, **points, quality_accident="") | {"applicant_id": "B"}
    for reading, verdicts in (("section_zero", ["pass", "pass"]), ("veto", ["fail", "open"])):
        ended = assess(rows_of(failed, unanswered), "--tier", "都", "--reading", f"gate={reading}")
        assert [row["verdict"] for row in ended.results] == verdicts


def test_reading_missing_not_met_leaves_nothing_missing_in_the_counted_sections(assess):
    found = {"applicant_id": "A", **met(8, of=ALONE, missing=3), "iso9000": "40"}
    row = assess(rows_of(found), "--reading", "missing=not_met").row()
    assert (row["basic_met"], row["basic_missing"], row["quality_missing"]) == ("8", "0", "0")
    assert interval(row, "basic") == (36, 48)
    assert (row["quality_gate"], row["route"]) == ("unknown", "unknown")
    assert interval(row, "government") == (0, 10)


@pytest.mark.parametrize(
    ("dropped", "count", "lo", "hi", "point"),
    [
        (1, 7, 36, 48, "36"),
        (1, 6, 0, 36, None),
        (1, 10, 48, 60, "52"),
        (7, 0, 0, 36, "0"),
        (7, 1, 36, 48, "36"),
        (7, 4, 48, 60, "52"),
        (7, 6, 48, 60, "60"),
    ],
)
def test_reading_drops_item_lowers_bands_and_knots(
    assess, tmp_path, dropped, count, lo, hi, point
):
    gone = ALONE[-dropped:]
    partners = {"output_value": "output_share", "profit_tax": "profit_margin"}
    exempt = (*gone, *(partners[name] for name in gone if name in partners))
    standard = a_standard(tmp_path / "s.yaml", exempt=exempt)
    left = [name for name in ALONE if name not in gone]
    found = applicant() | met(count, of=left)
    found |= {"grade_government": "一般", "grade_policy": "一般"}
    row = assess(rows_of(found), "--reading", "exempt=drops_item", standard=standard).row()
    assert row["basic_met"] == str(count)
    assert interval(row, "basic") == (lo, hi)
    if point is not None:
        assert Decimal(row["total"]) == Decimal(point) + 6
    counted = assess(rows_of(found), standard=standard).row()
    assert counted["basic_met"] == str(count + dropped)


def test_a_number_that_does_not_end_has_at_least_nine_decimals(assess, tmp_path):
    standard = a_standard(tmp_path / "s.yaml", exempt=("market_share",))
    found = applicant(1, 1, grade_government="好", grade_policy="好")
    row = assess(rows_of(found), "--reading", "exempt=drops_item", standard=standard).row()
    exact = Decimal(36) / 7 + Decimal(10) / 3 + 18
    assert len(row["total"].split(".")[1]) >= 9
    assert abs(Decimal(row["total"]) - exact) <= Decimal("1e-9")


@pytest.mark.parametrize(
    ("value", "total"),
    [
        ("even", 52 + 10 + 7 + 3),
        ("lowest", 48 + 10 + 6 + 0),
        ("highest", 60 + 16 + 8 + 6),
        ("midpoint", 54 + 13 + 7 + 3),
    ],
)
def test_reading_points_within_band_sets_the_estimate_only(assess, value, total):
    found = applicant(11, 3, grade_government="较好", grade_policy="一般")
    row = assess(rows_of(found), "--reading", f"points_within_band={value}").row()
    assert Decimal(row["total"]) == total
    assert interval(row, "total") == (48 + 10 + 6, 60 + 16 + 8 + 6)


@pytest.mark.parametrize("value", ["even", "lowest", "highest", "midpoint"])
@pytest.mark.parametrize("blank", ["iso9000", "exports", "safety_accident", "grade_policy"])
def test_without_a_known_count_gate_and_grade_there_is_no_estimate(assess, value, blank):
    found = applicant(11, 4, grade_government="好", grade_policy="好") | {blank: ""}
    row = assess(rows_of(found), "--reading", f"points_within_band={value}").row()
    assert row["total"] == ""


def test_option_reading_overrides_the_standards_and_all_stand_in_the_result(assess, tmp_path):
    standard = a_standard(tmp_path / "s.yaml", tail="readings: {gate: veto, ranks: either}\n")
    row = assess(rows_of(applicant()), "--reading", "gate=section_zero", standard=standard).row()
    assert row["readings"] == (
        "gate=section_zero; ranks=either; missing=unknown; exempt=counts_as_met; "
        "points_within_band=even; entry=bars; outcome=best_below; panel_missing=every_count"
    )


def test_a_blank_is_never_zero_and_never_a_failure(assess):
    row = assess([["applicant_id", "exports"], ["A", ""]]).row()
    assert (row["basic_missing"], row["quality_missing"]) == ("13", "5")
    assert (row["total_lo"], row["total_hi"], row["verdict"]) == ("0", "100", "open")
