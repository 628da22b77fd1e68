"""The commands on annual returns: take them in, the state of a round, contacts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clusterlib.cli.options import OnOption, ParametersOption, ReadingOption, StandardOption
from clusterlib.cli.register_options import (
    FOLDER,
    HeadingsOption,
    KnownOption,
    OutOption,
    StoreOption,
    asked,
    known_day,
    opened,
    parameters_at,
    register_app,
    titles_on,
    written,
)
from clusterlib.errors import InputError

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
    parameters: ParametersOption = None,
) -> None:
    """Take annual returns in: each becomes an event with its figures, every problem is listed.

    Example: clusterlib register returns 年报2025 --received 2026-04-08
    """
    from clusterlib.filing import take_in

    now = datetime.now(UTC)
    day, rules, readings = asked(received, reading, store, parameters)
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
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Say of every return owed for a year whether it came, when, and what is doubtful in it.

    Example: clusterlib register round 2025 --out 年报2025.xlsx --headings zh
    """
    from clusterlib.register.filed import filed_returns
    from clusterlib.register.round import ROUND_COLUMNS, round_of, summary

    day, rules, readings = asked(on, reading, store, parameters)
    held = opened(store)
    pairs = titles_on(held, known, day, rules, readings)
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


@register_app.command("warnings")
def register_warnings(
    out: OutOption,
    standard: StandardOption,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """List titles by the risk that they fail their next review, each with the items behind it.

    Example: clusterlib register warnings --standard 标准 --out 预警.xlsx --headings zh
    """
    from clusterlib.register.filed import filed_returns
    from clusterlib.register.warning import RANKS, WARNING_COLUMNS, warnings_of
    from clusterlib.rule_files.standards import read_standards

    day, rules, readings = asked(on, reading, store, parameters)
    held = opened(store)
    pairs = titles_on(held, known, day, rules, readings)
    filed = filed_returns(held, known_day(known))
    warned = warnings_of(
        pairs,
        filed,
        read_standards(standard, parameters_at(store, parameters, standard)),
        day,
        rules,
    )
    counts = (
        f"{term} {sum(one.rank == rank for one in warned)} 个" for rank, term in RANKS.items()
    )
    typer.echo("，".join(counts))
    rows = (one.row(day) for one in warned)
    typer.echo(f"预警：{written(rows, WARNING_COLUMNS, out, headings)}")


@register_app.command("compare")
def register_compare(
    title: Annotated[str, typer.Argument(help="Id of the title.")],
    out: OutOption,
    on: OnOption = None,
    store: StoreOption = FOLDER,
    known: KnownOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Compare a title's last return with the year of its award or last review.

    Example: clusterlib register compare T0001 --out 比对.xlsx --headings zh
    """
    from clusterlib.register.comparison import COMPARISON_COLUMNS, comparison
    from clusterlib.register.filed import filed_returns

    day, rules, readings = asked(on, reading, store, parameters)
    held = opened(store)
    pairs = titles_on(held, known, day, rules, readings)
    status = next((status for _, status in pairs if status.title_id == title), None)
    if status is None or status.first.decision is None:
        raise InputError(title, "台账里没有授名的这个称号", "称号编号", "请核对编号")
    filed = filed_returns(held, known_day(known)).get(title, {})
    rows = comparison(filed, status.first.decision)
    if not rows:
        raise InputError(title, "不到两个年度的年报，无法比对", "两个年度的年报", "请先收年报")
    typer.echo(f"比对：{written(rows, COMPARISON_COLUMNS, out, headings)}")
