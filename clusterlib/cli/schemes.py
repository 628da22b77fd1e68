"""The commands on schemes（评价体系）: check, show, new, export, import, score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterlib.cli.options import OnOption, ReadingOption
from clusterlib.errors import ClusterlibError, InputError

if TYPE_CHECKING:
    from clusterlib.rules.scheme import Scheme

schemes_app = typer.Typer(
    help="Check, show, begin and use own score sheets.", no_args_is_help=True
)
SchemeArgument = Annotated[str, typer.Argument(help="Id of a scheme, or its file.")]


@schemes_app.command("check")
def schemes_check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Schemes, or folders of them; the shipped ones.")
    ] = None,
    on: OnOption = None,
) -> None:
    """Check schemes, and tell what follows from their bands whatever is reported.

    Example: clusterlib schemes check 陶瓷.yaml
    """
    from clusterlib.rule_files.scheme_yaml import read_days, read_scheme, schemes_folder
    from clusterlib.rules.scheme_lint import check_scheme
    from clusterlib.workflow import day_of

    faulty = False
    for file in _files(files or [schemes_folder()]):
        try:
            read_days(file)
            scheme = read_scheme(file, day_of(on))
        except ClusterlibError as error:
            faulty = True
            typer.echo(f"错误：{error}", err=True)
            continue
        findings = check_scheme(scheme)
        faulty = faulty or any(found.severity == "error" for found in findings)
        typer.echo(f"{file.name}：{scheme.term}（{scheme.issuer}）{len(findings)} 条")
        for found in findings:
            typer.echo(f"  {found.text}")
    raise typer.Exit(2 if faulty else 0)


@schemes_app.command("show")
def schemes_show(scheme: SchemeArgument, on: OnOption = None) -> None:
    """Show a scheme's sections, items and limits on a day.

    Example: clusterlib schemes show sme-clusters-2022
    """
    from clusterlib.reports.scheme_text import scheme_lines

    for line in scheme_lines(_scheme(scheme, on)):
        typer.echo(line)


@schemes_app.command("new")
def schemes_new(
    file: Annotated[Path, typer.Argument(help="File to write, .yaml or .xlsx.")],
    based_on: Annotated[str, typer.Option("--based-on", help="Id of the scheme to change.")],
) -> None:
    """Begin a scheme that changes another one; what it changes is to be filled in.

    Example: clusterlib schemes new ceramics.xlsx --based-on light-industry-2022
    """
    from datetime import date

    from clusterlib.rule_files.scheme_excel import write_workbook
    from clusterlib.rule_files.scheme_write import begun, new_scheme
    from clusterlib.rule_files.scheme_yaml import SUFFIX, WORKBOOK
    from clusterlib.rules.scheme import name_fault

    suffix = file.suffix.lower()
    if suffix not in (SUFFIX, WORKBOOK):
        found = f"扩展名是“{file.suffix}”"
        raise InputError(file.name, found, f"{SUFFIX} 或 {WORKBOOK}", "请改用其中一种")
    if fault := name_fault(file.stem):
        raise InputError(file.name, *fault)
    if file.exists():
        raise InputError(file.name, "已有这个文件，没有改动", "一个新的文件名", "请换一个名称")
    base, today = _scheme(based_on, None), date.today()
    if suffix == WORKBOOK:
        write_workbook([begun(base, file.stem, today)], file)
    else:
        file.write_text(new_scheme(base, file.stem, today), encoding="utf-8")
    typer.echo(f"已写出：{file}。请按里面的说明改动，再运行 clusterlib schemes check {file}")


@schemes_app.command("export")
def schemes_export(
    scheme: SchemeArgument,
    out: Annotated[Path, typer.Option("--out", help="Excel file to write.")],
) -> None:
    """Write a scheme as an Excel workbook in the form of the score sheet.

    Example: clusterlib schemes export light-industry-2022 --out 打分表.xlsx
    """
    from clusterlib.rule_files.scheme_excel import write_workbook
    from clusterlib.rule_files.scheme_yaml import WORKBOOK, read_days, scheme_file

    _check_suffix(out, WORKBOOK)
    written = write_workbook(read_days(scheme_file(scheme, Path.cwd())), out)
    typer.echo(f"已写出：{written}")


@schemes_app.command("import")
def schemes_import(
    file: Annotated[Path, typer.Argument(help="A scheme in Excel.")],
    out: Annotated[Path, typer.Option("--out", help="YAML file to write.")],
) -> None:
    """Write a scheme's workbook as YAML, named after the scheme's id.

    Example: clusterlib schemes import 陶瓷.xlsx --out ceramics.yaml
    """
    from clusterlib.rule_files.scheme_write import yaml_text
    from clusterlib.rule_files.scheme_yaml import SUFFIX, WORKBOOK, read_days, read_scheme
    from clusterlib.rule_files.scheme_yaml import scheme_file as file_of
    from clusterlib.saving import save_beside

    _check_suffix(file, WORKBOOK)
    _check_suffix(out, SUFFIX)
    editions = read_days(file)
    code = editions[0].id
    if out.stem != code:
        found = f"评价体系代码是“{code}”"
        raise InputError(out.name, found, f"{code}{SUFFIX}", f"请用 --out {code}{SUFFIX}")
    bases = [
        read_scheme(file_of(one.based_on, file.parent), one.start) if one.based_on else None
        for one in editions
    ]
    text = yaml_text(list(zip(editions, bases, strict=True)))
    typer.echo(f"已写出：{save_beside(out, text.encode())}")


@schemes_app.command("score")
def schemes_score(
    table: Annotated[Path, typer.Argument(help="Cohort table: CSV, XLSX, XLS or Parquet.")],
    scheme: Annotated[str, typer.Option("--scheme", help="Id of a scheme, or its file.")],
    out: Annotated[Path, typer.Option("--out", help="Result: .csv, .xlsx or .parquet.")],
    standard: Annotated[
        Path | None, typer.Option("--standard", help="A standard, for limits of its own.")
    ] = None,
    on: OnOption = None,
    reading: ReadingOption = None,
) -> None:
    """Score a cohort table by any scheme: one row per applicant and tier.

    Example: clusterlib schemes score 汇总.csv --scheme sme-clusters-2022 --out 结果.csv
    """
    from clusterlib.intake.tables.scheme_table import read_scheme_cohort
    from clusterlib.reports.results import check_suffix, problems_path, write_problems
    from clusterlib.reports.scheme_results import scheme_columns
    from clusterlib.reports.table_files import write_table
    from clusterlib.rule_files.scheme_limits import limits_of
    from clusterlib.scoring.schemes import score_scheme
    from clusterlib.workflow import day_of, readings_of, score_sheet_on

    check_suffix(out)
    day, found = day_of(on), _scheme(scheme, on)
    readings = score_sheet_on(day).readings(readings_of("; ".join(reading or ())))
    limits = limits_of(found, standard, day)
    cohort = read_scheme_cohort(table, found)
    scores = {
        tier: score_scheme(found, cohort.figures, limits, tier, readings) for tier in found.tiers
    }
    for words in found.warnings:
        typer.echo(f"提示：{words}", err=True)
    columns = scheme_columns(found, cohort.applicant_id, cohort.name, scores, day.isoformat())
    typer.echo(f"评价体系：{found.term}（{found.id}，{found.start}起）")
    typer.echo(f"结果：{write_table(columns, out)}")
    typer.echo(f"问题：{write_problems(cohort.problems, problems_path(out))}")
    raise typer.Exit(1 if any(one.severity == "error" for one in cohort.problems) else 0)


def _files(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (_in_folder(path) if path.is_dir() else [path])]


def _in_folder(folder: Path) -> list[Path]:
    from clusterlib.rule_files.scheme_yaml import SUFFIX, WORKBOOK

    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in (SUFFIX, WORKBOOK) and not file.name.startswith(("~$", "."))
    )


def _check_suffix(file: Path, suffix: str) -> None:
    if file.suffix.lower() != suffix:
        raise InputError(file.name, f"扩展名是“{file.suffix}”", suffix, f"请改用 {suffix}")


def _scheme(name: str, on: str | None) -> Scheme:
    from clusterlib.rule_files.scheme_yaml import read_scheme, scheme_file
    from clusterlib.workflow import day_of

    return read_scheme(scheme_file(name, Path.cwd()), day_of(on))
