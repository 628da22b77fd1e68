"""What the register says of the applicants of a run（台账情况）, for their reports."""

from __future__ import annotations

import json
import os
from pathlib import Path

from clusterlib.batch.options import BatchOptions
from clusterlib.reports.results import ScoredCohort
from clusterlib.resources import parameters_in_force
from clusterlib.workflow import day_of

STORE = "台账"


def store_at_hand(options: BatchOptions) -> str:
    """Return where the register is: as named, else the workspace's own 台账; blank for none."""
    own = os.environ.get("CLUSTERLIB_STORE", "") or STORE
    there = "://" in own or any(Path(own).glob("*.sqlite"))
    return options.store or (own if there else "")


def excerpts_of(options: BatchOptions, scored: ScoredCohort, on: str) -> dict[str, str]:
    """Return what the register says of each applicant as JSON, by id.

    An applicant's excerpt is the same whatever else is recorded of others, so that a report
    is made anew only where what it says has changed. Empty where no register is at hand.
    """
    place = store_at_hand(options)
    if not place:
        return {}
    from clusterlib.register.facts import facts_of
    from clusterlib.register.filed import filed_returns
    from clusterlib.register.status import titles_of, with_status
    from clusterlib.register.store import open_store
    from clusterlib.rule_files.title_rules import title_rules_of

    day = day_of(on)
    rules = title_rules_of(parameters_in_force(options.parameters, options.standard, place), day)
    store = open_store(place)
    titles = titles_of(store.titles(), store.replacements(), rules, rules.readings())
    found, filed = with_status(titles, day, rules), filed_returns(store)
    excerpts = {}
    for _, assessment in scored.parts:
        cohort, industry = assessment.cohort, assessment.standard.standard.term
        for row, applicant_id in enumerate(cohort.applicant_id):
            tier = assessment.applied(row)
            applicant = {
                "region": cohort.region[row] or cohort.name[row],
                "industry": industry,
                "product": cohort.product[row],
                "tier": tier.id if tier is not None else "",
            }
            evidence = cohort.evidence[row] if cohort.evidence else None
            review = evidence is None or evidence.review is not False
            facts = facts_of(applicant, found, filed, day, rules)
            excerpts[applicant_id] = json.dumps(
                facts.excerpt(review=review), ensure_ascii=False, separators=(",", ":")
            )
    return excerpts
