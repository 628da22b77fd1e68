"""The commands on annual returns: take them in, the state of a round, contacts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clusterlib.cli.options import OnOption, ReadingOption
from clusterlib.cli.register_options import (
    FOLDER,
    HeadingsOption,
    KnownOption,
    OutOption,
    StoreOption,
    asked,
    known_day,
    opened,
    register_app,
    titles_known,
    written,
)

PersonOption = Annotated[str, typer.Option("--person", help="Who does it.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]


@register_app.command("returns")
def register_returns(
    files: Annotated[list[Path], typer.Argument(help="Annual returns, or folders of them.")],
    received: Annotated[
        str | None, typer.Option("--received", help="Day on which they came; today by default.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Year of returns whose heading names none.")
    ] = None,
    person: Annotated[str, typer.Option("--person", help="Who records them.")] = "",
    store: StoreOption = FOLDER,
    reading: ReadingOption = None,
) -> None:
    """Take annual returns in: each becomes an event with its figures, every problem is listed.

    Example: clusterlib register returns 年报2025 --received 2026-04-08
    """
    from clusterlib.filing import take_in

    now = datetime.now(UTC)
    day, rules, readings = asked(received, reading)
    counts: dict[str, int] = {}
    for taken in take_in(
        opened(store), files, day, now, rules, readings, year=year, person=person
    ):
        counts[taken.outcome] = counts.get(taken.outcome, 0) + 1
        for line in taken.lines():
            typer.echo(line)
    terms = {"filed": "已收", "held": "已有", "refused": "未收", "skipped": "略过"}
    typer.echo("，".join(f"{term} {counts.get(name, 0)} 份" for name, term in terms.items()))
    raise typer.Exit(1 if counts.get("refused") else 0)


@register_app.command("round")
def register_round(
    year: Annotated[int, typer.Argument(help="Year that the returns report on.")],
    out: OutOption,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Say of every return owed for a year whether it came, when, and what is doubtful in it.

    Example: clusterlib register round 2025 --out 年报2025.xlsx --headings zh
    """
    from clusterlib.register.filed import filed_returns
    from clusterlib.register.round import ROUND_COLUMNS, round_of, summary
    from clusterlib.register.status import status_on

    day, rules, readings = asked(on, reading)
    held = opened(store)
    titles = titles_known(held, known, rules, readings)
    found = {status.title_id: status for status in status_on(titles, day, rules)}
    pairs = [(title, found[title.title_id]) for title in titles if title.title_id in found]
    owed = round_of(pairs, filed_returns(held, known_day(known)), year, day, rules)
    typer.echo(summary(owed))
    typer.echo(f"年报：{written((one.row() for one in owed), ROUND_COLUMNS, out, headings)}")


@register_app.command("contacts")
def register_contacts(
    out: OutOption, person: PersonOption, reason: ReasonOption, store: StoreOption = FOLDER
) -> None:
    """Export the contacts of returns and leading firms, saying who does it and why.

    Example: clusterlib register contacts --out 联系人.xlsx --person 经办人 --reason 通知培训
    """
    from clusterlib.register.filed import CONTACT_COLUMNS, contact_rows

    rows = contact_rows(opened(store), person, reason, datetime.now(UTC))
    typer.echo(f"联系人：{written(rows, CONTACT_COLUMNS, out, 'zh')}")


@register_app.command("erase")
def register_erase(
    event_id: Annotated[str, typer.Argument(help="The return whose contacts are erased.")],
    person: PersonOption,
    reason: ReasonOption,
    store: StoreOption = FOLDER,
) -> None:
    """Erase the contacts of a return; that they were erased, by whom and why, is recorded.

    Example: clusterlib register erase E000120 --person 经办人 --reason 本人要求
    """
    from clusterlib.register.filed import erase_contacts

    event = erase_contacts(opened(store), event_id, person, reason, datetime.now(UTC))
    typer.echo(f"已删除联系人，记为事件 {event.event_id}")
