"""Reads the rules of panels from the regulation's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from clusterlib.rule_files.regulation import read_regulation, reading_of
from clusterlib.rules.panels import PANEL_READING_NAMES, PanelRules


def read_panel_rules(folder: Path, on: date) -> PanelRules:
    """Return the rules of panels of a day.

    Parameters
    ----------
    folder : Path
        ``parameters/regulation``.
    on : date
        The day asked for.

    Raises
    ------
    ParameterError
        As `read_regulation`.
    """
    parameters = read_regulation(folder, on)
    values = {name: parameter.value for name, parameter in parameters.items()}
    return PanelRules(
        least_members=values["least_panel_members"].whole(),
        least_senior=values["least_senior_members"].whole(),
        least_points=values["least_panel_points"].whole(),
        full_points=values["full_panel_points"].whole(),
        least_opinions=values["least_opinions"].whole(),
        least_suggestions=values["least_suggestions"].whole(),
        options=tuple(reading_of(parameters[name]) for name in PANEL_READING_NAMES),
    )
