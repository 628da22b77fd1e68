"""Points of the four sections as intervals（各部分得分）, clauses A1.3.basic to A1.3.policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import UNKNOWN, Bools, Bytes, Steps
from clusterlib.rules.scoresheet import Band, CountedSection, GradedSection, Readings
from clusterlib.scoring.items import ItemCounts

NO_POINTS = -1
"""Where no point estimate exists."""

GATE_OK, GATE_FAILED, GATE_UNKNOWN = 0, 1, -1
GATE_IDS = {GATE_OK: "ok", GATE_FAILED: "failed", GATE_UNKNOWN: "unknown"}

_END_OF_BAND: dict[str, Callable[[Band], int]] = {
    "lowest": lambda band: band.lower,
    "highest": lambda band: band.upper,
    "midpoint": lambda band: (band.lower + band.upper) // 2,
}


@dataclass(frozen=True, slots=True)
class SectionScores:
    """Points of one section, per applicant, in grid steps.

    Parameters
    ----------
    lower, upper : int64 array, shape (n,)
        Ends of the interval.
    lower_open, upper_open : bool array, shape (n,)
        Whether the end itself is out of reach.
    points : int64 array, shape (n,)
        Point estimate, `NO_POINTS` where there is none.
    refused : bool array, shape (n,)
        Panel points outside what the count, grade or gate allows; scored as if absent.
    """

    lower: Steps
    upper: Steps
    lower_open: Bools
    upper_open: Bools
    points: Steps
    refused: Bools

    def at(self, rows: NDArray[np.int32]) -> SectionScores:
        """Return the scores of some rows."""
        return SectionScores(
            self.lower[rows],
            self.upper[rows],
            self.lower_open[rows],
            self.upper_open[rows],
            self.points[rows],
            self.refused[rows],
        )


def gate_states(gates: Bytes) -> Bytes:
    """Return the state of the three gates together, shape (n,): one 有 fails them all."""
    failed = (gates == GATE_FAILED).any(axis=1)
    unknown = (gates == UNKNOWN).any(axis=1)
    return np.where(failed, GATE_FAILED, np.where(unknown, GATE_UNKNOWN, GATE_OK)).astype(np.int8)


def score_basic(
    section: CountedSection, counts: ItemCounts, panel: Steps, readings: Readings
) -> SectionScores:
    """Points for section one（特色产业基本情况）: the count of items met selects a band.

    Missing items make the count a range, and the section is the interval that the bands
    of its ends span. A panel's points replace it where every count left open allows them;
    where only some do, the interval spans them and the bands of the counts that do not.

    Parameters
    ----------
    section : CountedSection
        Bands and knots as printed; items out of the count lower them here.
    counts : ItemCounts
        Items met and missing, shape (n,).
    panel : int64 array, shape (n,)
        Panel points in grid steps, -1 where none.
    readings : Readings
        ``points_within_band`` and ``panel_missing`` are used.

    References
    ----------
    附件一，三，第一部分（A1.3.basic）.
    """
    spanned = _spanned(section, counts, readings.points_within_band)
    return _with_points(spanned, section, counts, panel, readings)


def score_quality(
    section: CountedSection, counts: ItemCounts, gate: Bytes, panel: Steps, readings: Readings
) -> SectionScores:
    """Points for section two（质量安全情况）: three gates, then a count of five.

    A failed gate leaves 0 points. With a gate unanswered the counts decide as if it were
    无, then the lower end is 0, without a point estimate; a panel's 0 is allowed too.

    Parameters
    ----------
    gate : int8 array, shape (n,)
        As `gate_states` gives it; the others as in `score_basic`.

    References
    ----------
    附件一，三，第二部分（A1.3.quality）.
    """
    spanned = _spanned(section, counts, readings.points_within_band)
    held = _with_points(spanned, section, counts, panel, readings)
    failed, unknown = gate == GATE_FAILED, gate == GATE_UNKNOWN
    zero = failed | unknown & (panel == 0) & (readings.panel_missing == "any_count")
    return SectionScores(
        lower=np.where(failed | unknown, 0, held.lower),
        upper=np.where(zero, 0, held.upper),
        lower_open=held.lower_open & ~(failed | unknown),
        upper_open=held.upper_open & ~zero,
        points=np.where(failed, 0, np.where(unknown, NO_POINTS, held.points)),
        refused=np.where(failed, panel > 0, held.refused & ~(unknown & (panel == 0))),
    )


def score_graded(
    section: GradedSection, grades: Bytes, panel: Steps, readings: Readings
) -> SectionScores:
    """Points for section three or four（工作情况；规划与扶持）: the panel's grade selects a band.

    Without a grade the section spans all its points.

    Parameters
    ----------
    grades : int8 array, shape (n,)
        2 好, 1 较好, 0 一般, -1 none; the others as in `score_basic`.

    References
    ----------
    附件一，三，第三、四部分（A1.3.government, A1.3.policy）.
    """
    ladder = _ladder_of_grades(section, readings.points_within_band)
    spanned = SectionScores(
        lower=ladder.lower[grades],
        upper=ladder.upper[grades],
        lower_open=ladder.lower_open[grades],
        upper_open=ladder.upper_open[grades],
        points=ladder.points[grades],
        refused=np.zeros(len(grades), np.bool_),
    )
    return _accepted(_exactly(panel), panel, _inside(spanned, panel), spanned)


def open_bands(section: CountedSection, counts: ItemCounts) -> Iterator[tuple[Band, Bools]]:
    """Yield each band, lowest first, and for whom missing figures leave a count of it open."""
    bands = section.lowered(counts.dropped).bands
    highest = counts.met + counts.missing
    for position, band in enumerate(bands):
        is_open = highest >= band.least
        if position + 1 < len(bands):
            is_open &= counts.met < bands[position + 1].least
        yield band, is_open


def _spanned(section: CountedSection, counts: ItemCounts, within_band: str) -> SectionScores:
    """Return the interval spanned by the bands of the lowest and the highest count."""
    ladder = _ladder_of_counts(section, counts.dropped, within_band)
    highest = counts.met + counts.missing
    points = ladder.points[counts.met]
    points[counts.missing > 0] = NO_POINTS
    return SectionScores(
        lower=ladder.lower[counts.met],
        upper=ladder.upper[highest],
        lower_open=ladder.lower_open[counts.met],
        upper_open=ladder.upper_open[highest],
        points=points,
        refused=np.zeros(len(points), np.bool_),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Ladder:
    """The band and the estimate of each count or grade, one entry each."""

    lower: Steps
    upper: Steps
    lower_open: Bools
    upper_open: Bools
    points: Steps

    @classmethod
    def of(cls, bands: Sequence[Band], estimates: Sequence[int]) -> _Ladder:
        return cls(
            lower=np.array([band.lower for band in bands]),
            upper=np.array([band.upper for band in bands]),
            lower_open=np.array([band.lower_open for band in bands]),
            upper_open=np.array([band.upper_open for band in bands]),
            points=np.array(estimates),
        )


# Rules are few and asked for at every change on a page: their ladders are kept.
@lru_cache(maxsize=64)
def _ladder_of_counts(section: CountedSection, dropped: int, within_band: str) -> _Ladder:
    """Return the ladder over 0 to all items, `dropped` of them out of the count."""
    lowered = section.lowered(dropped)
    bands = [lowered.band_of(count) for count in range(lowered.items + 1)]
    if within_band == "even":
        return _Ladder.of(bands, [lowered.even_points(count) for count in range(len(bands))])
    return _Ladder.of(bands, [_END_OF_BAND[within_band](band) for band in bands])


@lru_cache(maxsize=64)
def _ladder_of_grades(section: GradedSection, within_band: str) -> _Ladder:
    """Return the ladder over the grades; no grade, at index -1, spans all points."""
    estimates = (
        section.even if within_band == "even" else map(_END_OF_BAND[within_band], section.bands)
    )
    ungraded = Band(UNKNOWN, 0, section.maximum, False, False)
    return _Ladder.of((*section.bands, ungraded), [*estimates, NO_POINTS])


def _inside(span: SectionScores | Band, panel: Steps) -> Bools:
    above = (panel > span.lower) | ((panel == span.lower) & np.logical_not(span.lower_open))
    below = (panel < span.upper) | ((panel == span.upper) & np.logical_not(span.upper_open))
    inside: Bools = above & below
    return inside


def _with_points(
    spanned: SectionScores,
    section: CountedSection,
    counts: ItemCounts,
    panel: Steps,
    readings: Readings,
) -> SectionScores:
    """Hold a panel's points against the band of every count that missing figures leave open."""
    if (panel == UNKNOWN).all():
        return spanned
    found = _exactly(panel)
    allowed = np.zeros(len(panel), np.bool_)
    for band, is_open in open_bands(section, counts):
        inside = _inside(band, panel)
        allowed |= is_open & inside
        if readings.panel_missing == "every_count":
            _stretch(found, band, is_open & ~inside)
    found.points[found.lower < found.upper] = NO_POINTS
    return _accepted(found, panel, allowed, spanned)


def _exactly(panel: Steps) -> SectionScores:
    """Return the points that a panel gave as intervals of one point each."""
    lower_open, upper_open, refused = np.zeros((3, len(panel)), np.bool_)
    return SectionScores(panel.copy(), panel.copy(), lower_open, upper_open, panel.copy(), refused)


def _stretch(found: SectionScores, band: Band, rows: Bools) -> None:
    """Stretch the intervals of some rows over a band."""
    lower, upper = rows & (band.lower < found.lower), rows & (band.upper > found.upper)
    found.lower[lower], found.lower_open[lower] = band.lower, band.lower_open
    found.upper[upper], found.upper_open[upper] = band.upper, band.upper_open


def _accepted(
    found: SectionScores, panel: Steps, allowed: Bools, spanned: SectionScores
) -> SectionScores:
    """Return what a panel's points leave where they are allowed, else as if absent."""
    given = panel != UNKNOWN
    taken = given & allowed
    return SectionScores(
        lower=np.where(taken, found.lower, spanned.lower),
        upper=np.where(taken, found.upper, spanned.upper),
        lower_open=np.where(taken, found.lower_open, spanned.lower_open),
        upper_open=np.where(taken, found.upper_open, spanned.upper_open),
        points=np.where(taken, found.points, spanned.points),
        refused=given & ~allowed,
    )
