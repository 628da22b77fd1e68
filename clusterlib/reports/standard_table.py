"""A standard on a day as a table for the terminal（达标值表）."""

from __future__ import annotations

from decimal import Decimal

from rich.table import Table

from clusterlib.rules.standard import SOURCE_TERMS, STATUS_TERMS, StandardOnDay
from clusterlib.rules.tiers import TIERS, Tiers


def table_of_standard(standard: StandardOnDay, tiers: Tiers = TIERS) -> Table:
    """Return the thresholds of the three tiers as stated, one row per indicator."""
    whole = standard.standard
    table = Table(
        title=f"{whole.term}（{whole.issuer}，{STATUS_TERMS[whole.status]}）按 {standard.day}"
    )
    for heading in ("指标", "单位"):
        table.add_column(heading)
    for tier in tiers:
        table.add_column(tier.term, justify="right")
    table.add_column("依据")
    table.add_column("生效日")
    for indicator, stated, exempt in zip(
        standard.catalogue.indicators, standard.stated, standard.exempt, strict=True
    ):
        if exempt:
            table.add_row(indicator.label, "", "免", "免", "免", exempt, "")
        elif stated is not None:
            threshold, dated = stated
            unit = threshold.unit.term if threshold.unit else ""
            source = f"{SOURCE_TERMS[dated.source.kind]}：{dated.source.ref}"
            label = f"{indicator.label}{'（不高于）' if indicator.at_most else ''}"
            table.add_row(label, unit, *map(_plain, dated.values), source, str(dated.start))
    return table


def _plain(value: Decimal) -> str:
    return format(value, "f")
