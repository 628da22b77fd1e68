"""Printed labels on a sheet: which line or sub-cell a text names, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clusterlib.intake.cells.form import (
    CLUSTER_LINES,
    LINES,
    LIST_TITLE,
    REGION_LINES,
    SUPPLEMENT_LINES,
    Line,
    own_lines,
)
from clusterlib.intake.cells.headings import key_of, recognise, vocabulary_of
from clusterlib.rules.indicators import FACTS, INDICATORS, ITEMS, PRINTED, Catalogue
from clusterlib.rules.scoresheet import Listed, ScoreSheet
from clusterlib.sheets.sheet import Sheet


def _vocabulary(lines: Sequence[Line]) -> dict[str, str]:
    printed = {indicator.id: indicator.labels for indicator in INDICATORS}
    printed |= {fact.id: fact.labels for fact in FACTS}
    return vocabulary_of(
        {line.id: (line.label, *line.others, *printed.get(line.id, ())) for line in lines}
    )


REGION_VOCABULARY = _vocabulary(REGION_LINES)
# 从业人数 is printed in table one and on the score sheet: elsewhere it is the cluster's.
YEARLY_VOCABULARY = {**REGION_VOCABULARY, **_vocabulary((*CLUSTER_LINES, *SUPPLEMENT_LINES))}


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A printed form: its lines, and which of them a label names.

    Parameters
    ----------
    lines : tuple of Line
        In the order in which they are printed.
    vocabulary : mapping of key to id
        Of `clusterlib.intake.cells.headings.vocabulary_of`.
    catalogue : Catalogue
        Indicators that its lines answer, where it is an application.
    items : tuple of tuple of str
        Ids of the lines asked for; of two that the score sheet joins by 或 either will do.
    """

    lines: tuple[Line, ...]
    vocabulary: Mapping[str, str]
    catalogue: Catalogue = PRINTED
    items: tuple[tuple[str, ...], ...] = ()
    by_id: Mapping[str, Line] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {line.id: line for line in self.lines})

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Form:
        """Return the form of these lines, found by their labels alone."""
        vocabulary = vocabulary_of({line.id: (line.label, *line.others) for line in lines})
        return cls(tuple(lines), vocabulary)

    def known(self, text: str) -> str:
        """Return the id of the line that a text is the label of, blank if of none."""
        heading = recognise(text, self.vocabulary)
        return heading.column if heading else ""


@lru_cache(maxsize=16)
def _application(catalogue: Catalogue, listed: Listed | None) -> Form:
    added = own_lines(catalogue)
    items = [item for part in listed or ITEMS.values() for item in part]
    if listed is None:
        items += [(catalogue.position[found.id],) for found in catalogue.own]
    return Form(
        (*LINES, *added),
        {**YEARLY_VOCABULARY, **_vocabulary(added)} if added else YEARLY_VOCABULARY,
        catalogue,
        tuple(tuple(catalogue.indicators[side].id for side in item) for item in items),
    )


def application_form(catalogue: Catalogue) -> Form:
    """Return the application of Annex 3 with a line for each further indicator."""
    return _application(catalogue, None)


def form_of_sheet(sheet: ScoreSheet) -> Form:
    """Return the application that asks for the items of one score sheet and no others."""
    return _application(sheet.catalogue, sheet.listed)


APPLICATION = application_form(PRINTED)
"""The application of Annex 3."""

PART_NAMES = {
    "国标": ("国标", "国家标准"),
    "行标": ("行标", "行业标准"),
    "团标": ("团标", "团体标准"),
    "地标": ("地标", "地方标准"),
    "发明": ("发明", "发明专利"),
    "其他": ("其他", "其它", "其他专利"),
    "国家级": ("国家级", "国家"),
    "省部级": ("省部级", "省级"),
    "市级": ("市级",),
    "省市级": ("省市级",),
    "轻工": ("轻工", "轻工行业"),
}
Place = tuple[int, int]
"""Position of a row among those of a sheet that hold anything, and column, both from 0."""

_PART_BY_KEY = {key_of(name): part for part, names in PART_NAMES.items() for name in names}


def text_at(sheet: Sheet, place: Place) -> str:
    """Return the text of a cell without spaces around it, blank outside the sheet."""
    row, column = place
    return sheet.rows[row][column].strip() if column < len(sheet.rows[row]) else ""


def address_of(sheet: Sheet, place: Place) -> str:
    """Return the address of a cell, such as ``D7``."""
    row, column = place
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{sheet.lines[row]}"


def is_problem_list(sheet: Sheet) -> bool:
    """Return whether a sheet is the list that a marked copy carries; it repeats figures."""
    return bool(sheet.rows) and text_at(sheet, (0, 0)).startswith(LIST_TITLE)


@lru_cache(maxsize=4096)
def part_named(text: str) -> str:
    """Return the sub-cell that a text names, such as 国标; blank if none."""
    return _PART_BY_KEY.get(key_of(re.sub(r"[(（].*?[)）]", "", text)), "")


def labels_elsewhere(sheet: Sheet, vocabulary: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Yield the columns of a vocabulary that a sheet names, with their places."""
    for at, row in enumerate(sheet.rows):
        for column, text in enumerate(row):
            if text.strip() and (heading := recognise(text, vocabulary)):
                yield heading.column, (at, column)
