"""Tables of events, and of titles with their dates side by side, read strictly（台账导入）.

Either one row an event, under the columns of `COLUMNS`; or one row a title, as associations
keep it, with a column for the award and one for each review. Every problem of a file is
found at once, and a file with one problem gives no events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.register.cells import Named, Refusal, plain, value_of
from clusterlib.register.events import COLUMNS, KINDS, RESULTS, Event
from clusterlib.register.title_rows import events_of_title, title_column
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.sheet import Sheet

_IGNORED = ("序号", "")


@dataclass(frozen=True, slots=True)
class EventTable:
    """What a table holds.

    Parameters
    ----------
    source : str
        Name of the file.
    events : tuple of Event
        In the order of rows; blank ids where the file gives none.
    rows : tuple of int
        Per event, its line in the file.
    columns : tuple of str
        Columns of events that the file has.
    refusals : tuple of Refusal
        Every problem of the file; it is taken only where there is none.
    sheet : str
        Name of the sheet, where it is of one.
    """

    source: str
    events: tuple[Event, ...]
    rows: tuple[int, ...]
    columns: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    sheet: str = ""


def read_events(path: Path) -> EventTable:
    """Return the events of a table in either of the two forms.

    Raises
    ------
    InputError
        If the file cannot be read or has none of the columns.
    """
    tables = [table for sheet in read_sheets(path) if (table := _table_in(path.name, sheet))]
    if not tables:
        raise InputError(
            path.name,
            "没有找到台账的表头",
            "称号编号、事件、日期，或称号、授名时间和各次复评",
            "请核对表头；`clusterlib register export` 可写出一份样表",
        )
    if len(tables) == 1:
        return tables[0]
    return EventTable(
        path.name,
        tuple(event for table in tables for event in table.events),
        tuple(row for table in tables for row in table.rows),
        tuple(dict.fromkeys(column for table in tables for column in table.columns)),
        tuple(
            replace(refusal, sheet=table.sheet) for table in tables for refusal in table.refusals
        ),
    )


def _table_in(source: str, sheet: Sheet) -> EventTable | None:
    """Return the table of a sheet, None where it has no heading of either form."""
    for at, row in enumerate(sheet.rows[:20]):
        headings = [plain(cell) for cell in row]
        ids = [_event_column(heading) for heading in headings]
        if {"title_id", "kind", "date"} <= set(ids):
            return _table(source, sheet, at, ids, _event_of)
        kinds = [title_column(heading) for heading in headings]
        if "name" in kinds and "awarded" in kinds:
            return _table(source, sheet, at, kinds, events_of_title)
    return None


def event_of_fields(fields: Mapping[str, str]) -> Event:
    """Return one event from its columns, read as strictly as a row of a table.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    unknown = [name for name in fields if not _event_column(name)]
    if unknown:
        raise InputError("、".join(unknown), "认不出这一列", "、".join(COLUMNS), "请核对列名")
    named = {_event_column(name): (name, text) for name, text in fields.items()}
    for name in ("title_id", "kind", "date"):
        named.setdefault(name, (COLUMNS[name], ""))
    found = list(_event_of(named, 1))
    if refusals := [one for one in found if isinstance(one, Refusal)]:
        raise InputError(
            "事件",
            "；".join(f"{one.column}{one.found}" for one in refusals),
            "；".join(dict.fromkeys(one.expected for one in refusals)),
        )
    return next(one for one in found if isinstance(one, Event))


def _table(
    source: str,
    sheet: Sheet,
    at: int,
    ids: Sequence[str],
    read: Callable[[Named, int], Iterator[Event | Refusal]],
) -> EventTable:
    headings = sheet.rows[at]
    refusals = [
        Refusal(sheet.lines[at], headings[place], "认不出这一列", "台账的列名")
        for place, name in enumerate(ids)
        if not name and plain(headings[place]) not in _IGNORED
    ]
    repeated = {name for name in ids if name and ids.count(name) > 1}
    refusals += [
        Refusal(sheet.lines[at], headings[place], "这一列出现两次", "每列一次")
        for place, name in enumerate(ids)
        if name in repeated
    ]
    events: list[Event] = []
    rows: list[int] = []
    for line, cells in _filled(sheet, at + 1):
        named = {
            name: (heading, cell.strip())
            for name, heading, cell in zip(ids, headings, cells, strict=False)
            if name
        }
        for found in read(named, line):
            if isinstance(found, Refusal):
                refusals.append(found)
            else:
                events.append(found)
                rows.append(line)
    columns = tuple(dict.fromkeys(name for name in ids if name in COLUMNS))
    return EventTable(source, tuple(events), tuple(rows), columns, tuple(refusals), sheet.name)


def _filled(sheet: Sheet, start: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with what a merged cell says in every row that it covers."""
    shown = {}
    for top, left, bottom, _ in sheet.merged:
        shown.update({(line, left): (top, left) for line in range(top + 1, bottom + 1)})
    texts = {
        (line, place): cell
        for line, row in zip(sheet.lines, sheet.rows, strict=True)
        for place, cell in enumerate(row, 1)
        if (line, place) in set(shown.values())
    }
    for line, row in zip(sheet.lines[start:], sheet.rows[start:], strict=True):
        yield (
            line,
            [
                texts.get(shown.get((line, place), (0, 0)), cell)
                for place, cell in enumerate(row, 1)
            ],
        )


def _event_of(named: Named, line: int) -> Iterator[Event | Refusal]:
    """Yield the event of a row, or all that is wrong with it."""
    cells = {name: text for name, (_, text) in named.items()}
    refusals = []
    correction = bool(cells.get("corrects"))
    for name in ("title_id", "kind", "date"):
        empties = correction and not cells.get("kind") and name != "title_id"
        if not cells.get(name) and not empties:
            refusals.append(Refusal(line, named[name][0], "没有填写", COLUMNS[name]))
    values = {}
    for name, (heading, text) in named.items():
        try:
            values[name] = value_of(name, text, cells)
        except InputError as error:
            refusals.append(Refusal(line, heading, error.found, error.expected))
    kind = values.get("kind", "")
    if kind == "return" and not cells.get("year"):
        refusals.append(Refusal(line, COLUMNS["year"], "没有填写", "四位年份"))
    if kind in KINDS and cells.get("result") and kind not in RESULTS:
        refusals.append(Refusal(line, named["result"][0], f"“{KINDS[kind]}”没有结果", "空白"))
    if refusals:
        yield from refusals
    else:
        yield Event(**values)


def _event_column(heading: str) -> str:
    return next((name for name, label in COLUMNS.items() if heading in (name, label)), "")
