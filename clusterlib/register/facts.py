"""What the register says of an applicant（台账情况）: titles of its place, and who else holds it.

Clauses 2.2.4 and 2.2.5: the same region does not apply twice for one industry, and the same
product under the same suffix elsewhere is listed; a review is compared with its base figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterlib.register.comparison import comparison
from clusterlib.register.filed import FiledReturn
from clusterlib.register.life import STATES
from clusterlib.register.names import parse_name, product_key, region_key
from clusterlib.register.status import Status, Title, places_renamed
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.rules.titles import TitleRules


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What the register says of one applicant.

    Parameters
    ----------
    on : date
        Day that is asked about.
    in_force : tuple of Status
        Titles in force of its region and industry.
    holders : tuple of Status
        Titles in force elsewhere for the same product at the same tier.
    base : tuple of mapping
        The table of `clusterlib.register.comparison.comparison` of the first title in force,
        its latter half blank where one return is held alone.
    """

    on: date
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
            now = f"，{row['year']}年{row['now'] or '未报'}{change}" if row["year"] else ""
            base = f"{row['base_year']}年{row['base'] or '未报'}"
            found.append(f"{row['line']}（{row['unit']}）：{base}{now}")
        return found

    def excerpt(self, *, review: bool) -> dict[str, Any]:
        """Return the facts as plain data for a report: days in ISO, ids of states.

        Parameters
        ----------
        review : bool
            Whether the applicant may apply for a review, which has base figures.
        """
        return {
            "on": self.on.isoformat(),
            "in_force": [_excerpt(status) for status in self.in_force],
            "holders": [_excerpt(status) for status in self.holders],
            "base": [dict(row) for row in self.base] if review else [],
        }


def facts_of(
    applicant: Mapping[str, str],
    found: Sequence[tuple[Title, Status]],
    filed: Mapping[str, Mapping[int, FiledReturn]],
    on: date,
    rules: TitleRules,
) -> RegisterFacts:
    """Return what the register says of an applicant.

    Parameters
    ----------
    applicant : mapping
        ``region``, ``industry``（as the register names it）, ``product`` and ``tier``.
    found : sequence of (Title, Status)
        Every title with its status on the day.
    filed : mapping of title to year to FiledReturn
    on : date
        The day.
    """
    aliases = places_renamed((title for title, _ in found), on)
    place = region_key(applicant["region"], aliases)
    in_force = [status for _, status in found if status.first.in_force]
    own = [
        status
        for status in in_force
        if status.facts["industry"] == applicant["industry"]
        and same_place(place, region_key(status.region(rules), aliases))
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
        base = comparison(filed.get(own[0].title_id, {}), own[0].first.decision, least=1)
    return RegisterFacts(on, tuple(own), tuple(holders), tuple(base))


def same_place(one: str, other: str) -> bool:
    """Tell whether two places are one, also where only one of them names its province."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _product_of(status: Status, rules: TitleRules) -> tuple[str, str] | None:
    name = parse_name(status.facts["name"], rules)
    return product_key(name) if name else None


def _is_of(status: Status, product: str, tier: Tier | None, rules: TitleRules) -> bool:
    name = parse_name(status.facts["name"], rules)
    return bool(product and name and name.product == product and name.tier == tier)


def _excerpt(status: Status) -> dict[str, str]:
    row = status.row()
    return {
        "title_id": status.title_id,
        **{fact: status.facts[fact] for fact in ("name", "region", "tier")},
        **{column: row[column] for column in ("state", "decided", "expires")},
    }


def _told(status: Status) -> str:
    first = status.first
    until = f"，{first.decision.expires}到期" if first.decision else ""
    named = status.facts["name"] or status.title_id
    return f"{named}（{status.title_id}，{status.facts['region']}，{STATES[status.state]}{until}）"
