"""The panel table of a run（专家评分）, made of what experts have recorded in the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clusterlib.batch.applicants import read_applicants
from clusterlib.batch.options import BatchOptions
from clusterlib.panel.review import review
from clusterlib.panel.store import PanelStore
from clusterlib.reports.panel_tables import write_panel_table
from clusterlib.rules.panels import PANEL_READING_NAMES
from clusterlib.workflow import day_of

TABLE = "专家评分.csv"


def with_recorded_points(options: BatchOptions, panels: PanelStore) -> tuple[BatchOptions, Path]:
    """Return a run's options with the points of the last closed rounds, and their table.

    The table lies in the run's folder; what the federation's own table says of ranks, claims
    and exceptions stays as it is. A case without a closed round gives no points.
    """
    known = read_applicants(
        options.inputs,
        options.standard,
        on=day_of(options.on),
        panel=options.panel,
        confirmed=options.confirmed,
        year=options.year,
        readings=options.readings,
        parameters=options.parameters,
    )
    reviews = {
        case.case: found
        for case in panels.cases().values()
        if case.case in known.by_case
        and (found := review(case, known.by_case[case.case], known.rules, known.reading))
    }
    table = write_panel_table(reviews, options.panel, options.out / TABLE, "ids")
    readings = {
        name: value for name, value in options.readings.items() if name not in PANEL_READING_NAMES
    }
    return replace(options, panel=table, readings=readings), table
