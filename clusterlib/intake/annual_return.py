"""One annual return（年度报表，附件五）into figures and problems, read by printed label.

The lines are read as those of an application are: whatever holds there of moved rows, units,
years, percent formats and qualifiers holds here. The table of leading firms may stand on a
sheet of its own or below the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from clusterlib.applicants.evidence import Reported
from clusterlib.errors import InputError
from clusterlib.intake.application.annual_firms import read_firms
from clusterlib.intake.application.layout import blocks_of
from clusterlib.intake.application.reading import Growth, read_lines
from clusterlib.intake.application.timeline import timeline_of, year_of
from clusterlib.intake.cells.cover import answers_on
from clusterlib.intake.cells.form import Line
from clusterlib.intake.cells.headings import key_of, vocabulary_of
from clusterlib.intake.cells.labels import Form, address_of, is_problem_list, text_at
from clusterlib.intake.cells.values import is_missing, squeezed
from clusterlib.problems import Problem, Severity
from clusterlib.rules.annual import (
    BASES,
    FIGURE_LINES,
    MARKET_SHARE,
    RETURN_LINE,
    RETURN_LINES,
    SHARE_BASIS,
    ReturnFigure,
    ReturnLine,
)
from clusterlib.sheets.files import WORKBOOKS, read_sheets
from clusterlib.sheets.sheet import Sheet
from clusterlib.sheets.stored import plain

HEAD = {
    "title_id": ("称号编号",),
    "region": ("产业集群所在地", "所在地区", "所在地"),
    "name": ("产业集群名称", "集群名称", "称号名称", "称号"),
    "reporter": ("填表单位", "填报单位"),
    "contact": ("联系人及电话", "联系人及联系电话", "联系人、电话"),
}
"""Lines above the table; the first label of each is the one printed."""

_HEAD = vocabulary_of(HEAD)
_TICKED, _UNTICKED = "☑√✓✔■●", "□☐○"
_EMPTY_PARTS = re.compile(r"(?:(?:国家级|省部级|省级)[:：]?)+")


def line_of(line: ReturnLine) -> Line:
    """Return a line of the return as a line of a form."""
    return Line(
        line.id,
        line.label,
        line.unit,
        line.parts,
        including=line.including,
        signed=line.signed,
        others=line.others,
    )


FORM = Form.of([line_of(line) for line in FIGURE_LINES])
_WORDS = {
    key_of(label): line
    for line in RETURN_LINES
    if line.in_words
    for label in (line.label, *line.others)
}


@dataclass(frozen=True, slots=True)
class AnnualReturn:
    """One annual return as read.

    Parameters
    ----------
    source, digest : str
        Name of the file and the SHA-256 of its bytes.
    title_id, name, region, reporter : str
        As written, blank where missing.
    year : int or None
        Year reported on; None where no heading says it.
    figures : tuple of ReturnFigure
        All lines in the order of the form, then the leading firms, contacts left out.
    contacts : tuple of (str, str)
        Personal data: where they belong, such as ``firm.2.mobile``, and the text.
    problems : tuple of Problem
        Every problem, missing lines among them.
    """

    source: str
    digest: str
    title_id: str
    name: str
    region: str
    reporter: str
    year: int | None
    figures: tuple[ReturnFigure, ...]
    contacts: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def read_return(path: Path, *, year: int | None = None) -> AnnualReturn:
    """Return one annual return with every problem at once.

    Parameters
    ----------
    path : Path
        A workbook in the form of `clusterlib.intake.template.annual_template`, moved about or not.
    year : int, optional
        The year reported on where the heading leaves it open; the last year column otherwise.

    Raises
    ------
    InputError
        If the file is no workbook, cannot be read, or holds no line of the form.
    """
    if path.suffix.lower() not in WORKBOOKS:
        raise InputError(
            path.name,
            f"不是年度报表的工作簿（{path.suffix or '没有扩展名'}）",
            "Excel 工作簿（.xlsx）",
            "请用 clusterlib template --kind return 生成的模板填报",
        )
    shown = [
        sheet for sheet in read_sheets(path) if not sheet.is_hidden and not is_problem_list(sheet)
    ]
    bases = [found for sheet in shown for found in _bases_on(sheet)]
    sheets = [_without_marks(sheet) for sheet in shown]
    blocks = [block for sheet in sheets for block in blocks_of(sheet, FORM)]
    if not blocks:
        raise InputError(
            path.name,
            "没有找到年度报表的任何一项",
            "附件五的年度报表，表头有年份，如“2025年”",
            "请用 clusterlib template --kind return 生成的模板填报",
        )
    timeline = timeline_of(blocks, year=None, is_review=False)
    reading = read_lines(blocks, timeline, FORM)
    scored = timeline.scored
    entries = {
        line: series[scored]
        for line, series in reading.figures.items()
        if scored is not None and scored in series
    }
    firms = read_firms(sheets)
    head = _head_of(sheets)
    problems = [
        *timeline.problems,
        *(_weighed(problem, entries) for problem in reading.problems),
        *_missing(entries),
        *firms.problems,
    ]
    named = year_of(scored) or year
    if named is None:
        problems.insert(0, Problem("return_year_blank", "error"))
    if MARKET_SHARE in entries and entries[MARKET_SHARE].text and not bases:
        problems.append(_at(entries[MARKET_SHARE], "basis_not_ticked", "warning"))
    growth = {stated.line: stated for stated in reading.growth}
    figures = [_figure(line, entries, growth) for line in FIGURE_LINES]
    return AnnualReturn(
        path.name,
        sha256(path.read_bytes()).hexdigest(),
        head["title_id"],
        head["name"],
        head["region"],
        head["reporter"],
        named,
        (
            *figures,
            ReturnFigure(SHARE_BASIS, bases[0] if bases else ""),
            *_words_in(sheets),
            *firms.figures,
        ),
        (*((("head.contact", head["contact"]),) if head["contact"] else ()), *firms.contacts),
        tuple(problems),
    )


def told(problem: Problem) -> str:
    """Return a problem of a return as one line: kind, place, line, reason."""
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    line = None if problem.is_missing else RETURN_LINE.get(problem.column)
    label = f"“{line.short}”" if line else ""
    named = problem.is_missing or (line and problem.found == line.short)
    shown = "" if named or not problem.found else f"“{problem.found}”"
    return f"{problem.kind}　{place}{label}{shown}：{problem.reason}"


def _figure(
    line: ReturnLine, entries: dict[str, Reported], growth: dict[str, Growth]
) -> ReturnFigure:
    entry, stated = entries.get(line.id), growth.get(line.id)
    told = (plain(stated.value) if stated.value is not None else stated.text) if stated else ""
    if entry is None:
        return ReturnFigure(line.id, "", line.unit, told)
    value = plain(entry.value) if entry.value is not None else ""
    return ReturnFigure(line.id, value, line.unit, told, entry.sheet, entry.cell)


def _missing(entries: dict[str, Reported]) -> Iterator[Problem]:
    """Yield every line without a usable figure; growth may be left blank."""
    for line in FIGURE_LINES:
        entry = entries.get(line.id)
        if entry is not None and entry.value is not None:
            continue
        if entry is None:
            yield Problem("line_missing", "error", line.id, expected=line.short, is_missing=True)
        else:
            code = "unreported" if is_missing(entry.text) else "unused"
            problem = _at(entry, code, "error")
            yield replace(problem, found=entry.text, expected=line.short, is_missing=True)


def _weighed(problem: Problem, entries: dict[str, Reported]) -> Problem:
    """Return a problem as an error where it leaves its line without a figure."""
    entry = entries.get(problem.column)
    lost = entry is not None and entry.value is None and problem.cell == entry.cell
    return replace(problem, severity="error" if lost else problem.severity)


def _at(entry: Reported, code: str, severity: Severity) -> Problem:
    return Problem(code, severity, entry.column, entry.text, sheet=entry.sheet, cell=entry.cell)


def _head_of(sheets: Sequence[Sheet]) -> dict[str, str]:
    head = dict.fromkeys(HEAD, "")
    for sheet in sheets:
        for name, text, _ in answers_on(sheet, _HEAD):
            head[name] = head[name] or text
    return head


def _words_in(sheets: Sequence[Sheet]) -> Iterator[ReturnFigure]:
    """Yield the lines in words: two platforms and other honours."""
    found: dict[str, ReturnFigure] = {}
    for sheet in sheets:
        for at, row in enumerate(sheet.rows):
            for column, text in enumerate(row):
                line = _WORDS.get(key_of(text)) if text.strip() else None
                if line is None or (line.id in found and found[line.id].value):
                    continue
                beside = [
                    (text_at(sheet, (at, place)), place) for place in range(column + 1, len(row))
                ]
                answers = [pair for pair in beside if pair[0] and squeezed(pair[0]) != "名称"]
                value, place = answers[0] if answers else ("", column)
                cell = address_of(sheet, (at, place)) if value else ""
                value = "" if is_missing(value) else value
                found[line.id] = ReturnFigure(line.id, value, line.unit, "", sheet.name, cell)
    for line in RETURN_LINES:
        if line.in_words:
            yield found.get(line.id, ReturnFigure(line.id, "", line.unit))


def _bases_on(sheet: Sheet) -> Iterator[str]:
    """Yield which of market share and share of the trade is meant: ticked, or named alone."""
    for row in sheet.rows:
        for text in row:
            cell = squeezed(text)
            named = [base for base in BASES if base in cell]
            plain_label = re.sub(f"[{_TICKED}{_UNTICKED}]", "", text)
            if not named or FORM.known(plain_label) != MARKET_SHARE:
                continue
            ticked = [
                base
                for base in named
                if re.search(f"[{_TICKED}][)）]?{base}|{base}[(（]?[{_TICKED}]", cell)
            ]
            if len(ticked or named) == 1:
                yield (ticked or named)[0]


def _without_marks(sheet: Sheet) -> Sheet:
    """Return a sheet without ticks in labels and without printed sub-cells left blank."""
    rows = [list(row) for row in sheet.rows]
    for row in rows:
        for column, text in enumerate(row):
            if any(base in text for base in BASES):
                row[column] = re.sub(f"[{_TICKED}{_UNTICKED}]", "", text)
            elif "级" in text and _EMPTY_PARTS.fullmatch(squeezed(text)) and text.count("级") > 1:
                row[column] = ""
    return replace(sheet, rows=rows)
