"""What the page of papers shows: a function of its state, ready as texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from clusterlib.dashboards.documents.state import State
from clusterlib.documents.case_file import CaseFile, date_words
from clusterlib.documents.html import html_of
from clusterlib.documents.issue import Lying
from clusterlib.documents.kinds import CASE_KINDS, KINDS, VERSIONS, Kind
from clusterlib.documents.paper import Paper
from clusterlib.documents.pdf import NOT_FOUND, printer
from clusterlib.documents.readiness import STATES, state_of
from clusterlib.register.events import KINDS as STEPS

if TYPE_CHECKING:
    from clusterlib.dashboards.documents.desk import Desk

MEDIA = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".pdf": "application/pdf",
}
"""Forms of a paper by their ending."""
_FORMS = {".docx": "DOCX", ".html": "网页", ".pdf": "PDF"}
_SHORT = {
    "application": "申请 报告",
    "base_tables": "基本 情况表",
    "score_sheet": "打分 表",
    "appraisal_report": "考评 报告",
    "examination": "审查 意见",
    "submission": "呈报 单",
    "association_opinion": "协会 意见",
    "joint_notice": "联合 发文",
    "plaque": "牌匾 文字",
    "correction_notice": "补正 通知",
}
_WORD_BEHIND = re.compile(r"\.[a-z]+\d*$")
_WORDS = {"ready": "✓", "early": "·", "unneeded": "—"}
_DIFFERENCES = (
    ("各专家的分", "有", "有，不署名", "无"),
    ("专家姓名", "有", "只在签字表", "只在签字表"),
    ("电话、住址、企业联系人", "有", "无", "无"),
    ("其他申报单位", "有", "无", "无"),
)


def texts_of(desk: Desk) -> dict[str, Any]:
    """Return what stays: the page's name, the key of what the browser keeps, kinds, readers."""
    program = printer()
    return {
        "page": "documents",
        "key": f"documents:{desk.work.name}",
        "work": desk.work.resolve().name,
        "out": desk.out.name,
        "kinds": [[kind.id, _SHORT[kind.id]] for kind in CASE_KINDS],
        "versions": list(VERSIONS.items()),
        "differences": [list(row) for row in _DIFFERENCES],
        "pdf": program is not None,
        "pdf_told": NOT_FOUND if program is None else "",
    }


def view_of(state: State, desk: Desk) -> dict[str, Any]:
    """Return all that is on screen, but for the paper itself."""
    choice = state.choice
    case = state.cases.get(choice.case)
    kind = KINDS[choice.kind]
    return {
        "ready": True,
        "state": choice.kept(),
        "day": state.day,
        "case": choice.case,
        "kind": choice.kind,
        "version": choice.version,
        "version_term": VERSIONS[choice.version],
        "year": choice.year,
        "by": choice.by,
        "asks_by": choice.kind == "correction_notice",
        "term": kind.term,
        "sentence": _sentence(state, case),
        "told": list(state.told),
        "cases": [_case(state, name, one) for name, one in state.cases.items()],
        "title": f"{case.name}　{case.case}" if case else "",
        "rows": [_row(state, state.papers[choice.case, one.id], case) for one in CASE_KINDS]
        if case
        else [],
        "others": [
            _other(state, one) for one in KINDS.values() if one.owner != "case" and state.cases
        ],
        "issued": any(one.id in state.lying for one in CASE_KINDS),
        "makes": len(state.chosen),
        "makes_all": len(state.papers),
        "said": state.said,
        "reason": state.reason,
    }


def preview_of(state: State) -> dict[str, Any]:
    """Return the paper that is shown, as the page that would be issued."""
    if not state.chosen:
        return {}
    paper = state.chosen[0]
    more = f"（共 {len(state.chosen)} 份，示第 1 份）" if len(state.chosen) > 1 else ""
    return {
        "title": f"{paper.term}{more}",
        "wide": paper.layout == "wide",
        "html": html_of(paper),
    }


def _case(state: State, name: str, case: CaseFile) -> dict[str, Any]:
    last = next((step for step in reversed(case.events) if step.kind in STEPS), None)
    step = f"{STEPS[last.kind]} {date_words(last.date)}" if last else "台账未录"
    return {
        "case": name,
        "name": case.applicant,
        "step": step.strip(),
        "cells": [_cell(state.papers[name, kind.id], case) for kind in CASE_KINDS],
    }


def _cell(paper: Paper, case: CaseFile) -> dict[str, str]:
    found = state_of(paper, case)
    word = f"缺 {paper.lacking}" if found == "lacking" else _WORDS[found]
    told = f"缺 {paper.lacking} 处" if found == "lacking" else STATES[found]
    return {"state": found, "word": word, "hint": f"{paper.term}：{told}"}


def _row(state: State, paper: Paper, case: CaseFile) -> dict[str, Any]:
    found = state_of(paper, case)
    return _paper(state, KINDS[paper.kind], paper, found)


def _other(state: State, kind: Kind) -> dict[str, Any]:
    paper = state.chosen[0] if state.chosen and state.chosen[0].kind == kind.id else None
    found = "" if paper is None else "lacking" if paper.lacking else "ready"
    return _paper(state, kind, paper, found)


def _paper(state: State, kind: Kind, paper: Paper | None, found: str) -> dict[str, Any]:
    gaps = paper.gaps if paper else ()
    lying = state.lying.get(kind.id) if paper else None
    return {
        "kind": kind.id,
        "term": kind.term,
        "clause": "、".join(
            dict.fromkeys(_WORD_BEHIND.sub("", one) for one in kind.clause.split())
        ),
        "clauses": kind.clause,
        "state": found,
        "word": f"缺 {paper.lacking}" if paper and found == "lacking" else STATES.get(found, ""),
        "gaps": [gap.sentence for gap in gaps if not gap.soft],
        "hints": [gap.sentence for gap in gaps if gap.soft],
        "year": kind.owner == "year",
        "issued": "" if lying is None else _issued(lying),
        "changed": lying is not None and not lying.is_same,
        "forms": [[path.suffix, _FORMS[path.suffix]] for path in lying.paths] if lying else [],
    }


def _issued(lying: Lying) -> str:
    number = lying.name.rpartition("（更正")[2].rstrip("）") if "（更正" in lying.name else ""
    told = f"已出更正{number}" if number else "已出"
    return told if lying.is_same else f"{told}，内容已变，再出须写理由"


def _sentence(state: State, case: CaseFile | None) -> str:
    if not state.cases:
        why = "；".join(state.told)
        return why or "没有办件：把申报表放进工作文件夹的“申报”，或在台账记一笔申请。"
    if case is None:
        return ""
    found = [
        (paper, state_of(paper, case))
        for (name, _), paper in state.papers.items()
        if name == case.case
    ]
    lacking = [paper for paper, one in found if one == "lacking"]
    count = {name: sum(one == name for _, one in found) for name in STATES}
    told = f"{case.applicant}{case.purpose}：齐备 {count['ready']} 种"
    if lacking:
        places = sum(paper.lacking for paper in lacking)
        most = max(lacking, key=lambda paper: paper.lacking)
        told += (
            f"，缺的 {len(lacking)} 种共 {places} 处，最多的是{most.term}，缺 {most.lacking} 处"
        )
    told += f"，{count['early']} 种未到时候" if count["early"] else ""
    return f"{told}；缺着也能出稿，稿上写明缺什么。" if lacking else f"{told}。"
