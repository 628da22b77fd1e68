"""Candidates beside their cohort（候选对比）: place, strengths and gaps, overlaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.scoring.figures import Cohort, Floats


@dataclass(frozen=True, slots=True)
class Places:
    """Where each figure stands among the figures that the cohort has.

    Parameters
    ----------
    place : int64 array, shape (n, 20)
        1 for the largest figure, equal figures share a place; 0 where missing.
    known : int64 array, shape (20,)
        Figures that there are.
    """

    place: NDArray[np.int64]
    known: NDArray[np.int64]

    @property
    def ahead_percent(self) -> NDArray[np.int64]:
        """Place as a share of the figures that there are（居前%）, rounded up; 0 where missing."""
        return -(-self.place * 100 // np.maximum(self.known, 1))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two applicants whom clause 2.2.4 or 2.2.5 may concern.

    Parameters
    ----------
    first, second : int
        Positions in the cohort.
    same_region, same_product : bool
        Same region and industry（同一区域同一行业）; same lead product（主导产品相同）.
    """

    first: int
    second: int
    same_region: bool
    same_product: bool


def places_of(values: Floats) -> Places:
    """Return the place of every figure among its column's, shape (n, 20)."""
    missing = np.isnan(values)
    place = np.zeros(values.shape, np.int64)
    for column in range(values.shape[1]):
        figures = values[:, column]
        ordered = np.sort(figures[~missing[:, column]])
        larger = len(ordered) - np.searchsorted(ordered, figures, side="right")
        place[:, column] = np.where(missing[:, column], 0, larger + 1)
    return Places(place, (~missing).sum(axis=0))


def margins_of(values: Floats, thresholds: Floats) -> Floats:
    """Return figures as shares of their threshold above or below it; nan where either lacks.

    For the longest lead and the widest gap only: the scorer never compares these floats.

    Parameters
    ----------
    values : float64 array, shape (n, 20)
    thresholds : float64 array, shape (20,)
    """
    sizes = np.where(thresholds == 0, np.nan, np.abs(thresholds))
    return (values - thresholds) / sizes


def strengths_and_gaps(
    margins: Floats, *, most: int = 3
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return per applicant the indicators furthest above and furthest below their threshold.

    Parameters
    ----------
    margins : float64 array, shape (n, 20)
        As `margins_of` gives them.
    most : int
        How many of each at most.
    """
    found = []
    for row in margins:
        order = [position for position in np.argsort(row).tolist() if not np.isnan(row[position])]
        gaps = tuple(position for position in order if row[position] < 0)
        strengths = tuple(position for position in reversed(order) if row[position] >= 0)
        found.append((strengths[:most], gaps[:most]))
    return found


def overlaps_of(cohort: Cohort) -> tuple[Overlap, ...]:
    """Return pairs of one region and industry, or of one product.

    References
    ----------
    二（二）4（2.2.4）: 同一区域同一行业原则上不可重复申请授名.
    """
    found = []
    for first in range(len(cohort)):
        for second in range(first + 1, len(cohort)):
            same_region = _same(cohort.region, first, second) and _same(
                cohort.industry, first, second
            )
            same_product = _same(cohort.product, first, second)
            if same_region or same_product:
                found.append(Overlap(first, second, same_region, same_product))
    return tuple(found)


def _same(texts: tuple[str, ...], first: int, second: int) -> bool:
    return bool(texts[first].strip()) and texts[first].strip() == texts[second].strip()
