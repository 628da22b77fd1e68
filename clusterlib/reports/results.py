"""The result table（评价结果表）: one row per applicant and tier, and the problems beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clusterlib.errors import InputError
from clusterlib.problems import Problem
from clusterlib.rules.indicators import SECTIONS
from clusterlib.rules.points import points_text
from clusterlib.rules.tiers import Tier
from clusterlib.saving import save_beside
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.figures import Bytes, Cohort, Steps
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import NO_TIER, VERDICT_IDS
from clusterlib.scoring.sections import GATE_IDS, NO_POINTS

if TYPE_CHECKING:
    import pandas as pd

COUNTS = ("basic_met", "basic_missing", "quality_met", "quality_missing")
POINTS = (
    "basic_lo", "basic_hi", "quality_lo", "quality_hi", "government_lo", "government_hi",
    "policy_lo", "policy_hi", "total_lo", "total_hi", "total",
)
COLUMNS = (
    "applicant_id", "tier", "basic_met", "basic_missing", "basic_lo", "basic_hi",
    "quality_gate", "quality_met", "quality_missing", "quality_lo", "quality_hi",
    "government_lo", "government_hi", "policy_lo", "policy_hi",
    "total_lo", "total_hi", "total", "verdict", "route", "outcome_tier",
    "name", "region", "industry", "standard", "standard_status", "on", "readings",
)
PROBLEM_COLUMNS = ("row", "applicant_id", "tier", "column", "value", "reason", "severity")
SUFFIXES = (".csv", ".xlsx", ".parquet")
MOST_XLSX_ROWS = 1_048_575

_MARK = b"\xef\xbb\xbf"
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class ScoredCohort:
    """A cohort whose applicants may fall under different standards.

    Parameters
    ----------
    cohort : Cohort
        Every applicant, in the order of the input.
    parts : tuple of (array of positions, Assessment)
        Each scores some of the cohort by one standard; who is in none has no result.
    problems : tuple of Problem
        All problems, in the order of the problems file.
    on : str
        The day scored, ISO.
    tiers : tuple of Tier
        Tiers that are shown, highest first.
    """

    cohort: Cohort
    parts: tuple[tuple[NDArray[np.int64], Assessment], ...]
    problems: tuple[Problem, ...]
    on: str
    tiers: tuple[Tier, ...] = tuple(Tier)


def result_columns(scored: ScoredCohort) -> dict[str, list[str]]:
    """Return the columns of the result table as texts, one row per applicant and tier.

    Applicants stand in the order of the input, tiers highest first. Points are plain
    decimals, blank for none. Without a standard only the applicant's own cells are filled.
    """
    cohort, tiers = scored.cohort, scored.tiers
    cells = {name: np.full((len(cohort), len(tiers)), "", object) for name in COLUMNS}
    for name in ("applicant_id", "name", "region", "industry"):
        cells[name][:] = np.array(getattr(cohort, name), object).reshape(-1, 1)
    cells["tier"][:] = np.array([tier.id for tier in tiers], object)
    for positions, assessment in scored.parts:
        for name, values in _same_at_all_tiers(assessment, scored.on).items():
            cells[name][positions] = values
        for column, tier in enumerate(tiers):
            for name, texts in _at_tier(assessment, tier).items():
                cells[name][positions, column] = texts
    return {name: grid.ravel().tolist() for name, grid in cells.items()}


def write_results(scored: ScoredCohort, path: Path) -> Path:
    """Write the result table by the extension of `path`; return the path really written.

    Raises
    ------
    InputError
        If the extension is none of `SUFFIXES`, or the file cannot be written.
    """
    return write_table(result_columns(scored), path, numbers=(*COUNTS, *POINTS))


def write_problems(problems: Sequence[Problem], path: Path) -> Path:
    """Write the problems, in the same formats; return the path really written."""
    return write_table(problem_columns(problems), path, numbers=("row",))


def problems_path(path: Path) -> Path:
    """Return the name of the problems file of a result: ``out.problems.csv`` for ``out.csv``."""
    return path.with_name(f"{path.stem}.problems{path.suffix}")


def problem_columns(problems: Sequence[Problem]) -> dict[str, list[str]]:
    """Return the columns of the problems file as texts."""
    cells = {
        "row": ["" if found.row is None else str(found.row) for found in problems],
        "applicant_id": [found.applicant_id for found in problems],
        "tier": [found.tier for found in problems],
        "column": [found.column for found in problems],
        "value": [found.found for found in problems],
        "reason": [found.reason for found in problems],
        "severity": [found.severity for found in problems],
    }
    return {name: cells[name] for name in PROBLEM_COLUMNS}


def as_frame(scored: ScoredCohort) -> pd.DataFrame:
    """Return the result table as a DataFrame, for analysis.

    Counts are ``Int64`` and points ``float64`` (the file keeps exact decimals), texts are
    strings; what is blank in the file is missing here.
    """
    return _frame(result_columns(scored), counts=COUNTS, points=POINTS)


def problems_frame(problems: Sequence[Problem]) -> pd.DataFrame:
    """Return the problems as a DataFrame; `row` is ``Int64``."""
    return _frame(problem_columns(problems), counts=("row",), points=())


def check_suffix(path: Path) -> None:
    """Refuse a result whose extension names no format.

    Raises
    ------
    InputError
        Naming the formats.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            path.name, f"结果文件的扩展名是{path.suffix or '空白'}", "、".join(SUFFIXES) + "之一",
            "请改用其中一种扩展名",
        )


def write_table(
    columns: Mapping[str, Sequence[str]], path: Path, *, numbers: Sequence[str] = ()
) -> Path:
    """Write columns of texts as CSV, XLSX or Parquet; return the path really written.

    Parameters
    ----------
    columns : mapping of heading to texts
        All of one length.
    path : Path
        Its extension names the format.
    numbers : sequence of str
        Columns that become numbers where the format has them; ``*_met``, ``*_missing``
        and ``row`` whole ones.

    Raises
    ------
    InputError
        If the extension is unknown, the rows do not fit, or nothing can be written.
    """
    check_suffix(path)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return save_beside(path, csv_parts(columns))
    if suffix == ".xlsx":
        return save_beside(path, _xlsx(columns, frozenset(numbers), path))
    counts = [name for name in numbers if name not in POINTS]
    points = [name for name in numbers if name in POINTS]
    buffer = BytesIO()
    _frame(columns, counts=counts, points=points).to_parquet(buffer, index=False)
    return save_beside(path, buffer.getvalue())


def csv_parts(columns: Mapping[str, Sequence[str]]) -> Iterator[bytes]:
    """Give the parts of a CSV file: UTF-8 with a mark for Excel, lines ended as Excel does."""
    yield _MARK + (",".join(_quoted(columns.keys())) + "\r\n").encode("utf-8")
    texts = [_quoted(cells) for cells in columns.values()]
    rows = map(",".join, zip(*texts, strict=True))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield "\r\n".join([*some, ""]).encode("utf-8")


def _quoted(cells: Sequence[str] | Any) -> list[str]:
    """Return cells with those quoted that hold a separator, a quote or a line end."""
    cells = list(cells)
    together = "".join(set(cells))
    if not any(sign in together for sign in ',"\r\n'):
        return cells
    return [
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(s in cell for s in ',"\r\n') else cell
        for cell in cells
    ]


def _same_at_all_tiers(assessment: Assessment, on: str) -> dict[str, NDArray[Any] | str]:
    standard = assessment.standard.standard
    outcome = {NO_TIER: "", **{int(tier): tier.id for tier in Tier}}
    return {
        "outcome_tier": _named(outcome, assessment.scores.outcome).reshape(-1, 1),
        "standard": standard.industry,
        "standard_status": standard.status,
        "on": on,
        "readings": assessment.readings.text(),
    }


def _at_tier(assessment: Assessment, tier: Tier) -> dict[str, NDArray[Any]]:
    """Return the cells of one tier; each distinct profile is written once."""
    scores = assessment.scores.tiers[tier]
    profiles, by_profile = scores.profiles, scores.by_profile
    texts = {
        "basic_met": _whole(profiles.basic_counts.met),
        "basic_missing": _whole(profiles.basic_counts.missing),
        "quality_met": _whole(profiles.quality_counts.met),
        "quality_missing": _whole(profiles.quality_counts.missing),
        "quality_gate": _named(GATE_IDS, profiles.gate),
        "verdict": _named(VERDICT_IDS, by_profile.verdict),
        "total_lo": _decimals(by_profile.lower),
        "total_hi": _decimals(by_profile.upper),
        "total": _decimals(by_profile.points),
    }
    for name, section in zip(SECTIONS, by_profile.sections, strict=True):
        texts[f"{name}_lo"] = _decimals(section.lower)
        texts[f"{name}_hi"] = _decimals(section.upper)
    cells = {name: column[profiles.of_row] for name, column in texts.items()}
    return {**cells, "route": _named(ROUTE_IDS, scores.route)}


def _whole(counts: Bytes) -> NDArray[Any]:
    return np.array([str(count) for count in range(128)], object)[counts]


def _named(names: Mapping[int, str], codes: Bytes) -> NDArray[Any]:
    """Return the text of each code; a code of -1 is the last place of the lookup."""
    lookup = np.full(len(names), "", object)
    for code, name in names.items():
        lookup[code] = name
    return lookup[codes]


@cache
def _decimal(steps: int) -> str:
    return "" if steps == NO_POINTS else points_text(steps)


def _decimals(steps: Steps) -> NDArray[Any]:
    """Return points as plain decimals; each distinct one is written once."""
    distinct, places = np.unique(steps, return_inverse=True)
    return np.array([_decimal(value) for value in distinct.tolist()], object)[places]


def _xlsx(columns: Mapping[str, Sequence[str]], numbers: frozenset[str], path: Path) -> bytes:
    import xlsxwriter

    if len(next(iter(columns.values()))) > MOST_XLSX_ROWS:
        raise InputError(
            path.name, "结果行数超过一张工作表的上限", f"不超过{MOST_XLSX_ROWS}行",
            "请改用 .csv 或 .parquet",
        )
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("结果")
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, list(columns))
    whole = [name in numbers for name in columns]
    for line, cells in enumerate(zip(*columns.values(), strict=True), 1):
        for column, (cell, number) in enumerate(zip(cells, whole, strict=True)):
            if cell and number:
                sheet.write_number(line, column, float(cell))
            elif cell:
                sheet.write_string(line, column, cell)
    book.close()
    return buffer.getvalue()


def _frame(
    columns: Mapping[str, Sequence[str]], *, counts: Sequence[str], points: Sequence[str]
) -> pd.DataFrame:
    import pandas as pd

    types = {**dict.fromkeys(counts, "Int64"), **dict.fromkeys(points, "float64")}
    table = {}
    for name, cells in columns.items():
        if name in types:
            table[name] = pd.to_numeric(pd.Series(cells, dtype="str")).astype(types[name])
        else:
            table[name] = pd.Series(cells, dtype="str").replace("", pd.NA)
    return pd.DataFrame(table)
