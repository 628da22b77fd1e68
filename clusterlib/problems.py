"""Problems: located defects of what a county sent, each a code with facts.

Readers collect every problem and hand them on with what could be read. The sentence
for people is made here and nowhere else, so that a table, a marked workbook and a
report say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]

KINDS: dict[Severity, str] = {"error": "须改正", "warning": "请核对"}

REASONS: dict[str, tuple[str, str]] = {
    # code: (what was found and what was expected, what to do next)
    "not_a_number": ("不是数字", "请只填数字，不写文字"),
    "qualifier": ("带有“约、多、近、余、以上”等字样，不是确数，按缺项处理", "请填确数"),
    "unit_in_cell": ("单元格里写了单位", "请只填数字，单位以表头为准"),
    "invisible": ("数里夹有看不见的字符（{expected}），按缺项处理", "请删去整格后重新键入"),
    "separator": ("逗号分节不是三位一节", "请改为三位一节或不用逗号"),
    "too_many_digits": ("有效数字超过15位", "请按原始资料填写"),
    "negative": ("不能为负数", "请核对正负号"),
    "fraction": ("个数、人数须为整数", "请核对数值和单位"),
    "above_100": ("百分比不能大于100", "请核对数值"),
    "rank_below_1": ("名次须为不小于1的整数", "请核对名次"),
    "error_value": ("单元格是公式错误值", "请改填数值"),
    "percent_style": (
        "单元格是百分比格式（显示为{found}），这一格却不以%计",
        "请改为常规数字格式，并核对数值",
    ),
    "shown_otherwise": ("单元格显示的不是所存的数（{found}）", "请改为常规数字格式，并核对数值"),
    "struck_out": ("数字已划去（删除线）", "请填现在有效的数，去掉删除线"),
    "hidden_sheet": ("工作表“{found}”是隐藏的，未读取", "如需使用，请取消隐藏"),
    "hidden_sheet_read": ("工作表“{found}”是隐藏的，没有别的表可读，仍照读", "请取消隐藏并核对"),
    "hidden_rows": ("有{found}行是隐藏的（或被筛选掉），仍照读", "请取消隐藏或筛选并核对"),
    "hidden_columns": ("{found}列是隐藏的，仍照读", "请取消隐藏并核对"),
    "hidden_cell": ("这一格在隐藏的行或列里，仍照读", "请取消隐藏并核对"),
    "formula_without_value": ("公式没有算出的值", "请用 Excel 打开后保存，或改填数值"),
    "not_yes_no": ("只能填“{expected}”", "请改填"),
    "unknown_grade": ("只能填“好、较好、一般”", "请改填"),
    "unknown_tier": ("认不出申报级别", "请填“{expected}”之一"),
    "unknown_industry": ("没有这个行业的标准", "请核对行业名称，或补充该行业标准"),
    "other_industry": ("本行行业与所用标准（{expected}）不同，仍按该标准计算", "请核对"),
    "share_below_1": ("百分比在0与1之间，按原样读作百分之{found}", "如本意是{expected}%，请改填"),
    "thousandfold": ("与达标值（{expected}）相差1000倍以上", "请核对单位"),
    "thousandfold_year": ("与同一行其他年度（{expected}）相差1000倍以上", "请核对单位"),
    "part_above_whole": ("部分大于整体（{expected}）", "请核对两个数"),
    "blank_id": ("没有申报编号，本行未计入", "请补申报编号"),
    "repeated_id": ("申报编号与前面的行重复，本行未计入", "请核对编号，保留一行"),
    "no_applicant": (
        "这一行是合计、注释、签署、重复的表头或文件结束符，不是申报单位，未计入",
        "如确是申报单位，请改用申报编号",
    ),
    "rounded_id": (
        "申报编号是按数字存的，位数过多，末几位可能已变成0或被舍入",
        "请改存为文字并核对编号",
    ),
    "invisible_id": (
        "申报编号里夹有看不见的字符（{expected}），按原样采用",
        "请删去整格后重新键入；评审表和核定表里的编号也要一致",
    ),
    "like_id": (
        "申报编号与“{expected}”只差全半角或看不见的字符，仍作两家",
        "请核对是不是同一家",
    ),
    "unknown_column": ("认不出这一列，未使用", "如需使用，请改用模板中的名称"),
    "points_outside_band": ("专家评分不在允许的{expected}之内，未采用", "请专家组核对评分与档次"),
    "too_many_decimals": ("小数超过15位", "请减少小数位"),
    "cover_blank": ("封面没有填“{expected}”", "请补填"),
    "review_unknown": ("看不出是初次申报还是复评", "请填“初次申报”或“复评”"),
    "unreported": ("“{expected}”未报", "请补填"),
    "unused": ("“{expected}”未采用所填的“{found}”，按缺项处理", "请改正"),
    "line_missing": ("没有找到“{expected}”这一项，按缺项处理", "请按模板补上这一行"),
    "repeated_line": ("同一项出现两次，与{expected}不同，按缺项处理", "请删去多余的一处"),
    "repeated_sheet": (
        "与工作表“{expected}相同，只读了前一张",
        "请删去多余的一张；不同的数另行列出",
    ),
    "near_label_unused": (
        "与“{expected}”相近，另有一行名称相符，这一行未采用",
        "请核对，只保留一行",
    ),
    "part_read": (
        "名称前有“其中”，模板没有；按“{expected}”的全部读",
        "如只是一部分，请填全部的数",
    ),
    "line_likely": (
        "这一行可能是“{expected}”，名称对不上，未采用",
        "请改为模板中的名称；不是这一项的请另填",
    ),
    "growth_in_words": ("增长用文字写，无法核对", "请填百分数"),
    "repeated_line_same": ("“{expected}”出现两次，数相同", "请删去多余的一行"),
    "two_values": ("一格里有两个以上的数，或一个年份下有两个数，按缺项处理", "请每格只填一个数"),
    "part_blank": ("分项“{expected}”没有填，整项按缺项处理", "请逐格填写，没有的填0"),
    "scored_year_blank": (
        "评分年度没有填，按缺项处理；以前年度的数（{expected}）只列示，不代替",
        "请补填评分年度的数",
    ),
    "unit_of_other_kind": ("单位“{found}”不适用于“{expected}”，这一行未采用", "请改正单位"),
    "unit_conflict": ("同一行写了两个单位（{found}），这一行未采用", "请只留一个单位"),
    "unit_unknown": (
        "{expected}的单位“{found}”不能用，下面没有相同单位的数按缺项处理",
        "请改用元、万元、亿元（出口额用美元、万美元、亿美元，人数用人、万人）",
    ),
    "unit_against_heading": (
        "单位“{found}”与{expected}不一致，下面的数按缺项处理",
        "请只留一个单位并核对数值",
    ),
    "units_against_heading": (
        "{expected}与这些行自己的单位不一致：{found}；下面的数按缺项处理",
        "请只留一个单位并核对数值",
    ),
    "units_above_differ": (
        "{expected}写了不同的单位（{found}），下面的数按缺项处理",
        "请只留一个单位并核对数值",
    ),
    "unit_unused": ("表上方的单位“{found}”不适用于任何一列，未采用", "请核对"),
    "unit_unstated": ("没有写单位，按“{expected}”读", "请补写单位并核对"),
    "part_year": (
        "不是全年实际数，这一列的金额按缺项处理",
        "请填全年数，或用 --year 指定上一个完整年度",
    ),
    "part_year_line": ("这一行写明不是全年数，按缺项处理", "请填全年数"),
    "year_blank": ("表头没有填年份，最后一列按评分年度读", "请填完整年份，如2023年"),
    "year_inferred": ("表头没有填年份，按相邻列推为{expected}年", "请填完整年份"),
    "year_near": ("表头看不出是哪一年，按{expected}读", "请核对，并填完整年份，如2023年"),
    "year_planned": ("是计划、目标或预计数，这一列未采用", "请填全年实际数"),
    "part_year_beside": ("不是全年数，未采用；同一年的全年数另有一列", "请核对"),
    "year_unclear": ("表头看不出是哪一年，这一列未使用", "请填完整年份，如2023年"),
    "heading_unread": (
        "表头“{found}”看不出是哪一年，这张表的各项都未读取",
        "请在表头填完整年份，如2023年",
    ),
    "year_absent": ("表中没有{expected}年这一列，指标按缺项处理", "请核对 --year 或补填该年度"),
    "year_order": ("年份没有从左到右递增，仍以最近一年为评分年度", "请核对表头年份"),
    "year_absent_here": (
        "本表没有评分年度（{expected}年）这一列，本表指标按缺项处理",
        "请核对表头年份",
    ),
    "repeated_year": ("同一年份出现两次，这些列未采用", "请改正表头年份"),
    "share_differs": (
        "填报比例与按分子分母算出的{expected}%相差超过0.05个百分点，以填报为准",
        "请核对比例和有关数值",
    ),
    "growth_differs": ("填报增长率与按两年数值算出的{expected}%相差超过0.05个百分点", "请核对"),
    "industry_share_above_100": ("占全国同行业比重大于100", "请核对"),
    "jump": ("与上一年（{expected}）相比超过两倍或不到一半", "请核对两年的数和单位"),
    "same_as_year": ("与{expected}的数完全相同", "请核对是否当年统计"),
    "above_scale_redefined": (
        "“规模以上”的口径2011年有变，与{expected}的数不可比",
        "请核对各年口径",
    ),
    "same_every_year": ("各年填报的数完全相同", "请核对是否逐年统计"),
    "earlier_yes": ("评分年度填“无”，但{expected}填“有”；“曾发生”不分年度", "请核对"),
    "panel_in_workbook": ("“{expected}”由受理单位填写，不应出现在申报表里，未采用", "请删去"),
    "no_heading": ("这一格上方没有表头（第{expected}列），未使用", "请核对本行是否错列"),
    "other_sheet": ("工作表“{found}”也像汇总表，未使用，只读了第一张", "请把各表并为一张"),
    "return_year_blank": ("看不出是哪一年的年度报表，未收", "请在表头填完整年份，如2025年"),
    "basis_not_ticked": (
        "没有勾选是市场占有率还是行业占比，打分时不作市场占有率用",
        "请勾选一项",
    ),
    "growth_recomputed": (
        "填报同比{found}%，按上年填报数重算为{expected}%，相差超过0.5个百分点",
        "请说明",
    ),
    "same_as_return": ("有{found}与{expected}完全相同", "请核对是否照抄上年"),
    "cumulative_falls": ("是累计数，却少于{expected}", "请核对口径"),
    "firms_differ": ("龙头企业数与附表所列的{expected}家不一致", "请核对"),
    "firms_above_whole": ("小于附表所列龙头企业的合计（{expected}）", "请核对两个数和单位"),
    "firm_below_leading": ("营业收入不到{expected}，不是龙头企业", "请核对单位"),
    "not_a_decision": ("这一列不属于评审表，未使用", "评审表只填评分、档次、排名、认定和例外"),
    "two_decisions": ("与评审表（{expected}）不一致，按评审表", "请核对，只保留一处"),
    "unknown_applicant": ("没有这个申报编号的申报单位，本行未使用", "请核对申报编号"),
    "shared_applicant": (
        "这个申报编号有几个文件（{expected}），都没有评价，本行未使用",
        "请核对编号，只留一份后重跑",
    ),
    "unknown_item": ("认不出这个指标，本行未使用", "请填指标名称，如“利税总额”"),
    "unfit_unit": ("单位不适用于这个指标（可用{expected}），本行未使用", "请改正单位并核对数值"),
    "left_blank": ("“{expected}”没有填写，本行未使用", "请补填"),
    "not_a_year": ("不是年份，本行未使用", "请填四位年份，如2025"),
    "not_a_day": ("不是日期，本行未使用", "请填年月日，如2026-03-15"),
    "other_year": ("不是计分年度（{expected}）的数，未使用", "请核对年度"),
    "confirmed_twice": ("同一指标同一年度已有核定值（{expected}），本行未使用", "请只保留一行"),
}


def counted(problems: Iterable[Problem]) -> str:
    """Return how many problems there are of each kind, in words."""
    kinds = Counter(problem.kind for problem in problems)
    return "，".join(f"{kind} {kinds[kind]} 条" for kind in ("缺", *KINDS.values()))


@dataclass(frozen=True, slots=True)
class Problem:
    """One located defect.

    Parameters
    ----------
    code : str
        Key of `REASONS`.
    severity : {"error", "warning"}
        An error leaves a figure or a row unused; a warning only asks to look again.
    column : str
        Id of the column where it is known, else the heading as written.
    found : str
        The value as written.
    expected : str
        A fact for the sentence: a limit, a band, another figure.
    applicant_id, tier : str
        Whom it concerns; `tier` only for panel points.
    row : int or None
        First line of the record in a table, headings are line 1.
    sheet, cell : str
        Place in a workbook, such as ``基本情况表二`` and ``D7``.
    file : str
        Name of the file, where several are read together.
    is_missing : bool
        Whether it leaves an item of the score sheet, a last item or an entry fact without a
        figure（缺）.
    """

    code: str
    severity: Severity
    column: str = ""
    found: str = ""
    expected: str = ""
    applicant_id: str = ""
    tier: str = ""
    row: int | None = None
    sheet: str = ""
    cell: str = ""
    file: str = ""
    is_missing: bool = False

    @property
    def kind(self) -> str:
        """How it is told to people: 缺, 须改正 or 请核对; the first two are errors."""
        return "缺" if self.is_missing else KINDS[self.severity]

    @property
    def reason(self) -> str:
        """The sentence for people, in Chinese: what is wrong, and what to do."""
        what, remedy = REASONS[self.code]
        what = what.format(found=self.found, expected=self.expected)
        remedy = remedy.format(found=self.found, expected=self.expected)
        return f"{what}。{remedy}。"

    def at(
        self,
        *,
        applicant_id: str = "",
        row: int | None = None,
        sheet: str = "",
        cell: str = "",
    ) -> Problem:
        """Return the same problem at another place."""
        return replace(
            self,
            applicant_id=applicant_id or self.applicant_id,
            row=self.row if row is None else row,
            sheet=sheet or self.sheet,
            cell=cell or self.cell,
        )
