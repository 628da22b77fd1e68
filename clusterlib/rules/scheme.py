"""A scheme（评价体系）on a day: tiers, indicators, sections with their rules, the pass mark.

A plain frozen value like `clusterlib.rules.scoresheet.ScoreSheet`, but with as many sections
and items as its file lists, and with other rules than a count alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Any

from clusterlib.rules.points import Band
from clusterlib.rules.tiers import Tier
from clusterlib.rules.units import Unit

RULES = ("counted", "graded", "required", "at_least")
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": ge,
    ">": gt,
    "<=": le,
    "<": lt,
    "=": eq,
}
COMPARISON_SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "=": "＝"}
KIND_TERMS = {
    "amount": "数额",
    "count": "个数",
    "share": "比重",
    "growth": "增长",
    "answer": "有无",
}
KINDS = tuple(KIND_TERMS)
GRADE_TERMS = ("一般", "较好", "好")
NAME_FORM = "字母或汉字开头，只有字母、汉字、数字、下划线和短横线"
_NAME = re.compile(r"[^\W\d][\w-]{0,59}")
_TAKEN_NAMES = frozenset({"applicant_id", "name", "purpose", "total"})
_TAKEN_STARTS = ("grade_", "panel_")
_TAKEN_LABELS = frozenset({"申报编号", "申报单位", "申报类型"})
_EARLIER_YEAR = re.compile(r"[(（]前[0-9]+年[)）]")
"""In a heading; names of other columns of a cohort table stand above."""
ORIGIN_TERMS = {"article": "管理办法或通知", "public": "公开来源", "example": "虚构示例"}
TO_FILL = "待填"
"""Stands in a scheme that was only begun."""
PURPOSES = ("award", "review")
MOST_ITEMS, MOST_SECTIONS, MOST_POINTS = 99, 20, 400
"""Of a section, of a scheme; on the grid of points 64 bits hold some 430 points."""
_LONGEST_LABEL = 100
MOST_COLUMNS = 10
"""Years that a condition may look back at."""
PURPOSE_TERMS = {"award": "初评", "review": "复评"}


def name_fault(text: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a text that names a tier, a section or an indicator in tables."""
    if not _NAME.fullmatch(text):
        return f"“{text}”不能作代码", NAME_FORM, "请改正"
    if text in _TAKEN_NAMES or text.startswith(_TAKEN_STARTS):
        return f"“{text}”另有用处", "别的代码", "请改名"
    return None


def label_fault(text: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a label of an indicator."""
    if len(text) > _LONGEST_LABEL:
        return f"名称有{len(text)}个字", f"至多{_LONGEST_LABEL}个字", "请缩短"
    if text.strip() in _TAKEN_LABELS or _EARLIER_YEAR.search(text):
        return f"名称“{text}”在表里另有用处", "别的名称", "请改用别的名称"
    return None


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of a scheme.

    Parameters
    ----------
    id : str
        Identifier in tables and files.
    labels : tuple of str
        Printed label, then other spellings.
    kind : str
        One of `KINDS`; an answer is 无 or 有.
    unit : Unit or None
        None for an answer.
    signed : bool
        Whether a negative figure is possible.
    share_of : tuple of (str, str) or None
        Indicators of which it is the share where it is not reported itself.
    growth_of : str
        Indicator whose mean yearly growth over the columns it is; blank for none.
    """

    id: str
    labels: tuple[str, ...]
    kind: str
    unit: Unit | None
    signed: bool = False
    share_of: tuple[str, str] | None = None
    growth_of: str = ""

    def limit_fault(self, limit: Decimal) -> tuple[str, str, str] | None:
        """Return what is wrong with a limit."""
        if limit < 0 and not self.signed and self.kind != "growth":
            return f"界限{limit:f}为负", "不小于0的数", "请改正"
        if self.kind == "share" and limit > 100:
            return f"界限{limit:f}%大于100%", "不大于100的数", "请改正"
        return None

    @property
    def made_of(self) -> tuple[str, ...]:
        """Indicators that it is worked out from where it is not reported."""
        return self.share_of or ((self.growth_of,) if self.growth_of else ())

    @property
    def label(self) -> str:
        """Label as printed."""
        return self.labels[0]


@dataclass(frozen=True, slots=True)
class Condition:
    """What one side of an item asks of an indicator.

    Parameters
    ----------
    measure : str
        The indicator.
    comparison : str
        Key of `COMPARISONS`.
    limits : tuple of Decimal or None
        Per tier in the indicator's unit; None where the standard states them.
    last : int
        Of how many of the last columns (years) it is asked, each for itself.
    """

    measure: str
    comparison: str = ">="
    limits: tuple[Decimal, ...] | None = None
    last: int = 1


Limits = tuple[Decimal, ...]
Sides = tuple[Condition, ...]
"""The sides of one item: one of them is enough（或）."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a scheme.

    Parameters
    ----------
    id, term : str
        Identifier and printed title.
    rule : str
        One of `RULES`.
    points : int
        Full points in grid steps, 0 for a section without points.
    items : tuple of Sides
        None for a graded section.
    bands : tuple of Band
        Lowest first; of a counted section by items met, of a graded one by grade.
    gates : tuple of str
        Answers that must be 无, or the section has no points.
    least : tuple of int, length 2
        Of ``at_least``: items needed for the award and for the review.
    """

    id: str
    term: str
    rule: str
    points: int = 0
    items: tuple[Sides, ...] = ()
    bands: tuple[Band, ...] = ()
    gates: tuple[str, ...] = ()
    least: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a scheme's words and numbers come from, and who decided on them.

    Parameters
    ----------
    kind : {"article", "public", "example"}
        The regulation, a public source, or invented to show how it is done.
    ref, url : str
        Title of the source, and its address where one is known.
    decided_by, decided_on : str
        Who decided and when; blank for a source that says so itself.
    """

    kind: str
    ref: str
    url: str = ""
    decided_by: str = ""
    decided_on: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme on one day.

    Parameters
    ----------
    id, term, issuer : str
        Identifier, title and whose it is.
    start : date
        From when this edition holds.
    origin : Origin
    tiers : tuple of Tier
        Highest first; at least one.
    measures : mapping of str to Measure
        Its indicators in order.
    sections : tuple of Section
    pass_mark : int or None
        In grid steps; None for a scheme without points.
    based_on : str
        The scheme that it changes, blank for none.
    differences, warnings : tuple of str
        What it changes, and which of that the regulation itself fixes.
    element : str
        Element of a name（智能、绿色…）that its adjusted indicators are for, clause 2.2.3.
    filed : bool
        Whether the adjusted indicators of its element are filed.
    bases : tuple of str
        The scheme that it changes, then the one that this changes, and so on.
    decisions : tuple of Origin
        Who decided on the differences, and when.
    """

    id: str
    term: str
    issuer: str
    start: date
    origin: Origin
    tiers: tuple[Tier, ...]
    measures: Mapping[str, Measure]
    sections: tuple[Section, ...]
    pass_mark: int | None
    based_on: str = ""
    differences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    element: str = ""
    filed: bool = True
    bases: tuple[str, ...] = ()
    decisions: tuple[Origin, ...] = ()

    @property
    def scored(self) -> tuple[Section, ...]:
        """Sections that give points."""
        return tuple(section for section in self.sections if section.points)

    @property
    def stated_elsewhere(self) -> tuple[str, ...]:
        """Indicators whose limits a standard must state."""
        return tuple(
            dict.fromkeys(
                side.measure
                for section in self.sections
                for item in section.items
                for side in item
                if side.limits is None
            )
        )

    @property
    def most_columns(self) -> int:
        """Years that its conditions and growths look back at, the scored one among them."""
        asked = [side.last for part in self.sections for item in part.items for side in item]
        grown = [3 for measure in self.measures.values() if measure.growth_of]
        return max((*asked, *grown), default=1)
