"""Local standards（地标）: the score sheet counts them, Annex 3 has no cell for them.

The supplement asks for them. Left blank, the sum of the others counts where it meets the
threshold, so it is kept and marked.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import replace

from clusterlib.applicants.evidence import Reported
from clusterlib.intake.application.lines import Occurrence
from clusterlib.intake.cells.headings import key_of


def leaves_out_local(occurrence: Occurrence, entry: Reported) -> bool:
    """Return whether a number of standards is without 地标, by its label and its parts."""
    if entry.column != "standards" or "地" in entry.text.replace("地标（空）", ""):
        return False
    label = key_of(occurrence.rows[0].label)
    has_parts = any(row.part for row in occurrence.rows)
    return has_parts or ("地" not in label and "团" in label)


def with_local(standards: MutableMapping[int, Reported], local: Mapping[int, Reported]) -> None:
    """Add the local standards of each year to the sums without them.

    A number of local standards that is blank or cannot be read leaves the sum as it is.
    """
    for key, entry in standards.items():
        own = local.get(key)
        if entry.without_local and entry.value is not None and own and own.value is not None:
            standards[key] = replace(
                entry,
                value=entry.value + own.value,
                without_local=False,
                text=f"{entry.text} 地标{own.text}",
            )
