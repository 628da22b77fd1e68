"""The words that a standard's sheet prints and the reader does not take（打分表的文字）.

An association may move and add lines, but what it changes here would be signed and not
scored: the words of the bands, the pass mark, the three that must hold. So a line that is
no longer the printed one is refused with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from clusterlib.errors import ParameterError
from clusterlib.rule_files.excel_cells import FormCell, half_width
from clusterlib.rules.indicators import FACT_BY_ID, GATES
from clusterlib.rules.printed import LAST_ITEMS, group_lines, mark_text, panel_lines
from clusterlib.rules.scoresheet import ScoreSheet

TITLE = "行业特色区域和产业集群评价体系达标值表"
UNDER = "依据《中国轻工业特色区域和产业集群共建管理办法（2022年版）》附件一"
_TIER_FORMS = ("", "（城、园、区等）", "（镇、街等）")
_HOW_TO_FILL = (
    "填表：每一指标、每一生效日一行，三级都填；不适用的指标三级都填“免”，依据栏写理由；"
    "“或”的两项可只填一项，另一项各栏留空。依据写作“标准：……”“统计：……”“商议：……”等。"
)
_GATES = tuple(FACT_BY_ID[gate].label for gate in GATES)
_ALIKE = 0.5
"""Share of common characters from which a line counts as a changed one of the printed."""
_SAYS_POINTS = re.compile(r"[0-9]分|得分|[0-9]项|加分|扣分|及格|一票否决")


def notes_of(sheet: ScoreSheet) -> tuple[str, str]:
    """Return the notes under the table."""
    tiers = "、".join(
        f"“{tier.term}{form}”" for tier, form in zip(sheet.tiers, _TIER_FORMS, strict=True)
    )
    return (
        f"备注：1、各行业协（学）会、中心结合本行业情况，分别制定{tiers}三个等级的达标值。"
        f"2、总得分须≥{mark_text(sheet)}分方可符合基本的命名要求。",
        _HOW_TO_FILL,
    )


def word_faults(
    where: str, untaken: Iterable[FormCell], gates: set[str], editions: Sequence[ScoreSheet]
) -> Iterator[ParameterError]:
    """Yield what was changed of the printed words.

    Parameters
    ----------
    where : str
        File and sheet.
    editions : sequence of ScoreSheet
        The score sheets whose words may stand there, the newest first.
    untaken : iterable of FormCell
        Cells that hold a text and were not read as something else.
    gates : set of str
        Labels, half-width, of the rows of the three that must hold（后3项）that were found.
    """
    cells = [cell for cell in untaken if not _is_head(cell.label)]
    lines = [_lines(sheet) for sheet in editions]
    printed = {half_width(line): line for edition in lines for line in edition}
    found = {cell.label for cell in cells} & printed.keys()
    others = [cell for cell in cells if cell.label not in printed]
    # Of each line the words of one edition must stand there; the newest are told.
    missing = [
        half_width(same[0])
        for same in zip(*lines, strict=True)
        if not any(half_width(line) in found for line in same)
    ]
    changed: list[FormCell] = []
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
        yield ParameterError(
            where, f"{LAST_ITEMS}只有{len(gates)}项", labels, "请补回，或改回原来的名称"
        )
    for cell in others:
        if cell not in changed and _SAYS_POINTS.search(cell.label):
            yield cell.fault(
                f"“{_short(cell.text)}”不会用于计分",
                "打分表原文以外不写分数和项数",
                "请删去；另有规定的写进规则文件",
            )


def _lines(sheet: ScoreSheet) -> tuple[str, ...]:
    return (*group_lines(sheet).values(), *panel_lines(sheet), *notes_of(sheet))


def _is_head(label: str) -> bool:
    """Return whether a text is the title or the line under it, for any industry and status."""
    under = half_width(UNDER)
    rest = label.removeprefix(under)
    return label.endswith(half_width(TITLE)) or (
        label.startswith(under) and (not rest or rest.endswith("仅供试算)"))
    )


def _most_alike(label: str, cells: list[FormCell]) -> FormCell | None:
    shares = [(_share(label, cell.label), -number) for number, cell in enumerate(cells)]
    best, number = max(shares, default=(0.0, 0))
    return cells[-number] if best >= _ALIKE else None


def _share(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other[:500], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
