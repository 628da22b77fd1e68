"""Whole files of every kind that a reader takes, from which mutated ones are made."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from clusterlib.intake.template.blank import write_template
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rule_files.standard_excel import write_standard_excel
from clusterlib.rule_files.standards import read_standard
from clusterlib.samples.fictional import CONFIRMED_FILE, PANEL_FILE, fictional_applicants
from clusterlib.samples.writing import write_workbook

DATA = Path(__file__).parents[1] / "data" / "intake"
_FEW = 12


def seeds() -> dict[str, list[bytes]]:
    """Return whole files by kind: what reads them, a hyphen, and their ending."""
    cohort = _rows_of(sample_table().read_text(encoding="utf-8-sig"))
    panel = _rows_of(PANEL_FILE.read_text(encoding="utf-8-sig"))
    confirmed = _rows_of(CONFIRMED_FILE.read_text(encoding="utf-8-sig"))
    standard = parameters_folder() / "standards" / "furniture.yaml"
    regulation = sorted((parameters_folder() / "regulation").glob("*.yaml"))
    with _folder() as folder:
        write_template(folder / "blank.xlsx")
        write_standard_excel(read_standard(standard), folder / "standard.xlsx")
        forms = [write_workbook(one, folder) for one in fictional_applicants()[:2]]
        workbooks = [path.read_bytes() for path in (*forms, folder / "blank.xlsx")]
        excel = (folder / "standard.xlsx").read_bytes()
    return {
        "cohort-csv": [*map(_csv, (cohort,)), _csv(cohort).decode().encode("gb18030")],
        "cohort-xlsx": [_xlsx(cohort)],
        "cohort-xls": [(DATA / "cohort.xls").read_bytes()],
        "cohort-parquet": [_parquet(cohort), _parquet(cohort, pa.float32())],
        "panel-csv": [_csv(panel)],
        "panel-xlsx": [_xlsx(panel)],
        "confirmed-csv": [_csv(confirmed)],
        "confirmed-xlsx": [_xlsx(confirmed)],
        "workbook-xlsx": workbooks,
        "workbook-xls": [(DATA / "cohort.xls").read_bytes()],
        "standard-yaml": [standard.read_bytes(), *(path.read_bytes() for path in regulation)],
        "standard-xlsx": [excel],
    }


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="clusterlib_fuzz_") as name:
        yield Path(name)


def _rows_of(text: str) -> list[list[str]]:
    import csv

    return list(csv.reader(io.StringIO(text, newline="")))[:_FEW]


def _csv(rows: list[list[str]]) -> bytes:
    import csv

    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([_number(cell) for cell in row])
    return _saved(book.save)


def _parquet(rows: list[list[str]], floats: pa.DataType | None = None) -> bytes:
    columns = {}
    for name, *cells in zip(*rows, strict=True):
        numbers = [_number(cell) for cell in cells]
        is_plain = all(isinstance(number, float | None) for number in numbers)
        columns[name] = pa.array(numbers, floats or pa.float64()) if is_plain else pa.array(cells)
    return _saved(lambda target: pq.write_table(pa.table(columns), target))


def _number(cell: str) -> str | float | None:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    target = io.BytesIO()
    save(target)
    return target.getvalue()
