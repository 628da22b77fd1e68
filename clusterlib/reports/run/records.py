"""Reads a run back from its folder（结果文件夹）: the records, and what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from clusterlib.analysis.bands import band_numbers
from clusterlib.reports.applicant.record import read_record
from clusterlib.reports.run.index import RunIndex
from clusterlib.reports.run.view import (
    Names,
    RunApplicant,
    RunFailure,
    RunView,
    TierStanding,
    Wait,
)
from clusterlib.resources import regulation_folder
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rules.points import on_grid
from clusterlib.rules.scoresheet import Band, ScoreSheet
from clusterlib.rules.standard import STATUS_TERMS
from clusterlib.rules.tiers import TIERS, Tier, tier_of
from clusterlib.runs.folder import (
    APPLICANTS,
    MANIFEST,
    RECORD,
    RULES,
    SUMMARY_CSV,
    SUMMARY_XLSX,
    newest,
    whole,
)
from clusterlib.scoring.entry import ENTRY_IDS
from clusterlib.scoring.explanation import Interval
from clusterlib.scoring.items import LEFT_OUT, STATE_IDS, ItemCounts
from clusterlib.scoring.route import ROUTE_IDS
from clusterlib.scoring.score import OPEN, VERDICT_IDS
from clusterlib.scoring.sections import GATE_IDS
from clusterlib.sheets.delimited import read_records

_NO_RECORD = f"缺少评价结果 {RECORD}。请重跑，只做这一份。"

_VERDICTS = {text: code for code, text in VERDICT_IDS.items()}
_ROUTES = {text: code for code, text in ROUTE_IDS.items()}
_STATES = {text: code for code, text in STATE_IDS.items()}
_GATES = {text: code for code, text in GATE_IDS.items()}
_ENTRIES = {text: code for code, text in ENTRY_IDS.items()}


def read_run(folder: str) -> RunIndex:
    """Return the landing page of a run, ready to show part by part.

    Parameters
    ----------
    folder : str
        Folder of the run, the current one where blank; its summary.csv and the records of
        those that finished are read.

    Raises
    ------
    InputError
        If the folder holds no summary, a record of it cannot be read, or the run goes on.
    """
    run = Path(folder)
    with whole(run):
        return RunIndex(run_view(run))


def run_view(run: Path) -> RunView:
    """Return all that the landing page shows of a run."""
    summary = newest(run, SUMMARY_CSV)
    rows = read_records(summary)
    done = {row["applicant_id"] for row in rows if row["status"] == "done"}
    found = _Found(run)
    for path in sorted((run / APPLICANTS).glob(f"*/{RECORD}")):
        record = read_record(path)
        if record["applicant"]["applicant_id"] in done:
            found.add(path.parent.name, record)
    order = dict.fromkeys(row["applicant_id"] for row in rows)
    listed = _all_items(found.items.values())
    return RunView(
        applicants=tuple(
            _in_all_items(found.applicants[one], found.items[one], listed)
            for one in order
            if one in found.applicants
        ),
        failures=tuple(_failures(rows, found.applicants)),
        standards=_standard_words(found.standards.values()),
        readings=_reading_words(found.readings),
        day="、".join(found.sheets),
        pass_mark=next((sheet.pass_mark for sheet in found.sheets.values()), 0),
        tiers=next((sheet.tiers for sheet in found.sheets.values()), TIERS),
        listed=listed,
        own_sheets=tuple(found.told),
        files=(
            ("汇总表", newest(run, SUMMARY_XLSX).name),
            ("", summary.name),
            ("清单", MANIFEST),
        ),
    )


class _Found:
    """What the page needs of the records; a record itself is let go at once."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.applicants: dict[str, RunApplicant] = {}
        self.standards: dict[str, Mapping[str, Any]] = {}
        self.readings: dict[str, tuple[str, ...]] = {}
        self.sheets: dict[str, ScoreSheet] = {}
        self.items: dict[str, Names] = {}
        self.told: dict[str, None] = {}

    def add(self, slug: str, record: Mapping[str, Any]) -> None:
        """Take what the page needs of one record."""
        day, standard = record["on"], record["standard"]
        if day not in self.sheets:
            self.sheets[day] = _score_sheet(self.run, day)
        sheet, own = self.sheets[day], record.get("sheet")
        names = _item_names(sheet)
        if own is not None:
            sheet, names = _own(sheet, own), (tuple(own["items"][0]), tuple(own["items"][1]))
            self.told["".join(f"{term}：{words}。" for term, words in own["told"])] = None
        one = _applicant(slug, record, sheet)
        self.applicants[one.applicant_id], self.items[one.applicant_id] = one, names
        self.standards[standard["term"]] = standard
        self.readings[standard["term"]] = tuple(
            reading["wording"] for reading in record["readings"]
        )


def _item_names(sheet: ScoreSheet) -> Names:
    known = sheet.catalogue.indicators
    basic, quality = (
        tuple("或".join(known[side].short for side in item) for item in items)
        for items in sheet.listed
    )
    return basic, quality


def _own(sheet: ScoreSheet, told: Mapping[str, Any]) -> ScoreSheet:
    """Return a score sheet with what a record says of the association's own one."""
    capital, base, township = map(Tier.named, sheet.tiers, told["tiers"])
    bands = tuple(Band(least, 0, 0, False, False) for least in told["bands"])
    basic = replace(sheet.basic, items=len(told["items"][0]), bands=bands)
    mark = _steps(told["pass_mark"])
    return replace(sheet, tiers=(capital, base, township), basic=basic, pass_mark=mark)


def _all_items(each: Iterable[Names]) -> Names:
    """Return the items of all score sheets, each once, in their order."""
    sheets = tuple(dict.fromkeys(each))
    basic, quality = (
        tuple(dict.fromkeys(item for sheet in sheets for item in sheet[section]))
        for section in (0, 1)
    )
    return basic, quality


def _in_all_items(one: RunApplicant, own: Names, listed: Names) -> RunApplicant:
    if own == listed:
        return one
    named = [(section, item) for section in (0, 1) for item in own[section]]
    states = dict(zip(named, one.items, strict=True))
    return replace(
        one,
        items=tuple(
            states.get((section, item), LEFT_OUT) for section in (0, 1) for item in listed[section]
        ),
    )


def _failures(
    rows: Iterable[Mapping[str, str]], finished: Mapping[str, RunApplicant]
) -> Iterable[RunFailure]:
    """Return what failed, each once; who should have a record and has none failed too."""
    return dict.fromkeys(
        RunFailure(row["applicant_id"], row["name"], row["error"] or _NO_RECORD)
        for row in rows
        if row["status"] == "failed" or row["applicant_id"] not in finished
    )


def _score_sheet(run: Path, day: str) -> ScoreSheet:
    own = run / RULES
    folder = regulation_folder(own if own.is_dir() else None)
    return read_score_sheet(folder, date.fromisoformat(day))


def _applicant(slug: str, record: Mapping[str, Any], sheet: ScoreSheet) -> RunApplicant:
    facts = record["applicant"]
    applied = tier_of(facts["tier"], sheet.tiers) if facts["tier"] else None
    focus = sheet.tiers[0] if applied is None else applied
    tier = record["tiers"][focus]
    basic, quality = tier["sections"][:2]
    estimate = tier["total"]["estimate"]
    capital, base, township = (_standing(tier, sheet) for tier in record["tiers"])
    standings = (capital, base, township)
    return RunApplicant(
        slug=slug,
        applicant_id=facts["applicant_id"],
        name=facts["name"],
        industry=record["standard"]["term"],
        applied=applied,
        tier_blank=bool(facts["tier_assumed"]),
        focus=focus,
        tiers=standings,
        outcome=tier_of(record["outcome_tier"], sheet.tiers),
        entry=_ENTRIES[record["entry"]["state"]],
        items=tuple(_STATES[item["state"]] for part in (basic, quality) for item in part["items"]),
        gate=_GATES[quality["gate"]],
        points=None if estimate is None else _steps(estimate),
        pass_mark=sheet.pass_mark,
        waits=_waits(tier["sections"]) if standings[focus].verdict == OPEN else (),
    )


def _standing(tier: Mapping[str, Any], sheet: ScoreSheet) -> TierStanding:
    basic, total = tier["sections"][0], tier["total"]
    counts = ItemCounts(
        np.array([basic["met"]], np.int8), np.array([basic["missing"]], np.int8), basic["dropped"]
    )
    best, worst = (int(band[0]) for band in band_numbers(sheet.basic, counts))
    return TierStanding(
        met=basic["met"],
        missing=basic["missing"],
        best=best,
        worst=worst,
        total=Interval(
            _steps(total["lo"]), _steps(total["hi"]), total["lo_open"], total["hi_open"]
        ),
        verdict=_VERDICTS[tier["verdict"]],
        route=_ROUTES[tier["route"]["state"]],
    )


def _waits(sections: Sequence[Mapping[str, Any]]) -> tuple[Wait, ...]:
    """Return what keeps the sections of an open verdict from being one number."""
    found: dict[Wait, None] = {}
    for part in sections:
        if part["points"]["lo"] == part["points"]["hi"]:
            continue
        refused = part["panel"]["refused"]
        if refused:
            found["refused"] = None
        elif part["panel"]["points"] is None:
            found["panel"] = None
        if part["missing"] and not part["panel"]["settled"]:
            found["missing"] = None
    if sections[1]["gate"] == "unknown":
        found["gate"] = None
    order: tuple[Wait, ...] = ("panel", "refused", "missing", "gate")
    return tuple(wait for wait in order if wait in found) or ("other",)


def _standard_words(standards: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the standards used, those of one issuer and status together."""
    terms: dict[tuple[str, str], dict[str, None]] = {}
    for standard in standards:
        terms.setdefault((standard["issuer"], standard["status"]), {})[standard["term"]] = None
    return tuple(
        f"{'、'.join(named)}（{issuer}，{STATUS_TERMS[status]}）"
        for (issuer, status), named in terms.items()
    )


def _reading_words(by_standard: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the readings in words, per standard where they differ."""
    if len(set(by_standard.values())) == 1:
        return next(iter(by_standard.values()))
    return tuple(f"{term}：{'，'.join(words)}" for term, words in by_standard.items())


def _steps(text: str) -> int:
    return on_grid(Decimal(text))
