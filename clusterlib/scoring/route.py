"""The rank test of a tier（名次条件）, clauses 2.2.1.capital, 2.2.1.base, 2.2.1.township."""

from __future__ import annotations

import numpy as np

from clusterlib.applicants.figures import UNKNOWN, Bools, Bytes, Figures, Floats
from clusterlib.rules.scoresheet import Readings
from clusterlib.rules.tiers import Tier

ROUTE_NOT_MET, ROUTE_UNKNOWN, ROUTE_MET = 0, 1, 2
ROUTE_IDS = {ROUTE_NOT_MET: "not_met", ROUTE_UNKNOWN: "unknown", ROUTE_MET: "met"}


def judge_route(figures: Figures, tier: Tier, limit: int, readings: Readings) -> Bytes:
    """Return whether the ranks, the tier's claim or an exception open the tier.

    Parameters
    ----------
    figures : Figures
        Ranks, claims and exceptions are used.
    tier : Tier
        The tier asked for.
    limit : int
        Rank limit of the tier.
    readings : Readings
        ``ranks``: output and sales rank both within the limit, or one of them.

    Returns
    -------
    int8 array, shape (n,)
        `ROUTE_MET`; `ROUTE_NOT_MET` where no blank could make it met; else `ROUTE_UNKNOWN`.
    """
    output, sales, exports = (_within(figures.ranks[:, column], limit) for column in range(3))
    pair = np.minimum(output, sales) if readings.ranks == "both" else np.maximum(output, sales)
    route = np.maximum(pair, exports)
    claims = figures.claims[:, tier]
    route = np.maximum(route, _code(claims == 1, claims == UNKNOWN))
    if tier > 0:
        excepted = figures.exceptions[:, tier - 1] == 1
        route[excepted] = ROUTE_MET
    return route


def _within(ranks: Floats, limit: int) -> Bytes:
    return _code(ranks <= limit, np.isnan(ranks))


def _code(met: Bools, unknown: Bools) -> Bytes:
    """Return the code of each; on codes "and" is the minimum, "or" the maximum."""
    code = met.view(np.int8) * np.int8(ROUTE_MET)
    code += unknown
    return code
