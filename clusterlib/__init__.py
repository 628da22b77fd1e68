"""Evaluation workbench for titles of light-industry clusters（中国轻工业特色区域和产业集群）.

>>> import clusterlib as cl                                        # doctest: +SKIP
>>> standard = cl.read_standard("parameters/standards/furniture.yaml")   # doctest: +SKIP
>>> cohort = cl.read_cohort("cohort.csv")                          # doctest: +SKIP
>>> scored = cl.assess(cohort, standard, on="2026-11-25")          # doctest: +SKIP
>>> scored.frame()                                                 # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterlib.intake.tables.cohort import read_cohort
    from clusterlib.intake.workbook import read_workbook
    from clusterlib.rule_files.standards import read_standard
    from clusterlib.workflow import assess, assess_applicant

__version__ = "0.1.0"
__all__ = ["assess", "assess_applicant", "read_cohort", "read_standard", "read_workbook"]

_HOMES = {
    "assess": "clusterlib.workflow",
    "assess_applicant": "clusterlib.workflow",
    "read_cohort": "clusterlib.intake.tables.cohort",
    "read_standard": "clusterlib.rule_files.standards",
    "read_workbook": "clusterlib.intake.workbook",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
