"""The commands that ask the register: status, cases, what is due, lists, history."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterlib.cli.options import OnOption, ParametersOption, ReadingOption
from clusterlib.cli.register_options import (
    FOLDER,
    HeadingsOption,
    KnownOption,
    OutOption,
    StoreOption,
    asked,
    calendars,
    columns_written,
    known_day,
    opened,
    place_of,
    titles_known,
    titles_on,
    written,
)
from clusterlib.cli.register_options import register_app as register_app
from clusterlib.errors import InputError


@register_app.command("status")
def register_status(
    out: OutOption,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Say how every title stands on a day.

    Example: clusterlib register status --on 2026-11-28 --out 状态.xlsx --headings zh
    """
    from clusterlib.register.many import status_columns
    from clusterlib.register.status import COLUMNS

    day, rules, readings = asked(on, reading, store, parameters)
    found = status_columns(place_of(store), day, known_day(known), rules, readings)
    typer.echo(f"台账状态：{columns_written(found, COLUMNS, out, headings)}")


@register_app.command("cases")
def register_cases(
    out: OutOption,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Say where every case stands on a day, what comes next and by when.

    Example: clusterlib register cases --on 2026-11-28 --out 办件.csv
    """
    from clusterlib.register.cases import CASE_COLUMNS, case_row, cases_on

    day, rules, readings = asked(on, reading, store, parameters)
    events = opened(store).events(known_day(known))
    found = cases_on(events, day, rules, readings, calendars(store, parameters))
    rows = (case_row(first, last, day) for first, last in found)
    typer.echo(f"办件：{written(rows, CASE_COLUMNS, out, headings)}")


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
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """List everything that is late or comes up, by day.

    Example: clusterlib register due --within 90 --out 待办.ics
    """
    from clusterlib.register.calendar import calendar_of
    from clusterlib.register.cases import cases_on
    from clusterlib.register.due import DUE_COLUMNS, due_within
    from clusterlib.saving import save_beside

    day, rules, readings = asked(on, reading, store, parameters)
    held = opened(store)
    pairs = titles_on(held, known, day, rules, readings)
    cases = cases_on(
        held.events(known_day(known)), day, rules, readings, calendars(store, parameters)
    )
    due = due_within(pairs, cases, day, within, rules)
    if out is not None and out.suffix.lower() == ".ics":
        typer.echo(f"日历：{save_beside(out, calendar_of(due, day))}")
        return
    if out is not None:
        rows = (item.row(day) for item in due)
        typer.echo(f"待办：{written(rows, DUE_COLUMNS, out, headings)}")
        return
    for item in due:
        typer.echo(item.line(day))
    typer.echo(f"共 {len(due)} 项")


@register_app.command("lists")
def register_lists(
    year: Annotated[int, typer.Argument(help="Year whose 31 December counts.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the lists.")],
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Write the lists of a year: recognised, due for withdrawal, uncertain.

    Example: clusterlib register lists 2025 --out 名单
    """
    from clusterlib.register.lists import lists_of
    from clusterlib.register.status import status_on
    from clusterlib.reports.register_lists import write_lists

    day, rules, readings = asked(f"{year}-12-31", reading, store, parameters)
    held = opened(store)
    titles = titles_known(held, known, rules, readings)
    lists = lists_of(status_on(titles, day, rules), year, readings)
    for path in write_lists(lists, out):
        typer.echo(f"已写出：{path}")
    typer.echo(
        f"认定 {len(lists.recognised)} 个，应公告取消 {len(lists.due_for_withdrawal)} 个，"
        f"待查 {len(lists.uncertain)} 个"
    )


@register_app.command("history")
def register_history(
    title: Annotated[str, typer.Argument(help="Id of the title.")],
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Show every event of a title, those that no longer count included, and its holes.

    Example: clusterlib register history T0001
    """
    from clusterlib.register.events import KINDS, counted, replacements_of
    from clusterlib.register.fit import holes_of
    from clusterlib.register.status import Title

    _, rules, readings = asked(None, reading, store, parameters)
    events = opened(store).events(known_day(known))
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
        life = Title.of(title, standing, replacements_of(counts).get(title, ()), rules, readings)
        for hole in holes_of(life):
            typer.echo(f"缺口：{hole.sentence()}")
