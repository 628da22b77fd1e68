"""One applicant's workbook into evidence, figures and problems（申报表）.

Reading goes by printed label, never by address. 有效期内专利数量 is read from its own line
only: 获得专利数量（发明、其他）counts grants of a year and is never put in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from clusterlib.applicants.evidence import Evidence
from clusterlib.applicants.figures import Cohort, Figures
from clusterlib.errors import InputError
from clusterlib.intake.application.answers import ANSWERS, fill_answers
from clusterlib.intake.application.base_tables import BaseTables, base_tables_of
from clusterlib.intake.application.checks import check_figures
from clusterlib.intake.application.derived import fill_shares
from clusterlib.intake.application.layout import blocks_of
from clusterlib.intake.application.missing import lines_not_found, with_missing
from clusterlib.intake.application.reading import FigureTable, read_lines
from clusterlib.intake.application.timeline import Timeline, timeline_of, year_of
from clusterlib.intake.application.unread_tables import unread_tables
from clusterlib.intake.cells.cover import Cover, read_cover
from clusterlib.intake.cells.headings import vocabulary_of
from clusterlib.intake.cells.labels import (
    APPLICATION,
    Form,
    address_of,
    is_problem_list,
    labels_elsewhere,
    text_at,
)
from clusterlib.intake.cells.values import read_tier
from clusterlib.intake.other_files import refuse_other_files
from clusterlib.problems import Problem
from clusterlib.rules.indicators import FACTS, GATES, PRINTED, Catalogue
from clusterlib.rules.tiers import TIERS, Tiers
from clusterlib.sheets.files import WORKBOOKS, read_sheets
from clusterlib.sheets.sheet import Sheet

_PANEL = vocabulary_of(
    {fact.id: fact.labels for fact in FACTS if fact.kind in ("rank", "claim", "points", "grade")}
)
_LABELS = {fact.id: fact.label for fact in FACTS}


@dataclass(frozen=True, slots=True)
class Application:
    """One applicant's workbook as read.

    Parameters
    ----------
    source : str
        Name of the file.
    applicant_id, name, region, industry, product, tier : str
        Cover as written, blank where missing.
    review : bool or None
        True for 复评, False for 初次申报, None where the cover does not say.
    years : tuple of int
        Years that headings name, earliest first.
    evidence : Evidence
        Figures and answers of the scored year and of earlier years, with places.
    problems : tuple of Problem
        Every problem, in the order of sheets and cells.
    tables : BaseTables
        Tables one, two and four with every cell as it is written.
    catalogue : Catalogue
        Indicators that were looked for.
    """

    source: str
    applicant_id: str
    name: str
    region: str
    industry: str
    product: str
    tier: str
    review: bool | None
    years: tuple[int, ...]
    evidence: Evidence
    problems: tuple[Problem, ...] = ()
    tables: BaseTables = field(default_factory=lambda: BaseTables(""))
    catalogue: Catalogue = PRINTED


def read_workbook(
    path: Path, *, year: int | None = None, tiers: Tiers = TIERS, form: Form = APPLICATION
) -> Application:
    """Return one applicant's workbook with every problem at once.

    Parameters
    ----------
    path : Path
        An .xlsx in the form of `clusterlib.intake.template.blank`, moved about as it may be.
    year : int, optional
        The year to score; the last year column if not given.
    tiers : tuple of Tier
        As they are called on the day.
    form : Form
        What is asked for: that of `clusterlib.intake.cells.labels.application_form`.

    Raises
    ------
    InputError
        If the file is no workbook, is damaged, encrypted, empty or too large, is known as
        something else, or if no line of the form is found in it.
    """
    if path.suffix.lower() not in WORKBOOKS:
        raise InputError(
            path.name,
            f"不是申报工作簿（{path.suffix or '没有扩展名'}）",
            "Excel 工作簿（.xlsx）",
            "请用模板填报，保存为 .xlsx 后重试。",
        )
    every_sheet = read_sheets(path)
    refuse_other_files(path.name, every_sheet)
    sheets = [sheet for sheet in every_sheet if not sheet.is_hidden]
    hidden = [sheet for sheet in every_sheet if sheet.is_hidden and list(blocks_of(sheet, form))]
    cover = read_cover(sheets, tiers)
    blocks = [block for sheet in sheets for block in blocks_of(sheet, form)]
    unread_headings = unread_tables(sheets, blocks)
    if not blocks and unread_headings:
        first = unread_headings[0].problem
        raise InputError(
            f"{path.name}，{first.sheet}!{first.cell}",
            f"表头“{first.found}”看不出是哪一年，各项都未读取",
            "表头有年份，如“2023年”",
            "请在表头填完整年份。",
        )
    if not blocks:
        unread = "".join(f"（工作表“{sheet.name}”是隐藏的，未读取）" for sheet in hidden[:3])
        raise InputError(
            path.name,
            f"没有找到申报表的任何一项{unread}",
            "附件三的基本情况表，表头有年份，如“2023年”",
            "请用 clusterlib template 生成的模板填报。",
        )
    timeline = timeline_of(blocks, year=year, is_review=cover.review is True)
    reading = read_lines(blocks, timeline, form)
    tables = base_tables_of(path.name, sheets, blocks, timeline, reading)
    standing = {row.line: block.sheet.name for block in blocks for row in block.rows}
    standing |= {line: table.problem.sheet for table in unread_headings for line in table.lines}
    problems = [
        *(
            Problem("hidden_sheet", "warning", found=sheet.name, sheet=sheet.name)
            for sheet in hidden
        ),
        *cover.problems,
        *timeline.problems,
        *reading.problems,
        *fill_answers(reading.figures, sheets, scored=timeline.scored),
        *fill_shares(reading.figures),
        *check_figures(reading.figures, reading.growth, form, scored=timeline.scored),
        *lines_not_found(reading.figures, standing, form),
        *_panel_labels(sheets),
        *(table.problem for table in unread_headings),
    ]
    problems = with_missing(problems, reading.figures, timeline.scored, standing, form)
    evidence = _evidence_of(path, cover, timeline, reading.figures, form.catalogue)
    texts = cover.texts
    return Application(
        path.name,
        texts["applicant_id"],
        texts["name"],
        texts["region"],
        texts["industry"],
        texts["product"],
        texts["tier"],
        cover.review,
        timeline.years,
        evidence,
        _in_order(problems, sheets, texts["applicant_id"]),
        tables,
        form.catalogue,
    )


def cohort_of(applications: Sequence[Application], *, source: str = "") -> Cohort:
    """Return applications as one cohort; blank and repeated ids are left out with a problem."""
    seen: set[str] = set()
    kept: list[Application] = []
    problems: list[Problem] = []
    for application in applications:
        problems += application.problems
        identifier = application.applicant_id
        if identifier and identifier not in seen:
            seen.add(identifier)
            kept.append(application)
        else:
            code = "repeated_id" if identifier else "blank_id"
            problems.append(
                Problem(code, "error", "applicant_id", application.source, applicant_id=identifier)
            )
    catalogue = applications[0].catalogue if applications else PRINTED
    return Cohort(
        tuple(found.applicant_id for found in kept),
        tuple(found.name for found in kept),
        tuple(found.region for found in kept),
        tuple(found.industry for found in kept),
        tuple(found.product for found in kept),
        tuple(range(1, len(kept) + 1)),
        _figures_of(kept, catalogue),
        {
            column: tuple(_text_in(found, column) for found in kept)
            for column in ("tier", *columns_of(catalogue))
        },
        tuple(problems),
        source,
        tuple(found.evidence for found in kept),
    )


def columns_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the lines of a form that go into an assessment: figures, then answers."""
    return (*catalogue.position, *ANSWERS)


def _figures_of(applications: Sequence[Application], catalogue: Catalogue) -> Figures:
    figures = Figures.blank(len(applications), catalogue)
    for row, application in enumerate(applications):
        figures.applied[row] = read_tier(application.tier)[0]
        for entry in application.evidence.entries:
            if entry.value is None:
                continue
            if entry.column in catalogue.position:
                # Through text: the nearest float of the decimal, rounded once.
                figures.values[row, catalogue.position[entry.column]] = float(entry.value)
                figures.without_local[row] |= entry.without_local
            elif entry.column in GATES:
                figures.gates[row, GATES.index(entry.column)] = int(entry.value)
            elif entry.column == "industry_years":
                figures.industry_years[row] = float(entry.value)
            else:
                figures.major_violation[row] = int(entry.value)
    return figures


def _text_in(application: Application, column: str) -> str:
    if column == "tier":
        return application.tier
    entry = application.evidence.reported(column)
    return entry.text if entry else ""


def _evidence_of(
    path: Path, cover: Cover, timeline: Timeline, figures: FigureTable, catalogue: Catalogue
) -> Evidence:
    scored, columns = timeline.scored, columns_of(catalogue)
    earlier = sorted(
        {
            key
            for column in columns
            for key in figures.get(column, {})
            if scored is not None and key < scored
        }
    )
    return Evidence(
        path.name,
        sha256(path.read_bytes()).hexdigest(),
        year_of(scored),
        cover.review,
        tuple(
            figures[column][scored]
            for column in columns
            if column in figures and scored in figures[column]
        ),
        tuple(
            figures[column][key]
            for key in earlier
            for column in columns
            if column in figures and key in figures[column]
        ),
        supporting=tuple(
            series[scored]
            for line, series in figures.items()
            if line not in columns and scored in series
        ),
    )


def _panel_labels(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """Yield what the federation decides and a county has no say in."""
    for sheet in sheets:
        if is_problem_list(sheet):
            continue
        for column, (at, position) in labels_elsewhere(sheet, _PANEL):
            is_answered = any(
                text_at(sheet, (at, beside)) for beside in range(position + 1, len(sheet.rows[at]))
            )
            if is_answered:
                yield Problem(
                    "panel_in_workbook",
                    "warning",
                    column,
                    text_at(sheet, (at, position)),
                    _LABELS[column],
                    sheet=sheet.name,
                    cell=address_of(sheet, (at, position)),
                )


def _in_order(
    problems: Sequence[Problem], sheets: Sequence[Sheet], applicant_id: str
) -> tuple[Problem, ...]:
    """Return problems by sheet, row and column, each with the applicant's id."""
    order = {sheet.name: position for position, sheet in enumerate(sheets)}

    def place(problem: Problem) -> tuple[int, int, int, str]:
        letters = problem.cell.split(":")[0].rstrip("0123456789")
        digits = problem.cell.split(":")[0][len(letters) :]
        return order.get(problem.sheet, -1), int(digits or 0), len(letters), letters

    return tuple(found.at(applicant_id=applicant_id) for found in sorted(problems, key=place))
