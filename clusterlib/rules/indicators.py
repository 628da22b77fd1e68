"""The catalogue of indicators and facts（指标）: ids, printed labels, units.

Order is the order of the score sheet (Annex 1, three); every array of figures has its
columns in this order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from clusterlib.rules.units import UNITS, Unit

Section = Literal["basic", "quality", "government", "policy"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the score sheet.

    Parameters
    ----------
    id : str
        Identifier in tables and files.
    section : {"basic", "quality"}
        Section of the score sheet that counts it.
    item : int
        Number of the item within the section, from 1.
    labels : tuple of str
        Printed labels, Annex 1's first, Annex 3's and common spellings after it.
    short : str
        Label for narrow columns.
    unit : Unit
        Unit of the score sheet; figures in arrays are in it.
    content : int
        Which of the eight basic contents (clause 1.2, 基本内容) it serves.
    signed : bool
        Whether a negative figure is possible.
    at_most : bool
        Whether the threshold is met from below（≤）.
    """

    id: str
    section: Section
    item: int
    labels: tuple[str, ...]
    short: str
    unit: Unit
    content: int
    signed: bool = False
    at_most: bool = False

    @property
    def label(self) -> str:
        """Label as printed on the score sheet."""
        return self.labels[0]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units in which it may be given."""
        kin = tuple(unit for unit in UNITS.values() if unit.kind == self.unit.kind)
        return kin if self.unit in kin else (self.unit, *kin)

    def unit_called(self, text: str) -> Unit | None:
        """Return the one of its units that a text names exactly."""
        return next((unit for unit in self.units if unit.term == text), None)

    @property
    def is_count(self) -> bool:
        """Whether the figure must be whole（个、人）."""
        return self.unit.kind in ("count", "people")

    @property
    def is_share(self) -> bool:
        """Whether the figure is a percentage."""
        return self.unit.kind == "share"


def _iso(number: str) -> tuple[str, ...]:
    return (f"通过ISO{number}认证企业比例", f"ISO{number}认证企业比例")


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "output_value",
        "basic",
        1,
        ("特色产业工业总产值", "特色产业总产值"),
        "总产值",
        UNITS["亿元"],
        1,
    ),
    Indicator(
        "output_share",
        "basic",
        1,
        (
            "占本地区工业总产值比例",
            "特色产业总产值占本地区工业总产值比重",
            "占本地区工业总产值比重",
            "特色产业总产值占本地区工业总产值比例",
        ),
        "产值占比",
        UNITS["%"],
        2,
    ),
    Indicator(
        "sales_revenue",
        "basic",
        2,
        ("产品销售收入", "特色产品销售额"),
        "销售收入",
        UNITS["万元"],
        1,
    ),
    Indicator("main_revenue", "basic", 3, ("主营业务收入",), "主营收入", UNITS["万元"], 1),
    Indicator("profit_tax", "basic", 4, ("利税总额",), "利税总额", UNITS["万元"], 2, signed=True),
    Indicator(
        "profit_margin", "basic", 4, ("主营业务收入利润率",), "利润率", UNITS["%"], 2, signed=True
    ),
    Indicator("exports", "basic", 5, ("出口额", "特色产品出口额"), "出口额", UNITS["万美元"], 1),
    Indicator("enterprises", "basic", 6, ("区域内企业数", "企业数量"), "企业数", UNITS["个"], 6),
    Indicator(
        "above_scale_enterprises",
        "basic",
        7,
        ("规模以上企业数", "规模以上企业数量"),
        "规上企业",
        UNITS["个"],
        3,
    ),
    Indicator("valid_patents", "basic", 8, ("有效期内专利数量",), "有效专利", UNITS["个"], 7),
    Indicator(
        "standards",
        "basic",
        9,
        ("参与制定国家、行业、地方或团体标准数量", "参与制定国标、行标、团标数量"),
        "参与标准",
        UNITS["个"],
        4,
    ),
    Indicator("brands", "basic", 10, ("省市以上知名品牌数量",), "知名品牌", UNITS["个"], 3),
    Indicator("employees", "basic", 11, ("从业人数", "从业人员"), "从业人数", UNITS["人"], 2),
    Indicator(
        "rd_intensity", "basic", 12, ("研发资金投入占主营业务收入比重",), "研发占比", UNITS["%"], 4
    ),
    Indicator(
        "market_share",
        "basic",
        13,
        ("主导产品具有较高市场占有率和影响力", "市场占有率"),
        "市场占有",
        UNITS["%"],
        1,
    ),
    Indicator(
        "safety_certified", "quality", 1, ("行业相关的安全认证比例",), "安全认证", UNITS["%"], 8
    ),
    Indicator("iso9000", "quality", 2, _iso("9000"), "ISO9000", UNITS["%"], 3),
    Indicator("iso14000", "quality", 3, _iso("14000"), "ISO14000", UNITS["%"], 5),
    Indicator("iso22000", "quality", 4, _iso("22000"), "ISO22000", UNITS["%"], 3),
    Indicator("product_pass_rate", "quality", 5, ("产品合格率",), "合格率", UNITS["%"], 3),
)
INDICATOR_BY_ID = {indicator.id: indicator for indicator in INDICATORS}
POSITION = {indicator.id: position for position, indicator in enumerate(INDICATORS)}


@dataclass(frozen=True, slots=True, repr=False)
class Catalogue:
    """The indicators that arrays of figures have columns for: those above, then a sheet's own.

    Parameters
    ----------
    indicators : tuple of Indicator
        In the order of the columns; the first twenty are `INDICATORS`.
    """

    indicators: tuple[Indicator, ...]
    by_id: Mapping[str, Indicator] = field(init=False, compare=False)
    position: Mapping[str, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {found.id: found for found in self.indicators})
        places = {found.id: place for place, found in enumerate(self.indicators)}
        object.__setattr__(self, "position", places)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.indicators)

    @property
    def own(self) -> tuple[Indicator, ...]:
        """Those that are not of the regulation's sheet."""
        return self.indicators[len(INDICATORS) :]

    @property
    def at_most(self) -> tuple[int, ...]:
        """Positions of those whose threshold is met from below."""
        return tuple(place for place, found in enumerate(self.indicators) if found.at_most)

    def label_of(self, column: str) -> str:
        """Return the printed label of an indicator or fact, or `column` itself if neither."""
        known = self.by_id.get(column) or FACT_BY_ID.get(column)
        return known.label if known else column


PRINTED = Catalogue(INDICATORS)
"""The indicators of the regulation's own sheet."""

ITEMS: dict[Section, tuple[tuple[int, ...], ...]] = {
    section: tuple(
        tuple(
            POSITION[indicator.id]
            for indicator in INDICATORS
            if indicator.section == section and indicator.item == item
        )
        for item in sorted({i.item for i in INDICATORS if i.section == section})
    )
    for section in ("basic", "quality")
}
"""Per counted section, per item: columns of its indicators; two where the sheet prints 或."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A column of an applicant that is not a figure of the score sheet.

    Parameters
    ----------
    id : str
        Identifier in tables.
    kind : str
        ``text``, ``tier``, ``gate`` (无/有), ``rank``, ``claim`` (是/否), ``points``,
        ``grade`` or ``years``.
    labels : tuple of str
        Printed labels.
    """

    id: str
    kind: Literal["text", "tier", "gate", "rank", "claim", "points", "grade", "years"]
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        """Label as printed."""
        return self.labels[0]


FACTS: tuple[Fact, ...] = (
    Fact("applicant_id", "text", ("申报编号",)),
    Fact("name", "text", ("申报单位",)),
    Fact("region", "text", ("所在地区",)),
    Fact("industry", "text", ("行业",)),
    Fact("product", "text", ("主导产品",)),
    Fact("tier", "tier", ("申报级别",)),
    Fact("purpose", "text", ("申报类型",)),
    Fact("quality_accident", "gate", ("是否曾发生过重大批量产品质量事故、产品假冒、伪造案件",)),
    Fact("pollution_accident", "gate", ("是否发生过重大污染事故", "是否曾发生过重大污染事故")),
    Fact(
        "safety_accident", "gate", ("是否曾发生过重大安全生产事故", "是否发生过重大安全生产事故")
    ),
    Fact("output_rank", "rank", ("产量全国排名",)),
    Fact("sales_rank", "rank", ("销售量全国排名",)),
    Fact("export_rank", "rank", ("出口全国排名",)),
    Fact("claim_famous_brand", "claim", ("传统特色著名品牌",)),
    Fact("claim_raw_material", "claim", ("专业原材料供给地",)),
    Fact("claim_origin_or_gi", "claim", ("历史发源地或地理标志",)),
    Fact("exception_base", "claim", ("基地例外",)),
    Fact("exception_township", "claim", ("乡镇例外",)),
    Fact("panel_basic", "points", ("专家评分一",)),
    Fact("panel_quality", "points", ("专家评分二",)),
    Fact("panel_government", "points", ("专家评分三",)),
    Fact("panel_policy", "points", ("专家评分四",)),
    Fact("grade_government", "grade", ("工作情况",)),
    Fact("grade_policy", "grade", ("规划与扶持",)),
    Fact("industry_years", "years", ("产业发展年数",)),
    Fact("major_violation", "gate", ("有无重大违法经营行为",)),
)
FACT_BY_ID = {fact.id: fact for fact in FACTS}

COUNTED: tuple[Section, Section] = ("basic", "quality")
GATES = ("quality_accident", "pollution_accident", "safety_accident")
RANKS = ("output_rank", "sales_rank", "export_rank")
CLAIMS = ("claim_famous_brand", "claim_raw_material", "claim_origin_or_gi")
EXCEPTIONS = ("exception_base", "exception_township")
PANEL = ("panel_basic", "panel_quality", "panel_government", "panel_policy")
GRADES = ("grade_government", "grade_policy")
SECTIONS: tuple[Section, ...] = ("basic", "quality", "government", "policy")
SECTION_TERMS: dict[Section, str] = {
    "basic": "特色产业基本情况",
    "quality": "质量安全情况",
    "government": "政府部门和地方行业组织开展工作",
    "policy": "规划和扶持政策",
}


def label_of(column: str) -> str:
    """Return the label that the regulation's own sheet prints, see `Catalogue.label_of`."""
    return PRINTED.label_of(column)
