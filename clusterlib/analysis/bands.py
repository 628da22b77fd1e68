"""Bands of the counted sections by number（一档、二档、三档）: 1 is the highest."""

from __future__ import annotations

import numpy as np

from clusterlib.applicants.figures import Bytes
from clusterlib.rules.indicators import Section
from clusterlib.rules.scoresheet import CountedSection, ScoreSheet
from clusterlib.scoring.items import ItemCounts
from clusterlib.scoring.score import TierScores


def band_numbers(section: CountedSection, counts: ItemCounts) -> tuple[Bytes, Bytes]:
    """Return the best and the worst band that a count with missing items can reach.

    Parameters
    ----------
    section : CountedSection
        Bands as printed; items out of the count lower them here.
    counts : ItemCounts
        Items met and missing, shape (n,).

    Returns
    -------
    best, worst : int8 arrays, shape (n,)
        Numbers from 1, the highest band; different where a blank leaves the band open（跨档）.
    """
    bands = section.lowered(counts.dropped).bands
    numbers = np.zeros(section.items + 1, np.int8)
    for position, band in enumerate(bands):
        numbers[band.least :] = len(bands) - position
    return numbers[counts.met + counts.missing], numbers[counts.met]


def bands_at(scores: TierScores, sheet: ScoreSheet, section: Section) -> tuple[Bytes, Bytes]:
    """Return the best and the worst band of a counted section at one tier, shape (n,)."""
    if section == "basic":
        return band_numbers(sheet.basic, scores.basic_counts)
    return band_numbers(sheet.quality, scores.quality_counts)
