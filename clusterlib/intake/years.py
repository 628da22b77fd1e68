"""Headings of year columns（年份列）: which year, whole or part, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from clusterlib.intake.cells import squeezed
from clusterlib.intake.headings import bare_unit

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_CHINESE_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_DAY = re.compile(r"((?:19|20)[0-9]{2})-(?:12-31|01-01)(?:[T ]?00:00:00)?")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_WHOLE_YEAR = re.compile(r"1月?[-—–~至到]+12月|全年|12月(?:31日|底|末)")
_PART = re.compile(
    r"[0-9一二三四]+月|季度|半年|截至|截止|至今|预计|预测|预估|估计|计划|目标|快报|初步"
    r"|\.[0-9]{1,2}[-—–~至到]+[0-9]{1,2}"
)
_WORDS = re.compile(
    r"年度|年|初评|复评|或|上一次|上次|授名|命名|最近|近|数据|数值|数|实际|完成|末|底|值|[-_:()]"
)
LONGEST_HEADING = 14
"""Characters beside the year; a longer text is a note."""
_GROWTH = re.compile(r"(?:同比|年均|比上年|较上年)?(?:增长率?|增幅|增速|增减)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class YearHeading:
    """A heading that names a year.

    Parameters
    ----------
    year : int or None
        None where the printed 年 was left as it is.
    unit_text : str
        Unit in brackets, blank where it names none.
    is_part : bool
        Whether the column holds less than a whole year, or a forecast.
    """

    year: int | None
    unit_text: str = ""
    is_part: bool = False


@lru_cache(maxsize=4096)
def read_year_heading(text: str) -> YearHeading | None:
    """Return what a heading says of a year, or None where it is no year's heading.

    Examples
    --------
    >>> read_year_heading("２０２３ 年"), read_year_heading("2024年1-6月")
    (YearHeading(year=2023, unit_text='', is_part=False), \
YearHeading(year=2024, unit_text='', is_part=True))
    >>> read_year_heading("最近一年占全国同行业比重") is None
    True
    """
    label, unit = squeezed(text), ""
    if day := _DAY.fullmatch(label):
        return YearHeading(int(day[1]))
    if _CHINESE_YEAR.match(label):
        label = label[:4].translate(_CHINESE_DIGITS) + label[4:]
    for inside in _BRACKETED.findall(label):
        if found := bare_unit(inside):
            label, unit = label.replace(inside, ""), "" if found == "年" else found
    years = set(_YEAR.findall(label))
    if len(years) > 1 or not (years or re.fullmatch(r"[_\-]*年度?", label)):
        return None
    rest = _WHOLE_YEAR.sub("", _YEAR.sub("", label))
    is_part = _PART.search(rest) is not None and len(rest) <= LONGEST_HEADING
    if not is_part and _WORDS.sub("", rest):
        return None
    return YearHeading(int(years.pop()) if years else None, unit, is_part)


def names_some_year(text: str) -> bool:
    """Return whether a heading holds a year in a form that is not read, such as 25年.

    Examples
    --------
    >>> [names_some_year(text) for text in ("25年", "FY2025", "2025年占全国比重", "备注")]
    [True, True, False, False]
    """
    label = squeezed(text)
    return (
        len(label) <= LONGEST_HEADING
        and re.search(r"[0-9]{2}年|(?:19|20)[0-9]{2}", label) is not None
        and re.search(r"占|比|排名|名次|增|备注|说明", label) is None
    )


def is_growth_heading(text: str) -> bool:
    """Return whether a heading announces growth over the year before（同比增长）."""
    return _GROWTH.match(_BRACKETED.sub("", squeezed(text))) is not None


def base_of_growth(text: str) -> str:
    """Return the label of a line of growth without its last words; blank if it is none.

    Examples
    --------
    >>> base_of_growth("特色产业总产值同比增长（%）"), base_of_growth("主营业务收入")
    ('特色产业总产值', '')
    """
    label = _BRACKETED.sub("", squeezed(text))
    match = re.search(_GROWTH.pattern + "$", label)
    return label[: match.start()] if match and match.start() else ""


def is_part_of_year(text: str) -> bool:
    """Return whether a label or note says that a figure covers less than a whole year."""
    label = _WHOLE_YEAR.sub("", squeezed(text))
    return re.search(r"[0-9]+月|季度|上半年|下半年|预计", label) is not None
