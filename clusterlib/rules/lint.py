"""What a reader of the regulation would question in a standard that reads without fault.

Findings of single values and days, and facts of the finite score sheet under this
standard, read off its bands.
"""

from __future__ import annotations

from collections.abc import Iterator

from clusterlib.rules.findings import Finding, value_findings
from clusterlib.rules.indicators import COUNTED, Indicator, Section
from clusterlib.rules.points import points_text
from clusterlib.rules.printed import LAST_ITEMS
from clusterlib.rules.scoresheet import Band, CountedSection, ScoreSheet
from clusterlib.rules.standard import STATUS_TERMS, Standard, exempt_items, refused_drops


def check_standard(standard: Standard, sheet: ScoreSheet) -> tuple[Finding, ...]:
    """Return what is doubtful in a standard, and what follows from it on the score sheet.

    Parameters
    ----------
    standard : Standard
        With all its days.
    sheet : ScoreSheet
        The regulation on the day whose bands and readings apply.
    """
    return (
        *_check_status(standard),
        *_check_readings(standard, sheet),
        *value_findings(standard, sheet.tiers),
        *_find_facts(standard, sheet),
    )


def _check_status(standard: Standard) -> Iterator[Finding]:
    if standard.status != "filed":
        yield Finding(
            "note",
            "状态",
            f"{STATUS_TERMS[standard.status]}：未经审定备案，只能试算，所得结果都注明",
            "1.1",
        )


def _check_readings(standard: Standard, sheet: ScoreSheet) -> Iterator[Finding]:
    options = {option.name: option for option in sheet.reading_options}
    for name, value in standard.readings:
        place = f"读法 {name}"
        if name not in options:
            yield Finding("error", place, f"没有这个读法，应为{'、'.join(options)}之一")
            continue
        option = options[name]
        known = [known for known, _ in option.options]
        if value not in known:
            yield Finding("error", place, f"没有取值“{value}”，应为{'、'.join(known)}之一")
        elif value == known[0]:
            yield Finding("note", place, f"“{value}”就是默认取值，可以不写", option.clause)
        elif name == "exempt" and not any(found.exempt for found in standard.thresholds):
            yield Finding("warning", place, "没有免评项，这个读法不起作用", option.clause)
        else:
            wording = f"{option.wording(value)}（默认：{option.wording(known[0])}）"
            yield Finding("note", place, f"改用“{value}”：{wording}", option.clause)


def _find_facts(standard: Standard, sheet: ScoreSheet) -> Iterator[Finding]:
    yield from _idle_sides(standard, sheet)
    drops = dict(standard.readings).get("exempt") == "drops_item"
    for section, found, expected in refused_drops(standard, sheet) if drops else ():
        yield Finding("error", sheet.term(section), f"{found}，应为{expected}", "A1.3.note1")
    basic, quality = sheet.basic, sheet.quality
    if drops:
        basic = basic.lowered(exempt_items(standard, sheet.listed[0]))
        quality = quality.lowered(exempt_items(standard, sheet.listed[1]))
    yield from _count_facts(standard, sheet, "basic", basic, drops=drops)
    yield from _count_facts(standard, sheet, "quality", quality, drops=drops)
    yield from _gate_facts(standard, sheet, basic)
    yield from _certainty_facts(sheet, basic, quality)


def _idle_sides(standard: Standard, sheet: ScoreSheet) -> Iterator[Finding]:
    for section, items in zip(COUNTED, sheet.listed, strict=True):
        for item in items:
            sides = [standard.catalogue.indicators[position] for position in item]
            listed = [side for side in sides if _is_listed(standard, side)]
            for side in sides:
                if len(sides) > 1 and side not in listed and listed:
                    yield Finding(
                        "note",
                        side.label,
                        f"不用，本项只看{listed[0].label}，填报了也不影响结果",
                        f"A1.3.{section}",
                    )


def _count_facts(
    standard: Standard, sheet: ScoreSheet, name: Section, section: CountedSection, *, drops: bool
) -> Iterator[Finding]:
    """Say what exempt items make certain before a single figure is known."""
    exempt = exempt_items(standard, sheet.listed[COUNTED.index(name)])
    if not exempt:
        return
    counted = 0 if drops else exempt
    reached = section.band_of(counted)
    yield Finding(
        "note",
        sheet.term(name),
        f"免评{exempt}项，{'不计入项数' if drops else '计为达标'}；"
        f"其余{section.items - counted}项全不达标时，得分在{_span(reached)}",
        f"A1.3.{name}",
    )
    if reached is section.bands[-1]:
        yield Finding(
            "warning",
            sheet.term(name),
            f"仅凭免评项已进入最高一档（{_span(reached)}），其余各项都不影响档次",
            f"A1.3.{name}",
        )


def _gate_facts(standard: Standard, sheet: ScoreSheet, basic: CountedSection) -> Iterator[Finding]:
    """Say whether an applicant with an accident can still reach the pass mark."""
    most = basic.maximum + sum(section.maximum for section in sheet.graded)
    reading = sheet.readings(_known_readings(standard, sheet)).gate
    if reading == "veto" or most < sheet.pass_mark:
        sentence = "不能达到基本要求"
    else:
        needed = sheet.pass_mark - sum(section.maximum for section in sheet.graded)
        least = next(
            count for count in range(basic.items + 1) if basic.band_of(count).upper >= needed
        )
        sentence = (
            f"总得分最高仍可到{points_text(most)}分，第一部分达标{least}项以上就可能"
            f"达到{points_text(sheet.pass_mark)}分（读法 gate=section_zero）"
        )
    yield Finding("note", LAST_ITEMS, f"有一项不符合时，{sentence}", "A1.3.quality")


def _certainty_facts(
    sheet: ScoreSheet, basic: CountedSection, quality: CountedSection
) -> Iterator[Finding]:
    """Say what is certain before the panel speaks: the best lower end, the worst upper end."""
    lowest = basic.bands[-1].lower + quality.bands[-1].lower
    graded = sum(section.bands[-1].lower for section in sheet.graded)
    for who, least in (("专家组评分前", lowest), ("只有档次而无评分时", lowest + graded)):
        if least < sheet.pass_mark:
            yield Finding(
                "note",
                "总得分",
                f"{who}，各项全部达标也只能确定得{points_text(least)}分以上，"
                f"不能确定达到{points_text(sheet.pass_mark)}分",
                "A1.3.note2",
            )


def _span(band: Band) -> str:
    least = f"{'＞' if band.lower_open else '≥'}{points_text(band.lower)}"
    most = f"{'＜' if band.upper_open else '≤'}{points_text(band.upper)}"
    return f"{least}、{most}分"


def _is_listed(standard: Standard, indicator: Indicator) -> bool:
    threshold = standard.threshold(indicator.id)
    return threshold is not None and not threshold.exempt


def _known_readings(standard: Standard, sheet: ScoreSheet) -> dict[str, str]:
    options = {option.name: dict(option.options) for option in sheet.reading_options}
    return {name: value for name, value in standard.readings if value in options.get(name, {})}
