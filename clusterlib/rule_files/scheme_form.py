"""Vocabulary of a scheme's workbook（评价体系工作簿）: its sheets, headings, lines and phrases.

Shared by what draws the sheets and what reads them.
"""

from __future__ import annotations

import re

from clusterlib.rules.points import points_text
from clusterlib.rules.scheme import PURPOSE_TERMS, Section
from clusterlib.rules.units import Unit

TITLE, MEASURES_TITLE, NOTES_TITLE = "评价体系打分表", "评价体系指标表", "评价体系填写说明"
STANDARD_TITLE = "评价体系达标值表"
"""In the title of an industry's standard, which is another workbook."""
SHEETS = ("打分表", "指标表", "填写说明")

FIRST, LAST = ("序号", "指标", "单位", "要求"), ("最近几年", "评价分值", "代码")
MEASURE_HEADINGS = (
    "名称", "类别", "单位", "单位类别", "可为负", "由指标", "除以指标", "代码", "其他名称",
)  # fmt: skip
HEADER_LABELS = {
    "名称": "term",
    "生效日": "start",
    "满分": "total",
    "及格分": "pass_mark",
    "评价体系代码": "id",
    "制定单位": "issuer",
    "依据的评价体系": "based_on",
    "命名元素": "element",
    "元素已备案": "filed",
    "来源类别": "kind",
    "来源": "ref",
    "网址": "url",
    "决定者": "by",
    "决定日": "on",
}
TIER_IDS = "级别代码"
OR = "或"
BY_STANDARD = "行业标准"
NO_ACCIDENT = "无"
YES, NO = "是", "否"
MAY = "可"
POINTS = Unit("分", "points", 0)
YEARS = Unit("年", "years", 0)

_TENS = "一二三四五六七八九十"
NUMERAL = re.compile(f"[{_TENS}]{{1,3}}")
_COUNTED = re.compile("([0-9]{1,4})分[,，]按达标项数")
_GRADED = re.compile("([0-9]{1,4})分[,，]按专家组档次")
_AT_LEAST = re.compile("初评满足([0-9]{1,3})项[,，]复评满足([0-9]{1,3})项")
_REQUIRED = "各项都须满足"
RULE_FORMS = f"“60分，按达标项数”“10分，按专家组档次”“{_REQUIRED}”“初评满足7项，复评满足5项”之一"


def numeral(number: int) -> str:
    """Return the Chinese numeral of a section, from 1 to 99."""
    tens, ones = divmod(number, 10)
    before = ("" if tens < 2 else _TENS[tens - 1]) + ("十" if tens else "")
    return before + (_TENS[ones - 1] if ones else "")


def rule_phrase(section: Section) -> str:
    """Return how a section is scored, in the words that `rule_of` reads."""
    if section.rule == "counted":
        return f"{points_text(section.points)}分，按达标项数"
    if section.rule == "graded":
        return f"{points_text(section.points)}分，按专家组档次"
    if section.rule == "required":
        return _REQUIRED
    counts = zip(PURPOSE_TERMS.values(), section.least, strict=True)
    return "，".join(f"{word}满足{count}项" for word, count in counts)


def rule_of(label: str) -> tuple[str, int, tuple[int, int]] | None:
    """Return rule, points and least counts of a phrase without spaces, None for any other."""
    if found := _COUNTED.fullmatch(label):
        return "counted", int(found[1]), (0, 0)
    if found := _GRADED.fullmatch(label):
        return "graded", int(found[1]), (0, 0)
    if found := _AT_LEAST.fullmatch(label):
        return "at_least", 0, (int(found[1]), int(found[2]))
    return ("required", 0, (0, 0)) if label == _REQUIRED else None


NOTES = """\
# 怎样用
浅黄色的格可以改。改好后存盘，运行 clusterlib schemes check 本文件，按提示改正。
check、show、score 都直接读本文件；
clusterlib schemes import 本文件 --out 代码.yaml 另存为规则文件。
只填数和文字，不用公式，不隐藏行列，表外不写字。错处按工作表和单元格一次列出。
# 增一项
一、在“指标表”末尾加一行：名称、类别、单位。代码可以不填，不填就用名称。
二、在“打分表”的那一部分里插入一行：指标和单位与指标表相同，要求选一种，各级填数。
三、项数变了，照实改“评价分值”各行的项数。
# 删一项
删去“打分表”的那一行；别处也不用的指标，在“指标表”里也删去。
# 或
两个指标满足其一即可的，写成上下两行，第二行的序号填“或”。
# 各部分
序号是一、二、三……的一行是一个部分：指标栏写名称，其后写计分办法，是下列四种之一：
60分，按达标项数（按满足的项数分档，评价分值写各档）
10分，按专家组档次（专家组评好、较好、一般，评价分值写三档）
各项都须满足（不计分，缺一不可）
初评满足7项，复评满足5项（不计分）
# 评价分值
每档一行（按 Alt＋Enter 换行，或用“；”分开），高的在前，先写项数或档次，再写得分：
11项以上，得分＞48分
8-10项，36分≤得分≤48分
7项以下，得分＜36分
每个项数、0分到满分的每个分数都只在一档里；相邻两档交界的一分归哪一档，用符号写清。
# 须为“无”
类别是“有无”的指标列在按达标项数的部分里，各级填“无”：有一项不为“无”，这部分不得分。
# 各级
级别的名称是表头“要求”与“最近几年”之间的各栏。界限由行业标准定的，各级都填“行业标准”。
# 最近几年
空着是只看本年；填3是最近3年每年都要满足。
# 指标表
类别：数额、个数、比重、增长、有无。可为负：可以填负数的填“可”。
其他名称：汇总表里也认的写法，每格一个。
比重可由两个指标算出：由指标÷除以指标。增长须写由哪个指标算年均增长。
通用单位：元、万元、亿元、美元、万美元、亿美元、人、万人、个、%。
用别的单位，在单位类别里写它量什么，如面积。
# 改别的体系
“依据的评价体系”写它的代码：与它不同之处会列出，管理办法规定不能改的会提示。
须写决定者和决定日。
"""
"""How to fill in: headings after a #, and sentences."""
