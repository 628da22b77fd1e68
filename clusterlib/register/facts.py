"""What the register says of an applicant（台账情况）: titles of its place, and who else holds it.

Clauses 2.2.4 and 2.2.5: the same region does not apply twice for one industry, and the same
product under the same suffix elsewhere is listed; a review is compared with its base figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clusterlib.register.comparison import comparison
from clusterlib.register.filed import FiledReturn
from clusterlib.register.life import STATES
from clusterlib.register.names import parse_name, product_key, region_key
from clusterlib.register.status import Status
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.rules.titles import TitleRules


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What the register says of one applicant.

    Parameters
    ----------
    in_force : tuple of Status
        Titles in force of its region and industry.
    holders : tuple of Status
        Titles in force elsewhere for the same product at the same tier.
    base : tuple of mapping
        The table of `clusterlib.register.comparison.comparison` of the first title in force;
        empty where fewer than two returns are held.
    """

    in_force: tuple[Status, ...]
    holders: tuple[Status, ...]
    base: tuple[Mapping[str, str], ...]

    def lines(self) -> list[str]:
        """Return the facts in words, one line each, in Chinese."""
        found = [f"本地区本行业在册称号：{_told(status)}" for status in self.in_force] or [
            "本地区本行业没有在册称号"
        ]
        found += [f"同产品同级的其他称号：{_told(status)}" for status in self.holders]
        for row in self.base:
            change = f"，变化{row['change']}%" if row["change"] else ""
            found.append(
                f"{row['line']}（{row['unit']}）：{row['base_year']}年{row['base'] or '未报'}，"
                f"{row['year']}年{row['now'] or '未报'}{change}"
            )
        return found


def facts_of(
    applicant: Mapping[str, str],
    statuses: Iterable[Status],
    filed: Mapping[str, Mapping[int, FiledReturn]],
    rules: TitleRules,
) -> RegisterFacts:
    """Return what the register says of an applicant.

    Parameters
    ----------
    applicant : mapping
        ``region``, ``industry``（as the register names it）, ``product`` and ``tier``.
    statuses : iterable of Status
        Every title on the day.
    filed : mapping of title to year to FiledReturn
    """
    place = region_key(applicant["region"], {})
    in_force = [status for status in statuses if status.first.in_force]
    own = [
        status
        for status in in_force
        if status.facts["industry"] == applicant["industry"]
        and same_place(place, region_key(status.facts["region"], {}))
    ]
    wanted = {key for status in own if (key := _product_of(status, rules))}
    product = "".join(applicant["product"].split())
    tier = next((tier for tier in TIERS if tier.id == applicant["tier"]), None)
    holders = [
        status
        for status in in_force
        if status not in own
        and (_product_of(status, rules) in wanted or _is_of(status, product, tier, rules))
    ]
    base: list[dict[str, str]] = []
    if own and own[0].first.decision:
        base = comparison(filed.get(own[0].title_id, {}), own[0].first.decision)
    return RegisterFacts(tuple(own), tuple(holders), tuple(base))


def same_place(one: str, other: str) -> bool:
    """Tell whether two places are one, also where only one of them names its province."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _product_of(status: Status, rules: TitleRules) -> tuple[str, str] | None:
    name = parse_name(status.facts["name"], rules)
    return product_key(name) if name else None


def _is_of(status: Status, product: str, tier: Tier | None, rules: TitleRules) -> bool:
    name = parse_name(status.facts["name"], rules)
    return bool(product and name and name.product == product and name.tier == tier)


def _told(status: Status) -> str:
    first = status.first
    until = f"，{first.decision.expires}到期" if first.decision else ""
    named = status.facts["name"] or status.title_id
    return f"{named}（{status.title_id}，{status.facts['region']}，{STATES[status.state]}{until}）"
