"""Schemes drawn at random: sections, bands, alternatives, gates and counts."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from functools import cache

from clusterlib.rule_files.scheme_yaml import read_scheme, scheme_file
from clusterlib.rules.points import GRID, on_grid
from clusterlib.rules.scheme import Condition, Scheme, Section
from clusterlib.rules.scoresheet import Band

DAY = date(2026, 11, 25)


@cache
def _regulation() -> Scheme:
    return read_scheme(scheme_file("light-industry-2022"), DAY)


def random_scheme(source: random.Random) -> Scheme:
    """Return a scheme with sections, bands, alternatives, gates and counts drawn at random."""
    base = _regulation()
    numbers = [name for name, found in base.measures.items() if found.kind != "answer"]
    answers = [name for name, found in base.measures.items() if found.kind == "answer"]
    sections, total = [], 0
    for place in range(source.randint(1, 5)):
        rule = source.choice(["counted", "counted", "graded", "required", "at_least"])
        drawn = [
            tuple(
                Condition(
                    name,
                    source.choice([">=", ">", "<=", "<", "="]),
                    tuple(Decimal(source.randint(0, 9)) for _ in range(3)),
                    source.randint(1, 3),
                )
                for name in source.sample(numbers, source.choice([1, 1, 1, 2, 3]))
            )
            for _ in range(source.randint(1, 8))
        ]
        items, term = tuple(dict.fromkeys(drawn)), f"部分{place}"
        if rule in ("required", "at_least"):
            least = (source.randint(1, len(items)), source.randint(1, len(items)))
            least = least if rule == "at_least" else (0, 0)
            sections.append(Section(f"s{place}", term, rule, items=items, least=least))
            continue
        points = source.randint(2, 50)
        steps = [0, 1, 2] if rule == "graded" else sorted(
            {0, *(source.randint(1, len(items)) for _ in range(2))}
        )  # fmt: skip
        ends = (
            [0, *sorted(source.sample(range(1, points), len(steps) - 1)), points]
            if points > len(steps)
            else [0, *range(1, len(steps)), points + len(steps)]
        )
        sides = [source.random() < 0.5 for _ in steps]
        bands = tuple(
            Band(
                least,
                on_grid(ends[at]),
                on_grid(ends[at + 1]),
                at > 0 and sides[at],
                at + 1 < len(steps) and not sides[at + 1],
            )
            for at, least in enumerate(steps)
        )
        gates = (
            tuple(source.sample(answers, source.choice([0, 0, 1, 3]))) if rule == "counted" else ()
        )
        full = bands[-1].upper
        total += full // GRID
        shown = () if rule == "graded" else items
        sections.append(Section(f"s{place}", term, rule, full, shown, bands, gates))
    mark = on_grid(source.randint(1, total)) if total else None
    return Scheme("drawn", "抽取", "某协会", DAY, base.origin, base.tiers, base.measures,
                  tuple(sections), mark)  # fmt: skip
