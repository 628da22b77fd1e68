"""What does not fit together in a panel's tables: row beside row, and beside what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clusterlib.panel.case import cases_of, key_of
from clusterlib.panel.cells import plain
from clusterlib.panel.consolidation import GRADE_CODES, is_legal
from clusterlib.panel.records import (
    CHOICES,
    TABLES,
    Finding,
    Line,
    Member,
    Record,
    Round,
    Visit,
)
from clusterlib.panel.seniority import seniority_of
from clusterlib.panel.tables import PanelTables, Placed, TableProblem
from clusterlib.rules.indicators import SECTION_TERMS, SECTIONS
from clusterlib.scoring.allowed import AllowedPoints, bands_text

_OF_SHEET = ("case", "member", "round", "recorded", "locked", "corrects")
Lines = Sequence[tuple[Placed, Line]]


def check_tables(tables: PanelTables, held: Iterable[Record] = ()) -> list[TableProblem]:
    """Return every problem of the rows of tables, cells and headings not counted.

    Parameters
    ----------
    tables : PanelTables
        As they were read.
    held : iterable of Record
        What is recorded already, in that order.
    """
    known = list(held)
    lines, rounds = tables.of(Line), tables.of(Round)
    all_rounds = [*(one for one in known if isinstance(one, Round)), *(one for _, one in rounds)]
    return [
        *_repeated(tables),
        *_members(tables.of(Member)),
        *_sections(lines),
        *_sheets(lines, [one for one in known if isinstance(one, Line)]),
        *_strangers([*lines, *tables.of(Finding)], _everyone(tables, known)),
        *_rounds(rounds, known),
        *_late(lines, all_rounds),
    ]


def check_points(
    tables: PanelTables, allowed: Mapping[str, AllowedPoints], held: Iterable[Record] = ()
) -> list[TableProblem]:
    """Return the points that lie in no band that the count or the own grade allows.

    Parameters
    ----------
    allowed : mapping of case to AllowedPoints
        Points of cases that it lacks are not checked, and told.
    """
    problems = []
    places = {(line.sheet, line.section): (row, line) for row, line in tables.of(Line)}
    for case in cases_of([*held, *(line for _, line in places.values())]).values():
        for sheet in case.sheets:
            for section in SECTIONS:
                if (sheet.id, section) not in places or section not in sheet.points:
                    continue
                row, line = places[sheet.id, section]
                if case.case not in allowed:
                    told = f"没有申报单位“{case.case}”的数据，没有核对这一分的档"
                    problems.append(row.problem("得分", told, "", refuses=False))
                elif not is_legal(sheet, section, allowed[case.case]):
                    grade = GRADE_CODES[sheet.grades.get(section, "")]
                    bands = bands_text(allowed[case.case].bands(section, grade))
                    told = f"“{SECTION_TERMS[section]}”{line.points}分不在允许的档内，不计"
                    problems.append(row.problem("得分", told, bands, refuses=False))
    return problems


def check_visits(
    tables: PanelTables, channels: Mapping[str, str], results: Mapping[str, str]
) -> list[TableProblem]:
    """Return where the facts of a visit differ from the register's case.

    Parameters
    ----------
    channels, results : mapping of case to str
        The channel of its application and the result of its appraisal, of the cases that
        the register has.
    """
    return [
        row.problem(label, told, "", refuses=False)
        for row, visit in tables.of(Visit)
        for label, told in visit_differences(
            visit, channels.get(visit.case, ""), results.get(visit.case, "")
        )
    ]


def visit_differences(visit: Visit, channel: str, result: str) -> Iterator[tuple[str, str]]:
    """Yield the label and what is told where a visit differs from its case's channel, result."""
    for column, stated, of_case in (
        ("channel", visit.channel, channel),
        ("conclusion", visit.conclusion, result),
    ):
        if stated and of_case and stated != of_case:
            terms = CHOICES["visit", column]
            told = f"“{terms[stated]}”与台账（{terms.get(of_case, of_case)}）不同"
            yield TABLES["visit"].labels[column][0], told


def _everyone(tables: PanelTables, known: Iterable[Record]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record in [*known, *(member for _, member in tables.of(Member))]:
        if isinstance(record, Member):
            found.setdefault(record.case, set()).add(record.member)
    return found


def _repeated(tables: PanelTables) -> Iterator[TableProblem]:
    """Yield rows of one key with different content; of members each second one."""
    for kind, rows in tables.rows.items():
        first: dict[tuple[str, ...], Record] = {}
        for row in rows:
            before = first.setdefault(key_of(row.record), row.record)
            if isinstance(before, Member) and isinstance(row.record, Member):
                if before is not row.record:
                    same = plain(before.name) == plain(row.record.name)
                    told = "同一人列了两次（3.2.panel）" if same else "专家编号用于两个人"
                    yield row.problem("专家编号", told, "每人一行", refuses=not same)
            elif before != row.record:
                keys = [TABLES[kind].labels[name][0] for name in TABLES[kind].key]
                yield row.problem("、".join(keys), "与前面的行重复而内容不同", "只留一行")


def _members(rows: Iterable[tuple[Placed, Member]]) -> Iterator[TableProblem]:
    for row, member in rows:
        by_title = seniority_of(member.title)
        if member.seniority and by_title and member.seniority != by_title:
            told = f"职称“{member.title}”与职称级别不一致，按职称级别"
            yield row.problem("职称级别", told, "一致", refuses=False)
        if not member.seniority and not by_title:
            told = f"看不出职称“{member.title}”是否高级，不计为高级"
            yield row.problem("职称", told, "写明职称，或填职称级别", refuses=False)


def _sections(lines: Lines) -> Iterator[TableProblem]:
    for row, line in lines:
        if line.grade and line.section in SECTIONS[:2]:
            yield row.problem("档次", "前两部分没有档次", "空白")


def _sheets(lines: Lines, held: Sequence[Line]) -> Iterator[TableProblem]:
    """Yield what is wrong with sheets as wholes: their facts, locks and corrections."""
    locked = {key_of(one): one for one in held if one.locked}
    locked_sheets = {one.sheet for one in locked.values()}
    here: dict[str, Line] = {}
    for _, line in lines:
        here.setdefault(line.sheet, line)
    every = {one.sheet: one for one in held} | here
    corrections = set()
    for row, line in lines:
        if line.sheet in locked_sheets:
            if locked.get(key_of(line)) != line:
                yield row.problem("打分表编号", "已锁定，不能改动", "另交一份更正的打分表")
            continue
        for column in _OF_SHEET:
            if getattr(line, column) != getattr(here[line.sheet], column):
                label = TABLES["line"].labels[column][0]
                yield row.problem(label, "同一份打分表各行不一致", "各行相同")
        if line.corrects and line.sheet not in corrections:
            corrections.add(line.sheet)
            yield from _correction(row, line, every)
            if not any(one.reason for _, one in lines if one.sheet == line.sheet):
                yield row.problem("理由", "更正没有写理由", "更正的理由")
    yield from _doubled(lines, every)


def _correction(row: Placed, line: Line, every: Mapping[str, Line]) -> Iterator[TableProblem]:
    named = every.get(line.corrects)
    if named is None or line.corrects == line.sheet:
        yield row.problem("更正", f"没有打分表“{line.corrects}”", "已有的打分表编号")
        return
    if (named.case, named.member, named.round) != (line.case, line.member, line.round):
        yield row.problem("更正", "更正的不是同一人同一轮的打分表", "本人本轮的打分表")
    seen = {line.sheet}
    while named is not None and named.corrects:
        if named.sheet in seen:
            yield row.problem("更正", "打分表互相更正", "更正在前的一份")
            return
        seen.add(named.sheet)
        named = every.get(named.corrects)


def _doubled(lines: Lines, every: Mapping[str, Line]) -> Iterator[TableProblem]:
    """Yield locked sheets of one expert and round of which neither corrects the other."""
    corrected = {line.corrects for line in every.values()}
    standing: dict[tuple[str, str, str], str] = {}
    for line in every.values():
        if not line.locked or line.corrects or line.sheet in corrected:
            continue
        before = standing.setdefault((line.case, line.member, line.round), line.sheet)
        row = next((place for place, one in lines if one.sheet == line.sheet), None)
        if before != line.sheet and row is not None:
            told = f"同一人同一轮另有打分表“{before}”"
            yield row.problem("打分表编号", told, "写明更正哪一份，或只留一份")


def _strangers(
    rows: Iterable[tuple[Placed, Line] | tuple[Placed, Finding]],
    everyone: Mapping[str, set[str]],
) -> Iterator[TableProblem]:
    told = set()
    for row, record in rows:
        known = everyone.get(record.case)
        if known is None and record.case not in told:
            told.add(record.case)
            yield row.problem("办件", "没有这个办件的专家名册，没有核对专家", "", refuses=False)
        if known is not None and record.member not in known:
            yield row.problem("专家编号", f"专家组里没有“{record.member}”", "名册里的专家编号")


def _rounds(
    rows: Iterable[tuple[Placed, Round]], known: Iterable[Record]
) -> Iterator[TableProblem]:
    closed = {key_of(one): one for one in known if isinstance(one, Round) and one.closed}
    for row, one in rows:
        if closed.get(key_of(one), one) != one:
            yield row.problem("收轮时间", "这一轮已收，不能改动", "另开一轮")


def _late(lines: Lines, rounds: Iterable[Round]) -> Iterator[TableProblem]:
    closed = {(one.case, one.round): one.closed for one in rounds if one.closed}
    told = set()
    for row, line in lines:
        moment = closed.get((line.case, line.round), "")
        is_late = bool(moment) and line.locked > moment and not line.corrects
        if is_late and line.sheet not in told:
            told.add(line.sheet)
            yield row.problem("锁定时间", "收轮以后才锁定", "收轮以前", refuses=False)
