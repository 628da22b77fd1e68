"""Applicants for their panels（申报单位）: read and scored as a batch does, one by one by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clusterlib.intake.inputs import Failure, Inputs, read_inputs
from clusterlib.panel.review import Applicant
from clusterlib.resources import parameters_beside, regulation_folder
from clusterlib.rule_files.panel_rules import read_panel_rules
from clusterlib.rules.panels import PANEL_READING_NAMES, PanelRules
from clusterlib.workflow import assess, columns_of, decided, standards_at


@dataclass(frozen=True, slots=True)
class Applicants:
    """Who is reviewed, and by which rules.

    Parameters
    ----------
    by_case : mapping of id to Applicant
    failures : tuple of Failure
        Inputs that could not be read.
    rules : PanelRules
    reading : str
        How valid points become one.
    """

    by_case: Mapping[str, Applicant]
    failures: tuple[Failure, ...]
    rules: PanelRules
    reading: str


def read_applicants(
    inputs: Sequence[Path],
    standard: Path,
    *,
    on: date,
    panel: Path | None = None,
    confirmed: Path | None = None,
    year: int | None = None,
    readings: Mapping[str, str] | None = None,
    parameters: Path | None = None,
) -> Applicants:
    """Read applicants, and score each without a panel's points; as `applicants_of`.

    Parameters
    ----------
    inputs : sequence of Path
        Workbooks, folders of them, or cohort tables.

    Raises
    ------
    InputError
        If nothing is found to read.
    """
    standards = standards_at(standard, parameters or parameters_beside(standard))
    return applicants_of(
        read_inputs(inputs, year=year, catalogue=columns_of(standards)),
        standard,
        on=on,
        panel=panel,
        confirmed=confirmed,
        year=year,
        readings=readings,
        parameters=parameters,
    )


def applicants_of(
    found: Inputs,
    standard: Path,
    *,
    on: date,
    panel: Path | None = None,
    confirmed: Path | None = None,
    year: int | None = None,
    readings: Mapping[str, str] | None = None,
    parameters: Path | None = None,
) -> Applicants:
    """Score applicants that were read, each without a panel's points.

    Parameters
    ----------
    found : Inputs
    standard : Path
        A standard, or a folder of them.
    on : date
        Day whose rules apply.
    panel, confirmed : Path, optional
        The federation's table of ranks and claims, and that of verified figures.
    year : int, optional
        Year that is scored.
    readings : mapping of name to value, optional
        Of the score and of the panel.
    parameters : Path, optional
        Folder of the regulation's parameters.
    """
    rules = parameters or parameters_beside(standard)
    panel_rules = read_panel_rules(regulation_folder(rules), on)
    asked = dict(readings or {})
    reading = panel_rules.reading(asked.pop(PANEL_READING_NAMES[0], None))
    standards = standards_at(standard, rules)
    cohort = decided(found.cohort, panel=panel, confirmed=confirmed, year=year, everyone=False)
    scored = assess(cohort, standards, on=on, readings=asked, parameters=rules)
    by_case = {}
    for positions, assessment in scored.parts:
        for place in range(len(positions)):
            one = assessment.at([place])
            case = one.cohort.applicant_id[0]
            by_case[case] = Applicant(one, _key_firms(found, case))
    return Applicants(by_case, found.failures, panel_rules, reading)


def _key_firms(inputs: Inputs, case: str) -> tuple[str, ...]:
    found = inputs.applications.get(case)
    return found.tables.firm_names if found else ()
