"""How counties change the form: percentages, inserted lines, another order of sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from clusterlib.intake.cells.form import CLUSTER, COVER, SUPPLEMENT

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FIXED_TIME = (2022, 1, 1, 0, 0, 0)
_CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_PERCENT_LABELS = ("研发资金投入占主营业务收入比重", "通过ISO9000认证企业比例")


def type_percentages(book: Workbook) -> None:
    """Type shares as percentages: 12.5 becomes 0.125, shown as 12.5%."""
    for sheet in (book[CLUSTER], book[SUPPLEMENT]):
        for row in sheet.iter_rows():
            if str(row[0].value).startswith(_PERCENT_LABELS):
                for cell in row[1:]:
                    if isinstance(cell.value, int | float):
                        cell.value = round(cell.value / 100, 6)
                        cell.number_format = "0.0%"


def insert_lines(book: Workbook) -> None:
    """Insert two blank lines and a remark between the lines of the supplement."""
    sheet: Worksheet = book[SUPPLEMENT]
    first = 1 + max(cells.max_row for cells in sheet.merged_cells.ranges)
    sheet.insert_rows(first + 4, 3)
    sheet.cell(first + 5, 1, "（以下各项由样县质监部门提供）")


def reorder_sheets(book: Workbook) -> None:
    """Put the supplement first, the cover last, and a sheet of remarks between them."""
    remarks = book.create_sheet("备注")
    remarks["A1"] = "虚构材料，只作演示"
    book.move_sheet(SUPPLEMENT, offset=-len(book.sheetnames))
    book.move_sheet(COVER, offset=len(book.sheetnames))


LAYOUTS: Mapping[str, Callable[[Workbook], None]] = {
    "percent": type_percentages,
    "inserted": insert_lines,
    "reordered": reorder_sheets,
}


def same_bytes(content: bytes) -> bytes:
    """Return a workbook without the times of its writing: the same content, the same bytes."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = _CHANGED.sub(rb"\g<1>2022-01-01T00:00:00Z", source.read(name))
            target.writestr(ZipInfo(name, _FIXED_TIME), part, ZIP_DEFLATED)
    return buffer.getvalue()
