"""From a scored batch to cases（办件）: what an application says is not typed a second time.

An applicant of a run becomes the `applied` event of a case: its title where it has one, a new
one where it has none. Later steps of a case name the case alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from clusterlib.errors import InputError
from clusterlib.register.adding import check_fit
from clusterlib.register.chain import SHANGHAI
from clusterlib.register.events import Event, by_title, counted, latest_facts, replacements_of
from clusterlib.register.facts import same_place
from clusterlib.register.life import IN_FORCE
from clusterlib.register.names import region_key
from clusterlib.register.status import Status, places_renamed, status_on, titles_of
from clusterlib.register.store import Store
from clusterlib.register.tables import event_of_fields
from clusterlib.reports.applicant.record import RECORD, read_record
from clusterlib.rules.tiers import TIERS
from clusterlib.rules.titles import TitleRules
from clusterlib.runs.folder import APPLICANTS, whole

_FACTS = ("applicant_id", "name", "product", "tier")


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """What became of one applicant of a run.

    Parameters
    ----------
    applicant_id, name : str
    outcome : {"opened", "held", "refused"}
        A case now, a case before, or none.
    case, title_id, purpose : str
        Blank where refused.
    told : str
        Why it was refused, or what to know of it, in Chinese.
    """

    applicant_id: str
    name: str
    outcome: str
    case: str = ""
    title_id: str = ""
    purpose: str = ""
    told: str = ""

    def line(self) -> str:
        """Return what became of the applicant as one line in Chinese."""
        head = {"opened": "已立办件", "held": "已有办件", "refused": "未立办件"}[self.outcome]
        parts = [self.case, self.title_id, self.told]
        return f"{self.applicant_id} {self.name}：{head} {'，'.join(filter(None, parts))}"


def open_cases(
    store: Store,
    run: Path,
    ids: Iterable[str],
    applied: date,
    channel: str,
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
    person: str = "",
) -> Iterator[OpenedCase]:
    """Open a case for applicants of a run, and yield what became of each.

    Parameters
    ----------
    store : Store
    run : Path
        Folder of a finished batch.
    ids : iterable of str
        Applicants; all of the run where none is named.
    applied : date
        Day of the application.
    channel : str
        Key of the channels of clause 3.1, or blank.
    now : datetime
        Moment of recording.
    person : str
        Who records it.

    Raises
    ------
    InputError
        If the run is not whole, or has no such applicant.
    """
    by_id = _records(run, ids)
    for one in by_id:
        yield _opened(store, by_id[one], applied, channel, now, rules, readings, person, run.name)


def applicants_in(run: Path, ids: Iterable[str]) -> list[dict[str, str]]:
    """Return applicants of a run with their industry as the register names it.

    Raises
    ------
    InputError
        If the run is not whole, or has no such applicant.
    """
    return [
        {
            **{name: str(record["applicant"][name] or "") for name in _FACTS},
            "region": str(record["applicant"]["region"] or record["applicant"]["name"]),
            "industry": str(record["standard"]["term"]),
        }
        for record in _records(run, ids).values()
    ]


def _records(run: Path, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Return the records of applicants of a run, of all where none is named."""
    with whole(run):
        records = [read_record(path) for path in sorted((run / APPLICANTS).glob(f"*/{RECORD}"))]
    by_id = {record["applicant"]["applicant_id"]: record for record in records}
    wanted = list(ids) or list(by_id)
    if absent := [one for one in wanted if one not in by_id]:
        raise InputError("、".join(absent), f"{run.name}里没有这个申报编号", "、".join(by_id))
    return {one: by_id[one] for one in wanted}


def _opened(
    store: Store,
    record: Mapping[str, Any],
    applied: date,
    channel: str,
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
    person: str,
    run: str,
) -> OpenedCase:
    applicant = record["applicant"]
    identity, name = applicant["applicant_id"], applicant["name"]
    with store.writing(now) as turn:
        log = turn.events()
        held = next(
            (e for e in counted(log) if e.kind == "applied" and e.applicant_id == identity), None
        )
        if held:
            return OpenedCase(identity, name, "held", held.case, held.title_id, held.purpose)
        industry, region = record["standard"]["term"], applicant["region"] or name
        known = titles_at(log, region, industry, applied, rules, readings)
        event, told = _application(applicant, industry, known, log)
        event = event._replace(
            date=applied.isoformat(),
            case=f"{applied.year}-{identity}",
            applicant_id=identity,
            channel=channel,
            source=run,
            person=person,
        )
        try:
            check_fit(event, log, now, rules, readings)
        except InputError as error:
            return OpenedCase(identity, name, "refused", told=str(error))
        turn.append([event])
    return OpenedCase(identity, name, "opened", event.case, event.title_id, event.purpose, told)


def _application(
    applicant: Mapping[str, Any], industry: str, known: Sequence[Status], log: Sequence[Event]
) -> tuple[Event, str]:
    """Return the application of an applicant, and what to know of it."""
    facts = {
        "region": applicant["region"] or applicant["name"],
        "industry": industry,
        "tier": applicant["tier"],
    }
    in_force = [status for status in known if status.first.in_force]
    candidates = [status for status in known if status.state == "candidate"]
    if in_force and applicant["review"] is not False:
        status = in_force[0]
        tiers = [tier.id for tier in TIERS]
        rises = (
            status.facts["tier"] in tiers
            and facts["tier"] in tiers
            and tiers.index(facts["tier"]) < tiers.index(status.facts["tier"])
        )
        purpose = "upgrade" if rises else "review"
        told = f"{status.facts['name'] or status.title_id}，{'提升' if rises else '复评'}"
        return Event(title_id=status.title_id, kind="applied", purpose=purpose), told
    told = "；".join(
        f"该地区该行业已有“{status.facts['name']}”（{status.title_id}），不重复申报（2.2.4）"
        for status in in_force
    )
    if applicant["review"]:
        told = "申报表写复评，台账里没有该地区该行业的称号，按授名立办件，请核对"
    title_id = candidates[0].title_id if candidates else fresh_title_id(log)
    return Event(title_id=title_id, kind="applied", purpose="award", **facts), told


def titles_at(
    log: Sequence[Event],
    region: str,
    industry: str,
    on: date,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> list[Status]:
    """Return the titles of a region and industry on a day, those in force first."""
    counts = counted(log)
    own = by_title(counts).items()
    titles = list(titles_of(own, replacements_of(counts), rules, readings))
    aliases = places_renamed(titles, on)
    place = region_key(region, aliases)
    found = [
        status
        for status in status_on(titles, on, rules)
        if status.facts["industry"] == industry
        and same_place(place, region_key(status.region(rules), aliases))
    ]
    return sorted(found, key=lambda status: status.first.state not in IN_FORCE)


def fresh_title_id(log: Iterable[Event]) -> str:
    """Return the next id of a title that nobody has taken."""
    taken = {event.title_id for event in log}
    number = 1
    while f"T{number:04d}" in taken:
        number += 1
    return f"T{number:04d}"


def add_step(
    store: Store,
    case: str,
    fields: Mapping[str, str],
    now: datetime,
    rules: TitleRules,
    readings: Mapping[str, str],
) -> Event:
    """Record a step of a case from what is not known yet.

    Parameters
    ----------
    store : Store
    case : str
        Id of the case, from which the title is known, and what an upgrade ends.
    fields : mapping of column to text
        ``kind`` and whatever else the step states; the day is today where left out.
    now : datetime
        Moment of recording.

    Raises
    ------
    InputError
        If there is no such case, a field cannot be read, or the step does not fit.
    """
    with store.writing(now) as turn:
        log = turn.events()
        steps = [held for held in counted(log) if held.case == case]
        if not steps:
            raise InputError(case, "台账里没有这个办件", "已立的办件", "请核对办件编号")
        applied = next((held for held in steps if held.kind == "applied"), steps[0])
        today = now.astimezone(SHANGHAI).date().isoformat()
        given = {"title_id": applied.title_id, "date": today, **fields, "case": case}
        event = event_of_fields(given)
        if event.kind == "awarded" and applied.purpose in ("change", "upgrade"):
            event = _under_a_new_title(event, applied, log, "title_id" not in fields)
        check_fit(event, log, now, rules, readings)
        return turn.append([event])[0].event


def _under_a_new_title(event: Event, applied: Event, log: Sequence[Event], fresh: bool) -> Event:
    """Return the award of an upgrade or change: a title of its own that ends the former (4.5)."""
    if not event.name or not event.tier:
        raise InputError(
            event.case, "提升或变更后的称号和级别没有填写", "name=新的称号 tier=新的级别"
        )
    former = latest_facts([held for held in counted(log) if held.title_id == applied.title_id])
    return event._replace(
        title_id=fresh_title_id(log) if fresh else event.title_id,
        replaces=event.replaces or applied.title_id,
        region=event.region or former["region"],
        industry=event.industry or former["industry"],
        association=event.association or former["association"],
    )
