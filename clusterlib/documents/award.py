"""联合发文、牌匾文字（3.4, 2.2）: the name and the term from the decision to its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from clusterlib.documents.case_file import CaseFile, day_words
from clusterlib.documents.paper import Gap, Paragraph, Part
from clusterlib.register.events import Event
from clusterlib.register.names import parse_name
from clusterlib.rules.titles import TitleRules

_YEARS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Term:
    """The term of a title（有效期）: first and last day that it covers, and its years."""

    first: date
    last: date
    years: int
    kind: str

    @property
    def words(self) -> str:
        """The term as papers state it."""
        return f"自{day_words(self.first)}至{day_words(self.last)}"


def notice(case: CaseFile, version: str, rules: TitleRules) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the joint notice that gives or keeps a title（联合发文）, clause 3.4."""
    term, gaps = term_of(case)
    gaps += name_gaps(case, rules)
    event = decision_of(case)
    council = case.step("council")
    if event is None and (council is None or council.result != "approved"):
        gaps.append(Gap("3.4", "会长办公会还没有审核通过的记录"))
    if event is None or not event.document:
        gaps.append(Gap("3.4", "没有文号"))
    if not case.association:
        gaps.append(Gap("3.4", "台账没有写联合发文的协会"))
    review = case.is_review
    name = case.title or "（称号待补）"
    what = "通过复评，继续使用" if review else "授予"
    words = term.words if term else "（授名决定后填写起止日期）"
    years = f"{chinese_years(term.years)}年" if term else "（待定）"
    body = (
        Paragraph(event.document if event and event.document else "（文号待补）", "centre"),
        Paragraph(f"{case.applicant}：", "plain"),
        Paragraph(
            "根据《中国轻工业特色区域和产业集群共建管理办法》，经申请、专家组考评、形式审查，并经"
            f"中国轻工业联合会会长办公会审核批准，现决定{case.applicant if review else ''}"
            f"{what}{'' if review else case.applicant}“{name}”称号，有效期{years}，{words}。"
        ),
        Paragraph(
            "称号的日常管理由所在地人民政府及有关部门负责，每年4月底前报送上一年度发展情况；"
            "到期前3个月提出复评申请。"
        ),
    )
    signed = (
        Paragraph("中国轻工业联合会　　　　" + (case.association or "（协会待补）"), "right"),
        Paragraph(day_words(term.first) if term else "年　　月　　日", "right"),
    )
    return (Part("notice", body), Part("signatures", signed)), gaps


def plaque(case: CaseFile, version: str, rules: TitleRules) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the words of a plaque, the term on it（牌匾文字）, clause 2.2."""
    term, gaps = term_of(case)
    gaps += name_gaps(case, rules)
    words = (
        f"有效期：{day_words(term.first)}至{day_words(term.last)}" if term else "有效期：（待补）"
    )
    givers = "　".join(filter(None, ("中国轻工业联合会", case.association)))
    return (
        Part(
            "wording",
            (
                Paragraph(case.title or "（称号待补）", "large"),
                Paragraph(givers, "centre"),
                Paragraph(words, "centre"),
            ),
        ),
    ), gaps


def decision_of(case: CaseFile) -> Event | None:
    """Return the event that gives or keeps the title: of the case, else the title's last."""
    kinds = ("awarded", "reviewed")
    own = [event for event in case.events if event.kind in kinds]
    if own or case.events:
        return own[-1] if own else None
    return next((event for event in reversed(case.life) if event.kind in kinds), None)


def term_of(case: CaseFile) -> tuple[Term | None, list[Gap]]:
    """Return the term that a decision gives, and why there is none or it is not exact."""
    event, status = decision_of(case), case.status
    first = status.first.decision if status else None
    last = status.last.decision if status else None
    if event is None or first is None or last is None:
        return None, [Gap("2.2", "台账没有授名或复评合格的决定，有效期写不出")]
    if (first.day, first.expires) != (last.day, last.expires):
        return None, [Gap("2.2", f"决定日期只录到“{event.date}”，有效期不能写到日")]
    return Term(first.day, first.expires - timedelta(days=1), first.term, event.kind), []


def name_gaps(case: CaseFile, rules: TitleRules) -> list[Gap]:
    """Return what stands against the name of the title, clause 2.2.2."""
    if not case.title:
        return [Gap("2.2.2", "台账没有称号名称")]
    parsed = parse_name(case.title, rules)
    if parsed is None or not parsed.region:
        form = "中国×××（之）都（基地、城、园、区、乡、镇、街等）·地区名称"
        return [Gap("2.2.2", f"称号“{case.title}”不合“{form}”的格式，请核对")]
    if case.tier is not None and parsed.tier != case.tier:
        told = f"称号“{case.title}”是{parsed.tier.term}，申报级别是{case.tier.term}，请核对"
        return [Gap("2.2.2", told)]
    return []


def chinese_years(years: int) -> str:
    """Return a small number of years in Chinese."""
    return _YEARS[years] if years < len(_YEARS) else str(years)
