"""The commands on standards: check, show, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterlib.cli.options import OnOption, ParametersOption
from clusterlib.errors import ParameterError

if TYPE_CHECKING:
    from clusterlib.rules.standard import Standard

standards_app = typer.Typer(
    help="Check, show and convert the standards of associations.", no_args_is_help=True
)


@standards_app.command("check")
def standards_check(
    files: Annotated[list[Path], typer.Argument(help="Standards, or folders of them.")],
    on: OnOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Check standards: what is faulty, and what a reader of the regulation would question.

    Example: clusterlib standards check 标准
    """
    from clusterlib.reports.own_sheet_words import own_sheet_lines
    from clusterlib.resources import parameters_beside
    from clusterlib.rule_files.standards import check_alone, read_standard, standard_files
    from clusterlib.rules.lint import check_standard
    from clusterlib.rules.own_sheet import sheet_for
    from clusterlib.rules.standard import check_dropped
    from clusterlib.workflow import day_of, score_sheet_on

    day, faulty = day_of(on), False
    for folder in files:
        read: list[Standard] = []
        rules = parameters or parameters_beside(folder)
        sheet = score_sheet_on(day, rules)
        for file in standard_files(folder):
            try:
                standard = read_standard(file, rules)
                check_alone(standard, read)
                standard.on(day)
                own = sheet_for(standard, sheet, day)
                check_dropped(standard, own, sheet.readings(dict(standard.readings)))
            except ParameterError as error:
                faulty = True
                typer.echo(f"错误：{error}", err=True)
                continue
            read.append(standard)
            findings = check_standard(standard, own)
            typer.echo(f"{standard.file}：{standard.term}（{standard.issuer}）{len(findings)} 条")
            for finding in findings:
                typer.echo(f"  {finding.text}")
            for term, words in own_sheet_lines(own):
                typer.echo(f"  {term}：{words}")
    raise typer.Exit(2 if faulty else 0)


@standards_app.command("show")
def standards_show(
    file: Annotated[Path, typer.Argument(help="A standard.")], on: OnOption = None
) -> None:
    """Show the thresholds of the three tiers on a day.

    Example: clusterlib standards show 标准/家具.xlsx --on 2026-11-25
    """
    from rich.console import Console

    from clusterlib.reports.standard_table import table_of_standard
    from clusterlib.resources import parameters_beside
    from clusterlib.rule_files.standards import read_standard
    from clusterlib.workflow import day_of, score_sheet_on

    day, rules = day_of(on), parameters_beside(file)
    tiers = score_sheet_on(day, rules).tiers
    Console().print(table_of_standard(read_standard(file, rules).on(day), tiers))


@standards_app.command("export")
def standards_export(
    file: Annotated[Path, typer.Argument(help="A standard in YAML.")],
    target: Annotated[Path, typer.Argument(help="Excel file to write.")],
) -> None:
    """Write a standard as an Excel sheet in the form of Annex 1.

    Example: clusterlib standards export furniture.yaml 家具.xlsx
    """
    from clusterlib.resources import parameters_beside
    from clusterlib.rule_files.standard_excel import write_standard_excel
    from clusterlib.rule_files.standards import read_standard
    from clusterlib.workflow import day_of, score_sheet_on

    rules = parameters_beside(file)
    write_standard_excel(read_standard(file, rules), target, score_sheet_on(day_of(None), rules))
    typer.echo(f"已写出：{target}")


@standards_app.command("import")
def standards_import(
    file: Annotated[Path, typer.Argument(help="A standard in Excel.")],
    target: Annotated[Path, typer.Argument(help="YAML file to write.")],
) -> None:
    """Write a standard's Excel sheet as YAML.

    Example: clusterlib standards import 家具.xlsx furniture.yaml
    """
    from clusterlib.rule_files.standard_yaml import write_standard_yaml
    from clusterlib.rule_files.standards import read_standard

    write_standard_yaml(read_standard(file), target)
    typer.echo(f"已写出：{target}")
