"""Values of the register's tables in words（中文用语）, for tables under Chinese headings."""

from __future__ import annotations

import re

from clusterlib.register.events import CHOICES, KINDS
from clusterlib.register.life import REASONS, STATES
from clusterlib.register.round import STATES as ROUND_STATES
from clusterlib.register.warning import RANKS
from clusterlib.rules.tiers import TIERS

_FLAGS = {
    "apply_now": "应提出复评申请",
    "application_late": "复评申请已迟",
    "review_pending": "复评在办",
    "hole": "缺录",
    "same_region_industry": "同地区同行业",
    "same_title_elsewhere": "同名在他地",
    "cultivation_over": "培育期满",
}
_TERMS = {
    "state": {**STATES, **ROUND_STATES},
    "other_state": STATES,
    "reason": REASONS,
    "tier": {tier.id: tier.term for tier in TIERS},
    "flags": _FLAGS,
    "rank": RANKS,
    "purpose": CHOICES["purpose"],
    "channel": CHOICES["channel"],
    "step": KINDS,
    "next": KINDS,
}


def in_words(column: str, text: str) -> str:
    """Return a cell in words, each part of it by itself; as it stands where it has none.

    Examples
    --------
    >>> in_words("other_state", "in_term|overdue"), in_words("flags", "hole:2018-2025;apply_now")
    ('有效|到期未复评', '缺录:2018-2025;应提出复评申请')
    """
    terms = _TERMS.get(column)
    if not terms or not text:
        return text
    return re.sub(r"(?:^|(?<=[|;]))[a-z_]+", lambda found: terms.get(found[0], found[0]), text)
