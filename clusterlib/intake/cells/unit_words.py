"""Units as people write them（单位）: in brackets, in a cell, in a note above a table.

A unit of a form is honoured, converted or refused, never passed over: one that is of a
kind we score but none of ours（千元、百万元、港元）is found here too, so that the reader
can name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from clusterlib.intake.cells.values import half_width, squeezed
from clusterlib.rules.units import UNITS, Unit

_CURRENCY = re.compile(r"单位:?|人民币|RMB|CNY", re.IGNORECASE)
_SCALE = "[十百千万亿]"
_WORD = (
    rf"(?:[kK]|{_SCALE})*"
    r"(?:美元|美金|欧元|英镑|日元|港元|港币|人次|[元人个家户件项名种吨台双套年分%‰])"
)
_UNIT = re.compile(rf"{_WORD}(?:/.+)?|{_SCALE}+")
_LIST = rf"(?:{_WORD}|{_SCALE}+)(?:[、,/;和及或与](?:{_WORD}|{_SCALE}+))*"
_END = r"(?![0-9A-Za-z一-鿿])"
_NOTE = re.compile(rf"单位(?:[均都]?[为是])?:?[(\[【“\"]?({_LIST}){_END}")
_COUNTED_IN = re.compile(rf"以({_LIST})(?:为(?:计量)?单位|计[算量价]?{_END}|列示|填报)")
_BRACKET = re.compile(rf"[(\[【〔]({_LIST})[)\]】〕]")
_WHOLE_LIST = re.compile(_LIST)
_BETWEEN = re.compile(r"[、,/;和及或与]")
_NOTE_ALONE = re.compile(r"(?:计量|金额|货币)?单位:?")
# Spaces that people put into words; others end a note.
_SPACED = re.compile(r"(?<=[单位:十百千万亿美、,/;]) +(?=[位:十百千万亿美元金人个、,/;%])")

_SAME_AS = {
    "count": {**dict.fromkeys(("家", "户", "件", "项", "种", "家企业", "家数", "数量"), "个")},
    "people": {"名": "人", "万名": "万人"},
    "share": {"百分比": "%", "百分数": "%"},
    "dollars": {"美金": "美元", "万美金": "万美元", "亿美金": "亿美元"},
}
_KINDS = (
    (re.compile("美元|美金"), ("dollars",)),
    (re.compile("欧元|英镑|日元|港元|港币"), ("money", "dollars")),
    (re.compile("元"), ("money",)),
    (re.compile("人|名"), ("people",)),
    (re.compile("[个家户件项种]"), ("count",)),
    (re.compile("[%‰]"), ("share",)),
    (re.compile(f"{_SCALE}+$"), ("money", "dollars", "people")),
)


@lru_cache(maxsize=4096)
def bare_unit(text: str) -> str:
    """Return the unit that a cell consists of, such as （亿元） or 单位：个; blank if none."""
    cell = _CURRENCY.sub("", squeezed(text).strip("()[]【】〔〕"))
    return cell if _UNIT.fullmatch(cell) or cell in ("百分比", "百分数") else ""


def unit_named(text: str, kind: str) -> Unit | None:
    """Return the unit of a kind that a text names, 家 for 个 and 名 for 人 among them."""
    unit = UNITS.get(_SAME_AS.get(kind, {}).get(text, text))
    return unit if unit and unit.kind == kind else None


def unit_like(text: str, own: Unit) -> Unit | None:
    """Return the unit of a figure's kind that a text names, its own one by its exact name."""
    return own if text == own.term else unit_named(text, own.kind)


def concerning(texts: Iterable[str], kind: str) -> tuple[str, ...]:
    """Return those of several units that are said of a kind, whether or not they are ours.

    Examples
    --------
    >>> concerning(("千元", "万美元", "个"), "money")
    ('千元',)
    """
    return tuple(text for text in texts if kind in _kinds_of(text))


@lru_cache(maxsize=4096)
def units_in_note(text: str) -> tuple[str, ...]:
    """Return the units that a note or title above a table names, none where it names none.

    Examples
    --------
    >>> units_in_note("基本情况表二（金额单位：万元、人）"), units_in_note("申报单位：某县")
    (('万元', '人'), ())
    >>> units_in_note("注：以上金额均以万元计")
    ('万元',)
    """
    note = _SPACED.sub("", " ".join(half_width(text).split()))
    note = re.sub("人民币|RMB|CNY", "", note, flags=re.IGNORECASE)
    found = (
        _NOTE.search(note)
        or _COUNTED_IN.search(note)
        or _BRACKET.search(note)
        or _WHOLE_LIST.fullmatch(note)
    )
    if found is None:
        return ()
    return tuple(_BETWEEN.split(found[found.lastindex or 0]))


def units_in_row(row: Sequence[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the notes of a row above a table: position of the cell, and its units.

    单位： in one cell and 万元 in the next filled one are one note.
    """
    filled = [at for at, text in enumerate(row) if text.strip()]
    found = []
    for position, at in enumerate(filled):
        text = row[at]
        if _NOTE_ALONE.fullmatch(squeezed(text)) and position + 1 < len(filled):
            text = f"单位：{row[filled[position + 1]]}"
        if units := units_in_note(text):
            found.append((at, units))
    return tuple(found)


def unit_under(
    own: Unit | None, notes: Iterable[Sequence[str]], kind: str
) -> tuple[Unit | None, str, tuple[str, ...]]:
    """Return the unit that holds below notes, each a list of units.

    Parameters
    ----------
    own : Unit, optional
        The unit that the line or column itself names; it must not be contradicted.
    notes : iterable of sequences of str
        Units of headings, titles and notes above.
    kind : str
        Kind of the figures; units of other kinds say nothing of them.

    Returns
    -------
    tuple of Unit or None, str, and tuple of str
        The unit, None where nothing is said; a code of `clusterlib.problems.REASONS` where
        the figures cannot be used, and the units that are the reason.
    """
    found: dict[str, Unit] = {}
    for note in notes:
        texts = concerning(note, kind)
        named = {text: unit_named(text, kind) for text in texts}
        if not texts or (own is not None and own in named.values()):
            continue
        if None in named.values():
            return None, "unit_unknown", texts
        if own is not None:
            return None, "unit_against_heading", texts
        found |= {unit.term: unit for unit in named.values() if unit}
    if len(found) > 1:
        return None, "units_above_differ", tuple(found)
    return own or next(iter(found.values()), None), "", ()


@lru_cache(maxsize=1024)
def _kinds_of(text: str) -> tuple[str, ...]:
    return next((kinds for words, kinds in _KINDS if words.search(text)), ())
