"""A panel of a made-up case, on which much is worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from clusterlib.panel.records import Line, Member, Round
from clusterlib.panel.sheets import sheets_of
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.panel_rules import read_panel_rules
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rules.indicators import SECTIONS
from clusterlib.rules.scoresheet import Band
from clusterlib.scoring.allowed import NO_GRADE, AllowedPoints

DAY = date(2026, 11, 28)
REGULATION = parameters_folder() / "regulation"
RULES = read_panel_rules(REGULATION, DAY)
SHEET = read_score_sheet(REGULATION, DAY)

SEVEN = {
    # member: name, title, field, role
    "甲": ("正高", "industry", "leader"),
    "乙": ("正高", "policy", "deputy"),
    "丙": ("教授", "technology", "member"),
    "丁": ("研究员", "standards", "member"),
    "戊": ("高级工程师", "technology", "member"),
    "己": ("工程师", "industry", "member"),
    "庚": ("副教授", "policy", "member"),
}
SIX = {
    # member: points of the four sections, then the grades of the last two
    "甲": ("44", "13", "7", "6.8", "fair", "fair"),
    "乙": ("43.5", "12.5", "6.8", "5.5", "fair", "average"),
    "丙": ("45", "13", "7.2", "7", "fair", "fair"),
    "丁": ("46", "14.5", "8.5", "7.6", "good", "fair"),
    "戊": ("42", "11.5", "5.5", "5", "average", "average"),
    "己": ("44.5", "13", "6.5", "8.2", "fair", "good"),
}
CLOSED = Round("C", "1", "2026-11-28T09:00:00+00:00")


def members(**changes) -> list[Member]:
    """Return the seven experts; `changes` are of the last one."""
    found = [
        Member(
            "C", member, f"专家{member}", title, "", field, role, f"{member}大学", "虚构省样二市"
        )
        for member, (title, field, role) in SEVEN.items()
    ]
    return [*found[:-1], found[-1]._replace(**changes)]


def lines(
    points=None, *, number: int = 1, locked: str = "2026-11-27T09:00:00+00:00", **changes
) -> list[Line]:
    """Return the lines of sheets, one of each member: points, then grades of the last two."""
    return [
        Line(
            f"S{number}{member}",
            "C",
            member,
            str(number),
            locked,
            locked,
            "",
            section,
            row[place],
            row[place + 2] if place > 1 else "",
        )._replace(**changes)
        for member, row in (SIX if points is None else points).items()
        for place, section in enumerate(SECTIONS)
    ]


def one_section(section: str, points, grade: str = "") -> list[Line]:
    """Return sheets that hold points of one section alone, one each of as many experts."""
    return [
        Line(f"S{n:02d}", "C", f"M{n:02d}", "1", "t", "t", "", section, text, grade)
        for n, text in enumerate(points)
    ]


def sheets(*args, **kwargs):
    """Return the sheets of `lines`."""
    return sheets_of(lines(*args, **kwargs))


def allowed(basic=(8,), quality=(3,), *, zero: bool = False) -> AllowedPoints:
    """Return the bands that begin at these counts; `zero`: 0 points of quality too."""
    counted = {
        "basic": tuple(SHEET.basic.band_of(count) for count in basic),
        "quality": tuple(SHEET.quality.band_of(count) for count in quality),
    }
    if zero:
        counted["quality"] = (Band(0, 0, 0, False, False), *counted["quality"])
    graded = {
        name: {
            NO_GRADE: Band(NO_GRADE, 0, section.maximum, False, False),
            **{band.least: band for band in section.bands},
        }
        for name, section in zip(SECTIONS[2:], SHEET.graded, strict=True)
    }
    maxima = (section.maximum for section in (*SHEET.counted, *SHEET.graded))
    return AllowedPoints(counted, graded, dict(zip(SECTIONS, maxima, strict=True)))


def decimals(texts) -> list[Fraction]:
    """Return decimals as fractions."""
    return [Fraction(text) for text in texts]
