"""The yearly lists of titles（认定名单、取消名单）as workbooks and as one page to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clusterlib.register.lists import LIST_COLUMNS, YearlyLists, list_row
from clusterlib.register.status import Status
from clusterlib.reports.markup import heading, note, section, table, td, th, tr
from clusterlib.reports.page import report_page
from clusterlib.reports.style import footer_element, style_element
from clusterlib.reports.table_files import write_table
from clusterlib.rules.tiers import TIERS
from clusterlib.saving import save_beside

_TIERS = {tier.id: tier.term for tier in TIERS}
_EMPTY = "没有"


def write_lists(lists: YearlyLists, folder: Path) -> list[Path]:
    """Write each list as a workbook and all of them as one page; return the paths written."""
    tables = {title: _table(rows) for title, rows in _named(lists).items()}
    written = [write_table(columns, folder / f"{title}.xlsx") for title, columns in tables.items()]
    page = lists_page(lists).encode("utf-8")
    return [*written, save_beside(folder / f"{lists.year}年称号名单.html", page)]


def lists_page(lists: YearlyLists) -> str:
    """Return the lists of a year as a page that prints on A4."""
    title = f"截至{lists.year}年12月31日称号名单"
    parts = [style_element(), footer_element([title], title)]
    body = [f"<h1>{title}</h1>"]
    for name, rows in _named(lists).items():
        columns = _table(rows)
        body.append(heading(name, f"{len(rows)}个"))
        cells = zip(*columns.values(), strict=True)
        lines = (tr(td(text) for text in line) for line in cells)
        body.append(table([th(label) for label in columns], lines) if rows else note(_EMPTY))
    return report_page([*parts, section("lists", *body)], title)


def _named(lists: YearlyLists) -> dict[str, tuple[tuple[Status, str], ...]]:
    return {
        f"{lists.year}年认定名单": lists.recognised,
        f"{lists.year}年应公告取消名单": lists.due_for_withdrawal,
        f"{lists.year}年待查名单": lists.uncertain,
    }


def _table(rows: Sequence[tuple[Status, str]]) -> dict[str, list[str]]:
    held = [list_row(status, note) for status, note in rows]
    for row in held:
        row["tier"] = _TIERS.get(row["tier"], row["tier"])
    return {label: [row[name] for row in held] for name, label in LIST_COLUMNS.items()}
