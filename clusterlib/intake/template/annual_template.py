"""The blank annual return（年度报表，附件五）with its table of leading firms."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from clusterlib.intake.annual_return import HEAD
from clusterlib.intake.template.sheets import Book, Pen
from clusterlib.rules.annual import FIRM_COLUMNS, RETURN_LINES, ReturnLine
from clusterlib.saving import save_beside
from clusterlib.sheets.formula_signs import TEXTS_STAY_TEXTS

RETURN, FIRMS = "年度报表", "龙头企业"
TITLE = "特色区域和产业集群发展情况年度报表"
FIRM_ROWS = 20
NOTES = (
    "注：1．涉及“或”的选项请在标签旁打√，如“市场占有率√”。",
    "2．同比增速没有的可不填；亏损以“-”号填列；没有数据请留空，不填“约、多、近、余、以上”。",
    "3．绿色设计产品、绿色工厂填报自2016年绿色制造体系推广以来的累计数。",
    "4．公共服务平台如检测中心、电子商务、金融服务等；国家级、省级逐格填写，没有的填0。",
    "5．称号编号由台账编定，可不填；不填时按集群名称和所在地认。",
)
FIRMS_NOTE = "联系人、手机号、邮箱地址只供联系，不进入任何公开材料；可应本人要求删除。"


def write_return_template(path: Path, *, year: int | None = None) -> Path:
    """Write the blank return of a year and return the path really written.

    Parameters
    ----------
    path : Path
    year : int, optional
        Year reported on; left to the county where not given.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    import xlsxwriter

    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXTS_STAY_TEXTS})
    # A fixed day: the same content must give the same bytes.
    workbook.set_properties({"title": TITLE, "created": datetime(2022, 1, 1)})
    book = Book(workbook)
    _draw_return(book.sheet(RETURN, (40, 10, 10, 18, 14)), year)
    _draw_firms(book.sheet(FIRMS, (6, 24, 14, *(11,) * 7, 10, 13, 20), wide=True))
    workbook.close()
    return save_beside(path, buffer.getvalue())


def _draw_return(pen: Pen, year: int | None) -> None:
    pen.title(TITLE, "每年4月底前报送上一年度情况（附件五）")
    for labels in HEAD.values():
        pen.label(pen.row, 0, f"{labels[0]}：")
        style = pen.book.style(border=1, bg_color="#F1F7FB")
        pen.sheet.merge_range(pen.row, 1, pen.row, pen.last, "", style)
        pen.advance(22)
    head = f"{year}年" if year else "年"
    pen.heading(("指标名称", "分项", "计量单位", head, "同比增长/%"))
    for line in RETURN_LINES:
        _draw_line(pen, line)
    pen.footer(NOTES, 20)


def _draw_line(pen: Pen, line: ReturnLine) -> None:
    rows = line.parts or ("",)
    printed = f"{'其中：' if line.including else ''}{line.label}"
    pen.label(pen.row, 0, printed, rows=len(rows))
    for part in rows:
        pen.centre(pen.row, 1, "省级" if part == "省部级" else part)
        pen.centre(pen.row, 2, line.unit)
        pen.blank(pen.row, 3)
        if line.in_words:
            pen.centre(pen.row, 4, "—")
        else:
            whole = line.unit in ("个", "人")
            pen.check_number(pen.row, 3, line.unit, whole=whole, signed=line.signed)
            pen.blank(pen.row, 4)
        pen.advance(21)


def _draw_firms(pen: Pen) -> None:
    pen.title("产业集群内龙头企业基本情况", "主营收入1亿元以上的企业，一家一行")
    labels = (f"{c.label}（{c.unit}）" if c.unit else c.label for c in FIRM_COLUMNS)
    pen.heading(("序号", *labels), height=36)
    for number in range(1, FIRM_ROWS + 1):
        pen.centre(pen.row, 0, str(number))
        for place, column in enumerate(FIRM_COLUMNS, 1):
            pen.blank(pen.row, place)
            if column.unit:
                whole = column.unit in ("个", "人")
                pen.check_number(pen.row, place, column.unit, whole=whole, signed=column.signed)
        pen.advance(20)
    pen.footer((FIRMS_NOTE,), 20)
