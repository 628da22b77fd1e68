"""What the front end of the page of incoming workbooks is told（申报受理页所见）, as texts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from clusterlib.dashboards.reception.confirmed import FOLDER, TABLE
from clusterlib.dashboards.reception.session import LARGEST_UPLOAD, MOST_UPLOADS
from clusterlib.dashboards.reception.verdict import figures_of, verdict_of, word_of
from clusterlib.intake.form import label_on_form
from clusterlib.sheets.files import WORKBOOKS

if TYPE_CHECKING:
    from clusterlib.batch.progress import Step
    from clusterlib.dashboards.reception.desk import Received
    from clusterlib.dashboards.reception.page import ReceptionPage
    from clusterlib.problems import Problem

SEVERITIES = {"error": "须改正", "warning": "请核对"}
NO_PANEL = "不用评审表"
STEP_WORDS = {"waiting": "等待", "kept": "沿用", "done": "完成", "failed": "失败"}
NOWHERE = "评价时查出，不在某一格"


def texts_of() -> dict[str, Any]:
    """Return what stays while the page is open."""
    return {
        "key": "reception", "endings": list(WORKBOOKS), "largest": LARGEST_UPLOAD,
        "most": MOST_UPLOADS, "table": f"{FOLDER}/{TABLE}",
    }


def view_of(page: ReceptionPage) -> dict[str, Any]:
    """Return all that is on screen."""
    rows = [_row(page, received) for received in page.desk.received]
    chosen = page.chosen()
    return {
        "ready": True, "state": "", "rules": _rules(page), "refused": page.refused(),
        "rows": rows, "total": _total(rows),
        "chosen": None if chosen is None else _chosen(page, chosen),
        "run": _run(page), "saved": page.saved,
    }


def _rules(page: ReceptionPage) -> dict[str, Any]:
    return {
        "standards": list(page.standards()), "standard": page.standard_name,
        "panels": [NO_PANEL, *page.panels()], "panel": page.panel_name or NO_PANEL,
        "on": page.desk.rules.on.isoformat(),
    }


def counts_of(problems: tuple[Problem, ...]) -> tuple[int, int]:
    """Return how many problems must be corrected, and how many looked at again."""
    errors = sum(problem.severity == "error" for problem in problems)
    return errors, len(problems) - errors


def standing_of(page: ReceptionPage, received: Received) -> str:
    """Return why a workbook is not scored, blank where it is."""
    if received.application is None:
        return "读不了"
    if not received.application.applicant_id:
        return "缺编号"
    if page.desk.repeats(received) is not None:
        return "编号重复"
    return "" if page.seen(received) is not None else "未评价"


def _row(page: ReceptionPage, received: Received) -> dict[str, Any]:
    found, seen = received.application, page.seen(received)
    errors, warnings = counts_of(page.problems(received))
    return {
        "number": received.number, "name": received.name, "file": received.path.name,
        "id": found.applicant_id if found else "", "tier": found.tier if found else "",
        "errors": errors, "warnings": warnings, "standing": standing_of(page, received),
        "word": None if seen is None else word_of(seen),
    }


def _total(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "还没有收到申报表。"
    unread = sum(row["standing"] == "读不了" for row in rows)
    errors = sum(row["errors"] > 0 for row in rows)
    repeats = sum(row["standing"] == "编号重复" for row in rows)
    parts = [f"收到 {len(rows)} 份", f"{errors} 份有须改正处" if errors else "没有须改正处"]
    parts += [f"{unread} 份读不了"] if unread else []
    parts += [f"{repeats} 份编号重复"] if repeats else []
    return "，".join(parts) + "。"


def _chosen(page: ReceptionPage, received: Received) -> dict[str, Any]:
    found, seen = received.application, page.seen(received)
    problems = page.problems(received)
    errors, warnings = counts_of(problems)
    about = [found.applicant_id, found.region, found.industry, found.product,
             f"申报{found.tier}" if found.tier else ""] if found else []
    return {
        "number": received.number, "name": received.name, "file": received.path.name,
        "id": found.applicant_id if found else "",
        "about": " · ".join(text for text in about if text),
        "trouble": _trouble(page, received), "errors": errors, "warnings": warnings,
        "sheets": _by_sheet(problems), "readable": found is not None,
        "years": [str(year) for year in reversed(found.years)] if found else [],
        "verdict": None if seen is None else verdict_of(seen),
        "figures": [] if seen is None else figures_of(seen),
    }


def _trouble(page: ReceptionPage, received: Received) -> str:
    standing = standing_of(page, received)
    if standing == "读不了":
        return received.error
    if standing == "缺编号":
        return "封面没有申报编号，不能评价。请补填后重新放入。"
    other = page.desk.repeats(received)
    if other is not None:
        return f"申报编号与“{other.path.name}”相同，只评价先收到的一份。请核对编号后重新放入。"
    if standing:
        return page.refused() or "没有适用的标准，不能评价。请核对封面的行业，或换一份标准。"
    return ""


def _by_sheet(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    ordered = sorted(problems, key=lambda problem: (not problem.sheet, problem.sheet))
    return [
        {"sheet": sheet or NOWHERE, "problems": [
            {"cell": problem.cell, "label": label_on_form(problem.column),
             "found": problem.found, "kind": problem.severity,
             "severity": SEVERITIES[problem.severity], "reason": problem.reason}
            for problem in group
        ]} for sheet, group in groupby(ordered, key=lambda problem: problem.sheet)
    ]


def _run(page: ReceptionPage) -> dict[str, Any]:
    run, steps = page.results.watch, page.results.watch.steps()
    counts = {status: sum(step.status == status for step in steps) for status in STEP_WORDS}
    finished = len(steps) - counts["waiting"]
    return {
        "state": run.state, "sentence": _sentence(page, counts, len(steps)), "error": run.error,
        "all": len(steps), "finished": finished, "running": run.is_running,
        "steps": [_step(page, step) for step in steps],
        "index": page.results.address("index.html"), "folder": page.results.name,
        "packages": counts["done"] + counts["kept"],
    }


def _sentence(page: ReceptionPage, counts: dict[str, int], steps: int) -> str:
    run = page.results.watch
    told = "、".join(f"{STEP_WORDS[status]} {count} 家" for status, count in counts.items()
                    if count)
    seconds = f"用时 {run.elapsed():.0f} 秒"
    return {
        "none": "尚未开始。",
        "running": f"正在评价：{told or '正在读取申报表'}，{seconds}。",
        "stopping": f"正在停止：{told}。已完成的保留。",
        "done": f"{told}，{seconds}。",
        "cancelled": f"已取消：{told}。再按“开始批量评价”只做缺的。",
        "failed": "批量评价没有完成。",
    }[run.state] if steps or run.state != "cancelled" else "已取消，一家也没有做。"


def _step(page: ReceptionPage, step: Step) -> dict[str, Any]:
    has_report = step.status in ("done", "kept")
    return {
        "id": step.applicant_id, "name": step.name or step.applicant_id, "status": step.status,
        "word": STEP_WORDS[step.status], "error": step.error,
        "seconds": f"{step.seconds:.1f}" if step.seconds else "",
        "report": page.results.address(f"applicants/{quote(step.slug)}/report.html")
        if has_report else "",
        "retry": step.status == "failed" and not page.results.watch.is_running
        and page.desk.with_id(step.applicant_id) is not None,
        "packed": has_report,
    }
