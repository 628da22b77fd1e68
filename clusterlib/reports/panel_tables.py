"""Files of the panel（专家评分表、打分工作簿）: the panel table, what it rests on, workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.file_names import safe_name
from clusterlib.intake.tables.panel import read_panel
from clusterlib.panel.case import PanelCase
from clusterlib.panel.records import CHOICES, TABLES, Record
from clusterlib.panel.results import (
    MEMBER_COLUMNS,
    SECTION_COLUMNS,
    member_rows,
    panel_columns,
    section_rows,
)
from clusterlib.panel.review import Applicant, Review
from clusterlib.panel.sheets import last_closed
from clusterlib.panel.workbooks import expert_workbook, records_workbook
from clusterlib.reports.table_files import check_suffix, write_table
from clusterlib.rules.indicators import label_of
from clusterlib.rules.panels import PanelRules
from clusterlib.saving import save_beside


def write_consolidated(
    reviews: Mapping[str, Review], federation: Path | None, out: Path, headings: str
) -> Iterator[Path]:
    """Write the panel table, and beside it what its points rest on; yield the paths written.

    Parameters
    ----------
    reviews : mapping of case to Review
    federation : Path or None
        The federation's own table, whose columns stay as they are.
    out : Path
        The panel table; beside it 合成明细 and 专家明细.
    headings : {"ids", "zh"}
    """
    check_suffix(out)
    yield write_panel_table(reviews, federation, out, headings)
    for ending, labels, rows in (
        ("合成明细", SECTION_COLUMNS, section_rows(reviews.values())),
        ("专家明细", MEMBER_COLUMNS, member_rows(reviews.values())),
    ):
        yield write_table(
            {
                label if headings == "zh" else name: [row[name] for row in rows]
                for name, label in labels.items()
            },
            out.with_stem(f"{out.stem}.{ending}"),
        )


def write_panel_table(
    reviews: Mapping[str, Review], federation: Path | None, out: Path, headings: str
) -> Path:
    """Write the panel table alone; return the path really written."""
    columns = panel_columns(reviews, _columns_of(federation))
    return write_table(
        {label_of(name) if headings == "zh" else name: cells for name, cells in columns.items()},
        out,
    )


def write_workbooks(
    case: PanelCase, applicant: Applicant, rules: PanelRules, number: int | None, folder: Path
) -> Iterator[Path]:
    """Write one workbook per expert of a case; yield the paths written."""
    number = number or (last_closed(case.rounds) or 0) + 1
    allowed = applicant.allowed
    for member in case.members:
        name = safe_name(f"{case.case}_{member.name}_第{number}轮")
        content = expert_workbook(case, member, number, allowed, rules, applicant.name)
        yield save_beside(folder / f"{name}.xlsx", content)


def write_records(records: Sequence[Record], out: Path, headings: str) -> Iterator[Path]:
    """Write records as the tables they are read from: one .xlsx, or a folder of CSV."""
    tables = {
        table.kind: {
            label if headings == "zh" else name: [
                _cell(table.kind, name, getattr(one, field), headings)
                for one in records
                if isinstance(one, table.row)
            ]
            for (name, label), field in zip(table.headings.items(), table.labels, strict=True)
        }
        for table in TABLES.values()
    }
    if out.suffix.lower() == ".xlsx":
        named = {TABLES[kind].term: columns for kind, columns in tables.items()}
        yield save_beside(out, records_workbook(named))
    elif out.suffix:
        raise InputError(out.name, f"扩展名是{out.suffix}", ".xlsx，或一个文件夹")
    else:
        for kind, columns in tables.items():
            yield write_table(columns, out / f"{TABLES[kind].term}.csv")


def write_blank_roster(out: Path) -> Path:
    """Write a roster（专家名册）to fill in, with what its columns offer to choose from."""
    table = TABLES["member"]
    offered = {
        (table.term, labels[0]): tuple(CHOICES["member", column].values())
        for column, labels in table.labels.items()
        if ("member", column) in CHOICES
    }
    columns: dict[str, Sequence[str]] = dict.fromkeys(table.headings.values(), ())
    return save_beside(out, records_workbook({table.term: columns}, offered))


def _cell(kind: str, column: str, text: str, headings: str) -> str:
    choices = CHOICES.get((kind, column), {}) if headings == "zh" else {}
    return choices.get(text, text)


def _columns_of(federation: Path | None) -> dict[str, Sequence[str]] | None:
    if federation is None:
        return None
    panel = read_panel(federation)
    return {"applicant_id": panel.applicant_id, **panel.written}
