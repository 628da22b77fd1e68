"""Whether one place lies in another（回避）, told from how both are written."""

from __future__ import annotations

import re
import unicodedata

_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
).split()
_ENDS = {
    "province": ("特别行政区", "自治区", "省"),
    "city": ("自治州", "地区", "盟", "市"),
    "county": ("自治县", "自治旗", "新区", "县", "区", "旗"),
    "town": ("街道", "镇", "乡"),
}
_PARTS = re.compile(rf".+?(?:{'|'.join(end for ends in _ENDS.values() for end in ends)})|.+")
_PEOPLE = re.compile(r"(?:壮|回|维吾尔)族?$")
_BETWEEN = re.compile(r"[\s·,，、/／\-—–_]+")

Part = tuple[str, str]
"""A place's name without its last word, and its level, blank where it has none."""


def overlap(one: str, other: str) -> bool:
    """Return whether one place lies in the other, or is the same.

    Parts that are not written are not known, so only what both write can tell them apart.

    Examples
    --------
    >>> overlap("虚构省样一市", "样一市松溪县"), overlap("样一市甲区", "样二市甲区")
    (True, False)
    """
    first, second = _parts(one), _parts(other)
    return _contains(first, second) or _contains(second, first)


def _parts(text: str) -> list[Part]:
    rest = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    parts: list[Part] = []
    province = next((name for name in _PROVINCES if rest.startswith(name)), "")
    if province:
        rest = rest[len(province) :]
        ending = re.match(r"(?:(?:壮|回|维吾尔)族?)?自治区|特别行政区|省", rest)
        is_city = rest.startswith("市") and province not in _PROVINCES[:4]
        if is_city:  # 吉林市 is a city of its own province
            rest = province + rest
        else:
            rest = rest[ending.end() :] if ending else rest.removeprefix("市")
            parts.append((province, "province"))
    return parts + [_part(found) for found in _PARTS.findall(rest)]


def _part(text: str) -> Part:
    for level, ends in _ENDS.items():
        for end in ends:
            if text.endswith(end) and len(text) > len(end):
                return _PEOPLE.sub("", text.removesuffix(end)), level
    return text, ""


def _contains(outer: list[Part], inner: list[Part]) -> bool:
    """Return whether the last part of `outer` is one of `inner`, with nothing against it."""
    return any(
        _same(outer[-1], part) and not _differ(outer[:-1], inner[:place])
        for place, part in enumerate(inner)
        if outer
    )


def _same(one: Part, other: Part) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


def _differ(one: list[Part], other: list[Part]) -> bool:
    for level in _ENDS:
        names, others = ({name for name, own in parts if own == level} for parts in (one, other))
        if names and others and not names & others:
            return True
    return False
