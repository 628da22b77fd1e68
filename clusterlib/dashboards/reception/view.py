"""What the front end of the page of incoming workbooks is told（申报受理页所见）, as texts."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

from clusterlib.batch.progress import Step
from clusterlib.dashboards.reception.confirmed import FOLDER, TABLE
from clusterlib.dashboards.reception.state import (
    NO_ID,
    NOT_SCORED,
    REPEATED,
    UNREAD,
    Row,
    RunSeen,
    Shown,
)
from clusterlib.dashboards.reception.verdict import figures_of, verdict_of, word_of
from clusterlib.dashboards.uploads.session import LARGEST_UPLOAD, MOST_UPLOADS
from clusterlib.intake.cells.form import label_on_form
from clusterlib.problems import Problem
from clusterlib.rules.tiers import Tiers
from clusterlib.sheets.files import WORKBOOKS

NO_PANEL = "不用评审表"
STEP_WORDS = {"waiting": "等待", "kept": "沿用", "done": "完成", "failed": "失败"}
NOWHERE = "评价时查出，不在某一格"


def texts_of() -> dict[str, Any]:
    """Return what stays while the page is open."""
    return {
        "page": "reception",
        "key": "",
        "endings": list(WORKBOOKS),
        "largest": LARGEST_UPLOAD,
        "most": MOST_UPLOADS,
        "paper": "申报表",
        "workbook": "申报工作簿",
        "table": f"{FOLDER}/{TABLE}",
    }


def view_of(shown: Shown) -> dict[str, Any]:
    """Return all that is on screen."""
    state, chosen = shown.state, shown.chosen
    return {
        "ready": True,
        "state": "",
        "rules": {
            "standards": list(shown.standards),
            "standard": state.standard,
            "panels": [NO_PANEL, *shown.panels],
            "panel": state.panel or NO_PANEL,
            "on": state.rules.on.isoformat(),
        },
        "refused": shown.refused,
        "rows": [_row(row, state.rules.tiers) for row in shown.rows],
        "total": _total(shown.rows),
        "chosen": None if chosen is None else _chosen(shown, chosen),
        "run": _run(shown),
        "saved": state.saved,
    }


def _row(row: Row, tiers: Tiers) -> dict[str, Any]:
    received, found = row.received, row.received.application
    errors, warnings = row.counts
    terms = [tier.term for tier in tiers]
    return {
        "number": received.number,
        "name": received.name,
        "file": received.path.name,
        "id": found.applicant_id if found else "",
        "tier": found.tier if found else "",
        "rank": terms.index(found.tier) if found and found.tier in terms else len(terms),
        "errors": errors,
        "warnings": warnings,
        "standing": row.standing,
        "word": None if row.seen is None else word_of(row.seen),
    }


def _total(rows: tuple[Row, ...]) -> str:
    if not rows:
        return "还没有收到申报表。"
    unread = sum(row.standing == UNREAD for row in rows)
    errors = sum(row.counts[0] > 0 for row in rows)
    repeats = sum(row.standing == REPEATED for row in rows)
    parts = [f"收到 {len(rows)} 份", f"{errors} 份有须改正处" if errors else "没有须改正处"]
    parts += [f"{unread} 份读不了"] if unread else []
    parts += [f"{repeats} 份编号重复"] if repeats else []
    return "，".join(parts) + "。"


def _chosen(shown: Shown, row: Row) -> dict[str, Any]:
    received, found, seen = row.received, row.received.application, row.seen
    errors, warnings = row.counts
    about = (
        [
            found.applicant_id,
            found.region,
            found.industry,
            found.product,
            f"申报{found.tier}" if found.tier else "",
        ]
        if found
        else []
    )
    return {
        "number": received.number,
        "name": received.name,
        "file": received.path.name,
        "id": found.applicant_id if found else "",
        "about": " · ".join(text for text in about if text),
        "trouble": _trouble(shown, row),
        "errors": errors,
        "warnings": warnings,
        "sheets": _by_sheet(row.problems),
        "readable": found is not None,
        "years": [str(year) for year in reversed(found.years)] if found else [],
        "verdict": None if seen is None else verdict_of(seen),
        "figures": [] if seen is None else figures_of(seen),
    }


def _trouble(shown: Shown, row: Row) -> str:
    if row.repeats is not None:
        return (
            f"申报编号与“{row.repeats.path.name}”相同，只评价先收到的一份。请核对编号后重新放入。"
        )
    return {
        UNREAD: row.received.error,
        NO_ID: "封面没有申报编号，不能评价。请补填后重新放入。",
        NOT_SCORED: shown.refused or "没有适用的标准，不能评价。请核对封面的行业，或换一份标准。",
    }.get(row.standing, "")


def _by_sheet(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    ordered = sorted(problems, key=lambda problem: (not problem.sheet, problem.sheet))
    return [
        {
            "sheet": sheet or NOWHERE,
            "problems": [
                {
                    "cell": problem.cell,
                    "label": label_on_form(problem.column),
                    "found": problem.found,
                    "kind": problem.severity,
                    "severity": problem.kind,
                    "reason": problem.reason,
                }
                for problem in group
            ],
        }
        for sheet, group in groupby(ordered, key=lambda problem: problem.sheet)
    ]


def _run(shown: Shown) -> dict[str, Any]:
    run = shown.run
    counts = {status: sum(step.status == status for step in run.steps) for status in STEP_WORDS}
    return {
        "state": run.state,
        "sentence": _sentence(run, counts),
        "error": run.error,
        "all": len(run.steps),
        "finished": len(run.steps) - counts["waiting"],
        "running": run.is_running,
        "steps": [_step(shown, step) for step in run.steps],
        "index": run.address("index.html"),
        "folder": run.folder,
        "packages": counts["done"] + counts["kept"],
    }


def _sentence(run: RunSeen, counts: dict[str, int]) -> str:
    told = "、".join(
        f"{STEP_WORDS[status]} {count} 家" for status, count in counts.items() if count
    )
    seconds = f"用时 {run.seconds:.0f} 秒"
    return (
        {
            "none": "尚未开始。",
            "running": f"正在评价：{told or '正在读取申报表'}，{seconds}。",
            "stopping": f"正在停止：{told}。已完成的保留。",
            "done": f"{told}，{seconds}。",
            "cancelled": f"已取消：{told}。再按“开始批量评价”只做缺的。",
            "failed": "批量评价没有完成。",
        }[run.state]
        if run.steps or run.state != "cancelled"
        else "已取消，一家也没有做。"
    )


def _step(shown: Shown, step: Step) -> dict[str, Any]:
    has_report = step.status in ("done", "kept")
    return {
        "id": step.applicant_id,
        "name": step.name or step.applicant_id,
        "status": step.status,
        "word": STEP_WORDS[step.status],
        "error": step.error,
        "seconds": f"{step.seconds:.1f}" if step.seconds else "",
        "report": shown.run.address(f"applicants/{quote(step.slug)}/report.html")
        if has_report
        else "",
        "retry": step.status == "failed"
        and not shown.run.is_running
        and shown.is_here(step.applicant_id),
        "packed": has_report,
    }
