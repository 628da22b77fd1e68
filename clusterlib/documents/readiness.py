"""Which paper of a case is ready（齐备）, lacks something, comes later, or isn't needed."""

from __future__ import annotations

from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.paper import Paper

STATES = {"ready": "齐备", "lacking": "缺", "early": "未到时候", "unneeded": "不需要"}
"""States of a paper with their words."""
_DECIDED = ("council", "awarded", "reviewed")
_AFTER = {
    "submission": ("accepted", "reported", "appraised", *_DECIDED),
    "score_sheet": ("appraised", *_DECIDED),
    "appraisal_report": ("appraised", *_DECIDED),
    "association_opinion": ("appraised", "opinion", *_DECIDED),
    "joint_notice": _DECIDED,
    "plaque": _DECIDED,
}
"""Steps, any of which brings a paper's time; a panel brings that of what it signs."""
_OF_PANEL = ("score_sheet", "appraisal_report")


def state_of(paper: Paper, case: CaseFile) -> str:
    """Return the state of a case's paper, an id of `STATES`.

    It says nothing of whether the paper can be made: one that lacks something says so itself.
    """
    if paper.kind == "correction_notice" and case.workbook is not None and not case.problems:
        return "unneeded"
    if paper.kind == "examination" and case.channel == "federation":
        return "unneeded"
    if not paper.lacking:
        return "ready"
    if paper.kind in _OF_PANEL and case.panel is not None:
        return "lacking"
    if paper.kind == "association_opinion" and case.panel is not None and case.panel.visit:
        return "lacking"
    after = _AFTER.get(paper.kind)
    early = after is not None and not any(case.step(kind) for kind in after)
    return "early" if early else "lacking"
