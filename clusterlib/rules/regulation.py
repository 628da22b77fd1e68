"""Reads the regulation's numbers and choices（管理办法）, dated, each with its clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clusterlib.errors import ParameterError
from clusterlib.rules import scoresheet
from clusterlib.rules.points import on_grid
from clusterlib.rules.scoresheet import (
    READING_NAMES,
    Band,
    CountedSection,
    GradedSection,
    ReadingOptions,
    ScoreSheet,
)
from clusterlib.rules.strict_yaml import Entry, read_strict

SOURCE_KINDS = ("article", "reading")
_OPEN_ENDS = ("lower", "upper", "none")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter on a day: its value as written, its clause and, for a reading, why."""

    name: str
    term: str
    unit: str
    value: Entry
    clause: str
    reason: str
    options: tuple[tuple[str, str], ...]


def read_regulation(folder: Path, on: date) -> dict[str, Parameter]:
    """Return every parameter of the regulation as it stands on a day.

    Parameters
    ----------
    folder : Path
        ``parameters/regulation``; its files are read in sorted order.
    on : date
        The day asked for.

    Raises
    ------
    ParameterError
        If a file is malformed, a name occurs twice, or nothing is in force on that day.
    """
    parameters: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, entry in read_strict(path).items():
            if key.text() in parameters:
                raise key.error(f"“{key.text()}”在两个文件里", "每个名称只写一次")
            parameters[key.text()] = _parameter_on(key.text(), entry, on)
    if not parameters:
        raise ParameterError(folder.name, "没有规则文件", ".yaml 文件")
    return parameters


def read_score_sheet(folder: Path, on: date) -> ScoreSheet:
    """Return the score sheet of a day.

    Raises
    ------
    ParameterError
        As `read_regulation`, and if a parameter that scoring needs is absent.
    """
    parameters = read_regulation(folder, on)

    def value(name: str) -> Entry:
        if name not in parameters:
            raise ParameterError(folder.name, f"缺参数“{name}”", "评分所需的各项规则")
        return parameters[name].value

    even = _whole_numbers(value("grade_points"), 3)

    def counted(name: str) -> CountedSection:
        bands = _bands(value(f"{name}_bands"))
        items, knots = value(f"{name}_items").whole(), _knots(value(f"{name}_knots"))
        return CountedSection(bands[-1].upper, items, bands, knots)

    def graded(name: str) -> GradedSection:
        bands = _bands(value(f"{name}_bands"))
        return GradedSection(bands[-1].upper, bands, tuple(on_grid(points) for points in even))

    return ScoreSheet(
        on=on.isoformat(),
        basic=counted("basic"),
        quality=counted("quality"),
        government=graded("government"),
        policy=graded("policy"),
        pass_mark=on_grid(value("pass_mark").number()),
        rank_limits=(
            value("rank_limit_capital").whole(),
            value("rank_limit_base").whole(),
            value("rank_limit_township").whole(),
        ),
        least_years=value("least_industry_years").whole(),
        reading_options=tuple(_reading(parameters, name, folder) for name in READING_NAMES),
    )


def value_on(values: Entry, on: date, read: Callable[[Entry], Any]) -> tuple[date, Any]:
    """Return the start day and value in force on a day, of a mapping of days.

    Raises
    ------
    ParameterError
        If a key is no day or nothing is in force on that day.
    """
    dated = [(key.day(), read(value)) for key, value in values.items()]
    in_force = [pair for pair in dated if pair[0] <= on]
    if not in_force:
        first = min(day for day, _ in dated) if dated else None
        raise values.error(
            f"在{on.isoformat()}没有值",
            f"{first.isoformat()}起的日期" if first else "带生效日的值",
            "请用 --on 指定较晚的日期，或补上那时的值",
        )
    return max(in_force, key=lambda pair: pair[0])


def _parameter_on(name: str, entry: Entry, on: date) -> Parameter:
    parts = entry.mapping(("description", "term", "values"), ("unit", "clause", "options"))
    _, dated = value_on(
        parts["values"], on, lambda node: node.mapping(("value", "source"))
    )
    source = dated["source"].mapping(("kind", "ref"), ("reason",))
    if source["kind"].choice(SOURCE_KINDS) == "reading" and "reason" not in source:
        raise dated["source"].error("读法没有写理由", "理由（reason）")
    options = parts["options"].items() if "options" in parts else ()
    return Parameter(
        name=name,
        term=parts["term"].text(),
        unit=parts["unit"].text() if "unit" in parts else "",
        value=dated["value"],
        clause=source["ref"].filled_text(),
        reason=source["reason"].filled_text() if "reason" in source else "",
        options=tuple((key.text(), text.filled_text()) for key, text in options),
    )


def _reading(parameters: dict[str, Parameter], name: str, folder: Path) -> ReadingOptions:
    if name not in parameters:
        raise ParameterError(folder.name, f"缺读法“{name}”", "、".join(READING_NAMES))
    parameter = parameters[name]
    wording = dict(parameter.options)
    default = parameter.value.choice(tuple(wording))
    options = ((default, wording.pop(default)), *wording.items())
    return ReadingOptions(name, parameter.term, options, parameter.clause, parameter.reason)


def _bands(entry: Entry) -> tuple[Band, ...]:
    bands: list[Band] = []
    for node in entry.sequence():
        parts = node.mapping(("least", "lower", "upper", "open"))
        band = scoresheet.band(
            parts["least"].whole(),
            parts["lower"].whole(),
            parts["upper"].whole(),
            parts["open"].choice(_OPEN_ENDS),
        )
        if bands and (band.least <= bands[-1].least or band.lower != bands[-1].upper):
            raise node.error("各档有重叠或空缺", "每档从前一档的上限开始")
        bands.append(band)
    if not bands or bands[0].least != 0:
        raise entry.error("没有0项的一档", "第一档写 least: 0")
    return tuple(bands)


def _knots(entry: Entry) -> tuple[tuple[int, int], ...]:
    knots = []
    for node in entry.sequence():
        count, points = _whole_numbers(node, 2)
        knots.append((count, on_grid(points)))
    return tuple(knots)


def _whole_numbers(entry: Entry, length: int) -> list[int]:
    numbers = [node.whole() for node in entry.sequence()]
    if len(numbers) != length:
        raise entry.error(f"有{len(numbers)}个数", f"{length}个整数")
    return numbers


