"""All that is recorded of one case's panel（办件）, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clusterlib.panel.records import (
    TABLES,
    Finding,
    Line,
    Member,
    Opinion,
    Record,
    Round,
    Table,
    Visit,
)
from clusterlib.panel.sheets import ExpertSheet, may_see, sheets_of

TABLE_OF: dict[type, Table] = {table.row: table for table in TABLES.values()}


@dataclass(frozen=True, slots=True)
class PanelCase:
    """One case: what was recorded last of each thing.

    Parameters
    ----------
    case : str
        Its id; the applicant's in the batch.
    members : tuple of Member
    sheets : tuple of ExpertSheet
        All of them, corrected and open ones too.
    rounds : tuple of Round
    findings : tuple of Finding
    opinions : tuple of Opinion
        Opinions and suggestions; one without heading and text was taken back.
    visit : Visit or None
    """

    case: str
    members: tuple[Member, ...] = ()
    sheets: tuple[ExpertSheet, ...] = ()
    rounds: tuple[Round, ...] = ()
    findings: tuple[Finding, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    visit: Visit | None = None

    def seen_by(self, member: str) -> PanelCase:
        """Return the case as one of its experts may see it: see `may_see`; findings alike."""
        leads = any(one.member == member and one.role == "leader" for one in self.members)
        sheets = may_see(self.sheets, self.rounds, member, leads=leads)
        open_to = {(sheet.member, sheet.round) for sheet in sheets}
        findings = tuple(
            one
            for one in self.findings
            if one.member == member or (one.member, int(one.round)) in open_to
        )
        return replace(self, sheets=sheets, findings=findings)

    def sheets_on_panel(self) -> tuple[ExpertSheet, ...]:
        """Return the sheets of those on the panel; all where nobody is named."""
        known = {member.member for member in self.members}
        return tuple(sheet for sheet in self.sheets if not known or sheet.member in known)


def key_of(record: Record) -> tuple[str, ...]:
    """Return what tells a record from others of its kind."""
    table = TABLE_OF[type(record)]
    return (table.kind, *(getattr(record, name) for name in table.key))


def latest(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return the record of each key that was recorded last, keys in their first order."""
    return tuple({key_of(record): record for record in records}.values())


def cases_of(records: Iterable[Record]) -> dict[str, PanelCase]:
    """Return the cases that records are about, by id, in the order of their first records."""
    by_case: dict[str, list[Record]] = {}
    for record in latest(records):
        by_case.setdefault(record.case, []).append(record)
    return {case: _case(case, own) for case, own in by_case.items()}


def _case(case: str, records: Iterable[Record]) -> PanelCase:
    own = list(records)
    return PanelCase(
        case,
        tuple(one for one in own if isinstance(one, Member)),
        sheets_of(one for one in own if isinstance(one, Line)),
        tuple(one for one in own if isinstance(one, Round)),
        tuple(one for one in own if isinstance(one, Finding)),
        tuple(
            sorted(
                (one for one in own if isinstance(one, Opinion) and (one.heading or one.text)),
                key=lambda one: (one.kind, int(one.number)),
            )
        ),
        next((one for one in own if isinstance(one, Visit)), None),
    )
