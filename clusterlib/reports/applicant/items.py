"""The report item by item（逐项）: at the tier applied for, and at all tiers."""

from __future__ import annotations

from collections.abc import Iterator

from clusterlib.analysis.distance import gap, percent_of
from clusterlib.reports.applicant.view import ApplicantView
from clusterlib.reports.markup import (
    dot,
    heading,
    mark,
    note,
    raw,
    section,
    strong,
    table,
    td,
    th,
    tr,
)
from clusterlib.reports.numbers import in_unit, number_text, signed_text
from clusterlib.reports.sentences import BLANK_WORDS, STATE_WORDS
from clusterlib.rules.units import Unit, convert
from clusterlib.scoring.explanation import ItemTrace, SideTrace, TierTrace
from clusterlib.scoring.items import EXEMPT, MET, MISSING, NOT_MET

_LONGEST_LABEL = 16


def items(view: ApplicantView) -> str:
    """Return every item with figure, threshold, state and distance, at the tier applied for."""
    headings = [
        th(""),
        th("指标"),
        th("单位", "r"),
        th("申报值", "r"),
        th("核定值", "r"),
        th("达标值", "r"),
        th("状态", "s"),
        th("差距", "r"),
        th("占达标值", "r", 2),
    ]
    rows = [
        _side_row(
            item,
            side,
            first=number == 0,
            closes=closes,
            dropped=view.readings.exempt == "drops_item",
        )
        for item, closes in _items_of(view.focus)
        for number, side in enumerate(item.sides)
    ]
    return section(
        "items",
        heading(f"逐项（{view.focus.tier.term}）"),
        table(headings, rows, "each"),
        *map(note, _notes(view)),
    )


def all_tiers(view: ApplicantView) -> str:
    """Return figure and state of every item at all three tiers（三级逐项）."""
    headings = [th(""), th("指标"), th("单位", "r"), th("采用值", "r")]
    for tier in view.sheet.tiers:
        headings.append(th(f"{tier.term} 达标值", "r", 2))
    by_tier = [list(_items_of(trace)) for trace in view.explanation.tiers]
    rows = []
    for together in zip(*by_tier, strict=True):
        for number, _ in enumerate(together[0][0].sides):
            sides = [item.sides[number] for item, _ in together]
            first = sides[0]
            figure = _figure(first) or "未报"
            rows.append(
                tr(
                    [
                        td(str(together[0][0].number) if number == 0 else "", "k"),
                        td(label_of(first, number > 0)),
                        td(unit_of(first).term, "r soft"),
                        td(figure, "r n"),
                        *(
                            cell
                            for side in sides
                            for cell in (
                                td(_threshold(side), "r n"),
                                raw(mark(side.state), "s"),
                            )
                        ),
                    ],
                    "last" if together[0][1] else "",
                )
            )
    return section("all-tiers", heading("三级逐项"), table(headings, rows, "tiers3"))


def _items_of(trace: TierTrace) -> Iterator[tuple[ItemTrace, bool]]:
    """Yield the items of both sections, each with whether it closes its section."""
    for part in trace.sections[:2]:
        for item in part.items:
            yield item, item is part.items[-1]


def sides_of(trace: TierTrace) -> Iterator[SideTrace]:
    """Yield every figure of both sections, alternatives（或）too."""
    for item, _ in _items_of(trace):
        yield from item.sides


def _side_row(
    item: ItemTrace, side: SideTrace, *, first: bool, closes: bool, dropped: bool
) -> str:
    decides = side is item.deciding
    missing = side.state == MISSING and item.state != MET
    # A blank that the reading counts as not met reads 未达, and still asks for the figure.
    state = NOT_MET if missing and item.state == NOT_MET else side.state
    kind = " ".join(
        filter(
            None,
            (
                "missing" if missing and decides else "",
                "" if decides else "pale",
                "last" if closes and side is item.sides[-1] else "",
                "" if first else "or",
            ),
        )
    )
    number = td(str(item.number) if first else "", "k")
    label = label_of(side, not first)
    if side.state == EXEMPT:
        return tr(
            [
                number,
                td(label),
                td(unit_of(side).term, "r soft"),
                td("", "r"),
                td("", "r"),
                td("免", "r"),
                raw(mark(EXEMPT), "s"),
                td(f"{side.exempt}，{_exempt_words(item, dropped)}", "soft", 3),
            ],
            kind,
        )
    unit = unit_of(side)
    reported = reported_text(side)
    return tr(
        [
            number,
            raw(strong(label), "w") if missing and decides else td(label, "w"),
            td(unit.term, "r soft"),
            _reported_cell(side, reported, decides),
            raw(_confirmed(side, unit), "r n"),
            td(_threshold(side), "r n"),
            raw(
                f"{mark(state)}{STATE_WORDS[state]}",
                "s q" if state == MISSING and decides else "s",
            ),
            *_distance(side, state, missing),
        ],
        kind,
    )


def _exempt_words(item: ItemTrace, dropped: bool) -> str:
    if item.state != EXEMPT:
        return "只看另一项"
    return "不计入项数" if dropped else "计为达标"


def _reported_cell(side: SideTrace, reported: str, decides: bool) -> str:
    if not reported:
        return raw(strong("未报") if decides else "未报", "r q")
    if side.figure.confirmed is not None:
        return td(reported, "r n soft")
    # A figure that cannot be used stands as written, and is not counted.
    return td(reported, "r n q" if side.state == MISSING else "r n")


def _distance(side: SideTrace, state: int, missing: bool) -> list[str]:
    """Return the cells of gap, dot and percent."""
    value = side.figure.value
    if value is None or side.threshold is None:
        return [td("请补报" if missing else "", "r q"), raw(dot(None, state), "d"), td("", "r")]
    difference = gap(value, side.threshold.value, at_most=side.indicator.at_most)
    percent = percent_of(value, side.threshold.value)
    shown = signed_text(convert(difference, side.indicator.unit, unit_of(side)))
    return [
        td(shown, "r n"),
        raw(dot(percent, state), "d"),
        td("" if percent is None else f"{percent}%".replace("-", "−"), "r n soft"),
    ]


def _notes(view: ApplicantView) -> list[str]:
    notes = []
    for side in sides_of(view.focus):
        found = side.figure.confirmed
        if found is not None and side.threshold is not None:
            before = reported_text(side) or "未报"
            after = in_unit(found.value, side.indicator.unit, unit_of(side))
            why = "，".join(filter(None, (found.day, found.reason)))
            notes.append(
                f"{side.indicator.label}：申报 {before}，核定 {after}（{why}），按核定值评分。"
            )
    derived = "、".join(
        side.indicator.label for side in sides_of(view.focus) if derivation_of(side)
    )
    if derived:
        notes.append(f"{derived}：申报表未填，由表中其他数推算，算式见“出处”。")
    notes.append(
        "竖线为达标值；实点达标，空点未达，超过200%画在右端；百分数向下取整；"
        "“或”的两项中浅色的一项不起决定作用。"
    )
    return notes


def derivation_of(side: SideTrace) -> str:
    """Return how a figure was computed, blank where it is stated."""
    return side.figure.reported.derivation if side.figure.reported else ""


def unit_of(side: SideTrace) -> Unit:
    """Return the unit that the threshold is written in."""
    return side.threshold.unit if side.threshold else side.indicator.unit


def label_of(side: SideTrace, alternative: bool) -> str:
    """Return the first printed label that fits the column, as the score sheet introduces it."""
    labels = side.indicator.labels
    label = next((label for label in labels if len(label) <= _LONGEST_LABEL), labels[0])
    if alternative:
        return f"或：{label}"
    return f"其中：{label}" if side.indicator.id == "above_scale_enterprises" else label


def reported_text(side: SideTrace) -> str:
    """Return the reported figure in the standard's unit; as written where it cannot be used."""
    figure, value = side.figure, side.figure.value
    if figure.reported is not None:
        value = figure.reported.value
    elif figure.confirmed is not None:
        value = None
    if value is None:
        return "" if figure.written.strip() in BLANK_WORDS else figure.written
    return number_text(convert(value, side.indicator.unit, unit_of(side)))


def _figure(side: SideTrace) -> str:
    if side.figure.value is None:
        return ""
    return number_text(convert(side.figure.value, side.indicator.unit, unit_of(side)))


def _confirmed(side: SideTrace, unit: Unit) -> str:
    found = side.figure.confirmed
    return strong(in_unit(found.value, side.indicator.unit, unit)) if found else ""


def _threshold(side: SideTrace) -> str:
    if side.threshold is None:
        return "免"
    return f"{'≤' if side.indicator.at_most else ''}{number_text(side.threshold.stated)}"
