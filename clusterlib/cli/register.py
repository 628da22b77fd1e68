"""The commands on the register of titles: status, cases, due, lists, add, import, verify."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterlib.cli.options import OnOption, ReadingOption
from clusterlib.errors import InputError, RuleError

if TYPE_CHECKING:
    from clusterlib.register.events import Event
    from clusterlib.register.store import Store
    from clusterlib.rules.titles import TitleRules

register_app = typer.Typer(help="The register of titles over time.", no_args_is_help=True)

StoreOption = Annotated[
    str, typer.Option("--store", help="Folder of the register, or a URL of PostgreSQL.")
]
KnownOption = Annotated[
    str | None, typer.Option("--known", help="Only what was recorded by the end of this day.")
]
HeadingsOption = Annotated[
    str, typer.Option("--headings", help="ids, or zh for Chinese headings.")
]
OutOption = Annotated[Path, typer.Option("--out", help="Result: .csv, .xlsx or .parquet.")]
FieldsArgument = Annotated[
    list[str], typer.Argument(help="COLUMN=VALUE, such as kind=awarded date=2023-09-05.")
]
FOLDER = "台账"


@register_app.command("status")
def register_status(
    out: OutOption,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Say how every title stands on a day.

    Example: clusterlib register status --on 2026-11-28 --out 状态.xlsx --headings zh
    """
    from clusterlib.register.status import COLUMNS, status_on, titles_of

    day, rules, readings = _asked(on, reading)
    held = _store(store)
    titles = titles_of(held.titles(_day(known)), held.replacements(_day(known)), rules, readings)
    rows = (status.row() for status in status_on(titles, day, rules))
    typer.echo(f"台账状态：{_write(rows, COLUMNS, out, headings)}")


@register_app.command("cases")
def register_cases(
    out: OutOption,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Say where every case stands on a day, what comes next and by when.

    Example: clusterlib register cases --on 2026-11-28 --out 办件.csv
    """
    from clusterlib.register.cases import CASE_COLUMNS, case_row, cases_on
    from clusterlib.register.events import counted

    day, rules, readings = _asked(on, reading)
    events = counted(_store(store).events(_day(known)))
    found = cases_on(events, day, rules, readings, _calendar())
    rows = (case_row(first, last, day) for first, last in found)
    typer.echo(f"办件：{_write(rows, CASE_COLUMNS, out, headings)}")


@register_app.command("due")
def register_due(
    within: Annotated[int, typer.Option("--within", help="Days to look ahead.")] = 90,
    on: OnOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Table, or .ics for a calendar.")
    ] = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """List everything that is late or comes up, by day.

    Example: clusterlib register due --within 90 --out 待办.ics
    """
    from clusterlib.register.calendar import calendar_of
    from clusterlib.register.cases import cases_on
    from clusterlib.register.due import DUE_COLUMNS, due_within
    from clusterlib.register.events import counted
    from clusterlib.register.status import status_on, titles_of
    from clusterlib.saving import save_beside

    day, rules, readings = _asked(on, reading)
    held = _store(store)
    titles = list(
        titles_of(held.titles(_day(known)), held.replacements(_day(known)), rules, readings)
    )
    found = {status.title_id: status for status in status_on(titles, day, rules)}
    pairs = [(title, found[title.title_id]) for title in titles if title.title_id in found]
    cases = cases_on(counted(held.events(_day(known))), day, rules, readings, _calendar())
    due = due_within(pairs, cases, day, within, rules)
    if out is not None and out.suffix.lower() == ".ics":
        typer.echo(f"日历：{save_beside(out, calendar_of(due, day))}")
        return
    rows = [item.row(day) for item in due]
    if out is not None:
        typer.echo(f"待办：{_write(rows, DUE_COLUMNS, out, headings)}")
        return
    for row in rows:
        typer.echo("  ".join(text for text in row.values() if text))
    typer.echo(f"共 {len(rows)} 项")


@register_app.command("lists")
def register_lists(
    year: Annotated[int, typer.Argument(help="Year whose 31 December counts.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the lists.")],
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
) -> None:
    """Write the lists of a year: recognised, due for withdrawal, uncertain.

    Example: clusterlib register lists 2025 --out 名单
    """
    from clusterlib.register.lists import lists_of
    from clusterlib.register.status import status_on, titles_of
    from clusterlib.reports.register_lists import write_lists

    day, rules, readings = _asked(f"{year}-12-31", reading)
    held = _store(store)
    titles = titles_of(held.titles(_day(known)), held.replacements(_day(known)), rules, readings)
    lists = lists_of(status_on(titles, day, rules), year, readings)
    for path in write_lists(lists, out):
        typer.echo(f"已写出：{path}")
    typer.echo(
        f"认定 {len(lists.recognised)} 个，应公告取消 {len(lists.due_for_withdrawal)} 个，"
        f"待查 {len(lists.uncertain)} 个"
    )


@register_app.command("add")
def register_add(
    fields: FieldsArgument, store: StoreOption = FOLDER, reading: ReadingOption = None
) -> None:
    """Record one event, if it fits the life of its title.

    Example: clusterlib register add title_id=T1 kind=awarded date=2026-09-05
    """
    from clusterlib.register.adding import add_event

    _, rules, readings = _asked(None, reading)
    event = add_event(
        _store(store), _event(fields), datetime.now(UTC), rules, readings, _filed_elements()
    )
    typer.echo(f"已记录：{event.event_id}")


@register_app.command("correct")
def register_correct(
    event_id: Annotated[str, typer.Argument(help="The event that no longer counts.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    person: Annotated[str, typer.Option("--person", help="Who corrects it.")],
    fields: Annotated[
        list[str] | None,
        typer.Argument(help="COLUMN=VALUE of what takes its place; none: nothing does."),
    ] = None,
    store: StoreOption = FOLDER,
    reading: ReadingOption = None,
) -> None:
    """Put another event in the place of one that was recorded, or nothing.

    Example: clusterlib register correct E000012 title_id=T1 kind=awarded date=2023-09-05
    --reason 抄错日期 --person 经办人
    """
    from clusterlib.register.adding import add_event

    _, rules, readings = _asked(None, reading)
    held = _store(store)
    title_id = next((event.title_id for event in held.events() if event.event_id == event_id), "")
    correction = [f"corrects={event_id}", f"reason={reason}", f"person={person}"]
    named = _event([f"title_id={title_id or event_id}", *(fields or ()), *correction])
    event = add_event(held, named, datetime.now(UTC), rules, readings, _filed_elements())
    typer.echo(f"已更正：{event_id} 由 {event.event_id} 代替")


@register_app.command("import")
def register_import(
    table: Annotated[Path, typer.Argument(help="Table of events, or of titles with dates.")],
    store: StoreOption = FOLDER,
    reading: ReadingOption = None,
) -> None:
    """Record a table of history: all of it, or nothing where a row cannot be read.

    Example: clusterlib register import 称号台账.xlsx
    """
    from clusterlib.register.adding import import_events
    from clusterlib.register.tables import read_events

    _, rules, readings = _asked(None, reading)
    result = import_events(
        _store(store), read_events(table), datetime.now(UTC), rules, readings, _filed_elements()
    )
    for refusal in result.refusals:
        typer.echo(f"{table.name} {refusal.sentence()}", err=True)
    if result.refusals:
        typer.echo(f"{table.name}：有 {len(result.refusals)} 处读不了，没有导入任何一行", err=True)
        raise typer.Exit(1)
    for title_id, finding in result.findings:
        typer.echo(f"{title_id} {finding.sentence()}")
    told = f"新增 {result.added} 个事件，已有 {result.held} 个"
    typer.echo(f"{told}；待补 {len(result.findings)} 条")


@register_app.command("export")
def register_export(
    out: OutOption, store: StoreOption = FOLDER, headings: HeadingsOption = "ids"
) -> None:
    """Write every event as a table that `import` reads.

    Example: clusterlib register export --out 台账.xlsx --headings zh
    """
    from clusterlib.register.events import COLUMNS

    rows = (event._asdict() for event in _store(store).events())
    typer.echo(f"台账：{_write(rows, COLUMNS, out, headings)}")


@register_app.command("verify")
def register_verify(store: StoreOption = FOLDER) -> None:
    """Recompute the chain and name the first event that does not fit.

    Example: clusterlib register verify
    """
    from clusterlib.register.chain import first_misfit

    held = _store(store)
    misfit = first_misfit(held.log())
    if misfit is not None:
        event = misfit.event
        place = f"事件 {event.event_id}（{event.title_id} {event.date}）"
        typer.echo(f"{place}与记录链不符：它或它之前的记录被改动过")
        raise typer.Exit(1)
    typer.echo(f"{sum(1 for _ in held.log())} 个事件，记录链完整")


@register_app.command("history")
def register_history(
    title: Annotated[str, typer.Argument(help="Id of the title.")],
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
) -> None:
    """Show every event of a title, those that no longer count included, and its holes.

    Example: clusterlib register history T0001
    """
    from clusterlib.register.events import KINDS, counted, replacements_of
    from clusterlib.register.fit import holes_of
    from clusterlib.register.status import Title

    _, rules, readings = _asked(None, reading)
    events = _store(store).events(_day(known))
    own = [event for event in events if event.title_id == title]
    if not own:
        raise InputError(title, "台账里没有这个称号", "称号编号", "请核对编号")
    counts = counted(events)
    for event in own:
        told = [event.event_id, event.date, KINDS.get(event.kind, "（不再有事件）")]
        told += [text for text in (event.name, event.region, event.result, event.document) if text]
        if event.corrects:
            told.append(f"更正 {event.corrects}：{event.reason}（{event.person}）")
        if event not in counts and event.kind:
            told.append("［已更正，不计］")
        typer.echo("  ".join(told))
    standing = [event for event in counts if event.title_id == title]
    if standing:
        life = Title.of(
            title, standing, replacements_of(counts).get(title, ()), rules, readings
        )
        for hole in holes_of(life):
            typer.echo(f"缺口：{hole.sentence()}")


@register_app.command("backup")
def register_backup(
    file: Annotated[Path, typer.Argument(help="New file of the backup.")],
    store: StoreOption = FOLDER,
) -> None:
    """Copy the register into a file, also while others write.

    Example: clusterlib register backup 台账备份.sqlite
    """
    from clusterlib.register.store import backup

    typer.echo(f"已备份 {backup(_store(store), file)} 个事件：{file}")


@register_app.command("restore")
def register_restore(
    file: Annotated[Path, typer.Argument(help="A backup.")], store: StoreOption = FOLDER
) -> None:
    """Fill an empty register from a backup.

    Example: clusterlib register restore 台账备份.sqlite --store 新台账
    """
    from clusterlib.register.store import restore

    typer.echo(f"已恢复 {restore(file, _store(store))} 个事件")


def _store(place: str) -> Store:
    from clusterlib.register.store import open_store

    return open_store(os.environ.get("CLUSTERLIB_STORE", place) if place == FOLDER else place)


def _asked(
    on: str | None, reading: Sequence[str] | None
) -> tuple[date, TitleRules, dict[str, str]]:
    from clusterlib.resources import parameters_folder
    from clusterlib.rules.title_rules import read_title_rules
    from clusterlib.workflow import day_of, readings_of

    day = day_of(on)
    rules = read_title_rules(parameters_folder() / "regulation", day)
    return day, rules, rules.readings(readings_of("; ".join(reading or ())))


def _calendar() -> dict[int, dict[date, bool]]:
    from clusterlib.resources import parameters_folder
    from clusterlib.rules.title_rules import read_calendar

    return read_calendar(parameters_folder() / "calendar")


def _filed_elements() -> frozenset[str]:
    """Elements for which a standard is filed: none is shipped, so none can be claimed."""
    return frozenset()


def _day(text: str | None) -> date | None:
    from clusterlib.workflow import day_of

    return None if text is None else day_of(text)


def _event(fields: Iterable[str]) -> Event:
    from clusterlib.register.tables import event_of_fields

    values = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise RuleError(field, "没有等号", "列=值，如 kind=awarded")
        values[name.strip()] = value.strip()
    return event_of_fields(values)


def _write(
    rows: Iterable[Mapping[str, str]], columns: Mapping[str, str], out: Path, headings: str
) -> Path:
    from clusterlib.reports.table_files import write_table

    if headings not in ("ids", "zh"):
        raise RuleError("--headings", f"没有“{headings}”", "ids 或 zh")
    held = list(rows)
    texts = {
        label if headings == "zh" else name: [row[name] for row in held]
        for name, label in columns.items()
    }
    return write_table(texts, out)
