"""A copy of the county's own workbook with the doubtful cells marked and explained（标注本）."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from clusterlib.errors import InputError
from clusterlib.intake.form import LIST_TITLE, label_on_form
from clusterlib.problems import Problem
from clusterlib.saving import save_beside
from clusterlib.sheets.files import WORKBOOKS, read_sheets
from clusterlib.sheets.sheet import Sheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LIST_SHEET = "问题清单"
HEADINGS = ("序号", "工作表", "单元格", "项目", "填报内容", "性质", "问题与处理")
WIDTHS = (6, 18, 10, 32, 18, 8, 70)
SEVERITIES = {"error": "须改正", "warning": "请核对"}
FILLS = {"error": "F6C9B2", "warning": "FBEADF"}
AUTHOR = "申报数据检查"


def write_marked_copy(source: Path, problems: Sequence[Problem], target: Path) -> Path:
    """Write a marked copy of a workbook and return the path really written.

    Each doubtful cell is coloured and carries a comment（批注）with the reason; a first
    sheet 问题清单 lists every problem with a link to its cell. The source is left as it is.
    An .xls becomes an .xlsx with the same values; its layout is not kept.

    Parameters
    ----------
    source : Path
        The county's workbook.
    problems : sequence of Problem
        Problems with sheet and cell; those without stand in the list only.
    target : Path
        Where to write; beside it under a new name if another program holds it.

    Raises
    ------
    InputError
        If the source cannot be opened, or nothing can be written.
    """
    workbook = _opened(source)
    for problem in problems:
        if problem.cell and problem.sheet in workbook.sheetnames:
            _mark(workbook[problem.sheet], problem)
    _write_list(workbook, problems)
    buffer = BytesIO()
    workbook.save(buffer)
    workbook.close()
    return save_beside(_as_xlsx(target), buffer.getvalue())


def _as_xlsx(target: Path) -> Path:
    """Return the target with the ending of what is written; a dot in a name is no ending."""
    if target.suffix.lower() in WORKBOOKS:
        return target.with_suffix(".xlsx")
    return target.with_name(f"{target.name}.xlsx")


def _opened(source: Path) -> Workbook:
    """Return the source as an editable workbook, an .xls by its values."""
    import openpyxl

    sheets = read_sheets(source)
    try:
        with source.open("rb") as stream:
            is_zip = stream.read(2) == b"PK"
            stream.seek(0)
            return openpyxl.load_workbook(stream) if is_zip else _from_values(sheets)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise InputError(
            source.name, "能读出数据，但不能生成标注本", "Excel 工作簿（.xlsx）",
            "请用 Excel 打开，另存为 .xlsx 后重试；问题清单仍可使用。",
        ) from error


def _from_values(sheets: Sequence[Sheet]) -> Workbook:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        copy = workbook.create_sheet(sheet.name)
        for line, row in zip(sheet.lines, sheet.rows, strict=True):
            for column, text in enumerate(row, 1):
                copy.cell(line, column, text or None)
    return workbook


def _mark(sheet: Worksheet, problem: Problem) -> None:
    """Colour the cells of one problem and explain it at the first of them."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    area = sheet[problem.cell]
    rows = area if isinstance(area, tuple) else ((area,),)
    cells = [cell for row in rows for cell in row if not isinstance(cell, MergedCell)]
    for cell in cells:
        is_error = cell.fill.fgColor.rgb == f"00{FILLS['error']}"
        colour = FILLS["error" if is_error else problem.severity]
        cell.fill = PatternFill("solid", fgColor=colour)
    if cells:
        before = f"{cells[0].comment.text}\n" if cells[0].comment else ""
        text = f"{before}【{SEVERITIES[problem.severity]}】{problem.reason}"
        comment = Comment(text, AUTHOR, width=320, height=60 + 20 * (len(text) // 20))
        cells[0].comment = comment


def _write_list(workbook: Workbook, problems: Sequence[Problem]) -> None:
    """Put the list of problems before the county's sheets."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = workbook.create_sheet(_free_name(workbook), 0)
    errors = sum(problem.severity == "error" for problem in problems)
    sheet["A1"] = (
        f"{LIST_TITLE}{len(problems)}处，其中须改正{errors}处、请核对{len(problems) - errors}处"
    )
    sheet["A1"].font = Font(bold=True, size=14)
    for row, problem in enumerate((None, *problems), 2):
        texts = HEADINGS if problem is None else _told(problem, row - 2)
        for column, text in enumerate(texts, 1):
            # A county's text that begins with = is shown, never computed.
            sheet.cell(row, column, text).data_type = "n" if isinstance(text, int) else "s"
        if problem is None:
            continue
        sheet.cell(row, 6).fill = PatternFill("solid", fgColor=FILLS[problem.severity])
        if problem.cell and problem.sheet in workbook.sheetnames:
            link = Hyperlink(ref=f"C{row}", location=_location(problem))
            sheet.cell(row, 3).hyperlink = link
            sheet.cell(row, 3).font = Font(color="0F5C8C", underline="single")
    _lay_out(sheet)
    workbook.active = 0


def _told(problem: Problem, number: int) -> tuple[str | int, ...]:
    return (number, problem.sheet, problem.cell, label_on_form(problem.column), problem.found,
            SEVERITIES[problem.severity], problem.reason)


def _location(problem: Problem) -> str:
    quoted = problem.sheet.replace("'", "''")
    return f"'{quoted}'!{problem.cell.split(':')[0]}"


def _lay_out(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side("thin", color="C5CCD3")
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(line, line, line, line)
    for position, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFG"[position]].width = width
        sheet.cell(2, position + 1).font = Font(bold=True)
        sheet.cell(2, position + 1).fill = PatternFill("solid", fgColor="E4E8EC")
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:2"


def _free_name(workbook: Workbook) -> str:
    names = workbook.sheetnames
    return next(
        name for name in (LIST_SHEET, *(f"{LIST_SHEET}{n}" for n in range(2, 99)))
        if name not in names
    )
