"""Tables of events, and of titles with their dates side by side, read strictly（台账导入）.

Either one row an event, under the columns of `COLUMNS`; or one row a title, as associations
keep it, with a column for the award and one for each review. Every problem of a file is
found at once, and a file with one problem gives no events.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.register.dates import written_date
from clusterlib.register.events import CHOICES, COLUMNS, KINDS, RESULTS, Event
from clusterlib.rules.tiers import tier_of
from clusterlib.sheets.files import read_sheets
from clusterlib.sheets.sheet import Sheet

_TITLE_COLUMNS = {
    "title_id": ("称号编号", "编号"),
    "name": ("称号", "称号名称", "授名名称", "名称"),
    "region": ("地区", "所在地区", "所在地", "区域"),
    "industry": ("行业", "所属行业"),
    "tier": ("级别", "称号级别"),
    "association": ("协会", "行业协会", "共建单位"),
    "term": ("有效期", "有效期(年)"),
    "document": ("文号", "授名文号"),
    "source": ("来源",),
    "note": ("备注", "说明"),
}
_AWARDED = ("授名时间", "授名日期", "命名时间", "命名日期", "授予时间", "首次授名", "首次授名时间")
_WITHDRAWN = ("取消时间", "取消日期", "公告取消", "撤销时间")
_REVIEW = re.compile(
    r"(?:第(?P<number>[一二三四五六七八九十\d]+)次|(?P<first>首次)|最近(?:一次)?)?复评"
    r"(?:合格)?(?P<after>\d*)(?:时间|日期)?"
)
_IGNORED = ("序号", "")
_YEARS = re.compile(r"(\d{1,2})年?")
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
_NUMBERS = {numeral: str(place) for place, numeral in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cell or a row of a table cannot be taken.

    Parameters
    ----------
    row : int
        Line of the file.
    column : str
        Heading as written.
    found, expected : str
    """

    row: int
    column: str
    found: str
    expected: str

    def sentence(self) -> str:
        """Return the refusal in Chinese, with its place."""
        place = f"第{self.row}行" + (f"“{self.column}”" if self.column else "")
        expected = f"；应为{self.expected}" if self.expected else ""
        return f"{place}：{self.found}{expected}。"


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
    """

    source: str
    events: tuple[Event, ...]
    rows: tuple[int, ...]
    columns: tuple[str, ...]
    refusals: tuple[Refusal, ...]


def read_events(path: Path) -> EventTable:
    """Return the events of a table in either of the two forms.

    Raises
    ------
    InputError
        If the file cannot be read or has none of the columns.
    """
    for sheet in read_sheets(path):
        for at, row in enumerate(sheet.rows[:20]):
            headings = [_plain(cell) for cell in row]
            ids = [_event_column(heading) for heading in headings]
            if {"title_id", "kind", "date"} <= set(ids):
                return _table(path.name, sheet, at, ids, _event_of)
            kinds = [_title_column(heading) for heading in headings]
            if "name" in kinds and "awarded" in kinds:
                return _table(path.name, sheet, at, kinds, _events_of_title)
    raise InputError(
        path.name,
        "没有找到台账的表头",
        "称号编号、事件、日期，或称号、授名时间和各次复评",
        "请核对表头；`clusterlib register export` 可写出一份样表",
    )


Named = Mapping[str, tuple[str, str]]
"""Cells of a row by column: the heading as written, and the text."""


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
        if not name and _plain(headings[place]) not in _IGNORED
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
    return EventTable(source, tuple(events), tuple(rows), columns, tuple(refusals))


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
            values[name] = _value(name, text, cells)
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


def _value(name: str, text: str, cells: Mapping[str, str]) -> str:
    """Return a cell as the register keeps it.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if not text:
        return ""
    if name == "date":
        return written_date(text)
    if name == "kind":
        return _choice(text, KINDS)
    if name in CHOICES:
        return _choice(text, CHOICES[name])
    if name == "result":
        kind = cells.get("kind", "")
        known = {
            **RESULTS.get(kind, {}),
            **{
                result: term
                for own, results in RESULTS.items()
                if KINDS[own] == kind
                for result, term in results.items()
            },
        }
        return _choice(text, known) if known else text
    if name == "tier":
        tier = tier_of(text)
        if tier is None:
            raise InputError("级别", f"认不出级别“{text}”", "都、基地、乡")
        return tier.id
    if name in ("term", "year"):
        match = (_YEARS if name == "term" else _YEAR).fullmatch(_plain(text))
        if match is None:
            expected = "年数" if name == "term" else "四位年份"
            raise InputError("", f"“{text}”不是{expected}", expected)
        return match[1]
    return text


def _choice(text: str, known: Mapping[str, str]) -> str:
    for value, term in known.items():
        if text in (value, term):
            return value
    raise InputError("", f"认不出“{text}”", "、".join(known.values()))


def _events_of_title(named: Named, line: int) -> Iterator[Event | Refusal]:
    """Yield the events of a title's row: its award, its reviews in order, its withdrawal."""
    facts, dates, refusals = {}, [], []
    for name, (heading, text) in named.items():
        try:
            if name in _TITLE_COLUMNS:
                facts[name] = _value(name, text, {})
            elif text and not _is_blank(text):
                dates.append((name, written_date(text)))
        except InputError as error:
            refusals.append(Refusal(line, heading, error.found, error.expected))
    if not facts.get("name"):
        refusals.append(Refusal(line, named["name"][0], "没有填写", "称号"))
    if not dates and not refusals:
        refusals.append(Refusal(line, named["awarded"][0], "没有填写任何日期", "授名或复评的日期"))
    if refusals:
        yield from refusals
        return
    title_id, term = facts.pop("title_id", ""), facts.pop("term", "")
    for place, (name, day) in enumerate(sorted(dates, key=lambda pair: _rank(pair[0]))):
        kind = name if name in KINDS else "reviewed"
        stated = facts if place == 0 else {}
        lasts = term if kind in ("awarded", "reviewed") else ""
        yield Event(title_id=title_id, kind=kind, date=day, term=lasts, **stated)


def _rank(name: str) -> int:
    if name in KINDS:
        return 0 if name == "awarded" else 1000
    return int(name.removeprefix("reviewed"))


def _event_column(heading: str) -> str:
    return next((name for name, label in COLUMNS.items() if heading in (name, label)), "")


def _title_column(heading: str) -> str:
    for name, labels in _TITLE_COLUMNS.items():
        if heading == name or heading in labels:
            return name
    if heading in _AWARDED:
        return "awarded"
    if heading in _WITHDRAWN:
        return "withdrawn"
    match = _REVIEW.fullmatch(heading)
    if match is None:
        return ""
    number = match["number"] or match["after"] or ("1" if match["first"] else "99")
    return f"reviewed{_digits(number)}"


def _digits(number: str) -> str:
    """Return a small number in Arabic digits: 二 is 2, 十一 is 11."""
    if number.isdigit():
        return number
    tens, ten, ones = number.rpartition("十")
    return f"{_NUMBERS.get(tens, '1') if ten else ''}{_NUMBERS.get(ones, '0' if ten else '')}"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_blank(text: str) -> bool:
    return text in ("—", "——", "-", "/", "无", "未")
