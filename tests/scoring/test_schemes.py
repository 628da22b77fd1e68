"""Any scheme is scored like the regulation's own sheet: the oracle's way, on drawn applicants."""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from clusterlib.cli import app
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.intake.tables.scheme_table import read_scheme_cohort
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rule_files.scheme_limits import limits_of
from clusterlib.rule_files.scheme_yaml import read_scheme, scheme_file
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.points import on_grid
from clusterlib.rules.scheme import Condition, Scheme, Section
from clusterlib.rules.scoresheet import Band, Readings
from clusterlib.scoring.schemes import SchemeFigures, nothing_known, score_scheme
from clusterlib.scoring.score import VERDICT_IDS
from clusterlib.workflow import assess, score_sheet_on
from tests.scoring.drawn_schemes import random_scheme

DAY = date(2026, 11, 25)
FURNITURE = parameters_folder() / "standards" / "furniture.yaml"
MEETS = {
    ">=": lambda value, limit: value >= limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    "<": lambda value, limit: value < limit,
    "=": lambda value, limit: value == limit,
}


def readings_with(**changes: str) -> Readings:
    return score_sheet_on(DAY).readings(changes)


# The oracle: one applicant at a time, in plain Python and exact decimals.


def state_of(item: tuple[Condition, ...], figures: dict, limits: dict, tier: int) -> str:
    states = []
    for side in item:
        stated = side.limits if side.limits is not None else limits.get(side.measure)
        if stated is None:
            continue
        limit = Decimal(str(stated[tier]))
        values = figures["values"][side.measure][: side.last]
        known = [MEETS[side.comparison](value, limit) for value in values if value is not None]
        if not all(known):
            states.append("not_met")
        else:
            states.append("missing" if None in values else "met")
    if not states:
        return "met"
    if "met" in states:
        return "met"
    return "missing" if "missing" in states else "not_met"


def bands_within(section: Section, low: int, high: int) -> list[Band]:
    """Return the bands of every count from the lowest to the highest possible."""
    chosen = []
    for count in range(low, high + 1):
        chosen.append([band for band in section.bands if band.least <= count][-1])
    return chosen


def expected(scheme: Scheme, figures: dict, limits: dict, tier: int, readings: Readings) -> str:
    verdicts, lower, upper, upper_open, gate_failed, gate_open = [], 0, 0, False, False, False
    for section in scheme.sections:
        states = [state_of(item, figures, limits, tier) for item in section.items]
        if section.points and readings.missing == "not_met":
            states = ["not_met" if state == "missing" else state for state in states]
        met, missing = states.count("met"), states.count("missing")
        if section.rule in ("required", "at_least"):
            needed = len(states)
            if section.rule == "at_least":
                needed = section.least[1 if figures["review"] else 0]
            verdicts.append(
                "pass" if met >= needed else "fail" if met + missing < needed else "open"
            )
            continue
        if section.rule == "graded":
            grade = figures["grades"][section.id]
            low, high, is_open = 0, section.points, False
            if grade is not None:
                band = section.bands[grade]
                low, high, is_open = band.lower, band.upper, band.upper_open
        else:
            bands = bands_within(section, met, met + missing)
            low, high, is_open = bands[0].lower, bands[-1].upper, bands[-1].upper_open
            answers = [figures["answers"][gate] for gate in section.gates]
            if 1 in answers:
                low, high, is_open, gate_failed = 0, 0, False, True
            elif None in answers:
                low, gate_open = 0, True
        lower, upper, upper_open = lower + low, upper + high, upper_open or is_open
    if scheme.pass_mark is not None:
        passed = lower >= scheme.pass_mark
        failed = upper < scheme.pass_mark or (upper == scheme.pass_mark and upper_open)
        if readings.gate == "veto":
            failed, passed = failed or gate_failed, passed and not gate_open
        verdicts.append("fail" if failed else "pass" if passed else "open")
    return "fail" if "fail" in verdicts else "open" if "open" in verdicts else "pass"


def drawn(scheme: Scheme, n: int, limits: dict, source: random.Random) -> tuple:
    """Return n applicants, as arrays and one by one, many of them at the very limits."""
    arrays, singles = nothing_known(scheme, n), []
    asked: dict[str, list[Decimal]] = {name: [Decimal(0)] for name in scheme.measures}
    fitting: dict[str, list[Decimal]] = {name: [Decimal(0)] for name in scheme.measures}
    for section in scheme.sections:
        for item in section.items:
            for side in item:
                stated = side.limits if side.limits is not None else limits.get(side.measure)
                known = [Decimal(str(limit)) for limit in stated or ()]
                asked[side.measure] += known
                beyond = {">": Decimal("0.1"), "<": Decimal("-0.1")}.get(side.comparison, 0)
                fitting[side.measure] = [limit + beyond for limit in known] or [Decimal(0)]
    for row in range(n):
        one: dict = {"values": {}, "answers": {}, "grades": {}, "review": source.random() < 0.5}
        arrays.reviewed[row] = one["review"]
        fits, blank = source.choice([0.5, 0.9, 1.0]), source.choice([0.0, 0.05, 0.2])
        for name, columns in arrays.values.items():
            one["values"][name] = []
            for column in range(columns.shape[1]):
                value = None
                if source.random() >= blank:
                    beside = Decimal(source.choice(["0", "0.1", "-0.1"]))
                    value = source.choice(asked[name]) + beside
                    if source.random() < fits:
                        value = source.choice(fitting[name])
                    columns[row, column] = float(value)
                one["values"][name].append(value)
        for name, answers in arrays.answers.items():
            one["answers"][name] = source.choice([0, 0, 0, 0, 0, 1, None])
            answers[row] = -1 if one["answers"][name] is None else one["answers"][name]
        for name, grades in arrays.grades.items():
            one["grades"][name] = source.choice([0, 1, 2, 2, None])
            grades[row] = -1 if one["grades"][name] is None else one["grades"][name]
        singles.append(one)
    return arrays, singles


def agree(scheme: Scheme, limits: dict, n: int, source: random.Random) -> Counter[str]:
    """Return how many verdicts of each kind were compared, under every reading that decides."""
    arrays, singles = drawn(scheme, n, limits, source)
    seen: Counter[str] = Counter()
    for missing, gate in product(("unknown", "not_met"), ("section_zero", "veto")):
        changes = {"missing": missing, "gate": gate}
        readings = readings_with(**changes)
        for tier in scheme.tiers:
            found = score_scheme(scheme, arrays, limits, tier, readings).verdict
            for row, one in enumerate(singles):
                said = expected(scheme, one, limits, int(tier), readings)
                assert VERDICT_IDS[int(found[row])] == said, (scheme.id, row, changes, one)
                seen[said] += 1
    return seen


SHIPPED = (
    "light-industry-2022",
    "ceramics-example",
    "furniture-smart-example",
    "sme-clusters-2022",
    "sme-clusters-yunnan",
    "provincial-seven-conditions",
)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_oracle_agrees_on_drawn_applicants_of_each_shipped_scheme(name: str) -> None:
    scheme = read_scheme(scheme_file(name), DAY)
    limits = limits_of(scheme, FURNITURE, DAY)
    assert len(agree(scheme, limits, 400, random.Random(name))) >= 2


def test_the_oracle_agrees_on_schemes_drawn_at_random() -> None:
    source, seen = random.Random(14), Counter()
    for _ in range(60):
        scheme = random_scheme(source)
        seen += agree(scheme, {}, 12, source)
    assert set(seen) == {"pass", "open", "fail"}


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [(-1, 1, "fail"), (1, -1, "fail"), (0, 1, "fail"), (-1, 0, "open"), (0, 0, "pass")],
)
def test_a_gate_of_any_section_that_fails_decides_under_veto(first, second, verdict) -> None:
    """One that nobody answered, in another section, does not hide it."""
    base = read_scheme(scheme_file("light-industry-2022"), DAY)
    item = (Condition("brands", ">=", (Decimal(0),) * 3),)
    bands = (Band(0, 0, on_grid(1), False, True), Band(1, on_grid(1), on_grid(5), False, False))
    gates = ("quality_accident", "pollution_accident")
    scheme = replace(
        base,
        sections=tuple(
            Section(gate, gate, "counted", on_grid(5), (item,), bands, (gate,)) for gate in gates
        ),
        pass_mark=on_grid(1),
    )
    figures = nothing_known(scheme, 1)
    figures.values["brands"][:] = 1
    for gate, answer in zip(gates, (first, second), strict=True):
        figures.answers[gate][:] = answer
    found = score_scheme(scheme, figures, {}, scheme.tiers[0], readings_with(gate="veto"))
    assert VERDICT_IDS[int(found.verdict[0])] == verdict


@pytest.mark.clause("A1.3.basic", "A1.3.quality", "A1.3.note2")
@pytest.mark.parametrize("changes", [{}, {"missing": "not_met"}, {"gate": "veto"}])
def test_the_scheme_of_2022_scores_as_the_sheet_of_the_regulation(changes) -> None:
    scheme = read_scheme(scheme_file("light-industry-2022"), DAY)
    cohort = read_scheme_cohort(sample_table(), scheme)
    scored = assess(
        read_cohort(sample_table()), read_standard(FURNITURE), on=DAY, readings=changes
    )
    limits, readings = limits_of(scheme, FURNITURE, DAY), readings_with(**changes)
    ((_, assessment),) = scored.parts
    for tier in scheme.tiers:
        ours = score_scheme(scheme, cohort.figures, limits, tier, readings)
        theirs = assessment.scores.tiers[tier]
        assert (ours.verdict == theirs.verdict).all()
        assert (ours.lower == theirs.lower).all()
        assert (ours.upper == theirs.upper).all()
        assert (ours.sections["basic"].met == theirs.basic_counts.met).all()
        assert (ours.sections["quality"].missing == theirs.quality_counts.missing).all()


# From a table to a result


def scored_table(folder: Path, scheme: str, rows: list[dict[str, str]]) -> dict[str, dict]:
    table, out = folder / "汇总.csv", folder / "结果.csv"
    names = list(dict.fromkeys(name for row in rows for name in row))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    arguments = ["schemes", "score", str(table), "--scheme", scheme, "--out", str(out)]
    ended = CliRunner().invoke(app, [*arguments, "--on", DAY.isoformat()])
    assert ended.exit_code in (0, 1), ended.output
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {row["applicant_id"]: row for row in csv.DictReader(file)}


NATIONAL = {
    "集群产值（亿元）": "60", "集群产值（前1年）": "50", "集群产值（前2年）": "40",
    "中小企业产值占集群总产值比重": "70", "主导产业产值占集群总产值比重": "70.1",
    "占地面积（平方公里）": "100", "单项冠军或专精特新“小巨人”企业数": "1",
    "专精特新、创新型中小企业和高新技术企业数": "", "近三年较大及以上安全、质量、环境事故": "0",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "pass"),
        ({"集群产值（前2年）": "39.9"}, "fail"),
        ({"集群产值（前2年）": ""}, "open"),
        ({"集群产值（亿元）": "48.4", "集群产值（前1年）": "44"}, "fail"),  # growth just 10%
        ({"集群产值（亿元）": "48.5", "集群产值（前1年）": "44"}, "pass"),
        ({"主导产业产值占集群总产值比重": "70"}, "fail"),
        ({"中小企业产值占集群总产值比重": "69.9"}, "fail"),
        ({"占地面积（平方公里）": "100.1"}, "fail"),
        ({"单项冠军或专精特新“小巨人”企业数": "0"}, "open"),
        (
            {
                "单项冠军或专精特新“小巨人”企业数": "0",
                "专精特新、创新型中小企业和高新技术企业数": "9",
            },
            "fail",
        ),
        ({"近三年较大及以上安全、质量、环境事故": "1"}, "fail"),
        ({"近三年较大及以上安全、质量、环境事故": "—"}, "open"),
    ],
)
def test_the_national_conditions_decide_alone(tmp_path: Path, changes, verdict) -> None:
    found = scored_table(tmp_path, "sme-clusters-2022", [{"申报编号": "A", **NATIONAL, **changes}])
    assert found["A"]["verdict"] == verdict


@pytest.mark.parametrize(
    ("purpose", "met", "verdict"),
    [
        ("初评", 7, "pass"),
        ("初评", 6, "fail"),
        ("复评", 5, "pass"),
        ("复评", 4, "fail"),
        ("", 6, "fail"),
    ],
)
def test_the_review_needs_fewer_conditions_than_the_award(tmp_path, purpose, met, verdict) -> None:
    values = {
        "主营收入2亿元以上龙头企业数": "2", "特色产业中小企业数": "20", "集群年营业收入": "20",
        "特色产业营业收入占园区比重": "65", "公共服务平台数": "1",
        "研发投入占营业收入比重": "1", "投资超5000万元在建或储备项目": "1",
    }  # fmt: skip
    row = {name: value if at < met else "0" for at, (name, value) in enumerate(values.items())}
    row |= {"投资超2000万元在建或储备项目": "0"}
    given = {"申报编号": "A", "申报类型": purpose, **row}
    found = scored_table(tmp_path, "provincial-seven-conditions", [given])
    assert found["A"]["conditions_met"] == str(met)
    assert found["A"]["verdict"] == verdict


def test_an_added_indicator_is_followed_to_the_result_without_a_line_of_code(tmp_path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "scheme: own\nterm: 自定\nissuer: 某协会\nbased_on: provincial-seven-conditions\nvalues:\n"
        "  2026-01-01:\n"
        "    origin: {kind: article, ref: 通知, by: 某协会, on: 2025-12-01}\n"
        "    units: {公顷: area}\n"
        "    indicators:\n"
        "      green: {labels: [绿地面积], unit: 公顷, kind: amount}\n"
        "    add:\n"
        "      conditions: [{indicator: green, limits: {provincial: 3}}]\n",
        encoding="utf-8",
    )
    rows = [
        {"申报编号": "A", "绿地面积（公顷）": "3"},
        {"申报编号": "B", "绿地面积（公顷）": "2.9"},
    ]
    found = scored_table(tmp_path, str(own), rows)
    assert (found["A"]["conditions_met"], found["B"]["conditions_met"]) == ("1", "0")
    assert "增项：绿地面积" in found["A"]["differences"]
    assert found["A"]["conditions_missing"] == "7"


def test_bad_cells_are_told_by_row_and_column(tmp_path: Path) -> None:
    rows = [{"申报编号": "A", "特色产业中小企业数": "约20", "集群年营业收入": "20万"}]
    scored_table(tmp_path, "provincial-seven-conditions", rows)
    told = (tmp_path / "结果.problems.csv").read_text(encoding="utf-8-sig")
    assert "sme_count" in told
    assert "revenue" in told


def test_a_scheme_without_limits_of_its_own_asks_for_a_standard(tmp_path: Path) -> None:
    out = str(tmp_path / "结果.csv")
    arguments = ["schemes", "score", str(sample_table()), "--scheme", "light-industry-2022"]
    ended = CliRunner().invoke(app, [*arguments, "--out", out])
    assert "没有给出" in str(ended.exception)
    ended = CliRunner().invoke(app, [*arguments, "--out", out, "--standard", str(FURNITURE)])
    assert ended.exit_code in (0, 1)


def test_nobody_known_is_open_everywhere() -> None:
    scheme = read_scheme(scheme_file("sme-clusters-2022"), DAY)
    figures: SchemeFigures = nothing_known(scheme, 3)
    found = score_scheme(scheme, figures, {}, scheme.tiers[0], readings_with())
    assert np.array_equal(found.verdict, np.ones(3))
