"""Reads the rules of titles from the regulation's files, and the calendars of later years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.resources import parameters_folder, regulation_folder
from clusterlib.rule_files.own_schemes import filed_elements, schemes_beside
from clusterlib.rule_files.strict_yaml import YamlNode, read_strict
from clusterlib.rules.scoresheet import ReadingOptions
from clusterlib.rules.tiers import TIERS
from clusterlib.rules.titles import TITLE_READING_NAMES, TitleRules

_FILE = "register.yaml"


def read_title_rules(folder: Path, on: date) -> TitleRules:
    """Return the rules of titles of a day; before the first day of a rule it reaches back.

    Parameters
    ----------
    folder : Path
        ``parameters/regulation``.
    on : date
        The day asked for.

    Raises
    ------
    ParameterError
        If the file is malformed or a rule is absent, by file and line.
    """
    root = read_strict(folder / _FILE)
    rules = {
        key.text(): entry.mapping(("description", "term", "values"), ("unit", "clause", "options"))
        for key, entry in root.items()
    }

    def history(name: str) -> list[tuple[date, YamlNode]]:
        if name not in rules:
            raise ParameterError(_FILE, f"缺参数“{name}”", "台账所需的各项规则")
        return _history(rules[name]["values"])

    def value(name: str) -> YamlNode:
        return _in_force(history(name), on)

    return TitleRules(
        terms=tuple((day, entry.whole()) for day, entry in history("title_years")),
        association_terms=tuple(
            (day, {key.text(): years.whole() for key, years in entry.items()})
            for day, entry in history("title_years_by_association")
        ),
        review_due_months=value("review_due_months").whole(),
        review_notice_days=value("review_notice_days").whole(),
        rectification_years=value("rectification_years").whole(),
        lapse_years=value("lapse_years").whole(),
        returns_since=value("returns_since").whole(),
        annual_return_month=value("annual_return_month").whole(),
        cultivation_years=value("cultivation_years").sequence()[-1].whole(),
        acceptance_days=value("acceptance_days").whole(),
        audit_working_days=value("audit_working_days").whole(),
        elements=tuple(_texts(value("name_elements"))),
        suffixes={
            suffix: tier for tier in TIERS for suffix in _texts(value(f"name_suffixes_{tier.id}"))
        },
        options=tuple(_reading(rules, name, on) for name in TITLE_READING_NAMES),
    )


def title_rules_of(parameters: Path | None, on: date) -> TitleRules:
    """Return the rules of titles of a day from a folder of parameters, None for the shipped.

    An element of names can be claimed（2.2.3）where a workspace holds its filed adjusted
    indicators（评价体系）; none that is shipped is filed.
    """
    rules = read_title_rules(regulation_folder(parameters), on)
    folder = schemes_beside(parameters or Path.cwd())
    return replace(rules, filed_elements=filed_elements(folder, on)) if folder else rules


def calendars_of(parameters: Path | None) -> dict[int, dict[date, bool]]:
    """Return the working days of years that a user wrote, a folder of parameters the last word."""
    own = read_calendar(parameters / "calendar") if parameters else {}
    return read_calendar(parameters_folder() / "calendar") | own


def read_calendar(folder: Path) -> dict[int, dict[date, bool]]:
    """Return the working days of years that a user wrote from their notices.

    Parameters
    ----------
    folder : Path
        ``parameters/calendar``; a file ``YEAR.yaml`` lists under ``holidays`` the free days
        and under ``working_days`` the make-up days（调休上班日）. An absent folder is no year.

    Raises
    ------
    ParameterError
        If a file is malformed or a day lies in another year, by file and line.
    """
    years: dict[int, dict[date, bool]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if not path.stem.isdecimal() or len(path.stem) != 4:
            raise ParameterError(path.name, "文件名不是年份", "2027.yaml 这样的文件名")
        parts = read_strict(path).mapping(("holidays", "working_days", "source"))
        parts["source"].filled_text()
        days: dict[date, bool] = {}
        for name, worked in (("holidays", False), ("working_days", True)):
            for entry in parts[name].sequence():
                day = entry.day()
                if day.year != int(path.stem) or day in days:
                    raise entry.error(f"{day}年份不符或重复", f"{path.stem}年的日子各写一次")
                days[day] = worked
        years[int(path.stem)] = days
    return years


def _history(values: YamlNode) -> list[tuple[date, YamlNode]]:
    dated = []
    for key, node in values.items():
        parts = node.mapping(("value", "source"))
        source = parts["source"].mapping(("kind", "ref"), ("reason",))
        if source["kind"].choice(("article", "reading")) == "reading" and "reason" not in source:
            raise parts["source"].error("读法没有写理由", "理由（reason）")
        dated.append((key.day(), parts["value"]))
    if not dated or dated != sorted(dated, key=lambda pair: pair[0]):
        raise values.error("生效日没有从早到晚写", "从早到晚的生效日")
    return dated


def _in_force(history: list[tuple[date, YamlNode]], on: date) -> YamlNode:
    return next((entry for day, entry in reversed(history) if day <= on), history[0][1])


def _texts(entry: YamlNode) -> list[str]:
    return [node.filled_text() for node in entry.sequence()]


def _reading(rules: Mapping[str, Mapping[str, YamlNode]], name: str, on: date) -> ReadingOptions:
    if name not in rules or "options" not in rules[name]:
        raise ParameterError(_FILE, f"缺读法“{name}”", "、".join(TITLE_READING_NAMES))
    parts = rules[name]
    wording = {key.text(): text.filled_text() for key, text in parts["options"].items()}
    default = _in_force(_history(parts["values"]), on).choice(tuple(wording))
    options = ((default, wording.pop(default)), *wording.items())
    reasons = {
        node.mapping(("value", "source"))["source"]
        .mapping(("kind", "ref"), ("reason",))["reason"]
        .text()
        for _, node in parts["values"].items()
    }
    return ReadingOptions(
        name, parts["term"].text(), options, parts["clause"].text(), "；".join(sorted(reasons))
    )
