"""Rows below a row of headings: which carries a line of the form, and which only looks so.

A sub-line（其中：女性、规上企业的主营业务收入）is never read as its total: a word beside or
left of the label that narrows it makes the row one that is named, not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clusterlib.intake.application.columns import UNIT_HEADINGS, Column
from clusterlib.intake.cells.form import LINES
from clusterlib.intake.cells.headings import recognise
from clusterlib.intake.cells.labels import APPLICATION, Form, Place, part_named, text_at
from clusterlib.intake.cells.unit_words import bare_unit
from clusterlib.intake.cells.values import squeezed
from clusterlib.intake.cells.years import base_of_growth
from clusterlib.rules.indicators import FACT_BY_ID
from clusterlib.sheets.sheet import Sheet

# Whole cells only: a note may mention the other table.
_OTHER_TABLE = re.compile(r"(?:基本情况表四)?(?:行业)?(?:重点|龙头)?企业(?:基本情况表?|名称)")
_BESIDE = re.compile(
    r"合计|总[数计量]|小计|数[量值]?|全[部市区县镇年]|[本当]年|本[市区县镇地]|必填|选填|其中:?|[-—/]+"
    r"|[0-9]+(?:[.\-][0-9]+)*"
)
"""What may stand between a label and its figures without making it another line."""
_NOTE_HEADINGS = re.compile(
    r"来源|说明|备注|部门|单位|代码|编[号码]|序号|要求|口径|责任|权重|分值|类型|频率|条款|提供"
)
_SUBSET = re.compile(
    r"规上|规模以上|限额?以上|重点企业|龙头|骨干|样本|女|外资|民营|国有|上市|其中."
)
_PRINTED_AS_PARTS = {
    "above_scale_enterprises",
    *(line.id for line in LINES if line.including),
}
"""Lines that a form prints with 其中 before them."""
_LABELLED_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}年")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that carries a line, or a part of one.

    Parameters
    ----------
    line : str
        Id of the line.
    part : str
        Sub-cell of the line, blank for the line itself.
    at : int
        Position of the row.
    label : str
        Label as written; for a further part that of the line.
    place : Place
        Where the label stands.
    unit_texts : tuple of str
        Units that the label and the unit column name.
    cells : tuple of tuples of Place
        Per column, cells that are filled, units and names of parts left out.
    units_beside : tuple of tuples of str
        Per column, units that stand beside its figure.
    is_growth : bool
        Whether it states growth of the line.
    is_near : bool
        Whether the label is only nearly the printed one, as with 其中 where none is printed.
    """

    line: str
    part: str
    at: int
    label: str
    place: Place
    unit_texts: tuple[str, ...]
    cells: tuple[tuple[Place, ...], ...]
    units_beside: tuple[tuple[str, ...], ...]
    is_growth: bool = False
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A row with figures from which no line is read.

    Parameters
    ----------
    label : str
        What stands left of its figures.
    place : Place
        Where the label stands.
    line : str
        Line that the label names but a word beside it narrows, blank if none.
    """

    label: str
    place: Place
    line: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The headings that rows are read under."""

    sheet: Sheet
    start: int
    columns: tuple[Column, ...]
    first: int
    row_units: tuple[int, ...]
    column_units: tuple[int, ...]
    form: Form


def is_part_of_something(line: str, label: str) -> bool:
    """Return whether a label begins with 其中 although the form prints it without.

    Examples
    --------
    >>> is_part_of_something("employees", "其中：从业人员")
    True
    >>> is_part_of_something("above_scale_enterprises", "其中：规模以上企业数")
    False
    """
    return squeezed(label).startswith("其中") and line not in _PRINTED_AS_PARTS


def is_note(heading: str) -> bool:
    """Return whether a heading announces notes（填报要求、数据来源）or units, no figures."""
    return _NOTE_HEADINGS.search(heading) is not None


def read_rows(
    sheet: Sheet,
    start: int,
    stop: int,
    columns: tuple[Column, ...],
    growth: Column | None,
    form: Form = APPLICATION,
) -> tuple[tuple[Row, ...], tuple[Unread, ...]]:
    """Return the lines between a row of headings and the next one, and rows that are none."""
    frame = _frame(sheet, start, columns, form)
    rows: list[Row] = []
    unread: list[Unread] = []
    current: Row | None = None
    groups: dict[int, str] = {}
    for at in range(start + 1, stop):
        if any(_OTHER_TABLE.fullmatch(squeezed(text)) for text in sheet.rows[at]):
            break
        row = _labelled(frame, at, groups) or _continued(frame, at, current)
        if isinstance(row, Row):
            current = row
            rows.append(row)
            if growth is not None and text_at(sheet, (at, growth.place[1])):
                rows.append(replace(row, cells=(((at, growth.place[1]),),), is_growth=True))
        elif any(_filled(sheet, at, column) for column in columns):
            found = row or _unlabelled(frame, at)
            if found is not None:
                unread.append(found)
                current = None
    return tuple(rows), tuple(unread)


def _frame(sheet: Sheet, start: int, columns: tuple[Column, ...], form: Form) -> _Frame:
    """Return the headings with their columns of units: one for a row, or one for each year."""
    first = min(column.place[1] for column in columns)
    found = dict.fromkeys(
        at
        for row in (start, start - 1, start + 1)
        if 0 <= row < len(sheet.rows)
        for at, text in enumerate(sheet.rows[row])
        if squeezed(text) in UNIT_HEADINGS
    )
    left = tuple(at for at in found if at < first)[:1]
    right = tuple(sorted(at for at in found if at > first))
    within = {at for column in columns for at in column.span}
    right = tuple(at for at in right if at not in within)
    is_paired = len(right) > 1 and len(right) == len(columns)
    return _Frame(
        sheet,
        start,
        columns,
        first,
        left if is_paired else (*left, *right),
        right if is_paired else (),
        form,
    )


def _labelled(frame: _Frame, at: int, groups: dict[int, str]) -> Row | Unread | None:
    """Return the line that a row's own label names, or why it is none."""
    cells = frame.sheet.rows[at]
    for column in range(min(frame.first, len(cells))):
        text = cells[column]
        if not text.strip():
            continue
        heading = recognise(text, frame.form.vocabulary)
        base = frame.form.known(base_of_growth(text)) if heading is None else ""
        if heading is None and not base:
            for other in [place for place in groups if place >= column]:
                del groups[other]
            groups[column] = text
            continue
        line = heading.column if heading else base
        part = _part_in(frame, at, line)
        if (
            not base
            and line not in FACT_BY_ID
            and (_is_narrowed(frame, (at, column), groups, line) or _LABELLED_YEAR.search(text))
        ):
            return Unread(_label_of(frame, at), (at, column), line)
        for other in [place for place in groups if place >= column]:
            del groups[other]
        row = _row(frame, line, part, (at, column), heading.unit_text if heading else "")
        is_near = bool(heading and heading.is_near) or is_part_of_something(line, text)
        return replace(row, is_growth=bool(base), is_near=is_near)
    return None


def _is_narrowed(frame: _Frame, label: Place, groups: dict[int, str], line: str) -> bool:
    """Return whether a word left of a label, or between it and its figures, narrows it."""
    at, column = label
    if any(_SUBSET.search(squeezed(text)) for place, text in groups.items() if place < column):
        return True
    for beside in range(column + 1, frame.first):
        text = squeezed(text_at(frame.sheet, (at, beside)))
        headings = text_at(frame.sheet, (frame.start, beside))
        if text and not (
            _BESIDE.fullmatch(text)
            or bare_unit(text)
            or _is_part_of(frame.form, line, text)
            or is_note(headings)
            or frame.form.known(text)
        ):
            return True
    return False


def _unlabelled(frame: _Frame, at: int) -> Unread | None:
    for place in range(frame.first):
        if text_at(frame.sheet, (at, place)):
            return Unread(_label_of(frame, at), (at, place))
    return None


def _label_of(frame: _Frame, at: int) -> str:
    texts = (text_at(frame.sheet, (at, place)) for place in range(frame.first))
    return " ".join(text for text in texts if text)


def _continued(frame: _Frame, at: int, current: Row | None) -> Row | None:
    """Return the next part of the line above, or None where the row is no part of it."""
    part = _part_in(frame, at, current.line) if current is not None else ""
    if current is None or not part:
        return None
    row = _row(frame, current.line, part, (at, current.place[1]), "")
    return replace(row, label=current.label, place=current.place)


def _part_in(frame: _Frame, at: int, line: str) -> str:
    """Return the part of the line that a row names, left of the figures or beside them."""
    if not frame.form.by_id[line].parts:
        return ""
    stop = max(column.span[-1] for column in frame.columns) + 1
    for column in range(stop):
        text = text_at(frame.sheet, (at, column))
        if _is_part_of(frame.form, line, text):
            return part_named(text)
    return ""


def _is_part_of(form: Form, line: str, text: str) -> bool:
    part = part_named(text)
    return part in form.by_id[line].parts or (part == "地标" and line == "standards")


def _row(frame: _Frame, line: str, part: str, place: Place, own: str) -> Row:
    at, sheet = place[0], frame.sheet
    units = (text_at(sheet, (at, column)) for column in frame.row_units)
    declared = frame.form.by_id[line].own
    # A unit that a score sheet declares is known by no pattern.
    named = (own, *(squeezed(text) if declared else bare_unit(text) for text in units))
    beside = tuple(
        _units_at(sheet, at, (*column.span, *frame.column_units[position : position + 1]))
        for position, column in enumerate(frame.columns)
    )
    cells = tuple(_filled(sheet, at, column) for column in frame.columns)
    return Row(
        line,
        part,
        at,
        text_at(sheet, place),
        place,
        tuple(dict.fromkeys(unit for unit in named if unit)),
        cells,
        beside,
    )


def _units_at(sheet: Sheet, at: int, columns: Sequence[int]) -> tuple[str, ...]:
    found = (bare_unit(text_at(sheet, (at, column))) for column in columns)
    return tuple(dict.fromkeys(unit for unit in found if unit))


def _filled(sheet: Sheet, at: int, column: Column) -> tuple[Place, ...]:
    places = [(at, position) for position in column.positions]
    return tuple(
        place
        for place in places
        if text_at(sheet, place)
        and not bare_unit(text_at(sheet, place))
        and not part_named(text_at(sheet, place))
    )
