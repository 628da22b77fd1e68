"""What the calibration page says in words: tabs, header, sentence, movers, fixed line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clusterlib.analysis.moves import TierMatrix, moved
from clusterlib.dashboards.calibrate.matrix import BANDS
from clusterlib.dashboards.what_if.thresholds import Cell, ThresholdTable, grouped
from clusterlib.reports.sentences import VERDICT_WORDS
from clusterlib.rules.tiers import Tier

MOST_NAMED = 4
_SPANNING = BANDS.index("跨一二")


def tab_of(
    tier: Tier, now: TierMatrix, before: TierMatrix, limits: tuple[int, ...]
) -> dict[str, Any]:
    """Return one tier's counts per band and per verdict, now and before."""
    low, high = limits[0], limits[-1]
    labels = (
        ("一档", f"≥{high}项"),
        ("二档", f"{low}–{high - 1}项"),
        ("三档", f"≤{low - 1}项"),
        ("跨档", ""),
    )
    counted = [np.bincount(np.minimum(side.band, 3), minlength=4) for side in (now, before)]
    bands = [
        {"label": label, "limit": limit, **_pair(counted[0][place], counted[1][place])}
        for place, (label, limit) in enumerate(labels)
    ]
    judged = [np.bincount(side.verdict, minlength=3) for side in (now, before)]
    verdicts = [
        {"label": VERDICT_WORDS[code], **_pair(judged[0][code], judged[1][code])}
        for code in (2, 1, 0)
    ]
    same = all(not part["was"] for part in (*bands, *verdicts))
    return {
        "term": tier.term,
        "bands": bands,
        "verdicts": verdicts,
        "note": "无变化" if same else "",
    }


def movers_of(names: Sequence[str], now: TierMatrix, before: TierMatrix) -> dict[str, Any]:
    """Return who moved, for the large page: two whole, others in one line."""
    first, rest = _ranked(now, before)
    whole, others = (first[:2], first[2:] + rest) if first else (rest[:2], rest[2:])
    named = others[: MOST_NAMED - len(whole)]
    line = "　".join(f"{names[row]} {_items(now, before, row)}" for row in named)
    if len(others) > len(named):
        line += f"　另{len(others) - len(named)}家"
    return {
        "first": [
            {
                "name": names[row],
                "items": _items(now, before, row),
                "band": _arrow(BANDS[before.band[row]], BANDS[now.band[row]]),
                "verdict": _arrow(
                    VERDICT_WORDS[before.verdict[row]], VERDICT_WORDS[now.verdict[row]]
                ),
            }
            for row in whole
        ],
        "rest": line,
        "note": "档次不变" if named and not first[2:] else "",
    }


def movers_lines(
    names: Sequence[str], now: TierMatrix, before: TierMatrix
) -> list[tuple[str, str, str, str]]:
    """Return everyone who moved: name, items, band and verdict, before and after."""
    first, rest = _ranked(now, before)
    return [
        (
            names[row],
            _items(now, before, row),
            _arrow(BANDS[before.band[row]], BANDS[now.band[row]]) or BANDS[now.band[row]],
            _arrow(VERDICT_WORDS[before.verdict[row]], VERDICT_WORDS[now.verdict[row]])
            or VERDICT_WORDS[now.verdict[row]],
        )
        for row in (*first, *rest)
    ]


def effects_of(
    names: Sequence[str], now: TierMatrix, before: TierMatrix, most: int | None = None
) -> list[str]:
    """Return what a change did, one clause per applicant whose band changed, then the others."""
    first, rest = _ranked(now, before)
    most = len(first) if most is None else most
    clauses = [_clause(names[row], now, before, row) for row in first[:most]]
    if first[most:]:
        clauses.append(f"另{len(first) - most}家档次有变")
    if rest:
        how = {(-1, -1): "各少一项", (1, 1): "各多一项"}.get(
            _steps(now, before, rest), "项数或结论有变"
        )
        lead = "另" if clauses else ""
        if len(rest) == 1:
            how = how.replace("各", "")
        # A sentence for the screen stays on its line; the names stand in the matrix anyway.
        is_short = most == len(first) or (len(first) <= most and len(rest) <= MOST_NAMED)
        named = f"：{_named(names, now, before, rest)}" if is_short else ""
        clauses.append(f"{lead}{len(rest)}家{how}，档次不变{named}")
    return clauses


def change_text(cell: Cell, now: ThresholdTable, before: ThresholdTable) -> str:
    """Return one changed threshold, such as 基地·出口额 8 000→10 000 万美元."""
    column, tier = cell
    return (
        f"{tier.term}·{now.indicator(cell).short} {grouped(before.value(cell))}→"
        f"{grouped(now.value(cell))} {now.units[column].term}"
    )


def sentence_of(what: str, effects: list[str]) -> str:
    """Return the sentence under the matrix."""
    if not what:
        return "还没有改动。改一个达标值，这里就说谁的项数、档次、结论随之变化。"
    return f"{what}：{'；'.join(effects) if effects else '没有一家的项数、档次、结论随之变化'}。"


def _ranked(now: TierMatrix, before: TierMatrix) -> tuple[list[int], list[int]]:
    """Return rows with a change of band, then the other movers, those with more items first."""
    rows = np.flatnonzero(moved(now, before))
    rows = rows[np.lexsort((rows, -before.low[rows].astype(int)))]
    first = now.band[rows] != before.band[rows]
    return rows[first].tolist(), rows[~first].tolist()


def _steps(now: TierMatrix, before: TierMatrix, rows: list[int]) -> tuple[int, int]:
    """Return the smallest and the largest step of either end of the counts."""
    steps = np.stack(
        [
            side_now[rows].astype(int) - side_was[rows]
            for side_now, side_was in ((now.low, before.low), (now.high, before.high))
        ]
    )
    return int(steps.min()), int(steps.max())


def _clause(name: str, now: TierMatrix, before: TierMatrix, row: int) -> str:
    was, band = int(before.band[row]), int(now.band[row])
    whole = max(was, band) < _SPANNING
    if whole:
        what = f"失去{BANDS[was]}" if band > was else f"进入{BANDS[band]}"
    else:
        what = f"{BANDS[was]}→{BANDS[band]}"
    verdict = _arrow(VERDICT_WORDS[before.verdict[row]], VERDICT_WORDS[now.verdict[row]])
    return f"{name} {_items(now, before, row)}，{what}" + (f"（{verdict}）" if verdict else "")


def _named(names: Sequence[str], now: TierMatrix, before: TierMatrix, rows: list[int]) -> str:
    text = "、".join(
        f"{names[row]} {_items(now, before, row).removesuffix('项')}" for row in rows[:MOST_NAMED]
    )
    return text + ("等" if len(rows) > MOST_NAMED else "")


def _items(now: TierMatrix, before: TierMatrix, row: int) -> str:
    return (
        _arrow(_span(before, row), _span(now, row)) + "项"
        if (_span(before, row) != _span(now, row))
        else _span(now, row) + "项"
    )


def _span(matrix: TierMatrix, row: int) -> str:
    low, high = int(matrix.low[row]), int(matrix.high[row])
    return str(low) if low == high else f"{low}–{high}"


def _arrow(was: str, now: str) -> str:
    return "" if was == now else f"{was}→{now}"


def _pair(now: int, was: int) -> dict[str, str]:
    return {"now": str(now), "was": "" if now == was else str(was)}
