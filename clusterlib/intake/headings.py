"""Headings: which column a text names, by id or by printed label, and in which unit.

Labels are compared without spaces, line breaks, punctuation, numbering and the words
其中 and 或. A unit in brackets is honoured; one that is not of the indicator's kind ends
the reading, because a figure in yuan must not be taken for one in dollars.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.cells import is_missing, squeezed
from clusterlib.rules.indicators import FACTS, GATES, INDICATOR_BY_ID, INDICATORS, Indicator
from clusterlib.rules.units import UNITS, Unit
from clusterlib.sheets.files import TABLES, read_sheets

MOST_TITLE_ROWS = 5
"""Rows above the headings, such as the title of a list."""

_PUNCTUATION = re.compile(r"[、,，:：;；.。·/\\\"'“”‘’*]")
_PREFIX = re.compile(
    r"\((?:[0-9]+|[一二三四五六七八九十]+)\)|(?:[0-9]+|[一二三四五六七八九十]+)[.、]"
    r"|(?:其中|或者?)[:,]?|全(?:\([^()]*\)|[市区县镇乡])"
)
_BRACKETS = re.compile(r"(.*?)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_UNIT_WORDS = re.compile(r"单位:?|人民币|RMB", re.IGNORECASE)
_LOOKS_LIKE_A_UNIT = re.compile(
    r"[十百千万亿]*(?:[元人个家户件项名种吨台双套年分%‰]|美元|美金|欧元|英镑|日元|港元|港币|人次)(?:/.+)?"
    r"|[十百千万亿]+"
)
_UNIT_TITLE = re.compile(r"\s*(?:计量)?单\s*位\s*")
_SAME_AS = {
    "count": dict.fromkeys(("家", "户", "件", "项", "种", "家企业"), "个"),
    "people": {"名": "人", "万名": "万人"},
    "share": {"百分比": "%"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that is known.

    Parameters
    ----------
    column : str
        Id of the indicator or fact.
    unit_text : str
        Unit in its brackets, blank where it names none.
    """

    column: str
    unit_text: str = ""

    @property
    def unit(self) -> Unit | None:
        """The unit in brackets where it is one of the indicator's kind, else None."""
        indicator = INDICATOR_BY_ID.get(self.column)
        return _unit_in(self.unit_text, indicator) if indicator else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its position from 0, its heading as written, and what it is."""

    position: int
    text: str
    heading: Heading | None

    @property
    def id(self) -> str:
        """Id where the heading is known, else the heading itself."""
        return self.heading.column if self.heading else self.text


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and the position of its first record among its rows."""

    columns: tuple[Column, ...]
    first_record: int

    def has(self, *ids: str) -> bool:
        """Return whether one of these columns is there."""
        return any(column.heading and column.id in ids for column in self.columns)


def key_of(text: str) -> str:
    """Return a label in the form in which labels are compared.

    Examples
    --------
    >>> key_of("其中： 规模以上 企业数") == key_of("规模以上企业数")
    True
    """
    label = squeezed(text)
    while (prefix := _PREFIX.match(label)) and prefix.end() < len(label):
        label = label[prefix.end():]
    return _PUNCTUATION.sub("", label).casefold()


def vocabulary_of(labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return column ids by the keys of their ids and printed labels."""
    return {
        key_of(label): column for column, known in labels.items() for label in (column, *known)
    }


CATALOGUE = vocabulary_of(
    {indicator.id: indicator.labels for indicator in INDICATORS}
    | {fact.id: fact.labels for fact in FACTS}
)
"""Every id and printed label of indicators and facts."""
FIGURE_COLUMNS = (*(indicator.id for indicator in INDICATORS), *GATES)


def recognise(text: str, vocabulary: Mapping[str, str] = CATALOGUE) -> Heading | None:
    """Return what a heading names, or None where it names nothing known.

    Examples
    --------
    >>> recognise("其中：特色产品出口额（亿美元）")
    Heading(column='exports', unit_text='亿美元')
    """
    for key, unit_text in _layers(text):
        if column := vocabulary.get(key):
            return Heading(column, unit_text)
    return None


# Forms repeat their labels from file to file.
@lru_cache(maxsize=8192)
def _layers(text: str) -> tuple[tuple[str, str], ...]:
    """Return the keys that a text may name and their units: whole, then bracket by bracket."""
    label, units, found = squeezed(text), "", []
    while label:
        found.append((key_of(label), units))
        bracket = _BRACKETS.fullmatch(label)
        if bracket is None:
            break
        label, inside = bracket.groups()
        inside = _UNIT_WORDS.sub("", inside)
        if _LOOKS_LIKE_A_UNIT.fullmatch(inside) or inside == "百分比":
            units = inside if units in ("", inside) else f"{inside}、{units}"
    return tuple(found)


@lru_cache(maxsize=4096)
def bare_unit(text: str) -> str:
    """Return the unit that a cell consists of, such as （亿元） or 单位：个; blank if none."""
    cell = _UNIT_WORDS.sub("", squeezed(text).strip("()[]【】"))
    return cell if _LOOKS_LIKE_A_UNIT.fullmatch(cell) else ""


def unit_of_column(column: Column, where: str) -> Unit | None:
    """Return the unit that a column's heading names, or None where it names none.

    Raises
    ------
    InputError
        If the unit is not of the indicator's kind.
    """
    heading = column.heading
    indicator = INDICATOR_BY_ID.get(column.id)
    if heading is None or indicator is None or not heading.unit_text or heading.unit:
        return heading.unit if heading else None
    raise InputError(
        where,
        f"表头“{column.text}”的单位“{heading.unit_text}”不适用于“{indicator.label}”",
        f"单位之一：{units_for(indicator)}",
        "请改正表头的单位，并核对这一列的数值。",
    )


def units_for(indicator: Indicator) -> str:
    """Return the units in which an indicator may be given, for a refusal."""
    return "、".join(unit.term for unit in UNITS.values() if unit.kind == indicator.unit.kind)


def find_layout(
    rows: Sequence[Sequence[str]], where: str, vocabulary: Mapping[str, str] = CATALOGUE
) -> Layout | None:
    """Return the columns that a table's first rows name, or None where they name none.

    Headings stand in one row, or in two: labels under titles of groups, or units under
    labels.

    Raises
    ------
    InputError
        If a heading stands there twice.
    """
    for start, row in enumerate(rows[: MOST_TITLE_ROWS + 1]):
        if any(recognise(cell, vocabulary) for cell in row):
            below = rows[start + 1] if start + 1 < len(rows) else ()
            double = _continues(row, below, vocabulary)
            texts = _joined(row, below, vocabulary) if double else [cell.strip() for cell in row]
            columns = tuple(
                Column(position, text, recognise(text, vocabulary))
                for position, text in enumerate(texts)
            )
            _refuse_repetition(columns, where)
            return Layout(columns, start + 1 + double)
    return None


def _continues(row: Sequence[str], below: Sequence[str], vocabulary: Mapping[str, str]) -> bool:
    """Return whether the second row belongs to the headings: it names columns or units."""
    named = [bool(recognise(cell, vocabulary)) for cell in below]
    if not any(named) and not any(bare_unit(cell) for cell in below):
        return False
    if any(re.fullmatch(r"-?[0-9,.]+", squeezed(cell)) for cell in below):
        return False
    for position, cell in enumerate(row):
        heading = recognise(cell, vocabulary)
        if heading and heading.column == "applicant_id" and position < len(below):
            under = below[position]
            return is_missing(under) or named[position] or bool(_UNIT_TITLE.fullmatch(under))
    return True


def _joined(
    row: Sequence[str], below: Sequence[str], vocabulary: Mapping[str, str]
) -> list[str]:
    """Return one heading per column from two rows of them."""
    texts = []
    for position in range(max(len(row), len(below))):
        upper = row[position].strip() if position < len(row) else ""
        lower = below[position].strip() if position < len(below) else ""
        if not lower or not upper or recognise(lower, vocabulary):
            texts.append(lower or upper)
        elif unit := bare_unit(lower):
            texts.append(f"{upper}（{unit}）")
        else:
            texts.append(upper if recognise(upper, vocabulary) else f"{upper} {lower}")
    return texts


def _refuse_repetition(columns: Sequence[Column], where: str) -> None:
    seen: dict[str, str] = {}
    for column in columns:
        key = column.heading.column if column.heading else key_of(column.text)
        if not key:
            continue
        if key in seen:
            raise InputError(
                where,
                f"表头“{column.text}”与“{seen[key]}”重复",
                "每个指标只有一列",
                "请删去或改名其中一列。",
            )
        seen[key] = column.text


def _unit_in(text: str, indicator: Indicator) -> Unit | None:
    """Return the unit of the indicator's kind that a text names, or None."""
    kind = indicator.unit.kind
    unit = UNITS.get(_SAME_AS.get(kind, {}).get(text, text))
    return unit if unit and unit.kind == kind else None


def is_table(path: Path) -> bool:
    """Return whether a file is a cohort table, not one applicant's workbook.

    A workbook is a table if a sheet has headings that name an applicant's id and figures
    side by side. A file that cannot be read is no table.
    """
    if path.suffix.lower() in TABLES:
        return True
    try:
        layouts = [find_layout(sheet.rows, path.name) for sheet in read_sheets(path)]
    except InputError:
        return False
    return any(found.has("applicant_id") and found.has(*FIGURE_COLUMNS)
               for found in layouts if found)
