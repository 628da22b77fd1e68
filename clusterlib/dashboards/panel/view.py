"""What the page of a panel shows, as ready texts（评审页所见）: nothing is computed there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from clusterlib.dashboards.panel.report import report_view
from clusterlib.dashboards.panel.seat import Seat
from clusterlib.panel.consolidation import GRADE_CODES, points_written, to_points
from clusterlib.panel.records import GRADES, INDICATORS, ROLES
from clusterlib.panel.results import alpha_text, severity_text
from clusterlib.panel.review import Review, review
from clusterlib.panel.sheets import ExpertSheet
from clusterlib.reports.numbers import plain
from clusterlib.reports.panel_words import READING_TERMS, verdict_text
from clusterlib.reports.sentences import STATE_WORDS
from clusterlib.rules.indicators import SECTION_TERMS, SECTIONS, Section
from clusterlib.rules.panels import PanelRules
from clusterlib.rules.scoresheet import Band
from clusterlib.scoring.allowed import AllowedPoints, bands_text
from clusterlib.scoring.trace import explain

_NUMERALS = "一二三四"


def expert_view(seat: Seat) -> dict[str, Any]:
    """Return an expert's own sheet of the round, and those of earlier rounds beside it."""
    sheet, before = seat.own(seat.number), seat.own(seat.number - 1)
    is_locked = sheet is not None and bool(sheet.locked)
    lacking = seat.lacks()
    return {
        "case": seat.case.case,
        "applicant": seat.applicant.name,
        "region": seat.applicant.region,
        "member": f"{seat.member.name}，{ROLES.get(seat.member.role, '')}",
        "leads": seat.leads,
        "round": seat.number,
        "closed": seat.is_closed,
        "locked": sheet.locked[:16].replace("T", " ") if sheet and is_locked else "",
        "corrects": sheet.corrects if sheet else "",
        "editable": not is_locked and not seat.is_closed,
        "lacks": lacking,
        "sections": [_section(seat, section, sheet, before) for section in SECTIONS],
        "sum": _sum(sheet),
        "sum_before": _sum(before),
        "findings": [
            {"id": name, "term": term, "text": seat.findings().get(name, "")}
            for name, term in INDICATORS.items()
        ],
        "items": _items(seat),
        "others": _others(seat),
    }


def leader_view(
    seat: Seat, locked: Mapping[str, str], rules: PanelRules, reading: str
) -> dict[str, Any]:
    """Return what a leader sees: who has locked; once the own sheet is locked, the points."""
    own = seat.own(seat.number)
    may_look = seat.is_closed or (own is not None and bool(own.locked))
    found = {
        name: review(seat.case, seat.applicant, rules, name, number=seat.number)
        for name in (dict.fromkeys((reading, *READING_TERMS)) if may_look else ())
    }
    main = found.get(reading)
    members = [
        {
            "id": one.member,
            "name": one.name,
            "role": ROLES.get(one.role, ""),
            "title": one.title,
            "locked": locked.get(one.member, "")[:16].replace("T", " "),
            **_standing(main, one.member),
        }
        for one in seat.case.members
    ]
    return {
        "reading": READING_TERMS[reading],
        "sentence": _sentence(seat, main, len(locked)),
        "members": members,
        "sections": _consolidated(found, reading),
        "total": {name: one.verdict.total if one else "" for name, one in found.items()},
        "terms": READING_TERMS,
        "alpha": alpha_text(main.consolidation.alpha) if main else "",
        "composition": [
            {"soft": one.is_soft, "text": one.sentence()}
            for one in (main.composition if main else ())
        ],
        "may_close": may_look and not seat.is_closed,
        "may_open": seat.is_closed,
        "report": report_view(seat, rules),
    }


def _section(
    seat: Seat, section: Section, sheet: ExpertSheet | None, before: ExpertSheet | None
) -> dict[str, Any]:
    allowed = seat.applicant.allowed
    grade = sheet.grades.get(section, "") if sheet else ""
    bands = allowed.bands(section, GRADE_CODES[grade]) if allowed else ()
    maximum = to_points(allowed.maximum[section]) if allowed else Fraction(0)
    return {
        "id": section,
        "numeral": _NUMERALS[SECTIONS.index(section)],
        "term": SECTION_TERMS[section],
        "maximum": points_written(maximum),
        "allowed": bands_text(bands) if bands else "申报级别认不出，不能定档",
        "bands": [_span(band, Fraction(0), maximum) for band in bands],
        "points": _points(sheet, section),
        "at": _share(sheet, section, maximum),
        "before": _points(before, section),
        "before_at": _share(before, section, maximum),
        "graded": section in SECTIONS[2:],
        "grades": [[name, term] for name, term in GRADES.items()],
        "grade": grade,
        "grade_before": GRADES.get(before.grades.get(section, ""), "") if before else "",
        "reason": sheet.reasons.get(section, "") if sheet else "",
    }


def _span(band: Band, first: Fraction, last: Fraction) -> dict[str, Any]:
    """Return where a band stands on its rail, in percent, and which ends it holds."""
    return {
        "from": _percent(to_points(band.lower), first, last),
        "to": _percent(to_points(band.upper), first, last),
        "open": [band.lower_open, band.upper_open],
        "ends": [points_written(to_points(band.lower)), points_written(to_points(band.upper))],
    }


def _points(sheet: ExpertSheet | None, section: Section) -> str:
    return points_written(sheet.points[section]) if sheet and section in sheet.points else ""


def _share(sheet: ExpertSheet | None, section: Section, maximum: Fraction) -> float | None:
    if sheet is None or section not in sheet.points or not maximum:
        return None
    return float(sheet.points[section] / maximum * 100)


def _sum(sheet: ExpertSheet | None) -> str:
    if sheet is None or len(sheet.points) < len(SECTIONS):
        return ""
    return points_written(sum(sheet.points.values(), Fraction()))


def _items(seat: Seat) -> list[dict[str, str]]:
    """Return every counted item with figure, threshold and state, at the tier applied for."""
    assessment = seat.applicant.assessment
    tier = assessment.applied(0)
    if tier is None:
        return []
    found = []
    for section in explain(assessment).tiers[tier].sections[:2]:
        for item in section.items:
            side = item.deciding
            value = side.figure.value
            found.append(
                {
                    "section": section.section,
                    "number": str(item.number),
                    "term": f"{side.indicator.short} {side.indicator.unit.term}",
                    "value": "—" if value is None else plain(value),
                    "threshold": "免" if side.threshold is None else plain(side.threshold.value),
                    "state": STATE_WORDS[item.state],
                }
            )
    return found


def _others(seat: Seat) -> list[dict[str, Any]]:
    """Return the other experts' sheets that may be seen, round by round."""
    names = {one.member: one.name for one in seat.case.members}
    return [
        {
            "name": names.get(sheet.member, sheet.member),
            "round": sheet.round,
            "points": [_points(sheet, section) for section in SECTIONS],
            "grades": [GRADES.get(sheet.grades.get(name, ""), "") for name in SECTIONS[2:]],
            "sum": _sum(sheet),
        }
        for sheet in seat.case.sheets
        if sheet.member != seat.member.member and not seat.leads
    ]


def _standing(found: Review | None, member: str) -> dict[str, str]:
    """Return one expert's sum, severity and what would be without, once it may be seen."""
    sheet = found.consolidation.sheets.get(member) if found else None
    if found is None or sheet is None:
        return {"sum": "", "severity": "", "without": "", "without_verdict": ""}
    without = found.without[member]
    return {
        "sum": _sum(sheet),
        "severity": severity_text(found.consolidation.severity[member]),
        "without": without.total,
        "without_verdict": verdict_text(without.verdict),
    }


def _consolidated(found: Mapping[str, Review | None], reading: str) -> list[dict[str, Any]]:
    main = found.get(reading)
    allowed = main.applicant.allowed if main else None
    if main is None or allowed is None:
        return []
    names = {one.member: one.name for one in main.case.members}
    rows = []
    for place, section in enumerate(main.consolidation.sections):
        bands = allowed.bands(section.section, GRADE_CODES[section.grade])
        dots = {**section.valid, **section.outside}
        scale = _scale(section.section, bands, dots.values(), allowed)
        rows.append(
            {
                "term": f"{_NUMERALS[place]} {SECTION_TERMS[section.section]}",
                "allowed": bands_text(bands),
                "bands": [_span(band, *scale) for band in bands],
                "ends": [points_written(scale[0]), points_written(scale[1])],
                "grade": GRADES.get(section.grade, ""),
                "votes": "、".join(f"{GRADES[name]} {n}" for name, n in section.votes.items()),
                "valid": len(section.valid),
                "few": section.few or section.points is None,
                "lowest": _written(section.lowest),
                "highest": _written(section.highest),
                "range": _written(section.range),
                "points": {
                    name: _written(one.consolidation.sections[place].points) if one else ""
                    for name, one in found.items()
                },
                "told": section.told,
                "dots": [
                    {
                        "name": names.get(member, member),
                        "points": points_written(points),
                        "at": _percent(points, *scale),
                        "counts": member in section.valid,
                    }
                    for member, points in sorted(dots.items(), key=lambda pair: pair[1])
                ],
            }
        )
    return rows


def _scale(
    section: Section, bands: Sequence[Band], points: Iterable[Fraction], allowed: AllowedPoints
) -> tuple[Fraction, Fraction]:
    """Return the ends of what is drawn: the whole of a graded section, else bands and points."""
    if section in allowed.graded:
        return Fraction(0), to_points(allowed.maximum[section])
    ends = [*(to_points(end) for band in bands for end in (band.lower, band.upper)), *points]
    return min(ends), max(max(ends), min(ends) + 1)


def _percent(points: Fraction, first: Fraction, last: Fraction) -> float:
    return float((points - first) / (last - first) * 100)


def _written(points: Fraction | None) -> str:
    return "—" if points is None else points_written(points)


def _sentence(seat: Seat, found: Review | None, locked: int) -> str:
    """Return the state of the round in figures, and the one thing to do or to doubt."""
    everyone = len(seat.case.members)
    told = f"第{seat.number}轮锁定 {locked}/{everyone}"
    if found is None:
        return f"{told}。先锁定自己的一份，才看得到别人的分。"
    told += "，已收轮" if seat.is_closed else ""
    verdict = verdict_text(found.verdict.verdict)
    kind = "合成" if seat.is_closed else f"按 {locked} 份预览"
    told += f"。{kind}：{found.verdict.total} 分，{verdict}"
    names = {one.member: one.name for one in seat.case.members}
    turned = [
        names.get(member, member)
        for member, one in found.without.items()
        if one.verdict != found.verdict.verdict
    ]
    return told + (f"；但去掉{'、'.join(turned)}中任一人结论即变。" if turned else "。")
