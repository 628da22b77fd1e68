"""The commands: parse, call, print."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from clusterlib.cli import (  # noqa: F401  they add their commands
    panel_work,
    register_cases,
    register_log,
    register_returns,
)
from clusterlib.cli.language import in_own_words, speak_own_language
from clusterlib.cli.options import (
    OnOption,
    OwnStandardOption,
    ParametersOption,
    ReadingOption,
    StandardOption,
    YearOption,
    asked_today,
    tier_called,
)
from clusterlib.cli.pages import lab, serve
from clusterlib.cli.panel_options import panel_app
from clusterlib.cli.register_options import HeadingsOption, headings_of, register_app
from clusterlib.cli.report import report_app
from clusterlib.cli.schemes import schemes_app
from clusterlib.cli.standards import standards_app
from clusterlib.errors import ClusterlibError, RuleError

if TYPE_CHECKING:
    from clusterlib.problems import Problem

app = typer.Typer(
    help="Evaluation workbench for titles of light-industry clusters.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(standards_app, name="standards")
app.add_typer(schemes_app, name="schemes")
app.add_typer(register_app, name="register")
app.add_typer(panel_app, name="panel")
app.add_typer(report_app, name="report")


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show an error's traceback.")] = False,
) -> None:
    global _debug
    _debug = debug


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder of the workspace.")] = Path("."),
    fill: Annotated[
        bool, typer.Option("--fill", help="Put the applicants of 申报 into the tables of 核定.")
    ] = False,
) -> None:
    """Make a workspace: folders, blank tables, an example standard, what to do.

    Example: clusterlib new 2026年评价
    """
    from clusterlib.samples.workspace import fill_tables, make_workspace

    for line in fill_tables(folder) if fill else make_workspace(folder):
        typer.echo(line)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="Workbook to write, such as 申报表.xlsx.")],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="application (Annex 3), return (Annex 5), or roster (panels).",
        ),
    ] = "application",
    year: Annotated[
        int | None, typer.Option("--year", help="Year of the return, printed in its heading.")
    ] = None,
    standard: OwnStandardOption = None,
) -> None:
    """Write a blank workbook: application, annual return, or roster of experts.

    Example: clusterlib template 年报.xlsx --kind return --year 2025
    """
    from clusterlib.intake.template.annual_template import write_return_template
    from clusterlib.intake.template.blank import write_template
    from clusterlib.reports.panel_tables import write_blank_roster

    names = {"application": "申报表", "return": "年度报表", "roster": "专家名册"}
    if kind not in names:
        raise RuleError("--kind", f"没有“{kind}”", "、".join(names))
    name = names[kind]
    if file.suffix.lower() != ".xlsx":
        raise RuleError(file.name, f"{name}的扩展名是“{file.suffix}”", ".xlsx", "请改用 .xlsx")
    if file.exists():
        raise RuleError(file.name, "已有这个文件，没有改动", "一个新的文件名", "请换一个名称")
    if kind == "return":
        typer.echo(f"已写出空白年度报表：{write_return_template(file, year=year)}")
    elif kind == "roster":
        typer.echo(f"已写出空白专家名册：{write_blank_roster(file)}")
    else:
        tiers, form = asked_today(file, standard)
        typer.echo(f"已写出空白申报表：{write_template(file, tiers, form)}")


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Workbooks, or folders of them.")],
    year: YearOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the marked copies; beside each file.")
    ] = None,
    standard: OwnStandardOption = None,
) -> None:
    """List every problem of workbooks by sheet and cell, and write marked copies.

    Example: clusterlib check 申报
    """
    from clusterlib.intake.check_file import check_files

    faulty, (tiers, form) = False, asked_today(files[0], standard)
    for checked in check_files(files, year=year, out=out, tiers=tiers, form=form):
        for line in checked.lines:
            typer.echo(line)
        faulty = faulty or checked.has_errors
    raise typer.Exit(1 if faulty else 0)


@app.command()
def assess(
    table: Annotated[Path, typer.Argument(help="Cohort table: CSV, XLSX, XLS or Parquet.")],
    standard: StandardOption,
    out: Annotated[Path, typer.Option("--out", help="Result: .csv, .xlsx or .parquet.")],
    on: OnOption = None,
    tier: Annotated[
        str | None, typer.Option("--tier", help="capital, base or township（都、基地、乡）.")
    ] = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Score a cohort table: one row per applicant and tier, and a file of problems.

    Example: clusterlib assess 申报汇总.csv --standard 标准/家具.xlsx --out 结果.csv
    """
    from clusterlib.reports.own_sheet_words import own_sheet_lines
    from clusterlib.reports.provenance import rules_file
    from clusterlib.reports.results import (
        check_suffix,
        problems_path,
        write_problems,
        write_results,
    )
    from clusterlib.resources import parameters_beside
    from clusterlib.workflow import assess_table, day_of, score_sheet_on

    check_suffix(out)
    shown = headings_of(headings)
    rules = parameters or parameters_beside(standard)
    tiers = score_sheet_on(day_of(on), rules).tiers
    scored = assess_table(
        table,
        standard,
        on=on,
        tier=tier_called(tier, tiers),
        readings=_readings(reading),
        parameters=rules,
    )
    for line in scored.standard_warnings():
        typer.echo(line, err=True)
    told = rules_file(rules).text
    result = write_results(scored, out, headings=shown, rules=told)
    problems = write_problems(
        scored.problems,
        problems_path(out),
        headings=shown,
        tiers=tiers,
        catalogue=scored.cohort.figures.catalogue,
    )
    typer.echo(f"规则：{told}")
    for sheet in (part.sheet for _, part in scored.parts):
        for term, words in own_sheet_lines(sheet):
            typer.echo(f"{term}：{words}")
    typer.echo(f"结果：{result}")
    typer.echo(f"问题：{problems}（{_count(scored.problems)}）")
    faulty = any(problem.severity == "error" for problem in scored.problems)
    raise typer.Exit(1 if faulty else 0)


@app.command()
def batch(
    inputs: Annotated[
        list[Path], typer.Argument(help="Workbooks, folders of them, or a cohort table.")
    ],
    standard: StandardOption,
    out: Annotated[Path, typer.Option("--out", help="Folder of the run.")],
    panel: Annotated[
        Path | None, typer.Option("--panel", help="Table of panel points, ranks and claims.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            help="Register whose panels' points are taken, and whose titles reports name; "
            "titles are also taken of the folder's own 台账.",
        ),
    ] = None,
    confirmed: Annotated[
        Path | None, typer.Option("--confirmed", help="Table of verified figures.")
    ] = None,
    year: YearOption = None,
    on: OnOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Notebooks at a time.")] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="clusterlib, or kernel for papermill's own engine.")
    ] = "clusterlib",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Address of a Dask scheduler.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove results whose input is no longer there.")
    ] = False,
) -> None:
    """Score every applicant and write one report each, and one table and page for the run.

    Example: clusterlib batch 申报 --standard 标准 --panel 核定/专家评分.xlsx --out 结果/第四季度
    """
    from clusterlib.batch.run import BatchOptions, run_batch
    from clusterlib.cli.panel_options import panel_store

    options = BatchOptions(
        inputs=tuple(inputs),
        standard=standard,
        out=out,
        panel=panel,
        panels=panel_store(store).cases() if store else None,
        confirmed=confirmed,
        year=year,
        on=on,
        readings=_readings(reading),
        store=store or "",
        parameters=parameters,
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        prune=prune,
    )
    try:
        result = run_batch(options)
    except KeyboardInterrupt:
        typer.echo("已中断。做完的已保存；再运行一次，只做缺的。", err=True)
        raise typer.Exit(130) from None
    for line in result.lines:
        typer.echo(line)
    raise typer.Exit(1 if result.failed or result.errors else 0)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to work in.")] = Path("演示"),
    workers: Annotated[int | None, typer.Option("--workers", help="Notebooks at a time.")] = None,
) -> None:
    """Run the whole on the shipped samples: real clusters and fictional applicants.

    Example: clusterlib demo
    """
    from clusterlib.batch.demo import run_demo

    for line in run_demo(folder, workers=workers):
        typer.echo(line)


app.command()(serve)
app.command()(lab)


def _begin_anew_in_utf8() -> None:
    """Start again where the system's encoding of file names holds no Chinese, such as ASCII."""
    try:
        "县".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        command = [sys.executable, "-m", "clusterlib", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONUTF8": "1"})


def main() -> None:
    """Run the command line; an error is one message and exit status 2, never a traceback."""
    _begin_anew_in_utf8()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    command = typer.main.get_command(app)
    speak_own_language(command)
    try:
        sys.exit(command(standalone_mode=False))
    except typer.Abort:
        sys.exit(1)
    except _Mistake as error:
        from typer.rich_utils import rich_format_error

        words = in_own_words(error.format_message())
        error.format_message = lambda: words  # type: ignore[method-assign]
        rich_format_error(error)
        sys.exit(error.exit_code)
    except ClusterlibError as error:
        if _debug:
            raise
        typer.echo(f"错误：{error}", err=True)
        sys.exit(2)


_debug = False
_Mistake = cast(type[typer.BadParameter], typer.BadParameter.__mro__[1])
"""Every mistake in what was typed; the library gives it no public name."""


def _readings(parts: list[str] | None) -> dict[str, str]:
    from clusterlib.workflow import readings_of

    return readings_of("; ".join(parts or ()))


def _count(problems: tuple[Problem, ...]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    return f"错误 {errors} 条，提醒 {len(problems) - errors} 条"
