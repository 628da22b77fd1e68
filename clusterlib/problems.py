"""Problems: located defects of what a county sent, each a code with facts.

Readers collect every problem and hand them on with what could be read. The sentence
for people is made here and nowhere else, so that a table, a marked workbook and a
report say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]

REASONS: dict[str, tuple[str, str]] = {
    # code: (what was found and what was expected, what to do next)
    "not_a_number": ("不是数字", "请只填数字，不写文字"),
    "qualifier": ("带有“约、多、近、余、以上”等字样，不是确数，按缺项处理", "请填确数"),
    "unit_in_cell": ("单元格里写了单位", "请只填数字，单位以表头为准"),
    "separator": ("逗号分节不是三位一节", "请改为三位一节或不用逗号"),
    "too_many_digits": ("有效数字超过15位", "请按原始资料填写"),
    "negative": ("不能为负数", "请核对正负号"),
    "fraction": ("个数、人数须为整数", "请核对数值和单位"),
    "above_100": ("百分比不能大于100", "请核对数值"),
    "rank_below_1": ("名次须为不小于1的整数", "请核对名次"),
    "error_value": ("单元格是公式错误值", "请改填数值"),
    "formula_without_value": ("公式没有算出的值", "请用 Excel 打开后保存，或改填数值"),
    "not_yes_no": ("只能填“{expected}”", "请改填"),
    "unknown_grade": ("只能填“好、较好、一般”", "请改填"),
    "unknown_tier": ("认不出申报级别", "请填“都、基地、乡”之一"),
    "unknown_industry": ("没有这个行业的标准", "请核对行业名称，或补充该行业标准"),
    "other_industry": ("本行行业与所用标准（{expected}）不同，仍按该标准计算", "请核对"),
    "share_below_1": ("百分比在0与1之间，按原样读作百分之{found}", "如本意是{expected}%，请改填"),
    "thousandfold": ("与达标值（{expected}）相差1000倍以上", "请核对单位"),
    "thousandfold_year": ("与同一行其他年度（{expected}）相差1000倍以上", "请核对单位"),
    "part_above_whole": ("部分大于整体（{expected}）", "请核对两个数"),
    "blank_id": ("没有申报编号，本行未计入", "请补申报编号"),
    "repeated_id": ("申报编号与前面的行重复，本行未计入", "请核对编号，保留一行"),
    "unknown_column": ("认不出这一列，未使用", "如需使用，请改用模板中的名称"),
    "points_outside_band": ("专家评分不在允许的{expected}之内，未采用", "请专家组核对评分与档次"),
    "too_many_decimals": ("小数超过15位", "请减少小数位"),
}


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
