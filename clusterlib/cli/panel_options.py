"""What the commands on panels share: options, tables at hand, applicants, the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterlib.cli.register_options import FOLDER, opened, parameters_at
from clusterlib.errors import RuleError

if TYPE_CHECKING:
    from clusterlib.batch.applicants import Applicants
    from clusterlib.panel.case import PanelCase
    from clusterlib.panel.records import Record
    from clusterlib.panel.review import Applicant
    from clusterlib.panel.store import PanelStore
    from clusterlib.panel.tables import PanelTables, TableProblem
    from clusterlib.rules.panels import PanelRules

panel_app = typer.Typer(
    help="The panel of experts: people, sheets, consolidated points.", no_args_is_help=True
)

TablesArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Tables of the panel, experts' workbooks, or folders of them."),
]
PanelStoreOption = Annotated[
    str | None,
    typer.Option("--store", help="Folder of the register, or a URL of PostgreSQL, with panels."),
]
ApplicantsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--applicants", help="Workbooks, folders of them, or a cohort table; may be repeated."
    ),
]
PanelStandardOption = Annotated[
    Path | None,
    typer.Option("--standard", help="A standard (YAML or Excel), or a folder of them."),
]
FederationOption = Annotated[
    Path | None,
    typer.Option("--panel", help="The federation's own table of ranks, claims and exceptions."),
]
ConfirmedOption = Annotated[
    Path | None, typer.Option("--confirmed", help="Table of verified figures.")
]


def panel_store(place: str | None) -> PanelStore:
    """Open the panels of a register."""
    from clusterlib.panel.store import PanelStore

    return PanelStore(opened(place or FOLDER))


def at_hand(
    tables: Sequence[Path] | None, place: str | None
) -> tuple[PanelTables, tuple[Record, ...]]:
    """Return the tables named, and what is recorded where a store is, or no table."""
    from clusterlib.panel.tables import PanelTables, read_tables

    held = panel_store(place).records() if place or not tables else ()
    if not tables:
        return PanelTables(), held
    return read_tables(tables, datetime.now(UTC)), held


def records_of(tables: PanelTables, held: Iterable[Record]) -> tuple[Record, ...]:
    """Return what is recorded, and what the tables hold behind it."""
    return (*held, *(row.record for rows in tables.rows.values() for row in rows))


def applicants_at(
    inputs: Sequence[Path] | None,
    standard: Path | None,
    store: str | None,
    *,
    on: str | None,
    panel: Path | None = None,
    confirmed: Path | None = None,
    year: int | None = None,
    reading: Sequence[str] | None = None,
    parameters: Path | None = None,
) -> Applicants | None:
    """Read and score the applicants, None where none are named."""
    from clusterlib.batch.applicants import read_applicants
    from clusterlib.workflow import day_of, readings_of

    if not inputs:
        return None
    if standard is None:
        raise RuleError(
            "--standard", "没有指定标准，不能定各档", "标准的文件或文件夹", "请加上 --standard"
        )
    found = read_applicants(
        inputs,
        standard,
        on=day_of(on),
        panel=panel,
        confirmed=confirmed,
        year=year,
        readings=readings_of("; ".join(reading or ())),
        parameters=parameters_at(store or FOLDER, parameters, standard),
    )
    for failure in found.failures:
        typer.echo(f"{failure.source}：{failure.error}", err=True)
    return found


def rules_on(on: str | None, store: str | None, parameters: Path | None) -> PanelRules:
    """Return the rules of panels of a day."""
    from clusterlib.resources import regulation_folder
    from clusterlib.rule_files.panel_rules import read_panel_rules
    from clusterlib.workflow import day_of

    folder = regulation_folder(parameters_at(store or FOLDER, parameters))
    return read_panel_rules(folder, day_of(on))


def problems_of(
    tables: PanelTables, held: Sequence[Record], applicants: Applicants | None
) -> list[TableProblem]:
    """Return every problem of tables: cells, rows, and points outside their bands."""
    from clusterlib.panel.checks import check_points, check_tables

    problems = [*tables.problems, *check_tables(tables, held)]
    if applicants is not None:
        allowed = {case: one.allowed for case, one in applicants.by_case.items() if one.allowed}
        problems += check_points(tables, allowed, held)
    return problems


def composition_lines(
    case: PanelCase, applicant: Applicant | None, rules: PanelRules
) -> Iterator[str]:
    """Yield what stands against a panel; it blocks nothing."""
    from clusterlib.panel.composition import composition

    region, firms = (applicant.region, applicant.key_firms) if applicant else ("", ())
    for finding in composition(case.members, rules, region, firms):
        yield f"{'提示' if finding.is_soft else '不合'}：{finding.sentence()}"


def beside_register(tables: PanelTables, store: PanelStore) -> list[TableProblem]:
    """Return where the facts of a visit differ from the register's case."""
    from clusterlib.panel.checks import check_visits
    from clusterlib.register.events import counted

    stated = {
        (event.case, event.kind): event for event in counted(store.store.events()) if event.case
    }
    channels = {case: one.channel for (case, kind), one in stated.items() if kind == "applied"}
    results = {case: one.result for (case, kind), one in stated.items() if kind == "appraised"}
    return check_visits(tables, channels, results)
