"""What is wrong with a standard's values, days and sources, and what asks for a second look.

An error here refuses the standard wherever it is read; a warning only asks to look again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from clusterlib.errors import ParameterError
from clusterlib.rules.indicators import Indicator
from clusterlib.rules.standard import DatedValues, Standard, Threshold
from clusterlib.rules.tiers import TIERS, Tier, Tiers
from clusterlib.rules.units import convert

HUNDRED = Decimal(100)
THOUSAND = Decimal(1000)
_FIRST_YEAR = 1950
"""A bare year typed into a cell formatted as a day becomes a day of 1905."""
_SEVERITIES = {"error": "错误", "warning": "提示", "note": "说明"}
_NO_REASON = frozenset(
    "true false yes no on off null none nil nan na n/a tbd todo exempt exempted 免评 免于评价 "
    "没有 暂无 暂缺 待定 待补 待填 同上 不详 如上 见上 是的 不是 略去 省略 空白".split()
)


Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a standard.

    Parameters
    ----------
    severity : {"error", "warning", "note"}
        An error makes the standard unusable for its purpose, a warning asks to look again,
        a note is a fact to know.
    place : str
        Indicator, day and tier, or the part of the standard, in Chinese.
    sentence : str
        What was found, in Chinese.
    clause : str
        Id of the clause that it rests on, blank where none.
    where : str
        File and line, or sheet and cell, blank where it is no single one.
    expected, remedy : str
        What should stand there and what to do; of an error.
    """

    severity: Severity
    place: str
    sentence: str
    clause: str = ""
    where: str = ""
    expected: str = ""
    remedy: str = ""

    @property
    def text(self) -> str:
        """Severity, place and sentence in one line."""
        where = f"{self.where}　" if self.where else ""
        return f"{_SEVERITIES[self.severity]}　{where}{self.place}：{self.sentence}"


def refuse_errors(standard: Standard, tiers: Tiers = TIERS) -> Standard:
    """Return a standard whose values make sense; the tiers are told by what they are called.

    Raises
    ------
    ParameterError
        Naming file and line, or sheet and cell, of every error.
    """
    errors = [
        ParameterError(
            found.where or standard.file or standard.term,
            f"{found.place}：{found.sentence}",
            found.expected,
            found.remedy,
        )
        for found in value_findings(standard, tiers)
        if found.severity == "error"
    ]
    if errors:
        raise all_at_once(standard.file, errors)
    return standard


def all_at_once(file: str, errors: list[ParameterError]) -> ParameterError:
    """Return one error that tells all errors of a file."""
    if len(errors) == 1:
        return errors[0]
    together = ParameterError(file, f"有{len(errors)}处错误", "", "请逐处改正")
    together.each = tuple(errors)
    return together


def is_reason(text: str) -> bool:
    """Return whether a text says in words why an item does not apply（免评理由）.

    Examples
    --------
    >>> [is_reason(text) for text in ("不适用于家具", "false", "否", "-", "13", "免评")]
    [True, False, False, False, False, False]
    """
    words = "".join(char for char in text if char.isalpha())
    return (
        len(words) > 1
        and text.strip().casefold() not in _NO_REASON
        and (words.casefold() not in _NO_REASON)
    )


def value_findings(standard: Standard, tiers: Tiers = TIERS) -> Iterator[Finding]:
    """Yield what is wrong or doubtful of single values, days and sources."""
    yield from _check_values(standard, tiers)
    rules: tuple[Callable[[Standard], Iterator[Finding]], ...] = (
        _check_days,
        _check_first_days,
        _check_sources,
    )
    for rule in rules:
        yield from rule(standard)


def _check_values(standard: Standard, tiers: Tiers) -> Iterator[Finding]:
    for threshold, indicator, dated in _dated_of(standard):
        for tier in tiers:
            yield from _check_value(threshold, indicator, dated, tier)
        for higher, lower in pairwise(tiers):
            yield from _check_neighbours(indicator, dated, higher, lower, tiers)


def _check_value(
    threshold: Threshold, indicator: Indicator, dated: DatedValues, tier: Tier
) -> Iterator[Finding]:
    assert threshold.unit is not None
    stated, where = dated.values[tier], dated.places[tier]
    place = f"{_place(indicator, dated)} {tier.term}"
    value = convert(stated, threshold.unit, indicator.unit)

    def warning(sentence: str) -> Finding:
        return Finding("warning", place, sentence, where=where)

    def error(sentence: str, expected: str) -> Finding:
        return Finding("error", place, sentence, "A1.3.note1", where, expected, "请改正达标值")

    if value < 0 and not indicator.signed:
        yield error(f"达标值{stated:f}为负，填报数不会为负", "不小于0的数")
    if value == 0 and not indicator.at_most:
        yield warning("达标值为0，填报了就达标")
    if indicator.is_share and value > HUNDRED:
        yield error(f"达标值{stated:f}%大于100%，无人能达标", "不大于100的数")
    if indicator.is_share and 0 < value < 1:
        yield warning(f"达标值按{stated:f}%计；如本意是{value * 100:f}%，请改写")
    if indicator.is_count and value != value.to_integral_value():
        yield warning(
            f"达标值合{value:f}{indicator.unit.term}，不是整数，实际须达到"
            f"{int(value.to_integral_value('ROUND_CEILING'))}{indicator.unit.term}"
        )


def _check_neighbours(
    indicator: Indicator, dated: DatedValues, higher: Tier, lower: Tier, tiers: Tiers
) -> Iterator[Finding]:
    place, where = _place(indicator, dated), dated.places[higher]
    high, low = dated.values[higher], dated.values[lower]
    word = "高" if indicator.at_most else "低"
    if high > low if indicator.at_most else high < low:
        yield Finding(
            "error",
            place,
            f"{higher.term}的达标值{high:f}{word}于{lower.term}的{low:f}",
            "A1.3.note1",
            where,
            "，".join(f"{one.term}不{word}于{other.term}" for one, other in pairwise(tiers)),
            "请核对三级达标值的次序",
        )
    elif low > 0 and high >= THOUSAND * low:
        yield Finding(
            "warning",
            place,
            f"{higher.term}的达标值{high:f}是{lower.term}的{low:f}的1000倍以上，请核对单位",
            "A1.3.note1",
            where,
        )


def _check_days(standard: Standard) -> Iterator[Finding]:
    for _, indicator, dated in _dated_of(standard):
        if dated.start.year < _FIRST_YEAR:
            sentence = "生效日过早，可能只填了年份，请填年月日"
            yield Finding("warning", _place(indicator, dated), sentence, where=dated.places[0])
    for threshold in standard.thresholds:
        indicator = standard.catalogue.by_id[threshold.indicator]
        for earlier, later in pairwise(threshold.dated):
            place, where = _place(indicator, later), later.places[0]
            since = earlier.start.isoformat()
            if later.start == earlier.start:
                yield Finding("error", place, "生效日重复", "", where, "每个生效日一组达标值")
            elif later.start < earlier.start:
                yield Finding(
                    "error", place, f"生效日早于前一行的{since}", "", where, "生效日由早到晚"
                )
            elif later.values == earlier.values:
                sentence = f"达标值与{since}起的相同，可以不写"
                yield Finding("warning", place, sentence, where=where)


def _check_first_days(standard: Standard) -> Iterator[Finding]:
    first = standard.first_days()
    complete = max(first.values())
    if complete == min(first.values()):
        return
    late = [name for name, day in first.items() if day == complete]
    yield Finding(
        "warning",
        f"{complete.isoformat()}以前",
        f"{'、'.join(standard.catalogue.by_id[name].label for name in late)}还没有达标值，"
        f"标准从{complete.isoformat()}起才能使用",
    )


def _check_sources(standard: Standard) -> Iterator[Finding]:
    for _, indicator, dated in _dated_of(standard):
        place, where = _place(indicator, dated), dated.places[0]
        if not dated.source.ref.strip():
            yield Finding("warning", place, "没有写依据", "1.1", where)
        if dated.source.kind == "reading" and not dated.source.reason.strip():
            yield Finding("warning", place, "依据是读法，却没有写理由", "1.1", where)


def _dated_of(standard: Standard) -> Iterator[tuple[Threshold, Indicator, DatedValues]]:
    for threshold in standard.thresholds:
        for dated in threshold.dated:
            yield threshold, standard.catalogue.by_id[threshold.indicator], dated


def _place(indicator: Indicator, dated: DatedValues) -> str:
    return f"{indicator.label}（{dated.start.isoformat()}起）"
