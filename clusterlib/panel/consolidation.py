"""From experts' points to the panel's（合成）: grade, valid points, one point a section.

The exact result is rounded half away from zero to two decimals; that value is signed,
printed and scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from clusterlib.panel.agreement import alpha, severity
from clusterlib.panel.records import GRADES, Round
from clusterlib.panel.sheets import ExpertSheet, counting_sheets, last_closed
from clusterlib.rules.indicators import SECTIONS, Section
from clusterlib.rules.panels import PanelRules
from clusterlib.rules.points import GRID
from clusterlib.scoring.allowed import NO_GRADE, AllowedPoints, bands_text

GRADE_CODES = {"good": 2, "fair": 1, "average": 0, "": NO_GRADE}
"""Grades as the scorer has them."""
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class SectionPoints:
    """What the panel gives one section.

    Parameters
    ----------
    section : str
    points : Fraction or None
        The consolidated point, of at most two decimals; None where there is none.
    grade : str
        Grade of the last two sections, blank where no sheet names one.
    votes : mapping of grade to int
        Locked sheets that name a grade, best first.
    valid : mapping of member to Fraction
        The points that count.
    outside : mapping of member to Fraction
        The points that don't, since they lie in no band that the count or grade allows.
    few : bool
        Whether a point is given on fewer valid points than make it full（不足5份）.
    told : str
        Why there is no point, or what stands beside it; blank where nothing does.
    """

    section: Section
    points: Fraction | None
    grade: str
    votes: Mapping[str, int]
    valid: Mapping[str, Fraction]
    outside: Mapping[str, Fraction]
    few: bool
    told: str

    @property
    def lowest(self) -> Fraction | None:
        """Lowest valid point."""
        return min(self.valid.values(), default=None)

    @property
    def highest(self) -> Fraction | None:
        """Highest valid point."""
        return max(self.valid.values(), default=None)

    @property
    def range(self) -> Fraction | None:
        """Highest less lowest valid point."""
        lowest, highest = self.lowest, self.highest
        return None if lowest is None or highest is None else highest - lowest


@dataclass(frozen=True, slots=True)
class Consolidation:
    """What the panel gives one case in one round.

    Parameters
    ----------
    case : str
    round : int or None
        The round that counts; None where none is closed, and then there are no points.
    reading : str
        ``mean``, ``median`` or ``trimmed``.
    sections : tuple of SectionPoints
        In the order of the score sheet.
    sheets : mapping of member to ExpertSheet
        The sheets that count.
    severity : mapping of member to Fraction or None
        Mean difference to the others over the sections, in shares of their maximum.
    alpha : float or None
        Krippendorff's alpha, interval, over the sections; None where every value is the same.
    """

    case: str
    round: int | None
    reading: str
    sections: tuple[SectionPoints, ...]
    sheets: Mapping[str, ExpertSheet]
    severity: Mapping[str, Fraction | None]
    alpha: float | None

    def section(self, name: Section) -> SectionPoints:
        """Return one section."""
        return self.sections[SECTIONS.index(name)]


def consolidate(
    case: str,
    sheets: Sequence[ExpertSheet],
    rounds: Sequence[Round],
    allowed: AllowedPoints,
    rules: PanelRules,
    reading: str,
    *,
    number: int | None = None,
    without: str = "",
) -> Consolidation:
    """Return the panel's points of one case.

    Parameters
    ----------
    case : str
    sheets : sequence of ExpertSheet
        Every sheet of the case.
    rounds : sequence of Round
        Of the case.
    allowed : AllowedPoints
        Bands left open to the applicant.
    rules : PanelRules
    reading : str
        How valid points become one.
    number : int, optional
        A round to look at while it is open; the last closed one where it is left out.
    without : str
        A member whose sheet is left out.
    """
    number = last_closed(rounds) if number is None else number
    counting = {} if number is None else counting_sheets(sheets, number)
    counting.pop(without, None)
    legal = {
        section: {
            member: sheet.points[section]
            for member, sheet in counting.items()
            if section in sheet.points and is_legal(sheet, section, allowed)
        }
        for section in SECTIONS
    }
    shares = {
        section: {
            member: points / to_points(allowed.maximum[section])
            for member, points in legal[section].items()
        }
        for section in SECTIONS
    }
    return Consolidation(
        case=case,
        round=number,
        reading=reading,
        sections=tuple(
            _section(section, counting, legal[section], allowed, rules, reading)
            for section in SECTIONS
        ),
        sheets=counting,
        severity=severity(shares, tuple(counting)),
        alpha=alpha(shares, tuple(counting)),
    )


def is_legal(sheet: ExpertSheet, section: Section, allowed: AllowedPoints) -> bool:
    """Return whether an expert's points lie in a band of the count or of the own grade."""
    grade = GRADE_CODES[sheet.grades.get(section, "")]
    return allowed.allows(section, sheet.points[section], grade)


def voted(grades: Sequence[str]) -> str:
    """Return the grade that most name, on a tie the lower; blank where nobody names one."""
    votes = Counter(grades)
    most = max(votes.values(), default=0)
    return next((grade for grade in reversed(GRADES) if votes[grade] == most > 0), "")


def rounded(points: Fraction) -> Fraction:
    """Return points rounded half away from zero to two decimals.

    Examples
    --------
    >>> rounded(Fraction("12.125")), rounded(Fraction(55, 8))
    (Fraction(1213, 100), Fraction(172, 25))
    """
    whole = (abs(points) * _HUNDRED + Fraction(1, 2)) // 1
    return Fraction(whole if points >= 0 else -whole, _HUNDRED)


def points_written(points: Fraction) -> str:
    """Return points of at most two decimals as a plain decimal.

    Examples
    --------
    >>> points_written(Fraction("6.90")), points_written(Fraction(44))
    ('6.9', '44')
    """
    whole, rest = divmod(int(points * _HUNDRED), _HUNDRED)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def to_points(steps: int) -> Fraction:
    """Return grid steps as points."""
    return Fraction(steps, GRID)


def _section(
    section: Section,
    counting: Mapping[str, ExpertSheet],
    legal: Mapping[str, Fraction],
    allowed: AllowedPoints,
    rules: PanelRules,
    reading: str,
) -> SectionPoints:
    named = [sheet.grades[section] for sheet in counting.values() if section in sheet.grades]
    grade = voted(named)
    code = GRADE_CODES[grade]
    valid = {
        member: points for member, points in legal.items() if allowed.allows(section, points, code)
    }
    outside = {
        member: sheet.points[section]
        for member, sheet in counting.items()
        if section in sheet.points and member not in valid
    }
    points, told = _point(section, list(valid.values()), allowed, code, rules, reading)
    return SectionPoints(
        section=section,
        points=points,
        grade=grade,
        votes={name: named.count(name) for name in GRADES if name in named},
        valid=valid,
        outside=outside,
        few=points is not None and len(valid) < rules.full_points,
        told=told,
    )


def _point(
    section: Section,
    valid: Sequence[Fraction],
    allowed: AllowedPoints,
    grade: int,
    rules: PanelRules,
    reading: str,
) -> tuple[Fraction | None, str]:
    """Return the point that valid points give, or None, and what is said of it."""
    if len(valid) < rules.least_points:
        return None, f"有效评分{len(valid)}份，不足{rules.least_points}份，不合成"
    is_whole = reading == "trimmed" and len(valid) < rules.full_points
    points = rounded(_READINGS["mean" if is_whole else reading](valid))
    if not allowed.allows(section, points, grade):
        bands = bands_text(allowed.bands(section, grade))
        return None, f"合成得{points_written(points)}分，不在允许的档（{bands}）内，不采用"
    if len(valid) < rules.full_points:
        return points, f"有效评分{len(valid)}份，不足{rules.full_points}份"
    return points, ""


def _mean(points: Sequence[Fraction]) -> Fraction:
    return sum(points, Fraction()) / len(points)


_READINGS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": _mean,
    "median": median,
    "trimmed": lambda points: _mean(sorted(points)[1:-1]),
}
