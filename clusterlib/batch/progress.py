"""How a run goes on（进度）, for whoever watches it; and what failed in it before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clusterlib.batch.job import Job
from clusterlib.errors import InputError
from clusterlib.runs.folder import SUMMARY_CSV
from clusterlib.sheets.delimited import read_records


@dataclass(frozen=True, slots=True)
class Step:
    """Where one applicant or input of a run stands now.

    Parameters
    ----------
    applicant_id : str
        Its id; for an input that could not be read, the stem of the file.
    name : str
        申报单位, blank where it is not known.
    slug : str
        Name of its folder below ``applicants``, blank where it gets none.
    source : str
        Path or name of the file that it stands in.
    status : {"waiting", "kept", "done", "failed"}
        ``kept`` is a result of an earlier run that still holds（沿用）.
    error : str
        What happened and what to do, blank unless failed.
    seconds : float
        How long its notebook ran.
    """

    applicant_id: str
    name: str = ""
    slug: str = ""
    source: str = ""
    status: Literal["waiting", "kept", "done", "failed"] = "waiting"
    error: str = ""
    seconds: float = 0.0

    @classmethod
    def of(cls, job: Job, name: str, status: Literal["waiting", "kept"]) -> Step:
        """Return the step at which a job begins."""
        source = str(dict(job.parameters)["source"])
        return cls(job.applicant_id, name, job.slug, source, status)


Watch = Callable[[Step], None]


def failed_before(run: Path) -> dict[str, str]:
    """Return what failed in the run as it stands, by id, with the reason."""
    try:
        return {
            row["applicant_id"]: row["error"]
            for row in read_records(run / SUMMARY_CSV)
            if row["status"] == "failed"
        }
    except (OSError, ValueError, KeyError, InputError):
        return {}
