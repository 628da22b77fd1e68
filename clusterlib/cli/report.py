"""The commands on papers（文书）: which there are, and making them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterlib.cli.options import OnOption, ParametersOption, ReadingOption, YearOption
from clusterlib.cli.register_options import FOLDER, StoreOption

if TYPE_CHECKING:
    from clusterlib.documents.case_file import CaseFile

report_app = typer.Typer(help="Papers to sign, send and file.", no_args_is_help=True)


@report_app.command("list")
def report_list(
    copy: Annotated[
        Path | None, typer.Option("--copy", help="Folder to copy the shipped templates to.")
    ] = None,
) -> None:
    """Name every kind of paper, its clauses, and what it is made for.

    Example: clusterlib report list --copy 文书模板
    """
    from clusterlib.documents.kinds import KINDS, VERSIONS

    owners = {"case": "一件一份", "cases": "几件一份", "year": "一年一份（CASE 写年份）"}
    for kind in KINDS.values():
        typer.echo(f"{kind.id}  {kind.term}  {kind.clause}  {owners[kind.owner]}")
    versions = "、".join(f"{name} {term}" for name, term in VERSIONS.items())
    typer.echo(f"版本：{versions}")
    if copy is not None:
        from clusterlib.documents.templates import copy_templates

        for path in copy_templates(copy):
            typer.echo(f"模板：{path}")


@report_app.command("make")
def report_make(
    case: Annotated[
        list[str], typer.Argument(help="Cases or ids of applications, or all; a year for a list.")
    ],
    kind: Annotated[str, typer.Option("--kind", help="Kind of paper, see list; or all.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the papers.")],
    version: Annotated[
        str, typer.Option("--version", help="internal, applicant or public.")
    ] = "internal",
    inputs: Annotated[
        list[Path] | None,
        typer.Option("--input", help="Workbooks, folders or a cohort table; 申报 by default."),
    ] = None,
    standard: Annotated[
        Path | None, typer.Option("--standard", help="Standards; 标准 by default.")
    ] = None,
    panel: Annotated[
        Path | None,
        typer.Option("--panel", help="Table of panel points; 核定/专家评分.xlsx by default."),
    ] = None,
    confirmed: Annotated[
        Path | None,
        typer.Option("--confirmed", help="Verified figures; 核定/核定数值.xlsx by default."),
    ] = None,
    store: StoreOption = FOLDER,
    templates: Annotated[
        Path | None,
        typer.Option("--templates", help="Folder of own templates; 文书模板 by default."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Last day for an answer, of a letter.")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="Why a new paper replaces one issued before.")
    ] = "",
    bundle: Annotated[
        bool, typer.Option("--zip", help="One ZIP for each case, with the marked workbook.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="PDF beside each paper.")] = True,
    on: OnOption = None,
    year: YearOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Make papers of cases as DOCX and HTML, and PDF where a program for it is installed.

    Example: clusterlib report make FP-2026-031 --kind appraisal_report --out 文书
    """
    from rich.console import Console
    from rich.progress import Progress

    from clusterlib.documents.bundle import write_bundles
    from clusterlib.documents.issue import issue
    from clusterlib.documents.kinds import CASE_KINDS
    from clusterlib.documents.make import kind_of, papers_of, papers_of_years, version_of
    from clusterlib.documents.sources import case_files
    from clusterlib.documents.workspace import sources_of, template_folders
    from clusterlib.workflow import day_of, readings_of

    day, answer_by = day_of(on), None if by is None else day_of(by)
    kinds = None if kind == "all" else [kind_of(kind)]
    reader = version_of(version)
    sources = sources_of(
        day,
        inputs=inputs or (),
        standard=standard,
        panel=panel,
        confirmed=confirmed,
        store=None if store == FOLDER else store,
        parameters=parameters,
        year=year,
        readings=readings_of("; ".join(reading or ())),
    )
    cases: list[CaseFile] = []
    if kinds is not None and kinds[0].owner == "year":
        papers = papers_of_years(kinds, case, reader, sources, day)
    else:
        cases = case_files(sources, day, [] if case == ["all"] else case, tell=_tell)
        papers = papers_of(kinds, cases, reader, by=answer_by, rules=sources.title_rules)
    own = template_folders(templates, parameters)
    count = len(cases) * (len(CASE_KINDS) if kinds is None else 1)
    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("生成文书", total=count or None)
        issued = issue(
            papers, out, templates=own, reason=reason, pdf=pdf, tell=_tell,
            watch=lambda paper: progress.advance(task),
        )  # fmt: skip
    for one in issued:
        before = "" if one.is_new else "已有，未变："
        state = f"缺{one.paper.lacking}处" if one.paper.lacking else "齐备"
        typer.echo(f"{before}{one.paper.term}（{state}）")
        for path in one.paths:
            typer.echo(f"  {path}")
        for gap in one.paper.gaps:
            typer.echo(f"  {'提示' if gap.soft else '待补'}：{gap.sentence}")
    for path in write_bundles(cases, issued, out) if bundle else ():
        typer.echo(f"发送包：{path}")


def _tell(line: str) -> None:
    typer.echo(line, err=True)
