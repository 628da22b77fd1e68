"""Reads the regulation's numbers and choices（管理办法）, dated, each with its clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from clusterlib.errors import ParameterError
from clusterlib.rule_files.regulation_checks import sections_of
from clusterlib.rule_files.regulation_values import HOME, OPTIONAL, PARAMETERS, READINGS
from clusterlib.rule_files.strict_yaml import YamlNode, read_strict
from clusterlib.rules.scoresheet import READING_NAMES, ReadingOptions, ScoreSheet

SOURCE_KINDS = ("article", "reading")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter on a day: its value as written, its clause and, for a reading, why."""

    name: str
    term: str
    unit: str
    value: YamlNode
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
        If a file is malformed, a name occurs twice, is unknown or absent, a value on any day
        makes no sense, alone or beside the others, or nothing is in force on the day asked.
    """
    stated = _read_files(folder)
    for day in _days(stated):
        sections_of({name: found.value for name, found in _on(stated, day).items()})
    return _on(stated, on)


def read_score_sheets(folder: Path) -> tuple[ScoreSheet, ...]:
    """Return the score sheet of each day from which something of it changes, newest first.

    Raises
    ------
    ParameterError
        As `read_regulation`.
    """
    stated = _read_files(folder)
    found: list[ScoreSheet] = []
    for day in _days(stated):
        sheet = _sheet(_on(stated, day), day)
        if not found or replace(sheet, on=found[-1].on) != found[-1]:
            found.append(sheet)
    return tuple(reversed(found))


def read_score_sheet(folder: Path, on: date) -> ScoreSheet:
    """Return the score sheet of a day.

    Raises
    ------
    ParameterError
        As `read_regulation`.
    """
    return _sheet(read_regulation(folder, on), on)


def _on(stated: Mapping[str, _Stated], day: date) -> dict[str, Parameter]:
    return {
        name: _value_on(found, day)
        for name, found in stated.items()
        if name not in OPTIONAL or any(key.day() <= day for key, _ in found[1].items())
    }


def _days(stated: Mapping[str, _Stated]) -> list[date]:
    """Return the days on which something begins, from the first on which nothing lacks."""
    days = {key.day() for _, values in stated.values() for key, _ in values.items()}
    complete = max(
        min(key.day() for key, _ in values.items())
        for name, (_, values) in stated.items()
        if name not in OPTIONAL
    )
    return sorted(day for day in days if day >= complete)


def _sheet(parameters: Mapping[str, Parameter], on: date) -> ScoreSheet:
    values = {name: parameter.value for name, parameter in parameters.items()}
    sections = sections_of(values)
    return ScoreSheet(
        on=on.isoformat(),
        basic=sections.basic,
        quality=sections.quality,
        government=sections.government,
        policy=sections.policy,
        pass_mark=sections.pass_mark,
        rank_limits=(
            values["rank_limit_capital"].whole(),
            values["rank_limit_base"].whole(),
            values["rank_limit_township"].whole(),
        ),
        least_years=values["least_industry_years"].whole(),
        reading_options=tuple(reading_of(parameters[name]) for name in READING_NAMES),
        tiers=sections.tiers,
        listed=sections.listed,
    )


def value_on(values: YamlNode, on: date, read: Callable[[YamlNode], Any]) -> tuple[date, Any]:
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


# A parameter as its file states it: without a value, and its values by day.
_Stated = tuple[Parameter, YamlNode]


def _read_files(folder: Path) -> dict[str, _Stated]:
    stated: dict[str, _Stated] = {}
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        for key, entry in read_strict(path).items():
            name = key.text()
            if name in stated:
                raise key.error(f"“{name}”在两个文件里", "每个名称只写一次", "请删去一处")
            if name not in HOME:
                near = get_close_matches(name, HOME, 1)
                expected = f"“{near[0]}”" if near else "随附规则里的名称"
                raise key.error(f"不认识的参数“{name}”", expected, "请改正或删去")
            stated[name] = _stated(name, entry)
    if not stated:
        raise ParameterError(
            folder.name, "没有规则文件", "规则的 .yaml 文件", "请从随附的规则复制一份再改"
        )
    for name, file in HOME.items():
        if name not in stated and name not in OPTIONAL:
            kind = "读法" if name in READINGS else "参数"
            raise ParameterError(
                file, f"缺{kind}“{name}”", "评分所需的各项规则", "请从随附的规则补上这一项"
            )
    return stated


def _stated(name: str, entry: YamlNode) -> _Stated:
    """Return a parameter without its value, and its values by day, each one that can stand."""
    required = ("description", "term", "values")
    if name in READINGS:
        parts = entry.mapping((*required, "clause", "options"))
        unit, options = "", _options(name, parts["options"])
    else:
        unit, options = PARAMETERS[name][0], ()
        parts = entry.mapping((*required, *(("unit",) if unit else ())))
        if unit:
            parts["unit"].choice((unit,))
    for part in ("description", "clause"):
        if part in parts:
            parts[part].filled_text()
    dated = list(parts["values"].items())
    if not dated:
        raise parts["values"].error("没有值", "生效日和那时起的值", "请补上")
    parameter = Parameter(name, parts["term"].filled_text(), unit, entry, "", "", options)
    for key, value in dated:
        key.day()
        _check_value(name, _dated(parameter, value).value)
    if options:
        _, first = value_on(parts["values"], min(key.day() for key, _ in dated), lambda e: e)
        default = _dated(parameter, first).value
        if default.text() != options[0][0]:
            raise default.error(
                f"默认取值“{default.text()}”不是先列的一个",
                f"“{options[0][0]}”",
                "请把默认的取值列在最前",
            )
    return parameter, parts["values"]


def _check_value(name: str, value: YamlNode) -> None:
    if name in READINGS:
        value.choice(READINGS[name])
    else:
        PARAMETERS[name][1](value)


def _options(name: str, entry: YamlNode) -> tuple[tuple[str, str], ...]:
    wording = entry.mapping(READINGS[name])
    return tuple((value, text.filled_text()) for value, text in wording.items())


def _value_on(stated: _Stated, on: date) -> Parameter:
    parameter, values = stated
    _, entry = value_on(values, on, lambda node: node)
    return _dated(parameter, entry)


def _dated(parameter: Parameter, entry: YamlNode) -> Parameter:
    parts = entry.mapping(("value", "source"))
    source = parts["source"].mapping(("kind", "ref"), ("reason",))
    kind = source["kind"].choice(SOURCE_KINDS)
    if kind == "reading" and "reason" not in source:
        raise parts["source"].error("读法没有写理由", "理由（reason）", "请补上理由")
    if parameter.options and kind != "reading":
        raise source["kind"].error(f"读法的依据写作“{kind}”", "reading，并写理由", "请改正")
    return Parameter(
        name=parameter.name,
        term=parameter.term,
        unit=parameter.unit,
        value=parts["value"],
        clause=source["ref"].filled_text(),
        reason=source["reason"].filled_text() if "reason" in source else "",
        options=parameter.options,
    )


def reading_of(parameter: Parameter) -> ReadingOptions:
    """Return a reading with its values, that of the day first."""
    wording: Mapping[str, str] = dict(parameter.options)
    default = parameter.value.text()
    others = ((value, said) for value, said in wording.items() if value != default)
    options = ((default, wording[default]), *others)
    return ReadingOptions(
        parameter.name, parameter.term, options, parameter.clause, parameter.reason
    )
