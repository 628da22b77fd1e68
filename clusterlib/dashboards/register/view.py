"""What the page of titles shows: a function of its state, ready as texts."""

from __future__ import annotations

from typing import Any

from clusterlib.dashboards.register.entry import FIELDS, forms
from clusterlib.dashboards.register.state import State
from clusterlib.dashboards.register.table import (
    PAGE,
    choices_of,
    listed,
    return_years,
    row_of,
    scale_of,
    segments,
    share,
    years_on,
)
from clusterlib.dashboards.register.title import life_of
from clusterlib.dashboards.register.worklist import Worklist, groups_of, worklist_of
from clusterlib.register.life import STATES


def texts_of(store: str) -> dict[str, Any]:
    """Return what stays: the page's name, the key of what the browser keeps, the forms."""
    return {"page": "register", "key": f"register:{store}", "fields": FIELDS, "forms": forms()}


def view_of(state: State) -> dict[str, Any]:
    """Return all that is on screen."""
    held, choice = state.held, state.choice
    work = worklist_of(held)
    shown = held.found.get(choice.title)
    return {
        "ready": True,
        "state": choice.kept(),
        "on": held.on.isoformat(),
        "known": choice.known,
        "sentence": _sentence(state, work),
        "said": state.said,
        "title": life_of(held, *shown) if shown else None,
        "list": None if shown else _list(state, work),
    }


def _list(state: State, work: Worklist) -> dict[str, Any]:
    held, choice = state.held, state.choice
    found, scale = listed(held, choice, work), scale_of(held)
    last = max(len(found) - 1, 0) // PAGE
    page = min(max(choice.page, 0), last)
    rows = found[page * PAGE : (page + 1) * PAGE]
    return {
        "query": choice.query,
        "industry": choice.industry,
        "association": choice.association,
        "industries": choices_of(held, "industry"),
        "associations": choices_of(held, "association"),
        "segments": segments(held, choice),
        "groups": groups_of(held, work),
        "rows": [row_of(held, title, status, scale) for title, status in rows],
        "years": [f"{year % 100:02d}" for year in return_years(held)],
        "scale": years_on(scale, 5),
        "today": share(held.on, scale),
        "page": page,
        "pages": last + 1,
        "count": f"第 {page * PAGE + 1}–{page * PAGE + len(rows)} 个，共 {len(found)}"
        if found
        else "没有符合的称号",
    }


def _sentence(state: State, work: Worklist) -> str:
    """Return the state of the register in figures, and what to do or to doubt."""
    found = [status.state for _, status in state.held.found.values()]
    if not found:
        return "台账里还没有称号。请记一笔，或用 clusterlib register import 导入已有的台账。"
    counts = "，".join(
        f"{STATES[name]} {found.count(name)}"
        for name in ("in_term", "overdue", "rectifying", "due_for_withdrawal", "uncertain")
        if name in found
    )
    bundles = [text for text, due in (("年报", work.missing), ("久未复评", work.old)) if due]
    also = f"，另有{'、'.join(bundles)}" if bundles else ""
    return (
        f"{len(work.late)} 件已迟{also}；30 天内 {len(work.near)} 件。"
        f"{len(found)} 个称号：{counts}；缺录不等于未办。"
    )
