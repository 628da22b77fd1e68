"""The table of leading firms（龙头企业基本情况）of an annual return: one row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clusterlib.intake.application.lines import value_of
from clusterlib.intake.cells.form import Line
from clusterlib.intake.cells.headings import recognise, vocabulary_of
from clusterlib.intake.cells.labels import address_of, text_at
from clusterlib.intake.cells.other_rows import is_no_applicant
from clusterlib.intake.cells.unit_words import unit_named
from clusterlib.intake.cells.values import is_missing, text_of
from clusterlib.problems import Problem
from clusterlib.rules.annual import FIRM_COLUMNS, FirmColumn, ReturnFigure
from clusterlib.rules.units import UNITS
from clusterlib.sheets.sheet import Sheet
from clusterlib.sheets.stored import plain

_OTHERS = {
    "name": ("企业全称", "单位名称"),
    "valid_patents": ("有效期内专利数量", "有效期内专利数(件)"),
    "employees": ("从业人数", "职工人数(人)"),
    "contact": ("联系人姓名",),
    "mobile": ("手机", "联系电话", "手机号码"),
    "email": ("邮箱", "电子邮箱", "电子信箱"),
}
_VOCABULARY = vocabulary_of(
    {column.id: (column.label, *_OTHERS.get(column.id, ())) for column in FIRM_COLUMNS}
)
_COLUMN = {column.id: column for column in FIRM_COLUMNS}
LEAST_COLUMNS = 3
"""Columns of the table that a row must name to be its heading."""


@dataclass(slots=True)
class Firms:
    """The leading firms of a return: figures, contacts apart from them, problems."""

    figures: list[ReturnFigure] = field(default_factory=list)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_firms(sheets: Sequence[Sheet]) -> Firms:
    """Return the leading firms, numbered from 1 in the order of their rows."""
    firms = Firms()
    number = 0
    for sheet in sheets:
        headings: dict[int, tuple[FirmColumn, str]] = {}
        for at in range(len(sheet.rows)):
            found = _headings(sheet, at)
            if found:
                headings = found
            elif headings and (name := _name_in(sheet, at, headings)):
                number += 1
                _read_firm(sheet, at, headings, f"firm.{number}", firms)
                if name == " ":
                    cell = address_of(sheet, (at, next(iter(headings))))
                    firms.problems.append(
                        Problem("left_blank", "error", "", expected="企业名称").at(
                            sheet=sheet.name, cell=cell
                        )
                    )
    return firms


def _headings(sheet: Sheet, at: int) -> dict[int, tuple[FirmColumn, str]]:
    """Return the columns that a row is the heading of, with the unit in its brackets."""
    found = {
        place: (_COLUMN[heading.column], heading.unit_text)
        for place, text in enumerate(sheet.rows[at])
        if text.strip() and (heading := recognise(text, _VOCABULARY))
    }
    ids = [column.id for column, _ in found.values()]
    return found if "name" in ids and len(ids) >= LEAST_COLUMNS else {}


def _name_in(sheet: Sheet, at: int, headings: dict[int, tuple[FirmColumn, str]]) -> str:
    """Return the firm that a row names, a space where only its name is missing, else blank."""
    texts = {
        column.id: text_of(text_at(sheet, (at, place))) for place, (column, _) in headings.items()
    }
    name = texts.get("name", "")
    if name:
        return "" if is_no_applicant(name) else name
    first = text_at(sheet, (at, 0))
    return " " if any(texts.values()) and not is_no_applicant(first) else ""


def _read_firm(
    sheet: Sheet,
    at: int,
    headings: dict[int, tuple[FirmColumn, str]],
    firm: str,
    firms: Firms,
) -> None:
    for place, (column, unit_text) in headings.items():
        text, cell = text_at(sheet, (at, place)), address_of(sheet, (at, place))
        key = f"{firm}.{column.id}"
        if column.contact:
            if text_of(text):
                firms.contacts.append((key, text_of(text)))
            continue
        value = text_of(text)
        if column.unit:
            value, problems = _number(column, text, unit_text)
            firms.problems += [found.at(sheet=sheet.name, cell=cell) for found in problems]
        if value or not is_missing(text):
            firms.figures.append(ReturnFigure(key, value, column.unit, "", sheet.name, cell))


def _number(column: FirmColumn, text: str, unit_text: str) -> tuple[str, Sequence[Problem]]:
    """Return a cell's number in the printed unit, and what is wrong with it."""
    printed = UNITS[column.unit]
    unit = unit_named(unit_text, printed.kind) if unit_text else printed
    if unit is None:
        if is_missing(text):
            return "", ()
        told = Problem("unit_of_other_kind", "error", "", unit_text, column.label)
        return "", (told,)
    line = Line(column.id, column.label, column.unit, signed=column.signed)
    value, problem = value_of(line, text, unit)
    return plain(value) if value is not None else "", tuple(_without_column(problem))


def _without_column(problem: Problem | None) -> Iterator[Problem]:
    """Yield a problem without its column, whose id would name a line of the return."""
    if problem is not None:
        yield Problem(problem.code, problem.severity, "", problem.found, problem.expected)
