"""A second, slow scorer: the score sheet read off the text, one applicant and one tier at a time.

It knows nothing of the project: plain dicts, fractions, if and else, in the order of the
text. The scorer is compared with it on thousands of random applicants.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

TIERS = ("capital", "base", "township")
BASIC = (
    ("output_value", "output_share"),
    ("sales_revenue",),
    ("main_revenue",),
    ("profit_tax", "profit_margin"),
    ("exports",),
    ("enterprises",),
    ("above_scale_enterprises",),
    ("valid_patents",),
    ("standards",),
    ("brands",),
    ("employees",),
    ("rd_intensity",),
    ("market_share",),
)
QUALITY = (
    ("safety_certified",),
    ("iso9000",),
    ("iso14000",),
    ("iso22000",),
    ("product_pass_rate",),
)
GATES = ("quality_accident", "pollution_accident", "safety_accident")
LIMITS = {"capital": 3, "base": 7, "township": 12}
CLAIMS = {
    "capital": "claim_famous_brand",
    "base": "claim_raw_material",
    "township": "claim_origin_or_gi",
}
EXCEPTIONS = {"base": "exception_base", "township": "exception_township"}
READINGS = {
    "gate": ("section_zero", "veto"),
    "ranks": ("both", "either"),
    "missing": ("unknown", "not_met"),
    "exempt": ("counts_as_met", "drops_item"),
    "points_within_band": ("even", "lowest", "highest", "midpoint"),
    "entry": ("bars", "must_be_met", "finding"),
    "outcome": ("best_below", "applied_only"),
    "panel_missing": ("every_count", "any_count"),
}


@dataclass(frozen=True)
class Span:
    """Points from `low` to `high`; an open end is not itself reached."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    def holds(self, points: Fraction) -> bool:
        above = points > self.low or (points == self.low and not self.low_open)
        below = points < self.high or (points == self.high and not self.high_open)
        return above and below


def span(low: int, high: int, low_open: bool = False, high_open: bool = False) -> Span:
    return Span(Fraction(low), Fraction(high), low_open, high_open)


GRADES = {
    "good": span(8, 10, low_open=True),
    "fair": span(6, 8),
    "average": span(0, 6, high_open=True),
}
EVEN_GRADES = {"good": Fraction(9), "fair": Fraction(7), "average": Fraction(3)}


@dataclass(frozen=True)
class Sheet:
    """One counted section: lowest counts of the fair and the good band, bands and knots."""

    name: str
    items: tuple[tuple[str, ...], ...]
    fair_from: int
    good_from: int
    bands: tuple[Span, Span, Span]
    knots: tuple[tuple[int, int], ...]


BASIC_SHEET = Sheet(
    "basic",
    BASIC,
    8,
    11,
    (span(0, 36, high_open=True), span(36, 48), span(48, 60, low_open=True)),
    ((0, 0), (8, 36), (10, 48), (13, 60)),
)
QUALITY_SHEET = Sheet(
    "quality",
    QUALITY,
    3,
    5,
    (span(0, 10, high_open=True), span(10, 16), span(16, 20, low_open=True)),
    ((0, 0), (3, 10), (4, 16), (5, 20)),
)


def refused_section(standard: dict, readings: dict) -> str:
    """The section whose exempt items are too many to drop: a band would begin at no item."""
    for sheet in (BASIC_SHEET, QUALITY_SHEET):
        exempt = sum(
            all(standard.get(side, "exempt") == "exempt" for side in sides)
            for sides in sheet.items
        )
        if readings["exempt"] == "drops_item" and sheet.fair_from - exempt < 1:
            return sheet.name
    return ""


def item_state(sides: tuple[str, ...], tier: str, applicant: dict, standard: dict) -> str:
    listed = [side for side in sides if side in standard and standard[side] != "exempt"]
    if not listed:
        return "exempt"
    answers = []
    for side in listed:
        figure = applicant.get(side)
        if figure is None:
            answers.append("missing")
        elif Fraction(figure) >= Fraction(standard[side][tier]):
            answers.append("met")
        elif side == "standards" and applicant.get("without_local"):
            answers.append("missing")  # local ones are not counted in, and were left blank
        else:
            answers.append("not_met")
    if "met" in answers:
        return "met"
    if "missing" in answers:
        return "missing"
    return "not_met"


def gate_state(applicant: dict) -> str:
    answers = [applicant.get(gate) for gate in GATES]
    if True in answers:
        return "failed"
    if None in answers:
        return "unknown"
    return "ok"


def count_items(
    sheet: Sheet, tier: str, applicant: dict, standard: dict, readings: dict
) -> tuple[int, int, int]:
    """Items met, items missing, items that have left the count."""
    met = missing = dropped = 0
    for sides in sheet.items:
        state = item_state(sides, tier, applicant, standard)
        if state == "exempt":
            if readings["exempt"] == "drops_item":
                dropped += 1
            else:
                met += 1
        elif state == "met":
            met += 1
        elif state == "missing" and readings["missing"] == "unknown":
            missing += 1
    return met, missing, dropped


def band_at(sheet: Sheet, count: int, dropped: int) -> Span:
    if count >= sheet.good_from - dropped:
        return sheet.bands[2]
    if count >= sheet.fair_from - dropped:
        return sheet.bands[1]
    return sheet.bands[0]


def even_at(sheet: Sheet, count: int, dropped: int) -> Fraction:
    height: dict[int, int] = {}
    for at, points in sheet.knots:
        lowered = max(at - dropped, 0)
        height[lowered] = max(points, height.get(lowered, 0))
    if count in height:
        return Fraction(height[count])
    left = max(at for at in height if at < count)
    right = min(at for at in height if at > count)
    rise = Fraction(height[right] - height[left], right - left)
    return height[left] + rise * (count - left)


def point_in(band: Span, even: Fraction, readings: dict) -> Fraction:
    how = readings["points_within_band"]
    if how == "lowest":
        return band.low
    if how == "highest":
        return band.high
    if how == "midpoint":
        return (band.low + band.high) / 2
    return even


def counted_section(
    sheet: Sheet, tier: str, applicant: dict, standard: dict, readings: dict
) -> dict[str, Any]:
    met, missing, dropped = count_items(sheet, tier, applicant, standard, readings)
    lowest = band_at(sheet, met, dropped)
    highest = band_at(sheet, met + missing, dropped)
    interval = Span(lowest.low, highest.high, lowest.low_open, highest.high_open)
    point = None
    if missing == 0:
        point = point_in(lowest, even_at(sheet, met, dropped), readings)
    gate = gate_state(applicant) if sheet.name == "quality" else "ok"
    given = applicant.get(f"panel_{sheet.name}")
    points = None if given is None else Fraction(given)
    bands = [band_at(sheet, count, dropped) for count in range(met, met + missing + 1)]
    against = [band for band in bands if points is not None and not band.holds(points)]
    refused = False
    if points is not None and len(against) < len(bands):
        if not against or readings["panel_missing"] == "any_count":
            interval, point = Span(points, points), points
        else:
            interval, point = hull([Span(points, points), *against]), None
    elif points is not None:
        refused = gate == "ok" or points != 0
    if gate == "unknown":
        zero = points == 0 and readings["panel_missing"] == "any_count"
        interval = span(0, 0) if zero else hull([span(0, 0), interval])
        point = None
    if gate == "failed":
        interval, point = span(0, 0), Fraction(0)
        refused = points is not None and points != 0
    return {
        "met": met,
        "missing": missing,
        "interval": interval,
        "point": point,
        "refused": refused,
    }


def hull(spans: list[Span]) -> Span:
    """The span from the lowest to the highest; an end that one of them reaches is reached."""
    low, high = min(one.low for one in spans), max(one.high for one in spans)
    return Span(
        low,
        high,
        all(one.low_open for one in spans if one.low == low),
        all(one.high_open for one in spans if one.high == high),
    )


def graded_section(name: str, applicant: dict, readings: dict) -> dict[str, Any]:
    grade = applicant.get(f"grade_{name}")
    interval = span(0, 10) if grade is None else GRADES[grade]
    point = None if grade is None else point_in(interval, EVEN_GRADES[grade], readings)
    given = applicant.get(f"panel_{name}")
    refused = given is not None and not interval.holds(Fraction(given))
    if given is not None and not refused:
        points = Fraction(given)
        interval, point = Span(points, points), points
    return {"interval": interval, "point": point, "refused": refused}


def verdict_of(total: Span, gate: str, readings: dict) -> str:
    if total.low >= 70:
        verdict = "pass"
    elif total.high < 70 or (total.high == 70 and total.high_open):
        verdict = "fail"
    else:
        verdict = "open"
    if readings["gate"] == "veto":
        if gate == "failed":
            verdict = "fail"
        elif gate == "unknown" and verdict == "pass":
            verdict = "open"
    return verdict


def all_of(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def any_of(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def route_of(tier: str, applicant: dict, readings: dict) -> str:
    def within(rank: str) -> bool | None:
        value = applicant.get(rank)
        return None if value is None else value <= LIMITS[tier]

    pair = [within("output_rank"), within("sales_rank")]
    ways = [
        all_of(pair) if readings["ranks"] == "both" else any_of(pair),
        within("export_rank"),
        applicant.get(CLAIMS[tier]),
    ]
    if tier in EXCEPTIONS:
        ways.append(applicant.get(EXCEPTIONS[tier]) is True)
    return {True: "met", False: "not_met", None: "unknown"}[any_of(ways)]


def score(tier: str, applicant: dict, standard: dict, readings: dict) -> dict[str, Any]:
    """Everything the text says of one applicant at one tier."""
    sections = {
        "basic": counted_section(BASIC_SHEET, tier, applicant, standard, readings),
        "quality": counted_section(QUALITY_SHEET, tier, applicant, standard, readings),
        "government": graded_section("government", applicant, readings),
        "policy": graded_section("policy", applicant, readings),
    }
    intervals = [section["interval"] for section in sections.values()]
    total = Span(
        sum((interval.low for interval in intervals), Fraction(0)),
        sum((interval.high for interval in intervals), Fraction(0)),
        any(interval.low_open for interval in intervals),
        any(interval.high_open for interval in intervals),
    )
    points = [section["point"] for section in sections.values()]
    gate = gate_state(applicant)
    return {
        **sections,
        "gate": gate,
        "interval": total,
        "point": None if None in points else sum(points, Fraction(0)),
        "verdict": verdict_of(total, gate, readings),
        "route": route_of(tier, applicant, readings),
    }


def entry_of(applicant: dict) -> str:
    """Five years or more of industry development, and no major violation."""
    years, violation = applicant.get("industry_years"), applicant.get("major_violation")
    both = all_of(
        [None if years is None else years >= 5, None if violation is None else not violation]
    )
    return {True: "met", False: "not_met", None: "unknown"}[both]


def outcome_tier(applied: str, applicant: dict, standard: dict, readings: dict) -> str:
    """The best tier among the one applied for and those below it; blank for none."""
    entry = entry_of(applicant)
    if readings["entry"] != "finding" and entry == "not_met":
        return ""
    if readings["entry"] == "must_be_met" and entry == "unknown":
        return ""
    below = TIERS[TIERS.index(applied) :]
    for tier in below[:1] if readings["outcome"] == "applied_only" else below:
        found = score(tier, applicant, standard, readings)
        if found["verdict"] == "pass" and found["route"] == "met":
            return tier
    return ""
