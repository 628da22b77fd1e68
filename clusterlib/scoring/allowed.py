"""The points that a panel may give one applicant（可评的分）: the bands left open to it.

As the scorer takes or refuses them: a band for every count that missing figures leave open;
0 for a failed gate, and beside the bands for an unanswered one; a band for each grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from clusterlib.rules.indicators import Section
from clusterlib.rules.points import GRID, points_text
from clusterlib.rules.scoresheet import Band
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.sections import GATE_FAILED, GATE_UNKNOWN, open_bands

NO_GRADE = -1
_ZERO = Band(0, 0, 0, False, False)


@dataclass(frozen=True, slots=True)
class AllowedPoints:
    """Bands by section, adjoining ones joined, lowest first; all but one closed end is theirs.

    Parameters
    ----------
    counted : mapping of section to tuple of Band
        Of sections one and two.
    graded : mapping of section to (mapping of grade to Band)
        Of sections three and four: 2 好, 1 较好, 0 一般, -1 without a grade.
    maximum : mapping of section to int
        Full points in grid steps.
    """

    counted: dict[Section, tuple[Band, ...]]
    graded: dict[Section, dict[int, Band]]
    maximum: dict[Section, int]

    def bands(self, section: Section, grade: int = NO_GRADE) -> tuple[Band, ...]:
        """Return the bands of a section, of the last two under a grade."""
        if section in self.counted:
            return self.counted[section]
        return (self.graded[section][grade],)

    def allows(self, section: Section, points: Fraction, grade: int = NO_GRADE) -> bool:
        """Return whether points lie in one of the bands."""
        return any(_holds(band, points) for band in self.bands(section, grade))


def allowed_points(assessment: Assessment, position: int) -> AllowedPoints | None:
    """Return what a panel may give one applicant at the tier applied for.

    None where that tier cannot be read, so that no count is known.
    """
    tier = assessment.applied(position)
    if tier is None:
        return None
    scores, sheet = assessment.scores.tiers[tier], assessment.sheet
    counts = (scores.basic_counts, scores.quality_counts)
    basic, quality = (
        tuple(band for band, is_open in open_bands(section, of_section) if bool(is_open[position]))
        for section, of_section in zip(sheet.counted, counts, strict=True)
    )
    gate = int(scores.gate[position])
    if gate == GATE_FAILED:
        quality = (_ZERO,)
    elif gate == GATE_UNKNOWN:
        quality = (_ZERO, *quality)
    government, policy = (
        {
            NO_GRADE: Band(NO_GRADE, 0, section.maximum, False, False),
            **{band.least: band for band in section.bands},
        }
        for section in sheet.graded
    )
    return AllowedPoints(
        {"basic": _joined(basic), "quality": _joined(quality)},
        {"government": government, "policy": policy},
        {
            "basic": sheet.basic.maximum,
            "quality": sheet.quality.maximum,
            "government": sheet.government.maximum,
            "policy": sheet.policy.maximum,
        },
    )


def bands_text(bands: Sequence[Band]) -> str:
    """Return bands in words: ``36≤得分≤48``, ``得分=0 或 10≤得分≤16``."""
    return " 或 ".join(map(_text, bands))


def _text(band: Band) -> str:
    lower, upper = points_text(band.lower), points_text(band.upper)
    if band.lower == band.upper:
        return f"得分={lower}"
    return f"{lower}{'<' if band.lower_open else '≤'}得分{'<' if band.upper_open else '≤'}{upper}"


def _holds(band: Band, points: Fraction) -> bool:
    steps = points * GRID
    above = steps > band.lower or (steps == band.lower and not band.lower_open)
    return above and (steps < band.upper or (steps == band.upper and not band.upper_open))


def _joined(bands: Sequence[Band]) -> tuple[Band, ...]:
    """Join bands of which one begins where the other ends; that point is in one of them."""
    found: list[Band] = []
    for band in bands:
        if found and found[-1].upper == band.lower:
            last = found.pop()
            band = Band(last.least, last.lower, band.upper, last.lower_open, band.upper_open)
        found.append(band)
    return tuple(found)
