"""One expert's place on one panel（席位）: the own sheets, and what is still lacking."""

from __future__ import annotations

from dataclasses import dataclass

from clusterlib.panel.case import PanelCase
from clusterlib.panel.records import INDICATORS, Member
from clusterlib.panel.review import Applicant
from clusterlib.panel.sheets import ExpertSheet, last_closed
from clusterlib.rules.indicators import SECTION_TERMS, SECTIONS


@dataclass(frozen=True, slots=True)
class Seat:
    """One expert's place on one panel, and all that this expert may see.

    Parameters
    ----------
    case : PanelCase
        As this expert may see it.
    member : Member
    applicant : Applicant
    """

    case: PanelCase
    member: Member
    applicant: Applicant

    @property
    def leads(self) -> bool:
        """Whether the expert leads the panel."""
        return self.member.role == "leader"

    @property
    def number(self) -> int:
        """The round that is open, else the last one."""
        opened = [int(one.round) for one in self.case.rounds if not one.closed]
        return max(opened, default=last_closed(self.case.rounds) or 1)

    @property
    def is_closed(self) -> bool:
        """Whether the leader has closed that round."""
        return any(one.closed and int(one.round) == self.number for one in self.case.rounds)

    def own(self, number: int) -> ExpertSheet | None:
        """Return the own sheet of a round that stands, the last correction of it."""
        sheets = [
            sheet
            for sheet in self.case.sheets
            if sheet.member == self.member.member and sheet.round == number
        ]
        corrected = {sheet.corrects for sheet in sheets}
        standing = [sheet for sheet in sheets if sheet.id not in corrected]
        return standing[-1] if standing else None

    def findings(self) -> dict[str, str]:
        """Return the own findings of the round by indicator."""
        return {
            one.indicator: one.text
            for one in self.case.findings
            if one.member == self.member.member and int(one.round) == self.number
        }

    def lacks(self) -> list[str]:
        """Return what has to be there before the own sheet is locked."""
        sheet = self.own(self.number)
        points = sheet.points if sheet else {}
        grades = sheet.grades if sheet else {}
        lacking = [
            f"“{SECTION_TERMS[section]}”没有得分" for section in SECTIONS if section not in points
        ]
        lacking += [
            f"“{SECTION_TERMS[section]}”没有定档"
            for section in SECTIONS[2:]
            if section not in grades
        ]
        texts = self.findings()
        missing = sum(not texts.get(name) for name in INDICATORS)
        return [*lacking, *([f"还缺评语{missing}条"] if missing else [])]
