"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterlib.errors import RuleError
from clusterlib.rules.tiers import Tier, Tiers, terms_of, tier_of

if TYPE_CHECKING:
    from clusterlib.intake.cells.labels import Form

StandardOption = Annotated[
    Path, typer.Option("--standard", help="A standard (YAML or Excel), or a folder of them.")
]
OnOption = Annotated[
    str | None, typer.Option("--on", help="Day whose rules apply, YYYY-MM-DD; today by default.")
]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option("--reading", help="NAME=VALUE, such as gate=veto; may be repeated."),
]
ParametersOption = Annotated[
    Path | None,
    typer.Option(
        "--parameters",
        help="Folder of the regulation's parameters; the workspace's own 规则, else the shipped.",
    ),
]
YearOption = Annotated[
    int | None, typer.Option("--year", help="Year that is scored; the form's last by default.")
]
OwnStandardOption = Annotated[
    Path | None,
    typer.Option("--standard", help="A standard whose own score sheet says what is asked."),
]
CohortOption = Annotated[
    Path | None, typer.Option("--cohort", help="Cohort table, or folder of a run.")
]
ShownStandardOption = Annotated[
    Path | None, typer.Option("--standard", help="A standard, or a folder of them.")
]
BrowserOption = Annotated[bool, typer.Option(help="Open the browser.")]


def asked_today(file: Path, standard: Path | None) -> tuple[Tiers, Form]:
    """Return the tiers as they are called today, and what a form asks for.

    Parameters
    ----------
    file : Path
        A file of the workspace.
    standard : Path or None
        The standard whose own score sheet（评价体系）says so; the regulation's where None.
    """
    from clusterlib.intake.cells.labels import form_of_sheet
    from clusterlib.resources import parameters_beside
    from clusterlib.rule_files.standards import read_standard
    from clusterlib.rules.own_sheet import sheet_for
    from clusterlib.workflow import day_of, score_sheet_on

    rules = parameters_beside(standard or file)
    sheet = score_sheet_on(day_of(None), rules)
    if standard is not None:
        sheet = sheet_for(read_standard(standard, rules), sheet)
    return sheet.tiers, form_of_sheet(sheet)


def tier_called(text: str | None, tiers: Tiers) -> Tier | None:
    """Return the tier that an option names, None where it is left out.

    Raises
    ------
    RuleError
        If it names none.
    """
    if text is None:
        return None
    tier = tier_of(text, tiers)
    if tier is None:
        raise RuleError(
            "--tier", f"认不出级别“{text}”", f"capital、base、township，或{terms_of(tiers)}"
        )
    return tier
