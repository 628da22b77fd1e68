"""Where a run stands, as the page shows it（批量评价）: a row per applicant, links, counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterlib.batch.manifest import MANIFEST
from clusterlib.batch.progress import Step
from clusterlib.dashboards.intake_run import RunWatch
from clusterlib.dashboards.result_keys import key_for
from clusterlib.errors import ClusterlibError
from clusterlib.intake.files import WORKBOOKS
from clusterlib.reports.run_records import run_view
from clusterlib.reports.run_view import RunApplicant
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.scoring.score import VERDICT_IDS

RESULTS = "结果"
MOST_RESULTS = 50
"""Earlier results to choose from, newest first."""
_NOT_INPUTS = (RESULTS, "核定", "标准", "drafts", "notebooks")
_STATUS = {"waiting": "等待", "kept": "沿用", "done": "完成", "failed": "失败"}
_STATES = {
    "running": "正在评价", "stopping": "正在停下", "done": "已完成", "cancelled": "已取消",
    "failed": "没有完成",
}


@dataclass(frozen=True, slots=True)
class Result:
    """A run's folder with what its records say, read once it has ended.

    Parameters
    ----------
    run : Path
        The folder.
    key : str
        Key by which the server shows it, blank where no server runs.
    applicants : dict of id to RunApplicant
        Those that have a result.
    failures : tuple of (id, name, reason)
        Those that have none.
    """

    run: Path
    key: str
    applicants: dict[str, RunApplicant]
    failures: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, run: Path) -> Result | None:
        """Read a run back; None where it holds no summary, as after a cancelled first run."""
        try:
            found = run_view(run)
        except ClusterlibError:
            return None
        return cls(
            run, key_for(run), {one.applicant_id: one for one in found.applicants},
            tuple((lost.applicant_id, lost.name, lost.error) for lost in found.failures),
        )

    def link(self, name: str) -> str:
        """Return the address of one of its files, blank where no server runs."""
        return f"results/{self.key}/{name}" if self.key else ""


def run_shown(watch: RunWatch, result: Result | None) -> dict[str, Any]:
    """Return the run for the widget: the one that goes on, else the result chosen."""
    rows = _rows_of(watch, result) if watch.state != "none" else _rows_back(result)
    done = sum(row["status"] in ("done", "kept") for row in rows)
    failed = sum(row["status"] == "failed" for row in rows)
    asked = watch.asked
    folder = asked.out if asked else result.run if result else None
    return {
        "state": watch.state, "running": watch.is_running, "done": done, "failed": failed,
        "total": len(rows), "error": watch.error, "rows": rows,
        "name": folder.name if folder else "", "source": asked.source if asked else "",
        "sentence": _sentence(watch, result, (done, failed, len(rows))),
        "index": result.link("index.html") if result else "",
        "summary": result.link("summary.xlsx") if result else "",
        "folder": f"{RESULTS}/{folder.name}" if folder else "",
    }


def source_choices(work: Path) -> dict[str, Path]:
    """Return the folders of the working folder that hold workbooks, by what they are called."""
    if not work.is_dir():
        return {}
    choices: dict[str, Path] = {}
    for folder in sorted(path for path in work.iterdir() if path.is_dir()):
        if folder.name in _NOT_INPUTS or folder.name.startswith("."):
            continue
        for found in (folder, *sorted(path for path in folder.iterdir() if path.is_dir())):
            count = _count_workbooks(found)
            if count:
                choices[f"{found.relative_to(work).as_posix()}（{count}份）"] = found
    return choices


def earlier_results(work: Path) -> list[str]:
    """Return the names of the runs in the working folder, newest first."""
    folder = work / RESULTS
    if not folder.is_dir():
        return []
    runs = [path.parent for path in folder.glob(f"*/{MANIFEST}")]
    newest = sorted(runs, key=lambda run: (run / MANIFEST).stat().st_mtime, reverse=True)
    return [run.name for run in newest[:MOST_RESULTS]]


def _count_workbooks(folder: Path) -> int:
    return sum(path.suffix.lower() in WORKBOOKS and not path.name.startswith(("~$", "."))
               for path in folder.rglob("*"))


def _rows_of(watch: RunWatch, result: Result | None) -> list[dict[str, Any]]:
    known = result.applicants if result and not watch.is_running else {}
    return [
        _row(step, known.get(step.applicant_id) if step.slug else None, result)
        for step in watch.steps()
    ]


def _rows_back(result: Result | None) -> list[dict[str, Any]]:
    """Return the rows of a result that was made before."""
    if result is None:
        return []
    return [
        *(_row(Step(identity, name, status="failed", error=error), None, result)
          for identity, name, error in result.failures),
        *(_row(Step(one.applicant_id, one.name, one.slug, status="kept"), one, result)
          for one in result.applicants.values()),
    ]


def _row(step: Step, one: RunApplicant | None, result: Result | None) -> dict[str, Any]:
    standing = one.tiers[one.focus] if one else None
    return {
        "id": step.applicant_id, "name": step.name or step.applicant_id,
        "file": Path(step.source).name, "slug": step.slug, "status": step.status,
        "word": _STATUS[step.status], "error": step.error,
        "seconds": f"{step.seconds:.1f}" if step.seconds else "",
        "tier": one.focus.term if one else "",
        "verdict": VERDICT_WORDS[standing.verdict] if standing else "",
        "verdictId": VERDICT_IDS[standing.verdict] if standing else "",
        "outcome": (one.outcome.term if one.outcome is not None else "—") if one else "",
        "report": result.link(f"applicants/{step.slug}/report.html")
        if one and result else "",
        "package": one is not None,
    }


def _sentence(watch: RunWatch, result: Result | None, counts: tuple[int, int, int]) -> str:
    done, failed, total = counts
    if watch.state == "none":
        if result is None:
            return "还没有评价。选好申报表，按“开始评价”。"
        return f"以前的结果“{result.run.name}”：完成 {done} 家，失败 {failed} 份。"
    if watch.is_running and not total:
        return f"{_STATES[watch.state]}：正在读入申报表……用时 {_time(watch.elapsed())}"
    tail = "。已完成的都留着，同一名称再按“开始评价”就接着做" if watch.state == "cancelled" else ""
    return (f"{_STATES[watch.state]}：共 {total} 份，完成 {done} 份，失败 {failed} 份，"
            f"用时 {_time(watch.elapsed())}{tail}。")


def _time(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60} 分 {whole % 60:02d} 秒" if whole >= 60 else f"{whole} 秒"
