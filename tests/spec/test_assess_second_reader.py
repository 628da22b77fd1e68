"""Random tables and standards: `clusterlib assess` writes what a second reading of SPEC says."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from tests.scoring.oracle import BASIC, QUALITY, READINGS, TIERS, refused_section
from tests.spec.files import GATES, UNITS, threshold_lines
from tests.spec.second_reader import KINDS, RANKS, YES_NO, expected

ROWS = 25
ODD_CELLS = (
    "约5",
    "5万元",
    "12,34",
    "1e3",
    "+5",
    "-3",
    "0.5",
    "101",
    "5.",
    ".5",
    "1234567890123456",
    "１２．５",
    "1，234",
    "1 234",
    "- 5",
    "0",
    "100",
    "1.0000000000000000",
    "0.000000000000001",
    "100%",
    "99,999,999",
    "1000000",
    "-12.5",
    "#N/A",
    "١٢",
    "½",
)
BLANKS = ("", "—", "-", "/", "无", " ", "　")
CELLS = {
    "tier": ("", "都", "基地", "乡", "capital", "base", "township", "市", "无", "—"),
    "industry": ("", "家具", "furniture", "五金", "-"),
    "name": ("样县", "", "某地,样市", '引"号'),
    "region": ("样省", "", "无"),
    "panel_basic": ("", "", "0", "35.9", "36", "47.99", "48", "48.1", "60", "60.1", "-1", "x"),
    "panel_quality": ("", "", "0", "9.99", "10", "16", "16.01", "18", "20", "20.5", "x"),
    "panel_government": ("", "", "0", "5.9", "6", "8", "8.1", "9", "10", "10.5", "-0.1"),
    "panel_policy": ("", "", "0", "5.9", "6", "8", "8.1", "9", "10", "10.5", "无"),
    "grade_government": ("", "好", "较好", "一般", "good", "fair", "优", "无"),
    "grade_policy": ("", "好", "较好", "一般", "good", "average", "优"),
    "industry_years": ("30", "5", "4.99", "5.5", "", "4", "x", "-1"),
    "major_violation": ("无", "无", "无", "有", "", "否"),
    **{name: ("1", "2", "3", "4", "7", "8", "12", "13", "", "无", "0", "3.5") for name in RANKS},
    **{name: ("是", "否", "", "—", "无", "有") for name in YES_NO},
    **{name: ("无",) * 8 + ("有", "", "—", "否") for name in GATES},
}


def a_random_standard(random: Random, path) -> tuple[dict, dict]:
    """Write a standard; its thresholds in the units of the score sheet, and its readings."""
    limits: dict = {}
    texts = ["industry: furniture\nterm: 家具\nissuer: 示例\nstatus: draft\nthresholds:\n"]
    exempt_share = random.choice((0, 0, 0.1, 0.4, 0.8))
    for section in (BASIC, QUALITY):
        spared = random.choice(section)
        for item in section:
            sides = random.sample(item, len(item))
            is_exempt = random.random() < exempt_share and item != spared
            for place, name in enumerate(sides):
                if place and random.random() < 0.4:
                    continue
                if is_exempt or (place and random.random() < 0.3):
                    limits[name] = "exempt"
                    texts.append(f"  {name}:\n    exempt: 不适用\n")
                    continue
                kind = KINDS[UNITS[name]][0]
                unit = random.choice([found for found in KINDS if KINDS[found][0] == kind])
                base = Decimal(random.choice(("10", "20", "0.5", "12.25", "1.005", "0")))
                values = [base * 3, base * 2, base]
                factor = Fraction(KINDS[unit][1], KINDS[UNITS[name]][1])
                limits[name] = {
                    tier: Fraction(value) * factor
                    for tier, value in zip(TIERS, values, strict=True)
                }
                texts.append(threshold_lines(name, unit, " ".join(map(str, values))))
    readings = {
        name: random.choice(values) for name, values in READINGS.items() if random.random() < 0.2
    }
    if readings:
        pairs = ", ".join(f"{name}: {value}" for name, value in readings.items())
        texts.append(f"readings: {{{pairs}}}\n")
    path.write_text("".join(texts), encoding="utf-8")
    return limits, readings


def a_figure(random: Random, name: str, unit: str, limits: dict, odd: float) -> str:
    """A cell of an indicator, most often near one of its thresholds."""
    if random.random() < odd:
        return random.choice((*ODD_CELLS, *BLANKS))
    found = limits.get(name)
    value = found[random.choice(TIERS)] if isinstance(found, dict) else Fraction(20)
    value *= random.choice((1, 1, 1, Fraction(99, 100), Fraction(101, 100), 3, Fraction(1, 2)))
    factor = Fraction(KINDS[UNITS[name]][1], KINDS[unit][1])
    if UNITS[name] in ("个", "人"):
        value = Fraction(-(-value.numerator // value.denominator))
    text = format(Decimal((value * factor).numerator) / (value * factor).denominator, "f")
    return text if Fraction(text) == value * factor else f"{Decimal(text):.3f}"


def a_row(random: Random, number: int, columns: list[str], units: dict, limits: dict) -> list[str]:
    odd = random.choice((0, 0, 0.05, 0.3))
    row = []
    for name in columns:
        if name == "applicant_id":
            row.append(random.choice((f"A{number}",) * 12 + ("", "A1", " A2 ", "-")))
        elif name in UNITS:
            row.append(a_figure(random, name, units.get(name, UNITS[name]), limits, odd))
        else:
            row.append(random.choice(CELLS[name]))
    return row


def is_same(wanted, cell: str) -> bool:
    """Whether a cell of the result is what it must be; numbers to nine decimals at least."""
    if wanted is None:
        return cell == ""
    if isinstance(wanted, str):
        return cell == wanted
    if not cell or set(cell) - set("0123456789.-"):
        return False
    ends = 10**9 % Fraction(wanted).denominator == 0
    return abs(Fraction(cell) - wanted) <= (0 if ends else Fraction(1, 10**9))


@pytest.mark.parametrize("seed", range(30))
def test_a_random_table_is_read_and_scored_as_the_text_says(assess, tmp_path, seed):
    random = Random(seed)
    limits, readings = a_random_standard(random, tmp_path / "random.yaml")
    columns = [name for name in (*CELLS, *UNITS) if random.random() < 0.93]
    random.shuffle(columns)
    columns = ["applicant_id", *columns]
    units = {
        name: random.choice([unit for unit in KINDS if KINDS[unit][0] == KINDS[UNITS[name]][0]])
        for name in columns
        if name in UNITS and random.random() < 0.4
    }
    rows = [a_row(random, number, columns, units, limits) for number in range(ROWS)]
    options: list[str] = []
    readings = {name: values[0] for name, values in READINGS.items()} | readings
    for name, values in READINGS.items():
        if random.random() < 0.3:
            readings[name] = random.choice(values)
            options += ["--reading", f"{name}={readings[name]}"]
    tier = random.choice((None, None, *TIERS))
    headings = [f"{name}（{units[name]}）" if name in units else name for name in columns]
    ended = assess(
        [headings, *rows],
        *options,
        *(("--tier", tier) if tier else ()),
        standard=tmp_path / "random.yaml",
        encoding=random.choice(("utf-8", "utf-8-sig", "gb18030")),
    )
    if section := refused_section(limits, readings):
        assert (ended.status, ended.results, ended.problems) == (2, [], [])
        assert {"basic": "特色产业基本情况", "quality": "质量安全情况"}[section] in ended.err
        return
    results, problems = expected(columns, units, rows, limits, readings, tier)
    found = [
        (
            int(row["row"]),
            row["applicant_id"],
            row["tier"],
            row["column"],
            row["value"],
            row["severity"],
        )
        for row in ended.problems
    ]
    assert Counter(found) == Counter(problems)
    assert ended.status == int(any(problem[-1] == "error" for problem in problems))
    assert len(ended.results) == len(results)
    for wanted, row in zip(results, ended.results, strict=True):
        wrong = {name: row[name] for name in wanted if not is_same(wanted[name], row[name])}
        assert wrong == {}, (wanted, readings)
        written = "; ".join(f"{name}={readings[name]}" for name in READINGS)
        assert row["readings"] == written
