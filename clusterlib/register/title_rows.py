"""Tables of titles as associations keep them: a row a title, its dates side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clusterlib.errors import InputError
from clusterlib.register.cells import Named, Refusal, value_of
from clusterlib.register.dates import written_date
from clusterlib.register.events import KINDS, Event

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
_NUMBERS = {numeral: str(place) for place, numeral in enumerate("零一二三四五六七八九")}


def events_of_title(named: Named, line: int) -> Iterator[Event | Refusal]:
    """Yield the events of a title's row: its award, its reviews in order, its withdrawal."""
    facts, dates, refusals = {}, [], []
    for name, (heading, text) in named.items():
        try:
            if name in _TITLE_COLUMNS:
                facts[name] = value_of(name, text, {})
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


def title_column(heading: str) -> str:
    """Return what a column of such a table holds, blank for one that nobody knows."""
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


def _is_blank(text: str) -> bool:
    return text in ("—", "——", "-", "/", "无", "未")
