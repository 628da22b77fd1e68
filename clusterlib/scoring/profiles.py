"""Distinct profiles of a cohort: what the points of an applicant depend on.

Applicants with the same counts, gates, grades and panel points score the same, so each
distinct profile is scored once, however many applicants share it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import UNKNOWN, Bools, Bytes, Figures, Floats, Steps
from clusterlib.rules.scoresheet import Listed, Readings
from clusterlib.scoring.items import ItemCounts, count_items, sides_of
from clusterlib.scoring.sections import gate_states

Codes = NDArray[np.int32]
Radices = tuple[int, ...]

_ANSWER_RADICES = (3, 4, 4)
"""Sizes of the answers: gate -1 to 1, two grades -1 to 2."""
_ROWS_AT_ONCE = 1 << 15
"""Rows counted at once, so that a column stays in the processor's cache for all tiers."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """The m distinct profiles of n applicants at one tier.

    Parameters
    ----------
    basic_counts, quality_counts : ItemCounts
        Items met and missing, shape (m,).
    gate : int8 array, shape (m,)
        As `gate_states` gives it.
    grades : int8 array, shape (m, 2)
        As in `Figures`.
    panel : int64 array, shape (m, 4)
        As in `Figures`.
    of_row : int32 array, shape (n,)
        Profile of each applicant.
    """

    basic_counts: ItemCounts
    quality_counts: ItemCounts
    gate: Bytes
    grades: Bytes
    panel: Steps
    of_row: Codes


def profiles_of(
    figures: Figures, thresholds: Floats, exempted: Bools, listed: Listed, readings: Readings
) -> list[Profiles]:
    """Return the distinct profiles at each tier.

    Parameters
    ----------
    figures : Figures
        n applicants.
    thresholds : float64 array, shape (tiers, columns)
        Thresholds, nan where the standard has none.
    exempted : bool array, shape (columns,)
        Indicators that the standard exempts.
    listed : tuple of tuple, length 2
        Items of the two counted sections, as in `ScoreSheet`.
    readings : Readings
        ``missing`` and ``exempt`` are used.
    """
    radices = _radices(listed)
    codes = np.empty((len(thresholds), len(figures)), np.int32)
    dropped = (0, 0)
    basics = [sides_of(listed[0], limits, exempted) for limits in thresholds]
    qualities = [sides_of(listed[1], limits, exempted) for limits in thresholds]
    at_most = bool(figures.catalogue.at_most)
    for rows in _blocks(len(figures)):
        answers = _answers(figures, rows)
        values = figures.values[rows]
        blank = np.isnan(values)
        is_same_at_all = not at_most and not figures.without_local[rows].any()
        for tier, limits in enumerate(thresholds):
            if not is_same_at_all:
                values = figures.values_at(limits, rows)
                blank = np.isnan(values)
            basic = count_items(basics[tier], values, blank, limits, readings)
            quality = count_items(qualities[tier], values, blank, limits, readings)
            dropped = (basic.dropped, quality.dropped)
            codes[tier, rows] = _code(basic, quality, radices) + answers
    with_panel = np.flatnonzero((figures.panel != UNKNOWN).any(axis=1))
    return [
        _distinct(tier_codes, figures.panel, with_panel, dropped, radices) for tier_codes in codes
    ]


def _blocks(n: int) -> Iterator[slice]:
    for start in range(0, max(n, 1), _ROWS_AT_ONCE):
        yield slice(start, start + _ROWS_AT_ONCE)


def _radices(listed: Listed) -> Radices:
    """Return the sizes of the counts and answers of a code; counts run from 0 to the items."""
    basic, quality = (len(items) + 1 for items in listed)
    return (basic, basic, quality, quality, *_ANSWER_RADICES)


def _code(basic: ItemCounts, quality: ItemCounts, radices: Radices) -> Codes:
    code = basic.met.astype(np.int32)
    for radix, part in zip(
        radices[1:4], (basic.missing, quality.met, quality.missing), strict=True
    ):
        code *= radix
        code += part
    code *= np.prod(_ANSWER_RADICES, dtype=np.int32)
    return code


def _answers(figures: Figures, rows: slice) -> Codes:
    answers = gate_states(figures.gates[rows]).astype(np.int32)
    answers += 1
    for column in range(2):
        answers *= 4
        answers += figures.grades[rows, column]
        answers += 1
    return answers


def _numbered(codes: Codes, radices: Radices) -> tuple[NDArray[np.int64], Codes]:
    """Return the distinct codes, increasing, and the number of each row's code among them."""
    if len(codes) < _ROWS_AT_ONCE:
        distinct, inverse = np.unique(codes, return_inverse=True)
        return distinct.astype(np.int64), inverse.astype(np.int32)
    # A table of all possible codes is quicker than sorting many rows.
    possible = int(np.prod(radices))
    present = np.zeros(possible, np.bool_)
    present[codes] = True
    plain = np.flatnonzero(present)
    number = np.empty(possible, np.int32)
    number[plain] = np.arange(len(plain))
    return plain.astype(np.int64), number.take(codes)


def _distinct(
    codes: Codes,
    panel: Steps,
    with_panel: NDArray[np.int64],
    dropped: tuple[int, int],
    radices: Radices,
) -> Profiles:
    """Number the distinct codes, and the distinct codes with panel points after them."""
    plain, of_row = _numbered(codes, radices)
    distinct_codes = plain
    distinct_panel = np.full((len(plain), panel.shape[1]), UNKNOWN, np.int64)
    if len(with_panel):
        keys = np.column_stack([codes[with_panel], panel[with_panel]])
        distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
        of_row[with_panel] = len(plain) + inverse.ravel()
        distinct_codes = np.concatenate([plain, distinct[:, 0]])
        distinct_panel = np.concatenate([distinct_panel, distinct[:, 1:]])
    parts = np.unravel_index(distinct_codes, radices)
    met, missing, quality_met, quality_missing, gate, government, policy = (
        part.astype(np.int8) for part in parts
    )
    return Profiles(
        basic_counts=ItemCounts(met, missing, dropped[0]),
        quality_counts=ItemCounts(quality_met, quality_missing, dropped[1]),
        gate=gate - np.int8(1),
        grades=np.column_stack([government, policy]) - np.int8(1),
        panel=distinct_panel,
        of_row=of_row,
    )
