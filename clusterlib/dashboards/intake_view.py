"""All that the intake page shows but the run（申报受理）, as plain texts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from clusterlib.dashboards.intake_confirmed import FIELDS, FOLDER, JOURNAL, TABLE
from clusterlib.dashboards.intake_desk import Received
from clusterlib.dashboards.intake_results import RESULTS, earlier_results, source_choices
from clusterlib.dashboards.intake_run import words_of_error
from clusterlib.dashboards.intake_session import LARGEST_SESSION, LARGEST_UPLOAD, MOST_UPLOADS
from clusterlib.dashboards.intake_verdict import figures_of, verdict_of, word_of
from clusterlib.errors import ClusterlibError
from clusterlib.intake.files import WORKBOOKS
from clusterlib.intake.form import label_on_form
from clusterlib.intake.marked_copy import SEVERITIES
from clusterlib.problems import Problem
from clusterlib.rules.tiers import tier_of

if TYPE_CHECKING:
    from clusterlib.dashboards.intake import IntakePage

FIELD_LABELS = {"value": "核定值", "unit": "单位", "reason": "理由", "document": "依据文件",
                "person": "核定人", "day": "核定日期"}
MEGA = 10**6


def texts_of(key: str) -> dict[str, Any]:
    """Return the texts that stay."""
    return {
        "key": key, "endings": list(WORKBOOKS), "largest": LARGEST_UPLOAD,
        "largestSession": LARGEST_SESSION, "most": MOST_UPLOADS,
        "limits": f"每份不超过 {LARGEST_UPLOAD // MEGA} MB，{'、'.join(WORKBOOKS)}",
        "fields": [{"id": name, "label": FIELD_LABELS[name]} for name in FIELDS],
        "saved": f"存入工作文件夹的 {FOLDER}/{TABLE}，并记入 {FOLDER}/{JOURNAL}（只增不改）。",
    }


def view_of(page: IntakePage) -> dict[str, Any]:
    """Return what is on screen now."""
    trouble = trouble_of(page)
    selected = page.desk.get(page.selected)
    rows = [_row(page, received, trouble) for received in page.desk.received]
    return {
        "ready": True, "state": "", "trouble": trouble, "notice": page.notice,
        "sub": f"按 {page.desk.rules.on.isoformat()} · {_work(page)}",
        "rules": {
            "standards": list(page.standards), "standard": page.standard,
            "panels": list(page.panels), "panel": page.panel,
        },
        "list": rows, "selected": page.selected,
        "counts": {
            "received": len(rows), "errors": sum(row["errors"] for row in rows),
            "warnings": sum(row["warnings"] for row in rows),
            "confirmed": "" if trouble else _confirmed_count(page),
        },
        "workbook": _workbook(page, selected, trouble) if selected else None,
        "sources": [_session_choice(page), *source_choices(page.work)],
        "results": earlier_results(page.work), "name": _free_name(page),
        "today": date.today().isoformat(),
    }


def trouble_of(page: IntakePage) -> str:
    """Return why nothing can be judged at present, blank where it can."""
    try:
        page.desk.standards()
        for received in page.desk.received:
            page.desk.place(received)
    except ClusterlibError as error:
        return f"现在不能评价：{words_of_error(error)}请改正这个文件，或换一个。"
    return ""


def _work(page: IntakePage) -> str:
    return "工作文件夹 " + (page.work.resolve().name or str(page.work))


def _session_choice(page: IntakePage) -> str:
    return f"本次收到的 {len(page.desk.received)} 份"


def _confirmed_count(page: IntakePage) -> int:
    table = page.desk.confirmed.current()
    return len(table.figures) if table else 0


def _free_name(page: IntakePage) -> str:
    """Return a name for the next run that no result has."""
    taken, day = set(earlier_results(page.work)), date.today().isoformat()
    number = 1
    while f"{day}-{number}" in taken or (page.work / RESULTS / f"{day}-{number}").exists():
        number += 1
    return f"{day}-{number}"


def _row(page: IntakePage, received: Received, trouble: str) -> dict[str, Any]:
    application = received.application
    found = application.problems if application else ()
    place = None if trouble else page.desk.place(received)
    problems = found if trouble else page.desk.problems(received)
    errors = sum(problem.severity == "error" for problem in problems)
    applied = tier_of(application.tier) if application else None
    words = {"tier": applied.term if applied is not None else "", "id": "", "word": "", "met": ""}
    return {
        "n": received.number, "name": received.name, "file": received.path.name,
        "id": application.applicant_id if application else "",
        "errors": errors + (application is None), "warnings": len(problems) - errors,
        "note": _why_not(page, received, trouble) if place is None else "",
        **({**words, "verdict": ""} if place is None else _words(word_of(*place))),
    }


def _words(words: dict[str, str]) -> dict[str, str]:
    return {"tier": words["tier"], "word": words["word"], "met": words["met"],
            "verdict": words["id"]}


def _why_not(page: IntakePage, received: Received, trouble: str) -> str:
    if received.application is None:
        return "读不出"
    if trouble:
        return ""
    if page.desk.repeats(received) is not None:
        return "编号重复"
    return "" if received.application.applicant_id == "" else "无标准"


def _workbook(page: IntakePage, received: Received, trouble: str) -> dict[str, Any]:
    application = received.application
    problems = application.problems if application else ()
    seen = None
    if not trouble:
        problems, seen = page.desk.problems(received), page.seen(received)
    return {
        "n": received.number, "name": received.name, "file": received.path.name,
        "facts": _facts(received), "error": received.error,
        "problems": [_problem(problem) for problem in problems],
        "verdict": verdict_of(seen) if seen else None,
        "why": "" if seen else _why_no_verdict(page, received, trouble),
        "figures": figures_of(seen) if seen else [],
        "tier": seen.focus.tier.term if seen else "",
        "applicant": application.applicant_id if application else "",
        "year": str(application.evidence.year or "") if application else "",
    }


def _facts(received: Received) -> str:
    found = received.application
    if found is None:
        return received.path.name
    review = {True: "复评", False: "初次申报", None: ""}[found.review]
    year = f"评分年度 {found.evidence.year}" if found.evidence.year else ""
    facts = (f"申报 {found.industry}{found.tier}", review, found.region, found.product,
             f"编号 {found.applicant_id}" if found.applicant_id else "", year)
    return " · ".join(fact for fact in facts if fact.strip())


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "severity": problem.severity, "kind": SEVERITIES[problem.severity],
        "sheet": problem.sheet or "—", "cell": problem.cell or "—",
        "item": label_on_form(problem.column), "found": problem.found or "（空）",
        "reason": problem.reason,
    }


def _why_no_verdict(page: IntakePage, received: Received, trouble: str) -> str:
    application = received.application
    if application is None:
        return f"这份文件读不出：{received.error}"
    if trouble:
        return trouble
    if not application.applicant_id:
        return "封面没有申报编号，不能评价。请让县里补填，或核对后换一份。"
    other = page.desk.repeats(received)
    if other is not None:
        return (f"申报编号“{application.applicant_id}”与“{other.path.name}”重复，没有评价。"
                "请核对编号，移出其中一份。")
    terms = "、".join(found.term for found in page.desk.standards())
    return (f"没有“{application.industry or '未填'}”行业的标准（现有：{terms}），不能评价。"
            "请核对行业名称，或在“标准”文件夹补充该行业标准。")
