"""Names as shown: numbers while they are hidden（盲评）."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from clusterlib.applicants.figures import Cohort


@lru_cache(maxsize=8)
def names_of(cohort: Cohort, blind: str) -> tuple[str, ...]:
    """Return names; while they are hidden, numbers in an order that tells nothing."""
    if blind != "on":
        return tuple(
            name or number for name, number in zip(cohort.name, cohort.applicant_id, strict=True)
        )
    digests = [hashlib.sha256(f"盲评{number}".encode()).digest() for number in cohort.applicant_id]
    places = {digest: place for place, digest in enumerate(sorted(digests), start=1)}
    width = len(str(len(digests)))
    return tuple(f"第{places[digest]:0{width}d}号" for digest in digests)
