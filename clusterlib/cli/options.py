"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
