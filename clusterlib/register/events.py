"""The events of the register（台账事件）and which of them count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

KINDS = {
    "cultivated": "开始培育",
    "guided": "培育记录",
    "applied": "申请",
    "examined": "审查意见",
    "accepted": "受理",
    "reported": "呈报",
    "appraised": "考评",
    "opinion": "协会意见",
    "audited": "形式审查",
    "council": "会长办公会",
    "awarded": "授名",
    "plaque": "授牌",
    "reviewed": "复评合格",
    "review_failed": "复评不合格",
    "return": "年报",
    "renamed": "更名",
    "withdrawn": "公告取消",
}
"""Kinds of event with their terms, in the order in which events of one day count."""

ORDER = {kind: place for place, kind in enumerate(KINDS)}
STEPS = (
    "applied",
    "examined",
    "accepted",
    "reported",
    "appraised",
    "opinion",
    "audited",
    "council",
)
"""Steps of a case in order; the decision follows."""
DECISIONS = ("awarded", "reviewed", "review_failed")

COLUMNS = {
    "event_id": "事件编号",
    "title_id": "称号编号",
    "kind": "事件",
    "date": "日期",
    "case": "办件",
    "name": "称号",
    "region": "地区",
    "industry": "行业",
    "tier": "级别",
    "association": "协会",
    "term": "有效期",
    "replaces": "替代",
    "purpose": "事由",
    "applicant_id": "申报编号",
    "channel": "渠道",
    "year": "年度",
    "result": "结果",
    "by": "出具方",
    "document": "文号",
    "source": "来源",
    "note": "说明",
    "corrects": "更正",
    "reason": "更正理由",
    "person": "经办人",
}
"""Columns of the table of events with their labels."""

CHOICES = {
    "purpose": {"award": "授名", "review": "复评", "change": "变更", "upgrade": "提升"},
    "channel": {
        "association": "行业协会",
        "provincial": "省级组织",
        "both": "协会和省级组织",
        "federation": "联合会",
    },
    "by": {"association": "行业协会", "provincial": "省级组织"},
}
"""Values of a column with their terms."""

RESULTS = {
    "appraised": {"recommended": "推荐", "not_recommended": "不推荐"},
    "audited": {"complete": "齐全", "incomplete": "不齐全"},
    "council": {"approved": "通过", "rejected": "未通过"},
}
"""Values of `result` by kind of event, with their terms."""


class Event(NamedTuple):
    """One event of a title as written; blank where nothing is stated.

    The columns are those of `COLUMNS`: `date` as exactly as it is known, `kind`, `tier` and
    the choices as ids, `term` in years（年）, `year` as four digits. `corrects` names the
    event that no longer counts; then the other columns are what takes its place, and a
    blank `kind` puts nothing there.
    """

    event_id: str = ""
    title_id: str = ""
    kind: str = ""
    date: str = ""
    case: str = ""
    name: str = ""
    region: str = ""
    industry: str = ""
    tier: str = ""
    association: str = ""
    term: str = ""
    replaces: str = ""
    purpose: str = ""
    applicant_id: str = ""
    channel: str = ""
    year: str = ""
    result: str = ""
    by: str = ""
    document: str = ""
    source: str = ""
    note: str = ""
    corrects: str = ""
    reason: str = ""
    person: str = ""


_FACTS = slice(Event._fields.index("name"), Event._fields.index("association") + 1)


def counted(events: Iterable[Event]) -> list[Event]:
    """Return the events that count, in the order of recording.

    A correction（更正）takes the place of the event it names, for good, at its own place of
    recording; correcting it later does not revive the first.

    Parameters
    ----------
    events : iterable of Event
        Events in the order of recording, as known on the day that is asked about.
    """
    held = list(events)
    corrected = {event.corrects for event in held if event.corrects}
    return [event for event in held if event.kind and event.event_id not in corrected]


def by_title(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return events by title, titles by id as text, each title's in the order given."""
    titles: dict[str, list[Event]] = {}
    for event in events:
        titles.setdefault(event.title_id, []).append(event)
    return dict(sorted(titles.items()))


def replacements_of(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return the awards that replace a title（替代）, by the title that they end (4.5)."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == "awarded" and event.replaces and event.replaces != event.title_id:
            found.setdefault(event.replaces, []).append(event)
    return found


def latest_facts(events: Sequence[Event]) -> dict[str, str]:
    """Return name, region, industry, tier and association as last stated."""
    name = region = industry = tier = association = ""
    for event in events:
        if any(event[_FACTS]):
            name = event.name or name
            region = event.region or region
            industry = event.industry or industry
            tier = event.tier or tier
            association = event.association or association
    return {
        "name": name,
        "region": region,
        "industry": industry,
        "tier": tier,
        "association": association,
    }
