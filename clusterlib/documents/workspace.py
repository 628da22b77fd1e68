"""What papers take from a workspace（工作文件夹）where nothing else is named."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from clusterlib.documents.sources import Sources
from clusterlib.documents.templates import FOLDER
from clusterlib.errors import InputError
from clusterlib.panel.records import Record
from clusterlib.panel.store import PanelStore
from clusterlib.register.events import Event, counted
from clusterlib.register.filed import FiledReturn, filed_returns
from clusterlib.register.lists import YearlyLists, lists_of
from clusterlib.register.status import status_on, titles_of
from clusterlib.register.store import open_store
from clusterlib.resources import parameters_in_force
from clusterlib.rule_files.title_rules import title_rules_of
from clusterlib.rules.titles import TITLE_READING_NAMES

STORE, RULES = "台账", "规则"
_COMPARED = ("exports", "enterprises", "employees")


def sources_of(
    day: date,
    *,
    folder: Path = Path(),
    inputs: Sequence[Path] = (),
    standard: Path | None = None,
    panel: Path | None = None,
    confirmed: Path | None = None,
    store: str | None = None,
    parameters: Path | None = None,
    year: int | None = None,
    readings: Mapping[str, str] | None = None,
) -> Sources:
    """Return where facts come from: what is named, else what lies in the workspace.

    Parameters
    ----------
    day : date
        Day whose rules apply.
    folder : Path
        The workspace.
    store : str or None
        Folder or URL of the register; the workspace's own 台账 where None, if there is one.
    readings : mapping
        Those of the score and those of the register, each by its name.
    """
    standard = standard or _there(folder / "标准")
    own = os.environ.get("CLUSTERLIB_STORE", "") or str(folder / STORE)
    place = store or (own if "://" in own or Path(own).exists() else "")
    rules = parameters_in_force(parameters, standard, place, folder / STORE)
    given = dict(readings or {})
    of_titles = {name: given.pop(name) for name in TITLE_READING_NAMES if name in given}
    consolidate = given.pop("consolidate", None)
    title_rules = title_rules_of(rules, day)
    title_readings = title_rules.readings(of_titles)
    events: tuple[Event, ...] = ()
    records: tuple[Record, ...] = ()
    statuses, returns = {}, {}
    if place:
        if "://" not in place and not Path(place).exists():
            raise InputError(place, "没有这个台账", "台账所在的文件夹", "请核对 --store")
        held = open_store(place)
        events = tuple(counted(held.events()))
        titles = titles_of(held.titles(), held.replacements(), title_rules, title_readings)
        statuses = {status.title_id: status for status in status_on(titles, day, title_rules)}
        returns = _figures(filed_returns(held))
        records = PanelStore(held).records()
    return Sources(
        inputs=tuple(inputs or filter(None, (_there(folder / "申报"),))),
        standard=standard,
        panel=panel or _there(folder / "核定" / "专家评分.xlsx"),
        confirmed=confirmed or _there(folder / "核定" / "核定数值.xlsx"),
        parameters=rules,
        year=year,
        readings=given,
        consolidate=consolidate,
        events=events,
        statuses=statuses,
        records=records,
        returns=returns,
        title_rules=title_rules,
        title_readings=title_readings,
        store=place,
    )


def lists_of_year(sources: Sources, year: int) -> YearlyLists:
    """Return the lists of a year as of its 31 December, clause 4.4.

    Raises
    ------
    InputError
        If there is no register.
    """
    if not sources.store:
        raise InputError(
            STORE, "没有台账，名单出不了", "台账所在的文件夹", "请先 register import，或写 --store"
        )
    day = date(year, 12, 31)
    rules = title_rules_of(sources.parameters, day)
    readings = rules.readings(sources.title_readings)
    held = open_store(sources.store)
    titles = titles_of(held.titles(), held.replacements(), rules, readings)
    return lists_of(status_on(titles, day, rules), year, readings)


def _figures(
    filed: Mapping[str, Mapping[int, FiledReturn]],
) -> dict[str, dict[int, dict[str, Decimal]]]:
    """Return the figures of returns that a review compares with, which share their units."""
    return {
        title: {
            year: {
                line: number
                for line in _COMPARED
                if line in one.figures and (number := one.figures[line].number) is not None
            }
            for year, one in years.items()
        }
        for title, years in filed.items()
    }


def template_folders(
    named: Path | None, parameters: Path | None, folder: Path = Path()
) -> tuple[Path, ...]:
    """Return the folders in which an association's own templates are looked for, in order.

    The folder named or 文书模板 of the workspace, then ``documents`` of the parameters named
    or of 规则.

    Raises
    ------
    InputError
        If a folder is named that is not there.
    """
    if named is not None and not named.is_dir():
        raise InputError(str(named), "没有这个文件夹", "放文书模板的文件夹", "请核对 --templates")
    own = named or _there(folder / FOLDER)
    rules = _there((parameters or folder / RULES) / "documents")
    return tuple(filter(None, (own, rules)))


def _there(path: Path) -> Path | None:
    return path if path.exists() else None
