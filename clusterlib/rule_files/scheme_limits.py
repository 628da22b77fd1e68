"""The limits that a scheme（评价体系）leaves to a standard, read of that standard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.rule_files.standards import read_standard
from clusterlib.rules.scheme import Scheme

Limits = Mapping[str, tuple[float, ...] | None]


def limits_of(scheme: Scheme, standard: Path | None, on: date) -> Limits:
    """Return the limits that a standard states for a scheme, in the scheme's units.

    Raises
    ------
    ParameterError
        If the scheme leaves limits to a standard and there is none, or it lacks one.
    """
    needed = scheme.stated_elsewhere
    if not needed:
        return {}
    if standard is None:
        labels = "、".join(scheme.measures[name].label for name in needed[:3])
        raise ParameterError(
            scheme.id, f"没有给出{labels}等{len(needed)}项的界限", "行业标准", "请加 --standard"
        )
    found = read_standard(standard).on(on)
    limits: dict[str, tuple[float, ...] | None] = {}
    for name in needed:
        position = found.catalogue.position.get(name)
        values = None if position is None else found.values[position]
        if values is not None:
            limits[name] = tuple(map(float, values))
        elif position is not None and found.exempt[position]:
            limits[name] = None
    for section in scheme.sections:
        for item in section.items:
            sides = [side.measure for side in item if side.limits is None]
            if len(sides) == len(item) and not any(side in limits for side in sides):
                label = "或".join(scheme.measures[side].label for side in sides)
                raise ParameterError(
                    standard.name, f"没有{label}的达标值", "三级达标值，或免评并写理由", "请补上"
                )
    return limits
