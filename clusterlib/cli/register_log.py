"""The commands that write the register and look after it: add, correct, import, verify, backup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clusterlib.cli.options import ParametersOption, ReadingOption
from clusterlib.cli.register import register_app as register_app
from clusterlib.cli.register_options import (
    FOLDER,
    FieldsArgument,
    HeadingsOption,
    OutOption,
    StoreOption,
    asked,
    event_of,
    opened,
    written,
)


@register_app.command("add")
def register_add(
    fields: FieldsArgument,
    store: StoreOption = FOLDER,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Record one event, if it fits the life of its title.

    Example: clusterlib register add title_id=T1 kind=awarded date=2026-09-05
    """
    from clusterlib.register.adding import add_event

    _, rules, readings = asked(None, reading, store, parameters)
    event = add_event(opened(store), event_of(fields), datetime.now(UTC), rules, readings)
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
    parameters: ParametersOption = None,
) -> None:
    """Put another event in the place of one that was recorded, or nothing.

    Example: clusterlib register correct E000012 title_id=T1 kind=awarded date=2023-09-05
    --reason 抄错日期 --person 经办人
    """
    from clusterlib.register.adding import add_event

    _, rules, readings = asked(None, reading, store, parameters)
    held = opened(store)
    title_id = next((event.title_id for event in held.events() if event.event_id == event_id), "")
    correction = [f"corrects={event_id}", f"reason={reason}", f"person={person}"]
    named = event_of([f"title_id={title_id or event_id}", *(fields or ()), *correction])
    event = add_event(held, named, datetime.now(UTC), rules, readings)
    typer.echo(f"已更正：{event_id} 由 {event.event_id} 代替")


@register_app.command("import")
def register_import(
    table: Annotated[Path, typer.Argument(help="Table of events, or of titles with dates.")],
    store: StoreOption = FOLDER,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Record a table of history: all of it, or nothing where a row cannot be read.

    Example: clusterlib register import 称号台账.xlsx
    """
    from clusterlib.register.adding import import_events
    from clusterlib.register.fit import told_findings
    from clusterlib.register.tables import read_events

    _, rules, readings = asked(None, reading, store, parameters)
    result = import_events(opened(store), read_events(table), datetime.now(UTC), rules, readings)
    for refusal in result.refusals:
        typer.echo(f"{table.name} {refusal.sentence()}", err=True)
    if result.refusals:
        typer.echo(f"{table.name}：有 {len(result.refusals)} 处读不了，没有导入任何一行", err=True)
        raise typer.Exit(1)
    for line in told_findings(result.findings):
        typer.echo(line)
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

    rows = (event._asdict() for event in opened(store).events())
    typer.echo(f"台账：{written(rows, COLUMNS, out, headings)}")


@register_app.command("verify")
def register_verify(store: StoreOption = FOLDER) -> None:
    """Recompute the chain and name the first event that does not fit.

    Example: clusterlib register verify
    """
    from clusterlib.panel.store import PanelStore
    from clusterlib.register.chain import first_misfit
    from clusterlib.register.filed import altered_returns, is_missing_only

    held = opened(store)
    misfit = first_misfit(held.log())
    if misfit is not None:
        event = misfit.event
        place = f"事件 {event.event_id}（{event.title_id} {event.date}）"
        typer.echo(f"{place}与记录链不符：它或它之前的记录被改动过")
        raise typer.Exit(1)
    if altered := PanelStore(held).first_misfit():
        typer.echo(f"{altered}与记录链不符：它或它之前的记录被改动过")
        raise typer.Exit(1)
    found = list(altered_returns(held))
    for event, told in found:
        typer.echo(f"事件 {event.event_id}（{event.title_id} {event.year}年报）：{told}")
    if not all(is_missing_only(told) for _, told in found):
        raise typer.Exit(1)
    typer.echo(f"{sum(1 for _ in held.log())} 个事件，记录链完整")


@register_app.command("backup")
def register_backup(
    file: Annotated[Path, typer.Argument(help="New file of the backup.")],
    store: StoreOption = FOLDER,
) -> None:
    """Copy the register into a file, also while others write.

    Example: clusterlib register backup 台账备份.sqlite
    """
    from clusterlib.register.store import backup

    typer.echo(f"已备份 {backup(opened(store), file)} 个事件：{file}")


@register_app.command("restore")
def register_restore(
    file: Annotated[Path, typer.Argument(help="A backup.")], store: StoreOption = FOLDER
) -> None:
    """Fill an empty register from a backup.

    Example: clusterlib register restore 台账备份.sqlite --store 新台账
    """
    from clusterlib.register.store import restore

    typer.echo(f"已恢复 {restore(file, opened(store))} 个事件")
