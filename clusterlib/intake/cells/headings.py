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

from clusterlib.intake.cells.synonyms import NEAR_LABELS, near_form
from clusterlib.intake.cells.unit_words import bare_unit, unit_like
from clusterlib.intake.cells.values import squeezed
from clusterlib.rules.indicators import FACT_BY_ID, FACTS, PRINTED, Catalogue, Indicator
from clusterlib.rules.units import UNITS, Unit

_PUNCTUATION = re.compile(r"[、,，:：;；.。·/\\\"'“”‘’*]")
_MARK = "*#※★☆●○▲△■□◆◇√☑✓①-⑳⑴-⒇ⅰ-ⅻⅠ-Ⅻ¹²³⁰-⁹"
_PREFIX = re.compile(
    rf"[{_MARK}]+|\((?:[0-9]+|[一二三四五六七八九十]+)\)|[0-9]{{1,2}}(?:[.\-][0-9]{{1,2}})*[.、):]?"
    r"|[一二三四五六七八九十]+[.、]"
    r"|(?:其中|或者?)[:,]?|全(?:\([^()]*\)|[市区县镇乡])"
)
_TRAILING = re.compile(rf"[{_MARK}:：、,，;；.。]+$")
_BRACKETS = re.compile(r"(.*?)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_LEADING_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕](.+)")
_TRAILING_UNIT = re.compile(
    r"(.{2,}?)[-—_/|,，:：、]?(单位:?)?((?:人民币)?[千百万亿]*(?:美元|元|人)|[个家户件项名%])"
)
_UNIT_WORDS = re.compile(r"单位:?|人民币|RMB", re.IGNORECASE)
# What a bracket may say without narrowing the label; 规上, 女性, 增长 and the like do.
_HARMLESS = re.compile(
    r"(?:19|20)[0-9]{2}(?:年度?)?末?|注?[0-9]{1,2}|[a-z]|表[一二三四]|当年价格?|现价|不?含.*|包括.*"
    r"|全口径|合计|总计|总数|总量|数量|个数|数值|数字|全年|年末|期末|年底|必填|选填|可选|如有"
    r"|.*(?:填|见|请|例如|保留|小数|整数).*|无[/、或]有|有[/、或]无|是[/、或]否"
    r"|[全本][市区县镇乡地].*|市、区、镇、乡|百分比|百分数|企业|r&d|单位.*"
    r"|.*(?:[0-9一二三四]+月|季度|半年|q[1-4]|h[12]).*",
    re.IGNORECASE,
)
LONGEST_LABEL = 300
"""Characters of a text that may be a label; taking a page apart bracket by bracket takes long."""
_NEAR = "≈"
"""Stands before the keys of near labels in a vocabulary; no key begins so."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that is known.

    Parameters
    ----------
    column : str
        Id of the indicator or fact.
    unit_text : str
        Unit in its brackets, blank where it names none.
    is_near : bool
        Whether the label is only nearly a printed one, see `clusterlib.intake.cells.synonyms`.
    """

    column: str
    unit_text: str = ""
    is_near: bool = False

    def unit_of(self, indicator: Indicator | None) -> Unit | None:
        """Return the unit in brackets where it is one of the indicator's kind, else None."""
        return unit_like(self.unit_text, indicator.unit) if indicator else None


def key_of(text: str) -> str:
    """Return a label in the form in which labels are compared.

    Examples
    --------
    >>> key_of("其中： 规模以上 企业数") == key_of("规模以上企业数")
    True
    """
    label = squeezed(text)
    while len(label) <= LONGEST_LABEL and (prefix := _PREFIX.match(label)):
        if prefix.end() == len(label):
            break
        label = label[prefix.end() :]
    return _PUNCTUATION.sub("", label).casefold()


def vocabulary_of(labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return column ids by the keys of their ids, printed labels and near labels."""
    printed = {
        key_of(label): column for column, known in labels.items() for label in (column, *known)
    }
    near: dict[str, set[str]] = {}
    for column, known in labels.items():
        for label in (*known, *NEAR_LABELS.get(column, ())):
            near.setdefault(near_form(key_of(label)), set()).add(column)
    return printed | {
        _NEAR + form: columns.pop() for form, columns in near.items() if len(columns) == 1
    }


@lru_cache(maxsize=16)
def headings_for(catalogue: Catalogue) -> dict[str, str]:
    """Return every id and printed label of indicators and facts, own ones with their unit too."""
    units = {key_of(f"{own.label}（{own.unit.term}）"): own.id for own in catalogue.own}
    return units | vocabulary_of(
        {indicator.id: indicator.labels for indicator in catalogue.indicators}
        | {fact.id: fact.labels for fact in FACTS}
    )


CATALOGUE = headings_for(PRINTED)
"""Every id and printed label of the regulation's indicators, and of facts."""


def recognise(text: str, vocabulary: Mapping[str, str] = CATALOGUE) -> Heading | None:
    """Return what a heading names, or None where it names nothing known.

    A bracket that narrows the label（规上、女性、增长）makes it another one, which is not
    read. A near label is read only where no printed one fits.

    Examples
    --------
    >>> recognise("其中：特色产品出口额（亿美元）")
    Heading(column='exports', unit_text='亿美元', is_near=False)
    >>> recognise("规上企业数量/家"), recognise("从业人员（女性）")
    (Heading(column='above_scale_enterprises', unit_text='家', is_near=True), None)
    """
    if len(text) > LONGEST_LABEL:
        return None
    for key, unit_text, is_narrowed in _layers(text):
        column = vocabulary.get(key)
        if column and not (is_narrowed and column not in FACT_BY_ID):
            return Heading(column, unit_text, key[0] == _NEAR)
    return None


# Forms repeat their labels from file to file.
@lru_cache(maxsize=8192)
def _layers(text: str) -> tuple[tuple[str, str, bool], ...]:
    """Return what a text may name, from the whole of it to its label alone, then nearly.

    Each with its key, its unit, and whether a bracket that was taken off narrows it.
    """
    label, units, is_narrowed = squeezed(text), "", False
    found = [(key_of(label), "", False)]
    while label:
        label = _TRAILING.sub("", label)
        found.append((key_of(label), units, is_narrowed))
        if not units and (beside := _TRAILING_UNIT.fullmatch(label)):
            found.append((key_of(beside[1]), _UNIT_WORDS.sub("", beside[3]), is_narrowed))
        if bracket := _BRACKETS.fullmatch(label):
            label, inside = bracket.groups()
        elif bracket := _LEADING_BRACKET.fullmatch(label):
            inside, label = bracket.groups()
        else:
            break
        unit = bare_unit(inside)
        if unit:
            units = unit if units in ("", unit) else f"{unit}、{units}"
        is_narrowed |= not unit and not _HARMLESS.fullmatch(inside)
    near = [(_NEAR + near_form(key), unit, narrowed) for key, unit, narrowed in found]
    return tuple(dict.fromkeys((*found, *near)))


def units_for(indicator: Indicator) -> str:
    """Return the units in which an indicator may be given, for a refusal."""
    return "、".join(unit.term for unit in UNITS.values() if unit.kind == indicator.unit.kind)
