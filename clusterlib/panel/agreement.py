"""How far experts agree（一致性、宽严）, on points as shares of a section's maximum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from clusterlib.rules.indicators import Section

Shares = Mapping[Section, Mapping[str, Fraction]]
"""Points as shares of the maximum, by section and member."""


def severity(shares: Shares, members: Sequence[str]) -> dict[str, Fraction | None]:
    """Return per member the mean signed difference to the mean of the others（偏严、偏宽）.

    Over the sections in which the member and at least one other have points; None without.
    """
    return {member: _severity(shares, member) for member in members}


def alpha(shares: Shares, members: Sequence[str]) -> float | None:
    """Return Krippendorff's alpha（interval）of members over sections.

    None where every value is the same, or no section has two.
    """
    from krippendorff import alpha as krippendorff_alpha

    compared = [own for own in shares.values() if len(own) > 1]
    if len({share for own in compared for share in own.values()}) < 2:
        return None
    table = np.full((len(members), len(compared)), np.nan)
    for column, own in enumerate(compared):
        for member, share in own.items():
            table[members.index(member), column] = float(share)
    return float(krippendorff_alpha(table, level_of_measurement="interval"))


def _severity(shares: Shares, member: str) -> Fraction | None:
    differences = []
    for own in shares.values():
        others = [share for other, share in own.items() if other != member]
        if member in own and others:
            differences.append(own[member] - sum(others, Fraction()) / len(others))
    return sum(differences, Fraction()) / len(differences) if differences else None
