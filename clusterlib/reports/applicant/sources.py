"""The report's figures at their sources（出处）, and the verified beside the reported（核定）."""

from __future__ import annotations

from collections.abc import Iterator

from clusterlib.reports.applicant.items import (
    derivation_of,
    label_of,
    reported_text,
    sides_of,
    unit_of,
)
from clusterlib.reports.applicant.view import ApplicantView
from clusterlib.reports.markup import heading, note, raw, section, strong, table, td, th, tr
from clusterlib.reports.numbers import in_unit
from clusterlib.rules.standard import SOURCE_TERMS
from clusterlib.scoring.explanation import FactTrace, SideTrace

_CONTENT_CLAUSE = "一（二）"


def sources(view: ApplicantView) -> str:
    """Return where each figure and each threshold stands（出处）."""
    year = f"（{view.year}年）" if view.year else ""
    headings = [
        th(""),
        th("指标"),
        th(f"申报材料中的位置{year}"),
        th("原文"),
        th("达标值依据"),
        th("基本内容"),
        th("条款"),
    ]
    rows = [
        row
        for part in view.focus.sections[:2]
        for item in part.items
        for number, side in enumerate(item.sides)
        for row in _source_rows(view, part.clause, str(item.number) if number == 0 else "", side)
    ]
    file = view.standard.file or view.standard.industry
    return section(
        "sources",
        heading("出处", f"达标值按 A1.3.note1 分三级制定，文件 {file}"),
        table(headings, rows, "origin"),
    )


def confirmed(view: ApplicantView) -> str:
    """Return the verified figures beside the reported ones; a sentence where there are none."""
    evidence = view.evidence
    if evidence is None or not evidence.confirmations:
        return section(
            "confirmed", heading("申报值与核定值"), note("没有核定值；得分按申报值计算。", "plain")
        )
    headings = [
        th("指标"),
        th("单位", "r"),
        th("申报值", "r"),
        th("核定值", "r"),
        th("理由"),
        th("凭证"),
        th("核定人"),
        th("日期"),
    ]
    rows = []
    for side in sides_of(view.focus):
        found = side.figure.confirmed
        if found is not None:
            rows.append(
                tr(
                    [
                        td(side.indicator.label),
                        td(unit_of(side).term, "r soft"),
                        td(reported_text(side) or "未报", "r n"),
                        raw(
                            strong(in_unit(found.value, side.indicator.unit, unit_of(side))), "r n"
                        ),
                        td(found.reason),
                        td(found.document),
                        td(found.person),
                        td(found.day, "n"),
                    ]
                )
            )
    for other in (found for found in evidence.confirmations if found.label):
        reported = evidence.reported(other.column)
        rows.append(
            tr(
                [
                    td(other.label),
                    td(other.unit, "r soft"),
                    td(
                        f"{reported.text}{reported.unit}"
                        if reported and reported.text
                        else "未报",
                        "r n",
                    ),
                    raw(strong(other.text), "r n"),
                    td(other.reason),
                    td(other.document),
                    td(other.person),
                    td(other.day, "n"),
                ]
            )
        )
    return section(
        "confirmed",
        heading("申报值与核定值", "得分按核定值计算，申报值原样保留"),
        table(headings, rows, "pairs"),
    )


def _source_rows(view: ApplicantView, clause: str, number: str, side: SideTrace) -> Iterator[str]:
    """Yield where a figure stands, and below it how it was computed where it is not stated."""
    yield tr(
        [
            td(number, "k"),
            td(label_of(side, not number)),
            td(_place(view, side.figure)),
            td(_written(side.figure)),
            td(_basis(side)),
            td(_content(side), "soft w"),
            td(clause, "soft"),
        ]
    )
    if derivation_of(side):
        yield tr([td("", "k"), td(f"推算：{derivation_of(side)}", "soft", 6)])


def _content(side: SideTrace) -> str:
    """Return which of the basic contents an indicator serves; an own one is of its sheet."""
    content = side.indicator.content
    return f"{_CONTENT_CLAUSE}{content}" if content else "评价体系增列"


def _place(view: ApplicantView, figure: FactTrace) -> str:
    entry = figure.reported
    if entry is None:
        return f"第{view.row}行 {figure.column}" if figure.written else "—"
    return f"{entry.sheet} {entry.cell}".strip()


def _written(figure: FactTrace) -> str:
    unit = figure.reported.unit if figure.reported and figure.reported.unit else ""
    return f"{figure.written} {unit}".strip() if figure.written else "—"


def _basis(side: SideTrace) -> str:
    if side.threshold is None:
        return f"免：{side.exempt}"
    source = side.threshold.source
    reason = f"，{source.reason}" if source.reason else ""
    return (
        f"{side.threshold.start.isoformat()} 起，"
        f"{SOURCE_TERMS.get(source.kind, source.kind)}：{source.ref}{reason}"
    )
