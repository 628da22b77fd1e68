"""Results and problems under Chinese headings, with Chinese words for their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from clusterlib.problems import KINDS
from clusterlib.reports.own_sheet_words import own_sheet_lines
from clusterlib.reports.sentences import ENTRY_WORDS, ROUTE_WORDS, VERDICT_WORDS
from clusterlib.rules.indicators import PRINTED, SECTION_TERMS, Catalogue
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.rules.tiers import TIERS, Tier
from clusterlib.scoring.assessment import Assessment
from clusterlib.scoring.entry import ENTRY_IDS
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import VERDICT_IDS

Parts = Sequence[tuple[NDArray[np.int64], Assessment]]
Columns = dict[str, list[str]]

HEADINGS = {
    # by column, in the order of a reader, who asks first for the verdict
    "status": "状态",
    "applicant_id": "申报编号",
    "name": "申报单位",
    "tier": "评价级别",
    "verdict": "结论",
    "outcome_tier": "建议级别",
    "error": "失败原因",
    "region": "所在地区",
    "industry": "行业",
    "route": "名次条件",
    "entry": "申报条件",
    "total_lo": "总得分下限",
    "total_hi": "总得分上限",
    "total": "估分",
    "basic_met": "一 达标项",
    "basic_missing": "一 缺项",
    "quality_gate": "二 后3项",
    "quality_met": "二 达标项",
    "quality_missing": "二 缺项",
    "not_met": "未达标的项",
    "missing": "缺的项",
    "basic_lo": "一 下限",
    "basic_hi": "一 上限",
    "quality_lo": "二 下限",
    "quality_hi": "二 上限",
    "government_lo": "三 下限",
    "government_hi": "三 上限",
    "policy_lo": "四 下限",
    "policy_hi": "四 上限",
    "standard": "标准",
    "standard_status": "标准状态",
    "on": "评价日",
    "readings": "读法",
    "seconds": "用时（秒）",
}
PROBLEM_HEADINGS = {
    "row": "行",
    "applicant_id": "申报编号",
    "tier": "评价级别",
    "column": "列",
    "value": "所填",
    "reason": "问题和办法",
    "severity": "性质",
}
WORDS: dict[str, Mapping[str, str]] = {
    "status": {"done": "完成", "failed": "失败"},
    "verdict": {VERDICT_IDS[code]: word for code, word in VERDICT_WORDS.items()},
    "route": {ROUTE_IDS[code]: word for code, word in ROUTE_WORDS.items()},
    "entry": {ENTRY_IDS[code]: word for code, word in ENTRY_WORDS.items()},
    "quality_gate": {"ok": "无", "unknown": "未答", "failed": "有"},
    "standard_status": STATUS_TERMS,
}


def result_in_words(scored: Parts, columns: Mapping[str, Sequence[str]]) -> Columns:
    """Return the columns of a result, under their ids, with Chinese words for their values."""
    words = {**WORDS, **_words_of(scored)}
    return {
        name: [words[name].get(cell, cell) for cell in cells] if name in words else list(cells)
        for name, cells in columns.items()
    }


def result_in_chinese(scored: Parts, columns: Mapping[str, Sequence[str]]) -> Columns:
    """Return the columns of a result under Chinese headings, in the order of a reader."""
    shown = result_in_words(scored, columns)
    return {heading: shown[name] for name, heading in HEADINGS.items() if name in shown}


def problems_in_chinese(
    columns: Mapping[str, Sequence[str]],
    tiers: Iterable[Tier] = TIERS,
    catalogue: Catalogue = PRINTED,
) -> Columns:
    """Return the columns of a problems file under Chinese headings, with Chinese words."""
    shown = {name: list(cells) for name, cells in columns.items()}
    called = {tier.id: tier.term for tier in tiers}
    shown["tier"] = [called.get(cell, cell) for cell in shown["tier"]]
    shown["column"] = [catalogue.label_of(cell) for cell in shown["column"]]
    shown["severity"] = [
        KINDS["error" if cell == "error" else "warning"] for cell in columns["severity"]
    ]
    return {heading: shown[name] for name, heading in PROBLEM_HEADINGS.items()}


def notes_of(
    scored: Parts, on: str, rules: str, warnings: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield what a result rests on: day, rules, standards, readings, what the columns mean.

    Parameters
    ----------
    scored : sequence of (positions, Assessment)
        The parts of a cohort, each under one standard.
    on : str
        The day scored, ISO.
    rules : str
        Which parameters of the regulation（规则）were used; blank where it is not told.
    warnings : sequence of str
        What asks for a second look in the standards.
    """
    yield "评价日", on
    if rules:
        yield "规则", rules
    terms = scored[0][1].sheet.terms if len(scored) == 1 else SECTION_TERMS.values()
    for number, term in zip("一二三四", terms, strict=True):
        yield f"第{number}部分", term
    yield "上限、下限", "得分区间的两端；区间端点取不到的，结论已按取不到计算"
    yield "估分", "专家组未评的部分按读法取分；只在各部分都能取分时才有，不代替区间"
    yield "建议级别", "申报级别及以下各级中，结论符合且名次条件满足的最高一级；申报条件按读法"
    yield "申报条件", "产业发展年数和有无重大违法经营行为；待答即未填，须补报"
    for _, assessment in scored:
        standard = assessment.standard.standard
        status = STATUS_TERMS[standard.status]
        yield "标准", f"{standard.term}：{standard.issuer}，{status}（{standard.file}）"
        yield from own_sheet_lines(assessment.sheet)
    for warning in warnings:
        yield "标准请核对", warning
    for _, assessment in scored:
        for option in assessment.sheet.reading_options:
            wording = option.wording(getattr(assessment.readings, option.name))
            yield f"读法　{option.term}", f"{wording}（{option.clause}：{option.reason}）"


def _words_of(scored: Parts) -> dict[str, Mapping[str, str]]:
    """Return the words for standards and readings, which a result knows by their ids."""
    standards, readings = {}, {}
    called = {tier.id: tier.term for tier in TIERS}
    for _, assessment in scored:
        called = {tier.id: tier.term for tier in assessment.sheet.tiers}
        standard = assessment.standard.standard
        standards[standard.industry] = standard.term
        readings[assessment.readings.text()] = "；".join(
            option.wording(getattr(assessment.readings, option.name))
            for option in assessment.sheet.reading_options
        )
    return {"standard": standards, "readings": readings, "tier": called, "outcome_tier": called}
