"""What every result made with an association's own score sheet says of it（评价体系）."""

from __future__ import annotations

from collections.abc import Iterator

from clusterlib.rules.scheme import Scheme
from clusterlib.rules.scoresheet import ScoreSheet


def own_sheet_lines(sheet: ScoreSheet) -> tuple[tuple[str, str], ...]:
    """Return what differs from the regulation's sheet and who decided it, as pairs of words.

    None for the regulation's own sheet.
    """
    return tuple(_lines(sheet.own)) if sheet.own else ()


def own_sheet_sentence(sheet: ScoreSheet) -> str:
    """Return the same in one sentence, blank for the regulation's own sheet."""
    return "".join(f"{term}：{words}。" for term, words in own_sheet_lines(sheet))


def _lines(scheme: Scheme) -> Iterator[tuple[str, str]]:
    yield "评价体系", f"{scheme.term}（{scheme.id}，{scheme.start}起）"
    decided = "；".join(
        f"{origin.decided_by} {origin.decided_on}定（{origin.ref}）" for origin in scheme.decisions
    )
    if decided:
        yield "由谁决定", decided
    if scheme.differences:
        yield "与管理办法打分表不同", "；".join(scheme.differences)
    for words in scheme.warnings:
        yield "与管理办法抵触，请核对", words
