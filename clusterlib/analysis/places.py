"""Where figures stand in their cohort（居前）."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import Floats


@dataclass(frozen=True, slots=True)
class Places:
    """Where each figure stands among the figures that the cohort has.

    Parameters
    ----------
    place : int64 array, shape (n, columns)
        1 for the best figure, equal figures share a place; 0 where missing.
    known : int64 array, shape (columns,)
        Figures that there are.
    """

    place: NDArray[np.int64]
    known: NDArray[np.int64]


def places_of(values: Floats, at_most: Sequence[int] = ()) -> Places:
    """Return the place of every figure among its column's, shape (n, columns).

    The largest figure stands first, the smallest in the columns of `at_most`.
    """
    signs = np.ones(values.shape[1])
    signs[list(at_most)] = -1
    values = values * signs
    missing = np.isnan(values)
    place = np.zeros(values.shape, np.int64)
    for column in range(values.shape[1]):
        figures = values[:, column]
        ordered = np.sort(figures[~missing[:, column]])
        larger = len(ordered) - np.searchsorted(ordered, figures, side="right")
        place[:, column] = np.where(missing[:, column], 0, larger + 1)
    return Places(place, (~missing).sum(axis=0))
