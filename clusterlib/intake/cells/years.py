"""Headings of year columns（年份列）: which year, whole, part or planned, in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from clusterlib.intake.cells.unit_words import bare_unit, units_in_note
from clusterlib.intake.cells.values import squeezed

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_CHINESE_YEAR = re.compile(r"[〇○零0Oo一二三四五六七八九壹贰叁肆伍陆柒捌玖]{4}(?=年|$)")
_SHORT_YEAR = re.compile(r"(?:['’‘`]?([0-9]{2})(?=年|财年)|['’‘`]([0-9]{2})$)")
_MISTYPED_YEAR = re.compile(r"(?=[0-9]*[OoIl])[12][0-9OoIl]{3}(?=年|$)")
_AROUND = re.compile(r"^公元|(?<=[0-9年])[.。．、,，;；]+$")
_DAY = re.compile(r"((?:19|20)[0-9]{2})[-/.](?:12[-/.]31|0?1[-/.]0?1)(?:[T ]?00:00:00)?")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_WHOLE_YEAR = re.compile(
    r"0?1月?[-—–~至到]+12月份?(?:累计)?|(?:全年|12月(?:31日|底|末))(?:累计)?|四个季度|一至十二月"
)
_PART = re.compile(
    r"[0-9一二三四五六七八九十元]+月|季|半年|截至|截止|至今|同期|累计|快报|初步|初核"
    r"|\.[0-9]{1,2}[-—–~至到]+[0-9]{1,2}|[qQ][1-4]|[hH][12]|YTD"
    r"|[-/.](?:0?[1-9]|1[0-2])(?:[-/.][0-9]{1,2})?(?:[T ]?00:00:00)?$",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"预[计测算估期]|估计|计划|规划|目标|力争|展望|拟|(?<=[0-9年(])[EFBPefbp](?![A-Za-z])"
)
_COMPARED = re.compile(
    r"同比|环比|增长|增速|增幅|增减|涨幅|[较比]上年|占|比[重例]|排[名位]|名次|位次|平均|年均"
)
_WORDS = re.compile(
    r"年度|年|初评|复评|或|上一次|上次|授名|命名|最近|近|数据|数值|数字|数|金额|情况|实际|实绩"
    r"|完成|实现|决算|审计|统计|年报|报告期|发生额|当年|本年|指标|合计|末|底|值"
    r"|(?<=[0-9年(])[Aa](?![A-Za-z])|[-_:()、/]"
)
LONGEST_HEADING = 14
"""Characters beside the year; a longer text is a note."""
_GROWTH = re.compile(r"(?:同比|环比|年均|比上年|较上年)?(?:增长率?|增幅|增速|增减|涨幅)")
_CHINESE_DIGITS = str.maketrans(
    "〇○零Oo一二三四五六七八九壹贰叁肆伍陆柒捌玖", "00000123456789123456789"
)
_LIKE_DIGITS = str.maketrans("OoIl", "0011")


@dataclass(frozen=True, slots=True)
class YearHeading:
    """A heading that names a year.

    Parameters
    ----------
    year : int or None
        None where the printed 年 was left as it is.
    unit_texts : tuple of str
        Units that it names.
    is_part : bool
        Whether the column holds less than a whole year.
    is_plan : bool
        Whether it holds a plan, an aim or a forecast.
    is_near : bool
        Whether the year is written in a form that asks to be confirmed（23年、FY2025）.
    """

    year: int | None
    unit_texts: tuple[str, ...] = ()
    is_part: bool = False
    is_plan: bool = False
    is_near: bool = False


@lru_cache(maxsize=4096)
def read_year_heading(text: str) -> YearHeading | None:
    """Return what a heading says of a year, or None where it is no year's heading.

    Examples
    --------
    >>> [found.year for text in ("２０２３ 年", "二〇二三年度", "23年") if
    ...  (found := read_year_heading(text))]
    [2023, 2023, 2023]
    >>> read_year_heading("2024年1-6月").is_part, read_year_heading("2026年（目标）").is_plan
    (True, True)
    >>> read_year_heading("最近一年占全国同行业比重") is None
    True
    """
    label, units = _without_units(re.sub("^[xX×]{2,4}(?=年)", "", squeezed(text)))
    is_near = False
    if day := _DAY.fullmatch(label):
        return YearHeading(int(day[1]), units)
    if _CHINESE_YEAR.match(label):
        label = label[:4].translate(_CHINESE_DIGITS) + label[4:]
    label = _AROUND.sub("", label)
    if re.match("FY(?=20)", label, re.IGNORECASE):
        label, is_near = label[2:], True
    if mistyped := _MISTYPED_YEAR.match(label):
        label, is_near = mistyped[0].translate(_LIKE_DIGITS) + label[mistyped.end() :], True
    if re.search("财年|会计年", label):
        label, is_near = re.sub("(?:财|会计)(?=年)", "", label), True
    if not _YEAR.search(label) and (short := _SHORT_YEAR.match(label)):
        label, is_near = f"20{short[1] or short[2]}{label[short.end() :]}", True
    years = set(_YEAR.findall(label))
    if len(years) > 1 or not (years or re.fullmatch(r"[_\-]*年度?", label)):
        return None
    rest = _WHOLE_YEAR.sub("", label)
    found = YearHeading(int(years.pop()) if years else None, units, is_near=is_near)
    beside = _YEAR.sub("", rest)
    if len(beside) > LONGEST_HEADING or _COMPARED.search(beside):
        return None
    if _PLAN.search(rest):
        return replace(found, is_plan=True)
    if _PART.search(beside):
        return replace(found, is_part=True)
    return None if _YEAR.sub("", _WORDS.sub("", rest)) else found


def _without_units(label: str) -> tuple[str, tuple[str, ...]]:
    """Return a heading without the units in its brackets or behind it, and these."""
    units: list[str] = []
    for inside in _BRACKETED.findall(label):
        if found := units_in_note(f"({inside})"):
            label = re.sub(r"[(\[【〔]" + re.escape(inside) + r"[)\]】〕]", "", label, count=1)
            units += [unit for unit in found if unit != "年"]
    if match := re.fullmatch(r"(.*?(?:年度?|[0-9]))[:,、/\-]?(?:单位:?)?([^年度0-9]+)", label):
        if unit := bare_unit(match[2]):
            return match[1], (*units, unit)
    return label, tuple(units)


def names_some_year(text: str) -> bool:
    """Return whether a heading holds a year or a period in a form that is not read.

    Examples
    --------
    >>> [names_some_year(text) for text in ("上年", "2025财年", "2025年占全国比重", "备注")]
    [True, True, False, False]
    """
    label = squeezed(text)
    return (
        len(label) <= LONGEST_HEADING
        and re.search(
            r"[0-9]{2}年|(?:19|20)[0-9]{2}"
            r"|^(?:上|本|当|前|去|今|第[一二三]|基|报告)年(?:度|数|实际)?$"
            r"|^[TtNn](?:[-—][12])?年?$",
            label,
        )
        is not None
        and not is_compared(text)
        and re.search("备注|说明|文件|[0-9]年以", label) is None
    )


def is_compared(text: str) -> bool:
    """Return whether a heading announces growth, a rank or a share, not the figure itself."""
    return _COMPARED.search(squeezed(text)) is not None


def is_growth_heading(text: str) -> bool:
    """Return whether a heading announces growth over the year before（同比增长）."""
    label = _BRACKETED.sub("", squeezed(text))
    return _GROWTH.match(label) is not None or label in ("同比", "环比", "较上年", "比上年")


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
    return (
        re.search(
            r"[0-9一二三四五六七八九十]月|季度|上半年|下半年|预计|[qQ][1-4](?![0-9])|至今", label
        )
        is not None
    )


def is_plan(text: str) -> bool:
    """Return whether a heading below a year says that its column is no result yet."""
    return _PLAN.search(squeezed(text)) is not None


def is_part(text: str) -> bool:
    """Return whether a heading below a year says that its column is less than the year."""
    return _PART.search(_WHOLE_YEAR.sub("", squeezed(text))) is not None
