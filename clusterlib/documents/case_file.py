"""All that papers say of one case（办件）: the application, its score, its steps, its panel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from clusterlib.intake.application.base_tables import BaseTables
from clusterlib.panel.composition import CompositionFinding
from clusterlib.panel.consolidation import Consolidation
from clusterlib.panel.records import Member, Opinion, Round, Visit
from clusterlib.panel.sheets import ExpertSheet, counting_sheets, last_closed
from clusterlib.problems import Problem
from clusterlib.register.events import Event
from clusterlib.register.status import Status
from clusterlib.rules.panels import PanelRules
from clusterlib.rules.tiers import Tier, tier_of
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.explanation import Explanation, TierTrace

_FICTIONAL = re.compile("样[省市县区镇乡州]|虚构")


@dataclass(frozen=True, slots=True, eq=False)
class PanelFile:
    """The panel of one case（专家组）.

    Parameters
    ----------
    rules : PanelRules
        Of the day.
    members : tuple of Member
    sheets : tuple of ExpertSheet
        Every sheet of every round.
    rounds : tuple of Round
    opinions, suggestions : tuple of Opinion
        In the order of their numbers.
    visit : Visit or None
    findings : tuple of CompositionFinding
        What stands against its composition.
    consolidation : Consolidation or None
        What it gives the case; None where nothing is consolidated.
    """

    rules: PanelRules
    members: tuple[Member, ...] = ()
    sheets: tuple[ExpertSheet, ...] = ()
    rounds: tuple[Round, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    suggestions: tuple[Opinion, ...] = ()
    visit: Visit | None = None
    findings: tuple[CompositionFinding, ...] = ()
    consolidation: Consolidation | None = None

    @property
    def round(self) -> int:
        """The round that counts: the last closed one, else the last with a sheet, else 1."""
        closed = last_closed(self.rounds)
        return closed or max((sheet.round for sheet in self.sheets), default=1)

    @property
    def counting(self) -> dict[str, ExpertSheet]:
        """The locked sheet of each member that counts in that round."""
        return counting_sheets(self.sheets, self.round)

    def name_of(self, member: str) -> str:
        """Return a member's name, else the id."""
        return next((one.name for one in self.members if one.member == member), member)


@dataclass(frozen=True, slots=True, eq=False)
class CaseFile:
    """One case on a day; what is not known is None or blank.

    Parameters
    ----------
    case, applicant_id : str
        Id of the case and that of the application; the same where the register has no case.
    day : date
        Day of the paper, whose rules apply.
    assessment, explanation : Assessment and Explanation, or None
        The applicant scored alone; None where no figures were found or no standard fits.
    tables : BaseTables or None
        The base tables of its workbook.
    workbook : Path or None
        The file that the county sent.
    problems : tuple of Problem
        Of that file.
    unscored : str
        Why there is no assessment.
    events : tuple of Event
        Steps of the case that count, in order.
    life : tuple of Event
        Every event of its title up to the day.
    status : Status or None
        The title on the day.
    panel : PanelFile or None
        Its panel; None where nothing is recorded of one.
    returns : mapping of year to mapping of indicator to Decimal
        Figures of the title's annual returns, in the units of the score sheet.
    report_by : date or None
        Last day for the report to the leadership（呈报）, None where nothing is accepted.
    """

    case: str
    applicant_id: str
    day: date
    assessment: Assessment | None = None
    explanation: Explanation | None = None
    tables: BaseTables | None = None
    workbook: Path | None = None
    problems: tuple[Problem, ...] = ()
    unscored: str = ""
    events: tuple[Event, ...] = ()
    life: tuple[Event, ...] = ()
    status: Status | None = None
    panel: PanelFile | None = None
    returns: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)
    report_by: date | None = None

    @property
    def applicant(self) -> str:
        """The applying government（申报单位）, else the case's id."""
        return self._of_cohort("name") or self.applicant_id or self.case

    @property
    def region(self) -> str:
        """Place of the applicant."""
        return self._of_cohort("region") or self._fact("region")

    @property
    def industry(self) -> str:
        """Industry, as the application says it."""
        return self._of_cohort("industry") or self._fact("industry")

    @property
    def product(self) -> str:
        """Lead product."""
        return self._of_cohort("product")

    @property
    def title(self) -> str:
        """Name of the title applied for or held, blank where the register has none."""
        return self._fact("name")

    @property
    def association(self) -> str:
        """Name of the association, blank where the register has none."""
        return self._fact("association")

    @property
    def name(self) -> str:
        """What the case is called by: its title, else its applicant."""
        return self.title or self.applicant

    @property
    def applied(self) -> Event:
        """The application; a blank event where the register has none."""
        return self.step("applied") or Event()

    @property
    def channel(self) -> str:
        """Id of the channel（渠道）, blank where it is not known."""
        return self.applied.channel

    @property
    def is_review(self) -> bool:
        """Whether it is a review（复评）: by the register, else by the cover."""
        if self.applied.purpose:
            return self.applied.purpose == "review"
        evidence = self.assessment.cohort.evidence if self.assessment else ()
        return bool(evidence and evidence[0].review)

    @property
    def purpose(self) -> str:
        """What the case is for, in words."""
        words = {"review": "复评", "change": "变更", "upgrade": "提升"}
        return words.get(self.applied.purpose, "复评" if self.is_review else "授名")

    @property
    def focus(self) -> TierTrace | None:
        """The score at the tier applied for; at the default one where none is readable."""
        if self.explanation is None or self.assessment is None:
            return None
        applied = self.explanation.applied
        return self.explanation.tiers[self.assessment.default_tier if applied is None else applied]

    @property
    def tier(self) -> Tier | None:
        """Tier applied for: by the application, else by the title."""
        if self.explanation is not None and self.explanation.applied is not None:
            return self.explanation.applied
        return tier_of(self._fact("tier"))

    @property
    def is_fictional(self) -> bool:
        """Whether its places are plainly made up（虚构样例）."""
        return bool(_FICTIONAL.search(f"{self.applicant} {self.region} {self.title}"))

    def step(self, kind: str) -> Event | None:
        """Return the last step of a kind, None where there is none."""
        return next((event for event in reversed(self.events) if event.kind == kind), None)

    def steps(self, kind: str) -> tuple[Event, ...]:
        """Return every step of a kind, in order."""
        return tuple(event for event in self.events if event.kind == kind)

    def _of_cohort(self, column: str) -> str:
        return str(getattr(self.assessment.cohort, column)[0]) if self.assessment else ""

    def _fact(self, column: str) -> str:
        if self.status is not None and self.status.facts[column]:
            return self.status.facts[column]
        stated = (getattr(event, column) for event in reversed(self.events))
        return next(filter(None, stated), "")


def day_words(day: date) -> str:
    """Return a day as papers write it.

    Examples
    --------
    >>> day_words(date(2026, 11, 8))
    '2026年11月8日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def date_words(text: str) -> str:
    """Return a date as exactly as it is known; what is no date stays as written.

    Examples
    --------
    >>> date_words("2023-09-05"), date_words("2023-09"), date_words("2023"), date_words("")
    ('2023年9月5日', '2023年9月', '2023年', '')
    """
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return text
    parts = zip(text.split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in parts)


def facts_of(case: CaseFile, facts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the facts that every form about a case begins with, then others."""
    return [
        ("申报单位", case.applicant),
        ("所在地区", case.region),
        ("称号", case.title or "—"),
        ("行业、主导产品", "、".join(filter(None, (case.industry, case.product))) or "—"),
        ("申报级别", case.tier.term if case.tier is not None else "—"),
        ("事由", case.purpose),
        *facts,
    ]
