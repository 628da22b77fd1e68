"""Entering confirmed figures（核定）: checked, then saved as the ``--confirmed`` table.

Two files in the folder 核定 of the working folder: 核定数据.csv holds what applies, one line
per applicant, item and year, and is what a run reads; 核定记录.csv only grows, and says of
each entry when it was made and what it replaced. What a county reported is never touched.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from clusterlib.dashboards.uploads.locks import locked
from clusterlib.errors import ClusterlibError, InputError
from clusterlib.intake.cells.headings import recognise, vocabulary_of
from clusterlib.intake.tables.confirmed import LABELS, Confirmed, ConfirmedFigure, read_confirmed
from clusterlib.rules.indicators import INDICATOR_BY_ID, PRINTED, Catalogue
from clusterlib.sheets.delimited import records_of
from clusterlib.sheets.encodings import decoded
from clusterlib.sheets.formula_signs import guarded

FOLDER = "核定"
TABLE, JOURNAL = "核定数据.csv", "核定记录.csv"
FIELDS = ("value", "unit", "reason", "document", "person", "day")
"""What is typed; the rest follows from the workbook and the line chosen."""

_VOCABULARY = vocabulary_of({**LABELS, "name": ("申报单位",)})
_HEADINGS = {column: labels[0] for column, labels in LABELS.items()}
_JOURNAL_HEADINGS = ("录入时间", *_HEADINGS.values(), "原核定值")
_LONGEST_TEXT = 200

Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry as checked: what is wrong by field, and the figure where it can be read."""

    wrong: dict[str, str]
    figure: ConfirmedFigure | None


class ConfirmedTable:
    """The table of confirmed figures of a working folder.

    Attributes
    ----------
    path : Path
        核定数据.csv, whether it exists or not.
    """

    def __init__(self, work: Path) -> None:
        self.folder = work / FOLDER
        self.path = self.folder / TABLE
        self.journal = self.folder / JOURNAL
        self._read: tuple[tuple[int, int], Catalogue, Confirmed] | None = None

    def current(self, catalogue: Catalogue = PRINTED) -> Confirmed | None:
        """Return the table as it is now, None where there is none."""
        mark = self.mark()
        if mark is None:
            return None
        if self._read is None or self._read[:2] != (mark, catalogue):
            self._read = (mark, catalogue, read_confirmed(self.path, catalogue))
        return self._read[2]

    def mark(self) -> tuple[int, int] | None:
        """Return what changes with the table, None where there is none."""
        if not self.path.exists():
            return None
        found = self.path.stat()
        return found.st_mtime_ns, found.st_size

    def save(self, record: Record) -> str:
        """Save a checked entry and return what was done, in one sentence.

        Saving the same entry twice changes nothing, so that one that was sent again after a
        lost connection does no harm.

        Raises
        ------
        InputError
            If another program holds one of the files.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / ".lock"):
            rows, headings = self._rows()
            place = next((at for at, row in enumerate(rows) if _key(row) == _key(record)), None)
            before = rows[place] if place is not None else None
            if before is not None and all(before[name] == record[name] for name in LABELS):
                return "这一条已经保存过，没有重复写入。"
            if place is None:
                rows.append(record)
            else:
                rows[place] = {**rows[place], **record}
            self._write(rows, headings, record, before["value"] if before else "")
        replaced = f"，替换原核定值 {before['value']}" if before else ""
        return f"已保存到 {FOLDER}/{TABLE}{replaced}；申报值没有改动。"

    def _rows(self) -> tuple[list[Record], dict[str, str]]:
        """Return the lines by column id, and the headings by column id, as they stand."""
        if not self.path.exists():
            return [], _HEADINGS
        texts, records = records_of(decoded(self.path.read_bytes(), self.path.name)[0])
        headings: dict[str, str] = {}
        for text in texts:
            known = recognise(text, _VOCABULARY)
            headings[known.column if known else text] = text
        missing = {column: text for column, text in _HEADINGS.items() if column not in headings}
        return (
            [
                {column: row[text] for column, text in headings.items()}
                | dict.fromkeys(missing, "")
                for row in records
            ],
            headings | missing,
        )

    def _write(
        self, rows: Sequence[Record], headings: Mapping[str, str], record: Record, before: str
    ) -> None:
        """Write table and journal, or neither where another program holds one of them."""
        try:
            is_new = not self.journal.exists()
            with self.journal.open(
                "a", encoding="utf-8-sig" if is_new else "utf-8", newline=""
            ) as journal:
                _replace(
                    self.path,
                    _csv_text(
                        list(headings.values()),
                        ([row.get(column, "") for column in headings] for row in rows),
                    ),
                )
                lines = csv.writer(journal)
                if is_new:
                    lines.writerow(_JOURNAL_HEADINGS)
                lines.writerow(
                    map(
                        guarded,
                        [
                            datetime.now().isoformat(" ", "seconds"),
                            *(record[column] for column in LABELS),
                            before,
                        ],
                    )
                )
        except PermissionError as error:
            raise InputError(
                f"{FOLDER}/{TABLE}",
                "写不进去，可能正被 Excel 占用",
                "",
                "请关闭这个文件再按“保存”；已填的都还在",
            ) from error


def checked(record: Record, catalogue: Catalogue = PRINTED) -> Checked:
    """Check an entry the way a run will read it.

    Parameters
    ----------
    record : dict
        One text per column of the table.

    Returns
    -------
    Checked
        What is wrong per field; the figure as soon as value and unit can be read, even
        where other fields are still wrong.
    """
    wrong = {name: "必填" for name in FIELDS if not record[name].strip()}
    wrong |= {
        name: f"不超过{_LONGEST_TEXT}字" for name in FIELDS if len(record[name]) > _LONGEST_TEXT
    }
    wrong |= _wrong_day(record["day"]) if "day" not in wrong else {}
    if "value" in wrong or "unit" in wrong:
        return Checked(wrong, None)
    read = _as_read(record, catalogue)
    if not read.figures:
        problem = read.problems[0]
        field = "unit" if problem.code == "unfit_unit" else "value"
        reason = "表头没有年份，不能核定。请先让县里补填年份。"
        return Checked(
            {**wrong, field: reason if problem.code == "not_a_year" else problem.reason}, None
        )
    return Checked(wrong, read.figures[0])


def _wrong_day(text: str) -> dict[str, str]:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return {"day": "应为年-月-日，如 2026-03-15"}
    return {"day": "不能晚于今天"} if day > date.today() else {}


def _as_read(record: Record, catalogue: Catalogue) -> Confirmed:
    """Return the entry as the reader of the table sees it; what is not typed yet is assumed."""
    assumed = {name: record[name].strip() or "—" for name in ("reason", "document", "person")}
    assumed = {name: text if text != "—" else "未填" for name, text in assumed.items()}
    line = {**record, **assumed, "day": date.today().isoformat()}
    with tempfile.TemporaryDirectory(prefix="clusterlib_entry_") as folder:
        path = Path(folder) / TABLE
        path.write_text(
            _csv_text(list(LABELS), [[line[column] for column in LABELS]]),
            encoding="utf-8-sig",
            newline="",
        )
        try:
            return read_confirmed(path, catalogue)
        except ClusterlibError as error:
            raise InputError("核定值", str(error)) from error


def _key(record: Record) -> tuple[str, str, str]:
    item = recognise(record["item"])
    column = item.column if item and item.column in INDICATOR_BY_ID else record["item"]
    return record["applicant_id"].strip(), column, record["year"].strip().removesuffix("年")


def _csv_text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerows(map(guarded, row) for row in (headings, *rows))
    return buffer.getvalue()


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8-sig", newline="")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
