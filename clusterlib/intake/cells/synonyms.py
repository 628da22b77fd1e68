"""Labels that are nearly the printed ones, and words that point at a line（近似的名称）.

A near label is read where only one line can be meant by it. Where two could be meant, the
row is named as the likely place of the line and the county decides.
"""

from __future__ import annotations

import re

NEAR_LABELS: dict[str, tuple[str, ...]] = {
    "output_value": ("特色产业产值", "特色产业总产值数", "特色产业工业产值"),
    "output_share": (
        "占地区工业总产值比例",
        "占本地工业总产值比例",
        "特色产业总产值占地区工业总产值比例",
        "特色产业产值占本地区工业总产值比例",
        "特色产业工业总产值占本地区工业总产值比例",
        "占全区工业总产值比例",
    ),
    "sales_revenue": (
        "产品销售额",
        "特色产品销售收入",
        "产品销售总额",
        "特色产品销售总额",
        "产品销售总收入",
    ),
    "main_revenue": ("主营业务总收入", "主营业务收入总额", "主营业务收入合计", "主营收入"),
    "profit_tax": ("利税额", "利税合计", "实现利税总额", "利润税金总额", "利润和税金总额"),
    "profit_margin": ("主营业务利润率", "主营收入利润率"),
    "exports": (
        "产品出口额",
        "特色产品出口总额",
        "特色产品出口金额",
        "产品出口总额",
        "出口金额",
    ),
    "enterprises": ("企业数", "区域内企业数", "区域企业数", "集群内企业数", "区内企业数"),
    "above_scale_enterprises": (
        "规模以上企业数",
        "规模以上工业企业数",
        "规模以上的企业数",
        "规模企业数",
    ),
    "valid_patents": (
        "有效专利数",
        "有效期内的专利数",
        "拥有有效专利数",
        "有效期内专利拥有量",
        "有效专利拥有量",
        "有效期专利数",
    ),
    "standards": (
        "参与制定标准数",
        "参与制定国标行标团标地标数",
        "参与制定各类标准数",
        "参与制定国家行业地方团体标准数",
        "参与制修订国标行标团标数",
    ),
    "brands": ("省市以上知名品牌数", "省市级以上知名品牌数", "知名品牌数"),
    "employees": (
        "从业人员数",
        "从业人员总数",
        "从业总人数",
        "从业人员人数",
        "全部从业人员",
        "全部从业人员数",
        "从业者人数",
    ),
    "rd_spending": ("科研投入总额", "科研经费投入"),
    "rd_intensity": (
        "研发资金占主营业务收入比例",
        "研发投入占主营业务收入比例",
        "研发经费投入占主营业务收入比例",
        "研发经费占主营业务收入比例",
        "科研投入占主营业务收入比例",
        "研发费用占主营业务收入比例",
        "研发资金投入占主营收入比例",
    ),
    "market_share": (
        "国内市场占有率",
        "全国市场占有率",
        "主导产品市场占有率",
        "主导产品国内市场占有率",
        "主导产品全国市场占有率",
    ),
    "safety_certified": (
        "行业相关安全认证比例",
        "安全认证比例",
        "安全认证企业比例",
        "行业安全认证比例",
        "通过安全认证企业比例",
        "通过行业相关安全认证企业比例",
    ),
    "iso9000": (
        "ISO9000认证比例",
        "ISO9000企业比例",
        "通过ISO9000企业比例",
        "ISO9000认证企业比例",
        "通过ISO9000体系认证企业比例",
    ),
    "iso14000": (
        "ISO14000认证比例",
        "ISO14000企业比例",
        "通过ISO14000企业比例",
        "ISO14000认证企业比例",
        "通过ISO14000体系认证企业比例",
    ),
    "iso22000": (
        "ISO22000认证比例",
        "ISO22000企业比例",
        "通过ISO22000企业比例",
        "ISO22000认证企业比例",
        "通过ISO22000体系认证企业比例",
    ),
    "product_pass_rate": (
        "产品质量合格率",
        "产品抽检合格率",
        "产品抽查合格率",
        "产品出厂合格率",
        "产品检验合格率",
    ),
    "quality_accident": (
        "重大批量产品质量事故产品假冒伪造案件",
        "重大批量产品质量事故",
        "重大产品质量事故产品假冒伪造案件",
        "重大批量产品质量事故及产品假冒伪造案件",
    ),
    "pollution_accident": ("重大污染事故", "重大环境污染事故"),
    "safety_accident": ("重大安全生产事故", "重大生产安全事故", "重大安全事故"),
    "industry_years": (
        "产业发展年限",
        "产业发展时间",
        "特色产业发展年数",
        "特色产业发展年限",
        "产业发展历史",
    ),
    "major_violation": ("重大违法经营行为", "重大违法违规经营行为", "重大违法行为"),
}
"""Ids by spellings that can only mean the one line, in the form of `near_form`."""

HINTS: dict[str, str] = {
    "output_value": "产业.*产值|集群.*产值|总产值",
    "output_share": "产值.*[占比]|占.*产值",
    "sales_revenue": "销售",
    "main_revenue": "主营|营业收入|营收|销售收入",
    "profit_tax": "利税|利润.*税",
    "profit_margin": "利润率",
    "exports": "出口",
    "enterprises": "企业(?:总|家|个)?数|企业$|企业户数|户数|家数",
    "above_scale_enterprises": "规上|规模以上|限上",
    "valid_patents": "专利",
    "standards": "标准",
    "brands": "品牌|商标|名牌",
    "employees": "从业|就业|员工|职工|用工",
    "rd_intensity": "(?:研发|科研|研究|r&d|rd).*(?:占|比|强度|率)",
    "market_share": "占有率|市场份额|市场占比",
    "safety_certified": "安全.*认证",
    "iso9000": "iso900|质量管理体系",
    "iso14000": "iso1400|环境管理体系",
    "iso22000": "iso2200|食品安全管理体系",
    "product_pass_rate": "合格率",
    "quality_accident": "质量事故|假冒|伪造",
    "pollution_accident": "污染",
    "safety_accident": "安全生产|生产安全|安全事故",
    "industry_years": "发展.*年|年限|历史",
    "major_violation": "违法|违规",
}
"""Per scored line, words that a row may show which was meant as this line."""

NARROWING = re.compile(
    r"规上|规模以上|限额?以上|重点|龙头|骨干|样本|女|外资|民营|国有|上市|外来|新增|当年|累计"
    r"|其中.|[^市]占比|同比|环比|增[长速幅减]|排[名位]|名次|目标|计划|规划|预[计测算估期]|力争|[拟待争]|季度|半年|[0-9一二三四]+月"
)
"""Words in a group's title or beside a label that make it a part, a plan or a comparison."""

_SHARE = re.compile(r"(?:占比|比重|百分比|比例|比率)$")
_NUMBER = re.compile(r"(?:总数量|总数|数量|个数|家数|户数|总量|数)$")
_ISO = re.compile(r"(iso)(9|14|22)00[0-9](?:20[0-9]{2})?")
_SYSTEM = re.compile(r"(?:质量|环境|食品安全)?管理体系")
_OCCURRED = re.compile(r"^(?:是否|有无|近[0-9一二三]年)?(?:曾经|曾)?(?:发生|出现|有)?过?(?=重大)")


def near_form(key: str) -> str:
    """Return a label's key in the form in which near labels are compared.

    Examples
    --------
    >>> near_form("规上企业总数"), near_form("通过iso9001质量管理体系认证企业占比")
    ('规模以上企业数', '通过iso9000认证企业比例')
    """
    form = key.replace("规上", "规模以上").replace("的", "")
    if _ISO.search(form):
        form = _SYSTEM.sub("", _ISO.sub(r"\g<1>\g<2>000", form))
    form = _SHARE.sub("比例", form)
    return _OCCURRED.sub("", _NUMBER.sub("数", form))
