"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterlib.errors import RuleError
from clusterlib.rules.tiers import Tier, Tiers, terms_of, tier_of

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
CohortOption = Annotated[
    Path | None, typer.Option("--cohort", help="Cohort table, or folder of a run.")
]
ShownStandardOption = Annotated[
    Path | None, typer.Option("--standard", help="A standard, or a folder of them.")
]
BrowserOption = Annotated[bool, typer.Option(help="Open the browser.")]


def tiers_today(file: Path) -> Tiers:
    """Return the tiers as they are called today in the workspace of a file."""
    from clusterlib.resources import parameters_beside
    from clusterlib.workflow import day_of, score_sheet_on

    return score_sheet_on(day_of(None), parameters_beside(file)).tiers


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
