"""The commands on panels: members, check, import, consolidate, export."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clusterlib.cli.options import OnOption, ParametersOption, ReadingOption, YearOption
from clusterlib.cli.panel_options import (
    ApplicantsOption,
    ConfirmedOption,
    FederationOption,
    PanelStandardOption,
    PanelStoreOption,
    TablesArgument,
    applicants_at,
    at_hand,
    beside_register,
    composition_lines,
    panel_app,
    panel_store,
    problems_of,
    records_of,
    rules_on,
)
from clusterlib.cli.register_options import HeadingsOption
from clusterlib.errors import RuleError


@panel_app.command("members")
def panel_members(
    tables: TablesArgument = None,
    store: PanelStoreOption = None,
    applicants: ApplicantsOption = None,
    standard: PanelStandardOption = None,
    on: OnOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Say who sits on each panel and what its composition lacks; it blocks nothing.

    Example: clusterlib panel members 专家名册.xlsx --applicants 申报 --standard 标准
    """
    from clusterlib.panel.case import cases_of
    from clusterlib.panel.composition import seniority
    from clusterlib.panel.records import FIELDS, ROLES, SENIORITY

    found, held = at_hand(tables, store)
    known = applicants_at(applicants, standard, store, on=on, parameters=parameters)
    rules = known.rules if known else rules_on(on, store, parameters)
    for problem in found.problems:
        typer.echo(problem.sentence(), err=True)
    for case in cases_of(records_of(found, held)).values():
        one = known.by_case.get(case.case) if known else None
        typer.echo(f"{case.case}{'　' + one.name if one else ''}：专家组{len(case.members)}人")
        for member in case.members:
            told = (
                member.name,
                ROLES.get(member.role, ""),
                member.title,
                SENIORITY.get(seniority(member), "职称不明"),
                FIELDS.get(member.field, ""),
                member.employer,
                member.region,
            )
            typer.echo("  " + "　".join(text for text in told if text))
        for line in composition_lines(case, one, rules):
            typer.echo(f"  {line}")
        if one is None:
            typer.echo("  没有申报单位的数据，没有核对所在地和重点企业（用 --applicants 指定）")
    raise typer.Exit(1 if found.problems else 0)


@panel_app.command("check")
def panel_check(
    tables: TablesArgument,
    store: PanelStoreOption = None,
    applicants: ApplicantsOption = None,
    standard: PanelStandardOption = None,
    confirmed: ConfirmedOption = None,
    year: YearOption = None,
    on: OnOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """List every problem of panel tables and experts' workbooks, points outside bands too.

    Example: clusterlib panel check 打分 --applicants 申报 --standard 标准
    """
    from clusterlib.panel.case import cases_of
    from clusterlib.panel.records import TABLES

    found, held = at_hand(tables, store)
    known = applicants_at(
        applicants,
        standard,
        store,
        on=on,
        confirmed=confirmed,
        year=year,
        reading=reading,
        parameters=parameters,
    )
    problems = problems_of(found, held, known)
    for problem in problems:
        typer.echo(problem.sentence())
    rules = known.rules if known else rules_on(on, store, parameters)
    for case in cases_of(records_of(found, held)).values() if found.rows["member"] else ():
        one = known.by_case.get(case.case) if known else None
        for line in composition_lines(case, one, rules):
            typer.echo(f"{case.case} 专家组 {line}")
    counts = "，".join(
        f"{TABLES[kind].term} {len(rows)} 行" for kind, rows in found.rows.items() if rows
    )
    typer.echo(f"读到 {counts or '0 行'}；问题 {len(problems)} 条")
    if known is None and found.rows["line"]:
        typer.echo("没有申报单位的数据，没有核对得分的档（用 --applicants、--standard 指定）")
    raise typer.Exit(1 if problems else 0)


@panel_app.command("import")
def panel_import(
    tables: TablesArgument,
    store: PanelStoreOption = None,
    applicants: ApplicantsOption = None,
    standard: PanelStandardOption = None,
    confirmed: ConfirmedOption = None,
    year: YearOption = None,
    on: OnOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
) -> None:
    """Record panel tables: all of them, or nothing where a row cannot be taken.

    Example: clusterlib panel import 专家名册.xlsx 打分 --store 台账
    """
    held_store = panel_store(store)
    held = held_store.records()
    found, _ = at_hand(tables, None)
    known = applicants_at(
        applicants,
        standard,
        store,
        on=on,
        confirmed=confirmed,
        year=year,
        reading=reading,
        parameters=parameters,
    )
    problems = [*problems_of(found, held, known), *beside_register(found, held_store)]
    for problem in problems:
        typer.echo(problem.sentence(), err=problem.refuses)
    refused = sum(problem.refuses for problem in problems)
    if refused:
        typer.echo(f"有 {refused} 处读不了或不相符，没有录入任何一行", err=True)
        raise typer.Exit(1)
    records = records_of(found, ())
    added = held_store.append(records, datetime.now(UTC))
    typer.echo(f"新增 {added} 条，已有 {len(records) - added} 条；问题 {len(problems)} 条")


@panel_app.command("consolidate")
def panel_consolidate(
    out: Annotated[Path, typer.Option("--out", help="Panel table: .csv, .xlsx or .parquet.")],
    applicants: Annotated[
        list[Path],
        typer.Option(
            "--applicants", help="Workbooks, folders of them, or a cohort table; may be repeated."
        ),
    ],
    standard: Annotated[
        Path, typer.Option("--standard", help="A standard (YAML or Excel), or a folder of them.")
    ],
    tables: TablesArgument = None,
    store: PanelStoreOption = None,
    panel: FederationOption = None,
    confirmed: ConfirmedOption = None,
    year: YearOption = None,
    on: OnOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    headings: HeadingsOption = "ids",
) -> None:
    """Make the panel table of the last closed round, and say what it rests on.

    Example: clusterlib panel consolidate 打分 --applicants 申报 --standard 标准 --out 专家评分.csv
    """
    from clusterlib.panel.case import cases_of
    from clusterlib.panel.review import review
    from clusterlib.reports.panel_tables import write_consolidated
    from clusterlib.reports.panel_words import told_review

    found, held = at_hand(tables, store)
    known = applicants_at(
        applicants,
        standard,
        store,
        on=on,
        panel=panel,
        confirmed=confirmed,
        year=year,
        reading=reading,
        parameters=parameters,
    )
    assert known is not None
    problems = problems_of(found, held, known)
    for problem in problems:
        typer.echo(problem.sentence(), err=True)
    reviews, faulty = {}, bool(problems)
    for case in cases_of(records_of(found, held)).values():
        applicant = known.by_case.get(case.case)
        one = review(case, applicant, known.rules, known.reading) if applicant else None
        if one is None:
            why = "申报级别认不出" if applicant else "没有这个申报单位的数据"
            typer.echo(f"{case.case}：{why}，没有合成", err=True)
            faulty = True
            continue
        reviews[case.case] = one
        for line in told_review(one):
            typer.echo(line)
    for path in write_consolidated(reviews, panel, out, headings):
        typer.echo(f"已写出：{path}")
    raise typer.Exit(1 if faulty else 0)


@panel_app.command("export")
def panel_export(
    out: Annotated[
        Path,
        typer.Option(
            "--out", help="Folder of the workbooks; with --records one .xlsx, or a folder of CSV."
        ),
    ],
    tables: TablesArgument = None,
    store: PanelStoreOption = None,
    applicants: ApplicantsOption = None,
    standard: PanelStandardOption = None,
    confirmed: ConfirmedOption = None,
    year: YearOption = None,
    on: OnOption = None,
    reading: ReadingOption = None,
    parameters: ParametersOption = None,
    case: Annotated[
        list[str] | None, typer.Option("--case", help="Only this case; may be repeated.")
    ] = None,
    number: Annotated[
        int | None, typer.Option("--round", help="Round; the one after the last closed one.")
    ] = None,
    records: Annotated[
        bool, typer.Option("--records", help="Write all that is recorded as tables instead.")
    ] = False,
    headings: HeadingsOption = "zh",
) -> None:
    """Write one workbook per expert, with the allowed bands as input checks.

    Example: clusterlib panel export 专家名册.xlsx --applicants 申报 --standard 标准 --out 打分
    """
    from clusterlib.panel.case import cases_of, latest
    from clusterlib.reports.panel_tables import write_records, write_workbooks

    found, held = at_hand(tables, store)
    for problem in found.problems:
        typer.echo(problem.sentence(), err=True)
    every = cases_of(records_of(found, held))
    chosen = {name: every[name] for name in (case or every) if name in every}
    if not chosen:
        raise RuleError("办件", "没有要写出的办件", "、".join(every) or "先录入专家名册")
    if records:
        own = [one for one in latest(records_of(found, held)) if one.case in chosen]
        for path in write_records(own, out, headings):
            typer.echo(f"已写出：{path}")
        raise typer.Exit(1 if found.problems else 0)
    known = applicants_at(
        applicants,
        standard,
        store,
        on=on,
        confirmed=confirmed,
        year=year,
        reading=reading,
        parameters=parameters,
    )
    if known is None:
        raise RuleError("--applicants", "没有申报单位的数据，不能定各档", "申报表或汇总表")
    faulty = bool(found.problems)
    for one in chosen.values():
        applicant = known.by_case.get(one.case)
        if applicant is None:
            typer.echo(f"{one.case}：没有这个申报单位的数据，没有写出", err=True)
            faulty = True
            continue
        for path in write_workbooks(one, applicant, known.rules, number, out):
            typer.echo(f"已写出：{path}")
    raise typer.Exit(1 if faulty else 0)


@panel_app.command("user")
def panel_user(
    name: Annotated[str, typer.Argument(help="Name, or number, as the roster has it.")],
    users: Annotated[Path, typer.Option("--users", help="Table of users, made where need be.")],
    role: Annotated[str, typer.Option("--role", help="expert or office.")] = "expert",
    password: Annotated[
        str,
        typer.Option(
            "--password",
            prompt="口令",
            hide_input=True,
            confirmation_prompt="再输一次",
            help="At least eight characters; asked for where it is left out.",
        ),
    ] = "",
) -> None:
    """Give a user a password for `serve --users`; only its hash is kept.

    Example: clusterlib panel user 专家甲 --users 用户.csv
    """
    from clusterlib.dashboards.server.users import add_user

    add_user(users, name, role, password)
    typer.echo(f"已写入：{users}")
