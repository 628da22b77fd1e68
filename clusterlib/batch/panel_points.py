"""The panel table of a run（专家评分）, made of what experts have recorded in the store."""

from __future__ import annotations

from dataclasses import replace

from clusterlib.batch.applicants import applicants_of
from clusterlib.batch.options import BatchOptions
from clusterlib.intake.inputs import Inputs
from clusterlib.panel.review import review
from clusterlib.reports.panel_tables import write_panel_table
from clusterlib.rules.panels import PANEL_READING_NAMES
from clusterlib.workflow import day_of

TABLE = "专家评分.csv"


def with_recorded_points(options: BatchOptions, inputs: Inputs, on: str) -> BatchOptions:
    """Return a run's options with the points of the last closed rounds as its panel table.

    The table lies in the run's folder; what the federation's own table says of ranks, claims
    and exceptions stays as it is. A case without a closed round gives no points.

    Parameters
    ----------
    options : BatchOptions
    inputs : Inputs
        What the run has read.
    on : str
        ISO day whose rules apply.
    """
    if options.panels is None:
        return options
    known = applicants_of(
        inputs,
        options.standard,
        on=day_of(on),
        panel=options.panel,
        confirmed=options.confirmed,
        year=options.year,
        readings=options.readings,
        parameters=options.parameters,
    )
    reviews = {
        case.case: found
        for case in options.panels.values()
        if case.case in known.by_case
        and (found := review(case, known.by_case[case.case], known.rules, known.reading))
    }
    table = write_panel_table(reviews, options.panel, options.out / TABLE, "ids")
    readings = {
        name: value for name, value in options.readings.items() if name not in PANEL_READING_NAMES
    }
    return replace(options, panel=table, readings=readings)
