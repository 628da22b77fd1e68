"""The commands on cases: open them from a scored batch, record their steps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clusterlib.cli.options import OnOption, ParametersOption, ReadingOption
from clusterlib.cli.register_options import (
    FOLDER,
    KnownOption,
    StoreOption,
    asked,
    fields_of,
    known_day,
    opened,
    register_app,
    titles_on,
)


@register_app.command("case")
def register_case(
    run: Annotated[Path, typer.Argument(help="Folder of a finished batch.")],
    applicants: Annotated[
        list[str] | None, typer.Argument(help="Ids of applicants; all by default.")
    ] = None,
    applied: Annotated[
        str | None, typer.Option("--applied", help="Day of the application; today by default.")
    ] = None,
    channel: Annotated[
        str, typer.Option("--channel", help="association, provincial, both or federation.")
    ] = "",
    person: Annotated[str, typer.Option("--person", help="Who records them.")] = "",
    store: StoreOption = FOLDER,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Open a case for applicants of a batch, with all that their applications say.

    Example: clusterlib register case 结果/第四季度 A01 --channel association
    """
    from clusterlib.casework import open_cases
    from clusterlib.errors import RuleError
    from clusterlib.register.events import CHOICES

    if channel and channel not in CHOICES["channel"]:
        raise RuleError("--channel", f"没有“{channel}”", "、".join(CHOICES["channel"]))
    day, rules, readings = asked(applied, reading, store, parameters)
    refused = False
    for found in open_cases(
        opened(store),
        run,
        applicants or (),
        day,
        channel,
        datetime.now(UTC),
        rules,
        readings,
        person,
    ):
        typer.echo(found.line())
        refused = refused or found.outcome == "refused"
    raise typer.Exit(1 if refused else 0)


@register_app.command("step")
def register_step(
    case: Annotated[str, typer.Argument(help="Id of the case.")],
    kind: Annotated[str, typer.Argument(help="Kind of the step, such as examined.")],
    fields: Annotated[
        list[str] | None, typer.Argument(help="COLUMN=VALUE, such as by=association.")
    ] = None,
    store: StoreOption = FOLDER,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Record the next step of a case; its title is known from the case, the day is today.

    Example: clusterlib register step 2026-A01 council result=approved document=文号
    """
    from clusterlib.casework import add_step

    _, rules, readings = asked(None, reading, store, parameters)
    given = {"kind": kind, **fields_of(fields or ())}
    recorded = add_step(opened(store), case, given, datetime.now(UTC), rules, readings)
    typer.echo(f"已记录：{recorded.event_id}（{recorded.title_id} {recorded.date}）")


@register_app.command("facts")
def register_facts(
    run: Annotated[Path, typer.Argument(help="Folder of a finished batch.")],
    applicants: Annotated[
        list[str] | None, typer.Argument(help="Ids of applicants; all by default.")
    ] = None,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Say what the register holds for applicants of a batch: titles in force, base figures.

    Example: clusterlib register facts 结果/第四季度 A01
    """
    from clusterlib.casework import applicants_in
    from clusterlib.register.facts import facts_of
    from clusterlib.register.filed import filed_returns

    day, rules, readings = asked(on, reading, store, parameters)
    held = opened(store)
    found = titles_on(held, known, day, rules, readings)
    filed = filed_returns(held, known_day(known))
    for applicant in applicants_in(run, applicants or ()):
        typer.echo(f"{applicant['applicant_id']} {applicant['name']}")
        for line in facts_of(applicant, found, filed, day, rules).lines():
            typer.echo(f"  {line}")
