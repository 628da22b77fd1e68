"""Where papers get their facts（来源）: applications, standards, decisions, the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from clusterlib.documents.case_file import CaseFile, PanelFile
from clusterlib.errors import InputError, ParameterError
from clusterlib.intake.folder import contents_of
from clusterlib.intake.inputs import InputFile, Inputs, joined, read_input
from clusterlib.panel.case import cases_of
from clusterlib.panel.composition import composition
from clusterlib.panel.consolidation import consolidate
from clusterlib.panel.records import Record
from clusterlib.panel.sheets import last_closed
from clusterlib.panel.verdicts import decided_by
from clusterlib.register.days import span_of, working_days_after
from clusterlib.register.events import Event
from clusterlib.register.status import Status
from clusterlib.resources import regulation_folder
from clusterlib.rule_files.panel_rules import read_panel_rules
from clusterlib.rule_files.standards import read_standards
from clusterlib.rule_files.title_rules import calendars_of
from clusterlib.rules.indicators import PRINTED, Catalogue
from clusterlib.rules.own_sheet import catalogue_of
from clusterlib.rules.panels import PanelRules
from clusterlib.rules.titles import TitleRules
from clusterlib.scoring.allowed import allowed_points
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.trace import explain
from clusterlib.workflow import assess, decided


@dataclass(frozen=True, slots=True)
class Sources:
    """Files that the facts of cases come from; what is None is not there.

    Parameters
    ----------
    inputs : tuple of Path
        Workbooks, folders of them, or a cohort table.
    standard : Path or None
        A standard, or a folder of them.
    panel, confirmed : Path or None
        Tables of the federation's decisions and of verified figures.
    parameters : Path or None
        The regulation's parameters, the shipped ones where None.
    year : int or None
        Year that is scored, each form's last where None.
    readings : mapping
        Readings that override.
    events : tuple of Event
        Every event of the register that counts, in the order of recording.
    statuses : mapping of title id to Status
        Every title on the day.
    records : tuple of Record
        What is recorded of panels.
    consolidate : str or None
        Reading: how experts' points become one, the default where None.
    returns : mapping of title id to mapping of year to mapping of line to Decimal
        Figures of annual returns.
    title_rules : TitleRules or None
        The rules of titles on the day.
    title_readings : mapping
        Readings of the register that override.
    store : str
        Folder or URL of the register, blank for none.
    """

    inputs: tuple[Path, ...] = ()
    standard: Path | None = None
    panel: Path | None = None
    confirmed: Path | None = None
    parameters: Path | None = None
    year: int | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    statuses: Mapping[str, Status] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    consolidate: str | None = None
    returns: Mapping[str, Mapping[int, Mapping[str, Decimal]]] = field(default_factory=dict)
    title_rules: TitleRules | None = None
    title_readings: Mapping[str, str] = field(default_factory=dict)
    store: str = ""


def case_files(
    sources: Sources,
    day: date,
    cases: Sequence[str] = (),
    *,
    tell: Callable[[str], None] = lambda line: None,
) -> list[CaseFile]:
    """Return the files of cases, in the order asked for; of every case where none is named.

    Parameters
    ----------
    sources : Sources
    day : date
        Day of the papers, whose rules apply.
    cases : sequence of str
        Ids of cases or of applications.
    tell : function
        Is told of files that could not be read.

    Raises
    ------
    InputError
        If neither the register nor the applications know a case.
    """
    steps = _steps(sources.events, day)
    applicants = {
        case: next((event.applicant_id for event in events if event.applicant_id), case)
        for case, events in steps.items()
    }
    read = _read(sources)
    known = read.cohort.applicant_id
    unread = [f"{one.source}：{one.error}" for one in read.failures]
    own = {applicant: case for case, applicant in applicants.items()}
    every = list(dict.fromkeys((*applicants, *(own.get(found, found) for found in known))))
    wanted = [_resolved(case, every, own, unread) for case in cases] or every
    if not cases or any(applicants.get(case, case) not in known for case in wanted):
        for line in unread:
            tell(line)
    scored = _scored(sources, read, day, {applicants.get(case, case) for case in wanted})
    folder = regulation_folder(sources.parameters)
    rules = read_panel_rules(folder, day) if sources.records else None
    return [
        _case_file(case, applicants.get(case, case), day, sources, read, scored, steps, rules)
        for case in wanted
    ]


def _resolved(
    case: str, every: Sequence[str], own: Mapping[str, str], unread: Sequence[str]
) -> str:
    found = case if case in every else own.get(case, "")
    if not found:
        shown = "、".join(every[:10]) + ("等" if len(every) > 10 else "")
        raise InputError(
            f"办件 {case}",
            "台账和申报材料里都没有这个办件或申报编号",
            shown or "台账里的办件，或申报表封面的申报编号",
            "请核对编号，或用 --input、--store 指明材料在哪里"
            + "".join(f"；{line}" for line in unread),
        )
    return found


def _steps(events: Iterable[Event], day: date) -> dict[str, tuple[Event, ...]]:
    """Return the steps of every case up to a day, by case, in the order of their days."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.case and (not event.date or span_of(event.date)[0] <= day):
            found.setdefault(event.case, []).append(event)
    return {
        case: tuple(sorted(steps, key=lambda step: step.date)) for case, steps in found.items()
    }


def _read(sources: Sources) -> Inputs:
    """Return the applications; where there are none, nobody."""
    files = [one for one in contents_of(sources.inputs) if not one.skipped]
    asked = _columns(sources) if files else PRINTED
    return (
        joined(read_input(InputFile(one.path, one.name, sources.year, asked)) for one in files)
        if files
        else joined(())
    )


def _columns(sources: Sources) -> Catalogue:
    """Return the indicators that the standards ask for; a faulty one is told when it scores."""
    try:
        return catalogue_of(read_standards(sources.standard) if sources.standard else ())
    except ParameterError:
        return PRINTED


def _scored(sources: Sources, read: Inputs, day: date, wanted: set[str]) -> dict[str, Assessment]:
    """Return the assessments of the applicants that are wanted, by applicant."""
    if sources.standard is None:
        return {}
    rows = [row for row, found in enumerate(read.cohort.applicant_id) if found in wanted]
    if not rows:
        return {}
    cohort = decided(
        read.cohort.rows_at(rows),
        panel=sources.panel,
        confirmed=sources.confirmed,
        year=sources.year,
        everyone=False,
    )
    standards = read_standards(sources.standard)
    scored = assess(
        cohort,
        standards if sources.standard.is_dir() else standards[0],
        on=day,
        readings=sources.readings,
        parameters=sources.parameters,
    )
    return {
        identity: assessment.at([row])
        for _, assessment in scored.parts
        for row, identity in enumerate(assessment.cohort.applicant_id)
    }


def _case_file(
    case: str,
    applicant: str,
    day: date,
    sources: Sources,
    read: Inputs,
    scored: Mapping[str, Assessment],
    steps: Mapping[str, tuple[Event, ...]],
    rules: PanelRules | None,
) -> CaseFile:
    assessment = scored.get(applicant)
    application = read.applications.get(applicant)
    events = steps.get(case, ())
    title = next((event.title_id for event in events if event.title_id), "")
    unscored = ""
    if assessment is None:
        found = applicant in read.cohort.applicant_id
        unscored = "没有这个行业的标准，未评价" if found else "没有找到申报表，未评价"
    tables = application.tables if application else None
    firms = tables.firm_names if tables else ()
    panel = panel_of(sources, {case, applicant}, rules, assessment, firms)
    if assessment is not None and panel is not None and panel.consolidation is not None:
        assessment = decided_by(assessment, 0, panel.consolidation)
    return CaseFile(
        case=case,
        applicant_id=applicant,
        day=day,
        assessment=assessment,
        explanation=None if assessment is None else explain(assessment),
        tables=tables,
        workbook=read.source_of[applicant].path if application else None,
        problems=application.problems if application else (),
        unscored=unscored,
        events=events,
        life=tuple(event for event in sources.events if title and event.title_id == title),
        status=sources.statuses.get(title),
        panel=panel,
        returns=sources.returns.get(title, {}),
        report_by=_report_by(events, sources),
    )


def _report_by(events: Sequence[Event], sources: Sources) -> date | None:
    """Return the last day for the report to the leadership（呈报）, clause 3.2.accept."""
    accepted = [event for event in events if event.kind == "accepted" and event.date]
    if not accepted or sources.title_rules is None:
        return None
    day, days = span_of(accepted[-1].date)[1], sources.title_rules.acceptance_days
    if sources.title_readings.get("five_days") != "working":
        return day + timedelta(days=days)
    return working_days_after(day, days, calendars_of(sources.parameters))[0]


def panel_of(
    sources: Sources,
    names: set[str],
    rules: PanelRules | None,
    assessment: Assessment | None,
    firms: Sequence[str],
) -> PanelFile | None:
    """Return the panel of a case, None where nothing is recorded of one."""
    own = [record for record in sources.records if record.case in names]
    if not own or rules is None:
        return None
    name = own[0].case
    case = cases_of(record._replace(case=name) for record in own)[name]
    sheets, rounds = case.sheets_on_panel(), case.rounds
    region = assessment.cohort.region[0] if assessment else ""
    allowed = allowed_points(assessment, 0) if assessment else None
    consolidation = None
    if allowed is not None and last_closed(rounds) is not None:
        reading = rules.reading(sources.consolidate)
        consolidation = consolidate(name, sheets, rounds, allowed, rules, reading)
    return PanelFile(
        rules=rules,
        members=case.members,
        sheets=sheets,
        rounds=rounds,
        opinions=tuple(one for one in case.opinions if one.kind == "opinion"),
        suggestions=tuple(one for one in case.opinions if one.kind == "suggestion"),
        visit=case.visit,
        findings=composition(case.members, rules, region, firms),
        consolidation=consolidation,
    )
