"""The application form（申报表）as data: sheets, lines, printed labels, units, sub-cells.

Tables one, two and four follow Annex 3（附件三）as printed; the sheet 打分表补充 adds what
the score sheet of Annex 1 asks for and Annex 3 has no line for. The template is drawn
from these lines and workbooks are read by their labels, so the two cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from clusterlib.rules.indicators import PRINTED, Catalogue, Indicator
from clusterlib.rules.tiers import TIERS, Tiers

COVER, REGION, CLUSTER, SUPPLEMENT, FIRMS = (
    "封面",
    "基本情况表一",
    "基本情况表二",
    "打分表补充",
    "基本情况表四",
)
TITLES = {
    COVER: "中国轻工业特色区域和产业集群申报数据表",
    REGION: "基本情况表一　地区经济发展基本情况表",
    CLUSTER: "基本情况表二　轻工业特色区域和产业集群基本情况表",
    SUPPLEMENT: "打分表补充　评价体系打分表所需、附件三未列的指标",
    FIRMS: "基本情况表四　行业重点企业基本情况表",
}

LIST_TITLE = "问题清单：共"
"""How the list of problems begins that a marked copy carries."""

FIRST_APPLICATION, REVIEW = "初次申报", "复评"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form（项目）.

    Parameters
    ----------
    id : str
        Id of the indicator or fact it answers, else an id of the form alone.
    label : str
        Label as printed, without the unit.
    unit : str
        Unit as printed; blank for an answer in words.
    parts : tuple of str
        Printed sub-cells of the line（国标、行标、团标）, summed when read.
    bracketed : bool
        Whether the unit is printed in brackets behind the label.
    including : bool
        Whether 其中： is printed before the label.
    kind : {"figure", "answer"}
        A number, or 无 or 有.
    prefix : str
        What is printed before the label and filled in by the county.
    note : str
        What to fill in, for the template.
    signed : bool
        Whether a negative figure is possible.
    others : tuple of str
        Further spellings under which the line is found.
    own : Indicator or None
        Indicator of an own score sheet that it answers; None for a printed line.
    """

    id: str
    label: str
    unit: str = ""
    parts: tuple[str, ...] = ()
    bracketed: bool = False
    including: bool = False
    kind: Literal["figure", "answer"] = "figure"
    prefix: str = ""
    note: str = ""
    signed: bool = False
    others: tuple[str, ...] = ()
    own: Indicator | None = None

    @property
    def printed(self) -> str:
        """The label as it stands on the form, with prefix and unit."""
        unit = f"（{self.unit}）" if self.bracketed else ""
        return f"{'其中：' if self.including else ''}{self.prefix}{self.label}{unit}"

    @property
    def is_count(self) -> bool:
        """Whether the figure must be whole in the unit of the form."""
        return self.unit in ("个", "人")


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One line of the cover（封面）.

    Parameters
    ----------
    id : str
        Id of the fact.
    label : str
        Label as printed.
    note : str
        What to fill in.
    choices : tuple of str
        Answers that the cell offers; empty for free text.
    required : bool
        Whether an application without it has a problem.
    """

    id: str
    label: str
    note: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


TIER_NOTE = "三级选一级"
_TIER_FORMS = ("", "（城、园、区）", "（镇、街）")


def tier_note(tiers: Tiers) -> str:
    """Return what the cover says of the tier, with the tiers as they are called."""
    named = (f"{tier.term}{form}" for tier, form in zip(tiers, _TIER_FORMS, strict=True))
    return "、".join(named) + TIER_NOTE


def cover_lines(tiers: Tiers) -> tuple[CoverLine, ...]:
    """Return the lines of the cover, with the tiers as they are called."""
    terms = tuple(tier.term for tier in tiers)
    return tuple(
        replace(line, note=tier_note(tiers), choices=terms) if line.id == "tier" else line
        for line in COVER_LINES
    )


COVER_LINES = (
    CoverLine("applicant_id", "申报编号", "由受理单位编号，一家一号", required=True),
    CoverLine("name", "申报单位", "提出申请的县（市）级及以上人民政府", required=True),
    CoverLine("region", "所在地区", "省、市、县（市、区）、镇（乡、街道）"),
    CoverLine("industry", "行业", "如：家具、皮革、陶瓷、五金", required=True),
    CoverLine("product", "主导产品", "申请命名的特色产品"),
    CoverLine(
        "tier",
        "申报级别",
        tier_note(TIERS),
        tuple(tier.term for tier in TIERS),
        required=True,
    ),
    CoverLine(
        "review",
        "申报类型",
        "首次申请填“初次申报”，到期复评填“复评”",
        (FIRST_APPLICATION, REVIEW),
        required=True,
    ),
)

REGION_LINES = (
    Line("gdp", "国内生产总值", "万元"),
    Line("area", "总面积", "平方公里"),
    Line("residents", "常住人口总数", "人"),
    Line("migrants", "外来人口总数", "人"),
    Line("regional_employees", "从业人数", "人"),
    Line("regional_output", "工业总产值（当年价）", "万元", others=("工业总产值",)),
    Line("taxes", "税收总额", "万元"),
    Line("income", "人均收入", "元/人"),
    Line("regional_investment", "固定资产投资总额", "万元"),
    Line("regional_exports", "出口总额", "万美元"),
    Line("industrial_firms", "工业企业数量", "个"),
)

_LEVELS = ("国家级", "省部级")
_THREE_LEVELS = (*_LEVELS, "市级")

CLUSTER_LINES = (
    Line("output_value", "特色产业总产值", "亿元", bracketed=True, prefix="全（市、区、镇、乡）"),
    Line("output_share", "特色产业总产值占本地区工业总产值比重", "%", bracketed=True),
    Line("sales_revenue", "特色产品销售额", "亿元", bracketed=True),
    Line("exports", "特色产品出口额", "万美元", bracketed=True),
    Line("profit_tax", "利税总额", "亿元", bracketed=True, signed=True),
    Line("enterprises", "企业数量", "个"),
    Line("above_scale_enterprises", "规模以上企业数量", "个"),
    Line("union_share", "设立工会组织的企业占比", "%"),
    Line("investment", "固定资产投资", "亿元", bracketed=True),
    Line("technical_investment", "技术改造投资", "亿元", bracketed=True, including=True),
    Line("rd_spending", "科研投入（含企业和政府）", "万元", bracketed=True, others=("科研投入",)),
    Line("employees", "从业人员", "万人", bracketed=True),
    Line("skilled_share", "技术工人占比", "%", including=True),
    Line("markets", "专业市场数量", "个"),
    Line("brands", "省市以上知名品牌数量", "个"),
    Line("federation_members", "中国轻工联会员数量", "个"),
    Line("association_members", "相应行业组织会员数量", "个"),
    Line("standards", "参与制定国标、行标、团标数量", "个", ("国标", "行标", "团标")),
    Line("patents_granted", "获得专利数量", "个", ("发明", "其他")),
    Line("awards", "获得奖项情况", "个", _THREE_LEVELS),
    Line("technology_centres", "企业技术中心", "个", _THREE_LEVELS),
    Line("laboratories", "重点实验室/工程研究中心", "个", _LEVELS),
    Line("testing_centres", "检测中心", "个", _LEVELS),
    Line("high_tech_firms", "高新技术企业", "个", _LEVELS),
    Line("research_projects", "完成科技项目", "个", _LEVELS),
    Line("platforms", "公共服务平台建设情况", "个", _LEVELS),
    Line("parks", "产业园区建设情况", "个", _LEVELS),
    Line("heritage_bearers", "非物质文化遗产传承人", "个", _LEVELS),
    Line("master_artisans", "工艺美术大师", "个", ("国家级", "省市级")),
    Line("master_workers", "技术能手", "个", ("国家级", "轻工", "省市级")),
    Line("training_bases", "职业技能培训基地", "个", _LEVELS),
    Line("evaluation_bases", "轻工行业职业技能等级评价基地", "个", including=True),
    Line("iso9000", "通过ISO9000认证企业比例", "%"),
    Line("iso14000", "通过ISO14000认证企业比例", "%"),
    Line("iso22000", "通过ISO22000认证企业比例", "%"),
)

SUPPLEMENT_LINES = (
    Line("main_revenue", "主营业务收入", "万元", note="特色产业企业主营业务收入合计"),
    Line(
        "profit_margin",
        "主营业务收入利润率",
        "%",
        signed=True,
        note="利润总额÷主营业务收入；与“利税总额”填一项即可",
    ),
    Line(
        "valid_patents",
        "有效期内专利数量",
        "个",
        others=("有效期内专利数",),
        note="年末仍有效的专利；不同于表二当年“获得专利数量”",
    ),
    Line(
        "rd_intensity",
        "研发资金投入占主营业务收入比重",
        "%",
        note="不填时按科研投入÷主营业务收入计算",
    ),
    Line(
        "market_share",
        "主导产品具有较高市场占有率和影响力",
        "%",
        note="填主导产品国内市场占有率",
        others=("主导产品市场占有率", "主导产品国内市场占有率"),
    ),
    Line("safety_certified", "行业相关的安全认证比例", "%", note="通过认证企业数÷企业数量"),
    Line("product_pass_rate", "产品合格率", "%", note="出厂检验或监督抽查合格率"),
    Line(
        "quality_accident",
        "是否曾发生过重大批量产品质量事故、产品假冒、伪造案件",
        kind="answer",
        note="填“无”或“有”",
    ),
    Line("pollution_accident", "是否发生过重大污染事故", kind="answer", note="填“无”或“有”"),
    Line("safety_accident", "是否曾发生过重大安全生产事故", kind="answer", note="填“无”或“有”"),
    Line("industry_years", "产业发展年数", "年", note="特色产业形成至该年的年数"),
    Line("major_violation", "有无重大违法经营行为", kind="answer", note="填“无”或“有”"),
    Line("safety_certified_firms", "通过行业相关安全认证企业数量", "个", note="选填，供核对比例"),
    Line("iso9000_firms", "通过ISO9000认证企业数量", "个", note="选填，供核对比例"),
    Line("iso14000_firms", "通过ISO14000认证企业数量", "个", note="选填，供核对比例"),
    Line("iso22000_firms", "通过ISO22000认证企业数量", "个", note="选填，供核对比例"),
    Line(
        "local_standards",
        "参与制定地方标准数量",
        "个",
        others=("参与制定地标数量", "地标数量"),
        note="附件三未列；与国标、行标、团标合计，没有的填0",
    ),
)

LINES = (*REGION_LINES, *CLUSTER_LINES, *SUPPLEMENT_LINES)
LINE_BY_ID = {line.id: line for line in LINES}

_COVER_LABELS = {line.id: line.label for line in COVER_LINES}


def label_on_form(column: str, catalogue: Catalogue = PRINTED) -> str:
    """Return the label under which a line or fact is printed on the form."""
    line = LINE_BY_ID.get(column)
    return line.label if line else _COVER_LABELS.get(column) or catalogue.label_of(column)


def own_lines(catalogue: Catalogue) -> tuple[Line, ...]:
    """Return the lines for the indicators of an own score sheet（增列的指标）."""
    return tuple(
        Line(
            found.id,
            found.label,
            found.unit.term,
            note=f"评价体系增列{'，不高于达标值为达标' if found.at_most else ''}",
            signed=found.signed,
            others=(*found.labels[1:], f"{found.label}（{found.unit.term}）"),
            own=found,
        )
        for found in catalogue.own
    )


SHARE_OF_FIRMS = {
    "safety_certified": "safety_certified_firms",
    "iso9000": "iso9000_firms",
    "iso14000": "iso14000_firms",
    "iso22000": "iso22000_firms",
}
"""Shares of firms, each with the line that counts the firms."""

PARTS_OF_WHOLES = (
    ("above_scale_enterprises", "enterprises"),
    ("technical_investment", "investment"),
    ("evaluation_bases", "training_bases"),
    ("safety_certified_firms", "enterprises"),
    ("iso9000_firms", "enterprises"),
    ("iso14000_firms", "enterprises"),
    ("iso22000_firms", "enterprises"),
    ("rd_spending", "main_revenue"),
    ("profit_tax", "sales_revenue"),
    ("output_value", "regional_output"),
    ("exports", "regional_exports"),
    ("employees", "regional_employees"),
    ("enterprises", "industrial_firms"),
)
"""Pairs of lines of which the first is part of the second."""
