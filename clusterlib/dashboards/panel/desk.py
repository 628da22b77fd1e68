"""What an expert does on the page（专家评审）: each entry is checked, then recorded at once.

Whatever is acknowledged is in the store. Every answer is made from the case as this expert
may see it, so no request can give another's open sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from typing import Any

from clusterlib.dashboards.panel.report import save_opinion, save_visit
from clusterlib.dashboards.panel.seat import Seat
from clusterlib.dashboards.panel.texts import kept_text
from clusterlib.errors import InputError
from clusterlib.panel.case import PanelCase
from clusterlib.panel.cells import value_of
from clusterlib.panel.consolidation import GRADE_CODES, points_written
from clusterlib.panel.records import GRADES, INDICATORS, Finding, Line, Member, Record, Round
from clusterlib.panel.review import Applicant
from clusterlib.panel.sheets import ExpertSheet
from clusterlib.panel.store import PanelStore
from clusterlib.panel.workbooks import sheet_id
from clusterlib.rules.indicators import SECTION_TERMS, SECTIONS, Section
from clusterlib.scoring.allowed import bands_text

Request = Mapping[str, Any]


class Desk:
    """The store beside who is reviewed.

    Parameters
    ----------
    store : PanelStore
    applicants : callable
        Gives the applicants by case.
    now : callable
        Gives the time.
    """

    def __init__(
        self,
        store: PanelStore,
        applicants: Callable[[], Mapping[str, Applicant]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self._applicants = applicants
        self._now = now

    def cases(self, user: str) -> list[tuple[str, str]]:
        """Return the cases on whose panel a user sits, with the applicants' names."""
        known = self._applicants()
        return [
            (case.case, known[case.case].name if case.case in known else "")
            for case in self.store.cases().values()
            if _member(case, user) is not None
        ]

    def seat(self, user: str, case: str) -> Seat:
        """Return a user's place on a panel.

        Raises
        ------
        InputError
            If the user is not on it, or nothing is known of the applicant.
        """
        found = self.store.case(case)
        member = _member(found, user)
        if member is None:
            raise InputError("办件", "您不在这个办件的专家组", "本人所在的办件")
        applicant = self._applicants().get(case)
        if applicant is None:
            raise InputError(
                "办件", "没有这个申报单位的数据，不能定各档", "", "请联系主管部门补充申报表"
            )
        return Seat(found.seen_by(member.member), member, applicant)

    def locked(self, case: str) -> dict[str, str]:
        """Return who has locked a sheet of the open round and when: no points."""
        found = self.store.case(case)
        number = Seat(found, Member(), None).number  # type: ignore[arg-type]
        return {
            sheet.member: sheet.locked
            for sheet in found.sheets
            if sheet.round == number and sheet.locked
        }

    def act(self, user: str, request: Request) -> str:
        """Do what a page asks for; return what is said of it.

        Raises
        ------
        InputError
            If it is refused, with the reason; then nothing has changed.
        """
        acts: dict[str, Callable[[Seat, Request], str]] = {
            "save": self._save,
            "finding": self._finding,
            "lock": self._lock,
            "correct": self._correct,
            "close": self._close,
            "open": self._open,
            "opinion": partial(save_opinion, self.store, self._now()),
            "visit": partial(save_visit, self.store, self._now()),
        }
        act = acts.get(str(request.get("do", "")))
        if act is None:
            raise InputError("页面", "没有这个操作", "", "请重新打开本页")
        return act(self.seat(user, str(request.get("case", ""))), request)

    def _save(self, seat: Seat, request: Request) -> str:
        """Record points, a grade or a reason of one section, if they are allowed."""
        section = _section(request)
        sheet = self._open_sheet(seat)
        points, grades = dict(sheet.points), dict(sheet.grades)
        reasons = dict(sheet.reasons)
        told = ""
        if "reason" in request:
            reasons[section] = kept_text(request["reason"])
        if "grade" in request and section in SECTIONS[2:]:
            grades[section] = value_of("line", "grade", str(request["grade"]), self._now())
            kept = points.get(section)
            if kept is not None and not _allows(seat, section, kept, grades[section]):
                del points[section]
                told = f"{points_written(kept)}分不在“{GRADES[grades[section]]}”的档内，请重填"
        if "points" in request:
            text = value_of("line", "points", str(request["points"]), self._now())
            given = Fraction(text) if text else None
            if given is not None and not _allows(seat, section, given, grades.get(section, "")):
                raise _outside(seat, section, given, grades.get(section, ""), points.get(section))
            points.pop(section, None)
            points |= {} if given is None else {section: given}
        self._record(seat, sheet, points, grades, reasons)
        return told

    def _finding(self, seat: Seat, request: Request) -> str:
        indicator = str(request.get("indicator", ""))
        if indicator not in INDICATORS:
            raise InputError("评语", "没有这项指标", "", "请重新打开本页")
        self._open_sheet(seat)
        finding = Finding(
            seat.case.case,
            seat.member.member,
            str(seat.number),
            indicator,
            kept_text(request.get("text", "")),
        )
        self.store.append([finding], self._now())
        return ""

    def _lock(self, seat: Seat, request: Request) -> str:
        sheet = self._open_sheet(seat)
        if lacking := seat.lacks():
            raise InputError("锁定", "；".join(lacking), "四部分得分和十条评语", "请补全后再锁定")
        self._record(seat, sheet, sheet.points, sheet.grades, sheet.reasons, lock=True)
        return "已锁定提交"

    def _correct(self, seat: Seat, request: Request) -> str:
        """Open another sheet in the place of the locked one, with a reason."""
        locked = seat.own(seat.number)
        reason = kept_text(request.get("reason", ""))
        if locked is None or not locked.locked or seat.is_closed:
            raise InputError("更正", "没有可以更正的打分表", "本轮已锁定、未收轮的打分表")
        if not reason:
            raise InputError("更正", "没有写理由", "更正的理由", "请写明为什么更正")
        number, case = seat.number, seat.case
        fresh = ExpertSheet(
            id=sheet_id(case.case, seat.member.member, number, case.sheets),
            case=case.case,
            member=seat.member.member,
            round=number,
            recorded="",
            locked="",
            corrects=locked.id,
            points=locked.points,
            grades=locked.grades,
            reasons={
                **locked.reasons,
                SECTIONS[0]: "；".join(
                    text for text in (f"更正：{reason}", locked.reasons.get(SECTIONS[0])) if text
                ),
            },
        )
        self._record(seat, fresh, fresh.points, fresh.grades, fresh.reasons)
        return "已另开一份，改好后请再锁定"

    def _close(self, seat: Seat, request: Request) -> str:
        """Close the round: then everyone on the panel sees every sheet of it."""
        own = seat.own(seat.number)
        if not seat.leads:
            raise InputError("收轮", "只有组长可以收轮", "组长")
        if seat.is_closed or own is None or not own.locked:
            raise InputError("收轮", "本轮已收，或组长自己还没有锁定", "组长先锁定自己的打分表")
        moment = self._now().astimezone(UTC).isoformat(timespec="microseconds")
        self.store.append([Round(seat.case.case, str(seat.number), moment)], self._now())
        return f"第{seat.number}轮已收"

    def _open(self, seat: Seat, request: Request) -> str:
        """Open a further round behind the one that was closed last."""
        if not seat.leads or not seat.is_closed:
            raise InputError("另开一轮", "组长收轮以后才能另开一轮", "")
        self.store.append([Round(seat.case.case, str(seat.number + 1))], self._now())
        return f"已开第{seat.number + 1}轮"

    def _open_sheet(self, seat: Seat) -> ExpertSheet:
        """Return the own sheet of the open round, a new one where none is begun."""
        if seat.is_closed:
            raise InputError(f"第{seat.number}轮", "组长已收轮，不能再改", "", "请等下一轮")
        sheet = seat.own(seat.number)
        if sheet is None:
            name = sheet_id(seat.case.case, seat.member.member, seat.number)
            case, member = seat.case.case, seat.member.member
            return ExpertSheet(name, case, member, seat.number, "", "", "", {}, {}, {})
        if sheet.locked:
            raise InputError("打分表", "已锁定，不能改动", "", "请用“更正：另交一份”")
        return sheet

    def _record(
        self,
        seat: Seat,
        sheet: ExpertSheet,
        points: Mapping[Section, Fraction],
        grades: Mapping[Section, str],
        reasons: Mapping[Section, str],
        *,
        lock: bool = False,
    ) -> None:
        """Record all four lines of a sheet under one time."""
        now = self._now()
        moment = now.astimezone(UTC).isoformat(timespec="microseconds")
        lines: list[Record] = [
            Line(
                sheet.id,
                seat.case.case,
                seat.member.member,
                str(sheet.round),
                moment,
                moment if lock else "",
                sheet.corrects,
                section,
                points_written(points[section]) if section in points else "",
                grades.get(section, ""),
                reasons.get(section, ""),
            )
            for section in SECTIONS
        ]
        self.store.append(lines, now)


def _member(case: PanelCase, user: str) -> Member | None:
    """Return the expert whom a signed-in name means: by number, else by name."""
    by_number = [one for one in case.members if one.member == user]
    found = by_number or [one for one in case.members if one.name == user]
    return found[0] if len(found) == 1 else None


def _section(request: Request) -> Section:
    found = next((name for name in SECTIONS if name == request.get("section")), None)
    if found is None:
        raise InputError("打分", "没有这一部分", "", "请重新打开本页")
    return found


def _allows(seat: Seat, section: Section, points: Fraction, grade: str) -> bool:
    allowed = seat.applicant.allowed
    return allowed is not None and allowed.allows(section, points, GRADE_CODES[grade])


def _outside(
    seat: Seat, section: Section, points: Fraction, grade: str, kept: Fraction | None
) -> InputError:
    allowed = seat.applicant.allowed
    if allowed is None:
        return InputError("打分", "申报级别认不出，不能定档", "", "请联系主管部门")
    bands = bands_text(allowed.bands(section, GRADE_CODES[grade]))
    held = f"仍为{points_written(kept)}" if kept is not None else "这一部分仍没有得分"
    why = f"定为“{GRADES[grade]}”" if grade else "按达标情况"
    remedy = "要给这个分，请先改定档" if grade else "请填档内的分"
    return InputError(
        SECTION_TERMS[section],
        f"{points_written(points)}分不在允许的档内，没有存入，{held}",
        f"{bands}（{why}，A1.3.{section}）",
        remedy,
    )
