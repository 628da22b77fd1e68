"""The words that a standard's sheet prints and the reader does not take（打分表的文字）.

An association may move and add lines, but what it changes here would be signed and not
scored: the words of the bands, the pass mark, the three that must hold. So a line that is
no longer the printed one is refused with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from clusterlib.errors import ParameterError
from clusterlib.rule_files.excel_cells import Cell, half_width
from clusterlib.rules.indicators import FACT_BY_ID, GATES

TITLE = "行业特色区域和产业集群评价体系达标值表"
UNDER = "依据《中国轻工业特色区域和产业集群共建管理办法（2022年版）》附件一"
GROUPS = {
    "basic": "一、特色产业基本情况（60分）　11项以上符合达标值，得分＞48分；"
    "8-10项，36分≤得分≤48分；7项以下，得分＜36分",
    "quality": "二、质量安全情况（20分）　后3项必须符合达标值，否则不得分；前5项均符合，"
    "得分＞16分；3-4项，10分≤得分≤16分；2项以下，得分＜10分",
}
PANEL_PARTS = (
    "三、区域内政府有关职能部门和地方行业组织开展工作的情况（10分）　好，得分＞8分；"
    "较好，6分≤得分≤8分；一般，得分＜6分",
    "四、地方政府批准的特色产业发展规划及相关优惠政策及扶持措施等方面的情况（10分）　"
    "完善，得分＞8分；较好，6分≤得分≤8分；一般，得分＜6分",
)
NOTES = (
    "备注：1、各行业协（学）会、中心结合本行业情况，分别制定“都”、“基地（城、园、区等）”、"
    "“乡（镇、街等）”三个等级的达标值。2、总得分须≥70分方可符合基本的命名要求。",
    "填表：每一指标、每一生效日一行，三级都填；不适用的指标三级都填“免”，依据栏写理由；"
    "“或”的两项可只填一项，另一项各栏留空。依据写作“标准：……”“统计：……”“商议：……”等。",
)
_LINES = (*GROUPS.values(), *PANEL_PARTS, *NOTES)
_GATES = tuple(FACT_BY_ID[gate].label for gate in GATES)
_ALIKE = 0.5
"""Share of common characters from which a line counts as a changed one of the printed."""
_SAYS_POINTS = re.compile(r"[0-9]分|得分|[0-9]项|加分|扣分|及格|一票否决")


def word_faults(where: str, untaken: Iterable[Cell], gates: set[str]) -> Iterator[ParameterError]:
    """Yield what was changed of the printed words.

    Parameters
    ----------
    where : str
        File and sheet.
    untaken : iterable of Cell
        Cells that hold a text and were not read as something else.
    gates : set of str
        Labels, half-width, of the rows of the three that must hold（后3项）that were found.
    """
    cells = [cell for cell in untaken if not _is_head(cell.label)]
    printed = {half_width(line): line for line in _LINES}
    found = {cell.label for cell in cells} & printed.keys()
    others = [cell for cell in cells if cell.label not in printed]
    missing = [label for label in printed if label not in found]
    changed: list[Cell] = []
    for label in missing:
        cell = _most_alike(label, others)
        if cell is not None:
            changed.append(cell)
            yield cell.fault(
                f"“{_short(cell.text)}”与打分表的文字不同",
                f"“{printed[label]}”",
                "打分表的文字和分数不由行业标准改动，请改回",
            )
        elif found:
            yield ParameterError(
                where, f"少了打分表的一行“{_short(printed[label])}”", "打分表原文", "请补回这一行"
            )
    if found and len(gates) < len(_GATES):
        labels = "、".join(_GATES)
        yield ParameterError(where, f"后3项只有{len(gates)}项", labels, "请补回，或改回原来的名称")
    for cell in others:
        if cell not in changed and _SAYS_POINTS.search(cell.label):
            yield cell.fault(
                f"“{_short(cell.text)}”不会用于计分",
                "打分表原文以外不写分数和项数",
                "请删去；另有规定的写进规则文件",
            )


def _is_head(label: str) -> bool:
    """Return whether a text is the title or the line under it, for any industry and status."""
    under = half_width(UNDER)
    rest = label.removeprefix(under)
    return label.endswith(half_width(TITLE)) or (
        label.startswith(under) and (not rest or rest.endswith("仅供试算)"))
    )


def _most_alike(label: str, cells: list[Cell]) -> Cell | None:
    shares = [(_share(label, cell.label), -number) for number, cell in enumerate(cells)]
    best, number = max(shares, default=(0.0, 0))
    return cells[-number] if best >= _ALIKE else None


def _share(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other[:500], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
