"""The annual return（年度报表）of Annex 5 as data: its lines, and its table of leading firms.

Clause A5: twenty lines with growth on the year before; a leading firm（龙头企业）has main
revenue of 100 million yuan or more; green products and factories are cumulative since 2016.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One line of the annual return.

    Parameters
    ----------
    id, label, unit : str
        Id, label as printed, unit as printed; ``名称`` and blank are lines in words.
    parts : tuple of str
        Printed sub-cells（国家级、省级）, summed when read.
    including : bool
        Whether 其中： is printed before the label.
    signed, cumulative : bool
        Whether a loss is possible, and whether the figure can only grow.
    others : tuple of str
        Further spellings of the label.
    """

    id: str
    label: str
    unit: str = "个"
    parts: tuple[str, ...] = ()
    including: bool = False
    signed: bool = False
    cumulative: bool = False
    others: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The label without what its brackets explain."""
        return self.label.partition("(")[0]

    @property
    def in_words(self) -> bool:
        """Whether the line is answered in words, not by a figure."""
        return self.unit in ("名称", "")


_LEVELS = ("国家级", "省部级")
MARKET_SHARE = "market_share"
SHARE_BASIS = "share_basis"
"""Which of the two the county ticked: 市场占有率 or 行业占比; kept as a line in words."""
BASES = ("市场占有率", "行业占比")

RETURN_LINES = (
    ReturnLine("revenue", "营业收入", "万元", others=("营业总收入",)),
    ReturnLine(
        "profit",
        "利润总额(亏损以“-”号填列)",
        "万元",
        signed=True,
        others=("利润总额", "利润总额(亏损以-号填列)", "利润总额(亏损以负号填列)"),
    ),
    ReturnLine("exports", "出口额", "万美元"),
    ReturnLine("enterprises", "企业数量", others=("企业数", "企业总数")),
    ReturnLine(
        "above_scale_enterprises",
        "规上企业数量",
        including=True,
        others=("规上企业数", "规模以上企业数量", "规模以上企业数"),
    ),
    ReturnLine(
        "leading_firms",
        "龙头企业数量(主营收入≥1亿元)",
        others=("龙头企业数量", "龙头企业数", "龙头企业数量(主营收入1亿元以上)"),
    ),
    ReturnLine("union_share", "设立工会组织的企业占比", "%"),
    ReturnLine("employees", "从业人员", "人", others=("从业人数", "从业人员数")),
    ReturnLine("skilled_share", "技术工人占比", "%", including=True),
    ReturnLine(
        MARKET_SHARE,
        "市场占有率(或行业占比)",
        "%",
        others=(*BASES, "市场占有率或行业占比", "行业占比(或市场占有率)"),
    ),
    ReturnLine("listed_firms", "上市公司及挂牌企业数量", others=("上市公司及挂牌企业数",)),
    ReturnLine(
        "rd_spending",
        "科研投入(含企业投入和政府投入)",
        "万元",
        others=("科研投入", "科研投入(含企业和政府)"),
    ),
    ReturnLine("laboratories", "重点实验室及工程技术研究中心", parts=_LEVELS),
    ReturnLine(
        "invention_patents",
        "有效期内发明专利数量(集群内企业)",
        others=("有效期内发明专利数量", "有效期内发明专利数"),
    ),
    ReturnLine(
        "science_awards",
        "近三年科技奖项数量(集群内企业)",
        parts=_LEVELS,
        others=("近三年科技奖项数量",),
    ),
    ReturnLine("green_products", "绿色设计产品", cumulative=True, others=("绿色设计产品数量",)),
    ReturnLine("green_factories", "绿色工厂", cumulative=True, others=("绿色工厂数量",)),
    ReturnLine("platform_1", "公共服务平台 1", "名称", others=("公共服务平台1", "公共服务平台一")),
    ReturnLine("platform_2", "公共服务平台 2", "名称", others=("公共服务平台2", "公共服务平台二")),
    ReturnLine("other_honours", "其他荣誉", "", others=("其它荣誉",)),
)
RETURN_LINE = {line.id: line for line in RETURN_LINES}
FIGURE_LINES = tuple(line for line in RETURN_LINES if not line.in_words)

RETURN_PARTS = (
    ("above_scale_enterprises", "enterprises"),
    ("leading_firms", "enterprises"),
    ("leading_firms", "above_scale_enterprises"),
    ("listed_firms", "enterprises"),
    ("rd_spending", "revenue"),
    ("profit", "revenue"),
)
"""Pairs of lines of which the first is part of the second."""


@dataclass(frozen=True, slots=True)
class FirmColumn:
    """One column of the table of leading firms（龙头企业）; `unit` blank for words.

    A column of `contact` holds personal data, which never stand in a public output.
    """

    id: str
    label: str
    unit: str = ""
    signed: bool = False
    contact: bool = False
    whole: str = ""
    """Line of the return of which the firms' figures are parts."""


FIRM_COLUMNS = (
    FirmColumn("name", "企业名称"),
    FirmColumn("product", "主导产品"),
    FirmColumn("revenue", "营业收入", "万元", whole="revenue"),
    FirmColumn("profit", "利润总额", "万元", signed=True),
    FirmColumn("taxes", "税收", "万元"),
    FirmColumn("exports", "出口额", "万美元", whole="exports"),
    FirmColumn("rd_spending", "科研投入", "万元", whole="rd_spending"),
    FirmColumn("valid_patents", "有效期内专利数", "个"),
    FirmColumn("employees", "职工人数", "人", whole="employees"),
    FirmColumn("contact", "联系人", contact=True),
    FirmColumn("mobile", "手机号", contact=True),
    FirmColumn("email", "邮箱地址", contact=True),
)
LEADING_REVENUE = Decimal(10_000)
"""Main revenue from which a firm is a leading one, 万元."""


class ReturnFigure(NamedTuple):
    """One line of a return as it is kept beside its event.

    Parameters
    ----------
    line : str
        Id of the line; ``firm.3.revenue`` for the third leading firm.
    value : str
        Plain decimal in `unit`, the words of a line in words, blank where missing.
    unit : str
        Unit as printed on the form.
    growth : str
        Growth on the year before as stated, percent where it can be read, else its words.
    sheet, cell : str
        Where it stands in the county's file.
    """

    line: str
    value: str = ""
    unit: str = ""
    growth: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def number(self) -> Decimal | None:
        """The value as a number, None where missing or in words."""
        line = self.line.rpartition(".")[2]
        words = RETURN_LINE[line].in_words if line in RETURN_LINE else self.unit == ""
        return Decimal(self.value) if self.value and not words else None
