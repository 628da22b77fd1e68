"""The blank application workbook（申报数据表）, and the same workbook filled with given figures.

XlsxWriter is used because its bytes depend on nothing but the content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from clusterlib.intake.cells.form import (
    CLUSTER,
    CLUSTER_LINES,
    COVER,
    FIRMS,
    FIRST_APPLICATION,
    REGION,
    REGION_LINES,
    SUPPLEMENT,
    SUPPLEMENT_LINES,
    TITLES,
    Line,
    cover_lines,
)
from clusterlib.intake.cells.labels import APPLICATION, Form
from clusterlib.intake.template.sheets import Book, Pen
from clusterlib.rules.indicators import INDICATOR_BY_ID
from clusterlib.rules.tiers import TIERS, Tiers
from clusterlib.rules.units import UNITS, convert
from clusterlib.saving import save_beside
from clusterlib.sheets.formula_signs import TEXTS_STAY_TEXTS

Figure = int | str | Decimal | tuple[int | str | Decimal | None, ...] | None
"""A figure to fill in: a number, a text written as it is, or one of these per sub-cell."""

FILLING_RULES = (
    "一、基本情况表一、二、四按《管理办法（2022年版）》附件三填报；打分表补充为附件一打分表所需、附件三未列的指标。",
    "二、每格只填数字，单位以项目名称后的括号或“单位”栏为准；没有数据请留空，不要填“约、多、近、余、以上”等字样。",
    "三、表头年份请填完整，如 2023年；各表年份一致。最后一个年份列为评分年度。",
    "四、首次申报填近三年数据；复评第一列填初评或上一次复评年度，后两列填近两年数据。",
    "五、比例一律按百分数填写，如百分之十二点五填 12.5，不填 0.125。",
    "六、国标、行标、团标等分项须逐格填写，没有的填 0；留空视为缺项。",
    "七、专家评分、档次、全国排名等由受理单位填写，本表不填。",
)
SIGNATURES = ("填报单位（盖章）：", "填报人及联系电话：", "填报日期：　　　　年　　月　　日")
CLUSTER_NOTES = (
    "备注：1、本表中的数据均指申请命名的特色产业的基本情况",
    "2、新申报的产业集群，填报近三年的数据",
    "3、复评的产业集群，第一列填报初评或上一次复评年度的数据，后两列填报近两年的数据",
)
FIRMS_NOTE = (
    "注：占地面积单位为“平方米”；财务类指标单位为“万元”；研发费用指与研发相关的所有费用；"
    "产能单位为“万台、件、双、平方米/年”，产量单位为“万台/件/双/平方米”。每家企业填一张，可复制本表。"
)

FINANCE = ("年份", "总资产", "净资产", "销售收入", "利税总额", "利润总额", "研发费用", "")
PRODUCTS = (
    "产品名称",
    "年产能力（双班）",
    ("上两年度", "销售收入", "产量", "出口量"),
    ("上年度", "销售收入", "产量", "出口量"),
)
KINDS_OF_BUSINESS = "□生产制造企业　□配套制造企业　□销售企业　□服务类企业　（请在相应的选项上打√）"


@dataclass(frozen=True, slots=True)
class _Filling:
    """What is filled in: facts of the cover, figures of the region, figures per year."""

    facts: Mapping[str, str] = field(default_factory=dict)
    regional: Mapping[str, Figure] = field(default_factory=dict)
    by_year: Mapping[int, Mapping[str, Figure]] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int | None, ...]:
        """The three year columns, earliest first; None where the county fills in the year."""
        years = sorted(self.by_year)[-3:]
        return (*((None,) * (3 - len(years))), *years)


def write_template(path: Path, tiers: Tiers = TIERS, form: Form = APPLICATION) -> Path:
    """Write the blank workbook and return the path really written.

    Parameters
    ----------
    path : Path
        Where to write.
    tiers : tuple of Tier
        As they are called on the day.
    form : Form
        What is asked for; what the printed tables do not ask stands on the last one.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    return _write(path, _Filling(), tiers, form)


def write_application(
    path: Path,
    facts: Mapping[str, str],
    figures_by_year: Mapping[int, Mapping[str, Figure]],
    *,
    regional: Mapping[str, Figure] | None = None,
    form: Form = APPLICATION,
) -> Path:
    """Write a filled workbook and return the path really written.

    Parameters
    ----------
    path : Path
        Where to write.
    facts : mapping of id to text
        Lines of the cover; ``review`` is 初次申报 or 复评, the former if absent.
    figures_by_year : mapping of year to figures, at most three years
        Figures by id of the line. An indicator is given in the unit of the score sheet and
        written in that of the form; other lines are given in the unit of the form. A tuple
        fills the sub-cells; a lone figure of a line with sub-cells fills the first, the
        others become 0, 地标 too where standards are given without it. A text that is no
        plain number is written as it is.
    regional : mapping of id to figure, optional
        Table one.
    form : Form
        As in `write_template`.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    given = {"review": FIRST_APPLICATION, **facts}
    by_year = {
        year: {**({"local_standards": 0} if "standards" in figures else {}), **figures}
        for year, figures in figures_by_year.items()
    }
    return _write(path, _Filling(given, regional or {}, by_year), TIERS, form)


def _write(path: Path, filling: _Filling, tiers: Tiers, form: Form) -> Path:
    import xlsxwriter

    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXTS_STAY_TEXTS})
    # A fixed day: the same content must give the same bytes.
    workbook.set_properties({"title": TITLES[COVER], "created": datetime(2022, 1, 1)})
    book = Book(workbook)
    _draw_cover(book.sheet(COVER, (16, 30, 44)), filling, tiers)
    _draw_region(book.sheet(REGION, (34, 16, 28)), filling)
    _draw_cluster(book.sheet(CLUSTER, (38, 10, 9, 13, 13, 13, 13), wide=True), filling)
    _draw_supplement(book.sheet(SUPPLEMENT, (38, 6, 11, 11, 11, 27), wide=True), filling, form)
    _draw_firms(book.sheet(FIRMS, (10, 15, 12, 15, 12, 10, 12, 10, 10), wide=True))
    workbook.close()
    return save_beside(path, buffer.getvalue())


def _draw_cover(pen: Pen, filling: _Filling, tiers: Tiers) -> None:
    pen.title(TITLES[COVER], "（随申请或复评报告一并报送）")
    pen.heading(("项目", "填报内容", "填报要求"))
    for line in cover_lines(tiers):
        row = pen.row
        pen.label(row, 0, line.label)
        pen.text(row, 1, filling.facts.get(line.id, ""))
        if line.choices:
            pen.offer(row, 1, line.choices, f"请选择：{'、'.join(line.choices)}")
        pen.note(row, 2, ("必填。" if line.required else "") + line.note)
        pen.advance(26)
    pen.advance(10)
    pen.footer(SIGNATURES, 24)
    pen.advance(10)
    pen.footer(("填报说明", *FILLING_RULES), 22)


def _draw_region(pen: Pen, filling: _Filling) -> None:
    pen.title(TITLES[REGION], "按评分年度（最后一个年份列）数据填报")
    pen.heading(("项目", "单位", "数值"))
    for line in REGION_LINES:
        pen.label(pen.row, 0, line.printed)
        pen.centre(pen.row, 1, line.unit)
        _figure(pen, 2, line, filling.regional.get(line.id))
        pen.advance(26)


def _draw_cluster(pen: Pen, filling: _Filling) -> None:
    pen.title(TITLES[CLUSTER], "填报单位（盖章）：")
    pen.year_heading(("项目", "分项", "单位"), filling.years, ("最近一年占全国同行业比重（%）",))
    for line in CLUSTER_LINES:
        _draw_line(pen, line, filling, indent_parts=True)
    pen.footer(CLUSTER_NOTES, 18)


def _draw_supplement(pen: Pen, filling: _Filling, form: Form) -> None:
    pen.title(TITLES[SUPPLEMENT], "年份与基本情况表二一致")
    pen.year_heading(("项目", "单位"), filling.years, ("填报要求",))
    asked = {column for item in form.items for column in item}
    for line in (*SUPPLEMENT_LINES, *(line for line in form.lines if line.own)):
        if (line.own or line.id in INDICATOR_BY_ID) and line.id not in asked:
            continue  # an own score sheet may leave an item out
        row = pen.row
        _draw_line(pen, line, filling, indent_parts=False)
        pen.note(row, 5, line.note)


def _draw_line(pen: Pen, line: Line, filling: _Filling, *, indent_parts: bool) -> None:
    """Draw one line of a three-year form, with a row for each of its sub-cells."""
    rows = line.parts or ("",)
    pen.label(pen.row, 0, line.printed, rows=len(rows))
    for position, part in enumerate(rows):
        if indent_parts:
            pen.centre(pen.row, 1, part)
        # A unit stands once: behind the label where Annex 3 prints it there.
        pen.centre(pen.row, 2 if indent_parts else 1, "" if line.bracketed else line.unit)
        first = 3 if indent_parts else 2
        for column, year in enumerate(filling.years, first):
            figure = filling.by_year[year].get(line.id) if year is not None else None
            _figure(pen, column, line, _part_of(line, figure, position))
        if indent_parts:
            pen.blank(pen.row, 6)
        pen.advance(19 if indent_parts else 31)


def _part_of(line: Line, figure: Figure, position: int) -> int | str | Decimal | None:
    """Return what one sub-cell holds; a lone figure fills the first, the others are 0."""
    if isinstance(figure, tuple):
        return figure[position]
    return 0 if position and figure is not None else figure


def _figure(pen: Pen, column: int, line: Line, figure: Figure) -> None:
    """Write one input cell with its check."""
    if line.kind == "answer":
        pen.text(pen.row, column, "" if figure is None else str(figure), centred=True)
        pen.offer(pen.row, column, ("无", "有"), "请选“无”或“有”")
        return
    number = _plain(figure)
    if number is None:
        pen.text(pen.row, column, "" if figure is None else str(figure), centred=True)
    else:
        pen.number(pen.row, column, _in_unit_of_form(line, number))
    pen.check_number(pen.row, column, line.unit, whole=line.is_count, signed=line.signed)


def _plain(figure: Figure) -> Decimal | None:
    """Return a plain number as a decimal, None for any other text."""
    if isinstance(figure, int | Decimal):
        return Decimal(figure)
    text = str(figure)
    digits = text.removeprefix("-").replace(".", "", 1)
    return Decimal(text) if digits.isascii() and digits.isdigit() else None


def _in_unit_of_form(line: Line, number: Decimal) -> Decimal:
    indicator = INDICATOR_BY_ID.get(line.id)
    if indicator is None or line.unit not in UNITS:
        return number
    return convert(number, indicator.unit, UNITS[line.unit])


def _draw_firms(pen: Pen) -> None:
    pen.title(TITLES[FIRMS], "填报单位（盖章）：")
    for labels in (
        ("企业名称",),
        ("通讯地址",),
        ("邮政编码", "电话", "传真"),
        ("网址", "电子信箱", "企业类型"),
        ("法人代表", "注册资本", "建厂时间"),
        ("是否为上市公司", "品牌情况", "企业占地面积及建筑面积"),
        ("从业人数", "工程技术人员人数", "技术工人人数"),
        ("有否国家/省级技术中心",),
    ):
        pen.pairs(labels, side="企业基本情况")
    pen.close_side()
    pen.grid("财务状况", FINANCE, 3)
    pen.across("业务类型", KINDS_OF_BUSINESS)
    pen.grid("产品情况", PRODUCTS, 5)
    pen.footer((FIRMS_NOTE,), 46)
