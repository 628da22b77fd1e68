"""The rules of titles over time（共建管理）: terms, days, names, readings; parts 二, 三, 四."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clusterlib.errors import RuleError
from clusterlib.rules.scoresheet import ReadingOptions
from clusterlib.rules.tiers import Tier

TITLE_READING_NAMES = (
    "term_from",
    "lapse",
    "second_failure",
    "five_days",
    "opinion",
    "overdue_listed",
)
"""The named readings（读法）of the register."""


@dataclass(frozen=True, slots=True)
class TitleRules:
    """What the regulation says of titles, cases and returns.

    Parameters
    ----------
    terms : tuple of (date, int)
        First day and years（年）of the term of a title given from then on; days increasing.
    association_terms : tuple of (date, mapping of association to int)
        The same where an association printed another term.
    review_due_months, review_notice_days : int
        Months（月）before expiry by which a review is applied for, and days（日）before that
        from which it is listed.
    rectification_years, lapse_years : int
        Years（年）to rectify, and years overdue beyond which a title is not recognised.
    returns_since, annual_return_month : int
        First year for which a return is owed, and the month of the next year by whose end.
    cultivation_years : int
        Longest cultivation in years（年）.
    acceptance_days, audit_working_days : int
        Days（日）from acceptance to report, working days（工作日）of the formal check.
    elements : tuple of str
        Name elements（命名元素）.
    suffixes : mapping of str to Tier
        Last words of a name and the tier that each claims.
    options : tuple of ReadingOptions
        In the order of `TITLE_READING_NAMES`.
    filed_elements : frozenset of str
        Name elements whose adjusted indicators are filed (2.2.3); no other can be claimed.
    """

    terms: tuple[tuple[date, int], ...]
    association_terms: tuple[tuple[date, Mapping[str, int]], ...]
    review_due_months: int
    review_notice_days: int
    rectification_years: int
    lapse_years: int
    returns_since: int
    annual_return_month: int
    cultivation_years: int
    acceptance_days: int
    audit_working_days: int
    elements: tuple[str, ...]
    suffixes: Mapping[str, Tier]
    options: tuple[ReadingOptions, ...]
    filed_elements: frozenset[str] = frozenset()

    def term_on(self, day: date, association: str) -> int:
        """Return the years of a title given on a day, clause 2.2; the first value reaches back."""
        years = self.terms[0][1]
        for start, value in self.terms:
            if start <= day:
                years = value
        if not association:
            return years
        own: Mapping[str, int] = {}
        for start, by_association in self.association_terms:
            own = by_association if start <= day else own
        return own.get(association, years)

    def readings(self, *overrides: Mapping[str, str]) -> dict[str, str]:
        """Return the default readings with overrides, the later ones stronger.

        Raises
        ------
        RuleError
            If a name or a value is unknown.
        """
        known = {option.name: dict(option.options) for option in self.options}
        chosen = {option.name: option.options[0][0] for option in self.options}
        for values in overrides:
            for name, value in values.items():
                if name not in known:
                    raise RuleError("读法", f"没有读法“{name}”", f"{'、'.join(known)}之一")
                if value not in known[name]:
                    expected = "、".join(known[name])
                    raise RuleError(f"读法 {name}", f"没有取值“{value}”", f"{expected}之一")
                chosen[name] = value
        return chosen
