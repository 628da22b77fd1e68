"""What is still open in a report: what to ask for, what would change, which reading matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal

from clusterlib.analysis.asks import Ask
from clusterlib.analysis.readings import UnderReading, depends_on
from clusterlib.analysis.what_if import Standing, Turn, WhatIf, nearest_side
from clusterlib.reports.applicant.view import ApplicantView
from clusterlib.reports.markup import (
    escape,
    heading,
    note,
    raw,
    section,
    strong,
    table,
    td,
    th,
    tr,
)
from clusterlib.reports.numbers import (
    estimate_text,
    interval_text,
    number_text,
    range_text,
)
from clusterlib.reports.sentences import (
    ROUTE_WORDS,
    SECTION_NUMBERS,
    VERDICT_WORDS,
    band_words,
    county_sentence,
    panel_sentences,
)
from clusterlib.rules.points import points_text
from clusterlib.rules.scoresheet import ReadingOptions
from clusterlib.scoring.explanation import ItemTrace
from clusterlib.scoring.score import OPEN
from clusterlib.scoring.sections import NO_POINTS

_MOST_FIGURES, _MOST_FORKS, _MOST_TURNS = 4, 2, 4
_SIGNS_OF_A_LINE, _MOST_LINES = 26, 5
"""Lines of what is asked for beyond which the page is printed closer, to stay one page."""


def asks(view: ApplicantView) -> str:
    """Return what is still to ask for, of the county and of the panel."""
    county = list(_county_lines(view))
    panel = list(panel_sentences(view.asks))
    parts = []
    for whom, lines in (("向县里", county), ("向专家组和联合会", panel)):
        if lines:
            listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
            parts.append(f'<p class="whom">{whom}</p><ol>{listed}</ol>')
    if not parts:
        parts = [note("没有了：各项指标、后3项、申报条件、专家评分和名次都已齐。", "plain")]
    kind = _half("asks", (*county, *panel))
    return section(kind, heading("还要向县里和专家组要的"), *parts)


def _half(kind: str, lines: Iterable[str]) -> str:
    """Return the kind of a block of half the width, which may be a long one."""
    texts = [re.sub("<[^>]*>", "", line) for line in lines]
    long = sum(-(-len(text) // _SIGNS_OF_A_LINE) for text in texts) > _MOST_LINES
    return f"{kind} half{' long' if long else ''}"


def changes(view: ApplicantView) -> str:
    """Return what would change band and verdict; says so where nothing would."""
    lines = [
        *_fork_lines(view.asked),
        *_reach_lines(view),
        *_risk_lines(view),
        *_panel_lines(view),
    ]
    body = "".join(f"<li>{line}</li>" for line in lines or ["没有单独一项会改变档次或结论。"])
    listed = f'<ul class="plainlist">{body}</ul>'
    return section(_half("changes", lines), heading("什么会改变档次和结论"), listed)


def readings(view: ApplicantView) -> str:
    """Return the readings one by one, and whether the verdict depends on each."""
    tier = view.focus.tier
    rows: list[str] = []
    depending = []
    for option in view.sheet.reading_options:
        tried = [under for under in view.readings_tried if under.name == option.name]
        depends = depends_on(view.readings_tried, option.name, tier)
        depending += [option.term] if depends else []
        rows += _reading_rows(view, option, tried, depends)
    said = (
        f"按{tier.term}达标值，结论、名次条件或建议级别取决于：{'、'.join(depending)}。"
        if depending
        else f"按{tier.term}达标值，结论、名次条件和建议级别不取决于任何一条读法。"
    )
    headings = [
        th("条文未定之处"),
        th("读法"),
        th("总得分", "r"),
        th("估分", "r"),
        th("结论", "r"),
        th("名次条件", "r"),
        th("建议级别", "r"),
    ]
    return section(
        "readings",
        heading("读法逐条", "每条各换一种读法重新计分，其余不变"),
        note(said, "plain"),
        table(headings, rows, "tried"),
    )


def _reading_rows(
    view: ApplicantView, option: ReadingOptions, tried: Sequence[UnderReading], depends: bool
) -> Iterator[str]:
    tier = view.focus.tier
    chosen = next(under for under in tried if under.chosen).tiers[tier]
    turns = strong("结果取决于此") if depends else "结果不变"
    about = (
        f"{escape(option.term)} · {turns}<br><span class='soft'>{escape(option.clause)}　"
        f"{escape(option.reason)}</span>"
    )
    for number, under in enumerate(sorted(tried, key=lambda under: not under.chosen)):
        result = under.tiers[tier]
        words = option.wording(under.value)
        moved = (result.verdict, result.route) != (chosen.verdict, chosen.route)
        verdict = VERDICT_WORDS[result.verdict]
        yield tr(
            [
                raw(about, "about", len(option.options)) if number == 0 else "",
                raw(strong(f"{words}（采用）") if under.chosen else escape(words), "from"),
                td(interval_text(result.total), "r"),
                td("—" if result.points == NO_POINTS else estimate_text(result.points), "r"),
                raw(strong(verdict) if moved else verdict, "r"),
                td(ROUTE_WORDS[result.route], "r"),
                td(under.outcome.term if under.outcome is not None else "—", "r"),
            ],
            "first" if number == 0 else "",
        )
    for value, words in option.options:
        if all(under.value != value for under in tried):
            words = f"{words}：本标准免评项过多，不适用"
            yield tr([td(words, "from"), *(td("—", "r") for _ in range(5))])


def _county_lines(view: ApplicantView) -> Iterator[str]:
    """Say what the county is asked for; many blanks in one line, a few with their place."""
    figures = [ask for ask in view.asks if ask.kind == "figure"]
    if len(figures) > _MOST_FIGURES:
        known = view.sheet.catalogue.by_id
        labels = "、".join(
            "或".join(known[column].short for column in ask.columns) for ask in figures
        )
        yield f"补报确数 {len(figures)} 项：{labels}"
    else:
        yield from (_figure_line(ask, view) for ask in figures)
    yield from (county_sentence(ask) for ask in view.asks if ask.kind in ("gate", "entry"))


def _figure_line(ask: Ask, view: ApplicantView) -> str:
    stands = []
    for side in ask.item.sides if ask.item else ():
        entry = side.figure.reported
        if side.indicator.id in ask.columns and side.figure.written:
            place = f"{entry.sheet} {entry.cell} " if entry else f"第{view.row}行"
            stands.append(f"{place}填“{side.figure.written}”")
    return county_sentence(ask) + (f"（{'；'.join(stands)}）" if stands else "")


def _fork_lines(asked: WhatIf) -> Iterator[str]:
    """Say what missing items and unanswered gates lead to; of many only all together."""
    now = asked.now
    if len(asked.missing) <= _MOST_FORKS:
        for fork in asked.missing:
            label = escape(_short(fork.item))
            yield f"补报“{label}”达标：{_after(now, fork.better)}"
            yield f"补报“{label}”未达：{_after(now, fork.worse)}"
    if asked.all_missing is not None:
        what = f"{len(asked.missing)}个缺项"
        yield f"{what}都达标：{_after(now, asked.all_missing.better)}"
        yield f"{what}都未达：{_after(now, asked.all_missing.worse)}"
    if asked.gates is not None:
        yield f"后3项未答的都是“无”：{_after(now, asked.gates.better)}"
        yield f"后3项未答的有一个“有”：{_after(now, asked.gates.worse)}"


def _reach_lines(view: ApplicantView) -> Iterator[str]:
    """Say which items not met are nearest, and what meeting one of them changes."""
    asked = view.asked
    if not asked.within_reach:
        return
    near = [turn for turn in asked.within_reach if turn.distance is not None][:_MOST_TURNS]
    if near:
        rest = len(asked.within_reach) - len(near)
        listed = "、".join(f"{escape(_nearest(turn))} {_percent(turn)}" for turn in near)
        yield f"未达的项，近者先列：{listed}" + (f"，另{rest}项" if rest else "")
    matters = [turn for turn in asked.within_reach if _turns(asked.now, turn.after)]
    if not matters:
        yield f"单有一项转为达标，不改变档次和结论{_to_next(view)}"
    for after, turns in _by_standing(matters):
        names = "".join(f"“{escape(_short(turn.item))}”" for turn in turns[:_MOST_TURNS])
        more = f"等{len(turns)}项" if len(turns) > _MOST_TURNS else ""
        one = "任一" if len(turns) > 1 else "转为"
        yield f"{names}{more}{one}达标：{_after(asked.now, after)}"


def _risk_lines(view: ApplicantView) -> Iterator[str]:
    """Say what losing one item changes, the smallest margin first."""
    asked = view.asked
    at_risk = [turn for turn in asked.at_risk if _turns(asked.now, turn.after)]
    for after, turns in _by_standing(at_risk):
        names = f"“{escape(_short(turns[0].item))}”"
        margin = "" if turns[0].distance is None else f"（余量{_percent(turns[0])}）"
        others = f"等{len(turns)}项任一" if len(turns) > 1 else "转为"
        yield f"{names}{margin}{others}未达：{_after(asked.now, after)}"


def _panel_lines(view: ApplicantView) -> Iterator[str]:
    """Say what the panel's points must sum to where all counts are settled."""
    focus = view.focus
    waits = [
        part
        for part in focus.sections
        if (part.panel.value is None or part.refused)
        and part.interval.lower != part.interval.upper
    ]
    settled = not view.asked.missing and view.asked.gates is None
    if focus.verdict == OPEN and waits and settled:
        given = sum(part.interval.lower for part in focus.sections if part not in waits)
        numbers = "、".join(
            number
            for number, part in zip(SECTION_NUMBERS, focus.sections, strict=True)
            if part in waits
        )
        need = points_text(view.sheet.pass_mark - given)
        yield f"结论由专家组评分定：第{numbers}部分合计满 {need} 分即符合"


def _by_standing(turns: Sequence[Turn]) -> list[tuple[Standing, list[Turn]]]:
    grouped: dict[Standing, list[Turn]] = {}
    for turn in turns:
        grouped.setdefault(turn.after, []).append(turn)
    return list(grouped.items())


def _after(now: Standing, after: Standing) -> str:
    """Return what a change leads to: the counts and bands that move, total, verdict."""
    parts = []
    if _count(now, 0) != _count(after, 0):
        parts.append(f"{_count(after, 0)}项，{band_words(after.best[0], after.worst[0])}")
    if _count(now, 1) != _count(after, 1):
        parts.append(f"质量{_count(after, 1)}项")
    parts.append(interval_text(after.total))
    words = escape("，".join(parts))
    verdict = VERDICT_WORDS[after.verdict]
    return f"{words}，" + (f"仍{verdict}" if now.verdict == after.verdict else strong(verdict))


def _count(standing: Standing, section: int) -> str:
    met, missing = standing.met[section], standing.missing[section]
    return range_text(met, met + missing)


def _turns(now: Standing, after: Standing) -> bool:
    return now.verdict != after.verdict or not now.same_bands(after)


def _nearest(turn: Turn) -> str:
    """Return the short label of an item not met, that of its nearest side."""
    side = nearest_side(turn.item)
    return side.indicator.short if side else _short(turn.item)


def _percent(turn: Turn) -> str:
    """Return a distance in percent of the threshold, rounded down."""
    percent = ((turn.distance or Decimal(0)) * 100).quantize(Decimal("0.1"), ROUND_FLOOR)
    return f"{number_text(percent)}%"


def _short(item: ItemTrace | None) -> str:
    return item.deciding.indicator.short if item else ""


def _to_next(view: ApplicantView) -> str:
    """Return how many more items the next band of section one takes."""
    basic = view.focus.sections[0]
    counted = view.sheet.basic.lowered(basic.dropped)
    above = [band.least for band in counted.bands if band.least > basic.met]
    if not above:
        return ""
    better = view.asked.now.worst[0] - 1
    return f"；到{band_words(better, better)}还差{above[0] - basic.met}项"
