"""Where figures stand in their cohort（居前）."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import Floats


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
