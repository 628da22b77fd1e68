"""What is known of a cohort of applicants, as arrays: one row per applicant.

Figures are float64 in the unit of the score sheet. A decimal of at most fifteen
significant digits and its nearest float64 determine each other, in the same order, so
comparing these floats compares the decimals exactly. Readers keep to fifteen digits and
convert units in decimal before they make the float.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.evidence import Evidence
from clusterlib.problems import Problem
from clusterlib.rules.indicators import POSITION, PRINTED, Catalogue
from clusterlib.rules.tiers import TIERS, Tiers, terms_of, tier_of

Floats = NDArray[np.float64]
Bytes = NDArray[np.int8]
Steps = NDArray[np.int64]
Bools = NDArray[np.bool_]

UNKNOWN = -1
"""No answer, in gates, claims, grades and panel points."""
UNREADABLE = -2
"""A tier applied for that cannot be read; a blank one is `UNKNOWN`."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Figures and facts of n applicants.

    Parameters
    ----------
    values : float64 array, shape (n, columns)
        Figures in the order and unit of the catalogue; nan where missing.
    gates : int8 array, shape (n, 3)
        0 无, 1 有, -1 no answer; order of `GATES`.
    ranks : float64 array, shape (n, 3)
        National ranks by output, sales, exports; nan where missing.
    claims : int8 array, shape (n, 3)
        1 是, 0 否, -1 blank; order of `CLAIMS`, which is the order of tiers.
    exceptions : int8 array, shape (n, 2)
        1 是, 0 否 or blank; base, township.
    grades : int8 array, shape (n, 2)
        2 好, 1 较好, 0 一般, -1 none; government, policy.
    panel : int64 array, shape (n, 4)
        The panel's points in grid steps (`clusterlib.rules.points`), -1 where none.
    applied : int8 array, shape (n,)
        Tier applied for, `UNKNOWN` where blank, `UNREADABLE` where it cannot be read.
    industry_years : float64 array, shape (n,)
        Years of industry development, nan where missing.
    major_violation : int8 array, shape (n,)
        0 无, 1 有, -1 no answer.
    without_local : bool array, shape (n,)
        Where `standards` was summed without 地标, which was left blank: see `values_at`.
    catalogue : Catalogue
        What the columns of `values` are.
    """

    values: Floats
    gates: Bytes
    ranks: Floats
    claims: Bytes
    exceptions: Bytes
    grades: Bytes
    panel: Steps
    applied: Bytes
    industry_years: Floats
    major_violation: Bytes
    without_local: Bools
    catalogue: Catalogue = PRINTED

    @classmethod
    def blank(cls, n: int, catalogue: Catalogue = PRINTED) -> Figures:
        """Return figures of `n` applicants of whom nothing is known."""
        return cls(
            values=np.full((n, len(catalogue)), np.nan),
            gates=np.full((n, 3), UNKNOWN, np.int8),
            ranks=np.full((n, 3), np.nan),
            claims=np.full((n, 3), UNKNOWN, np.int8),
            exceptions=np.zeros((n, 2), np.int8),
            grades=np.full((n, 2), UNKNOWN, np.int8),
            panel=np.full((n, 4), UNKNOWN, np.int64),
            applied=np.full(n, UNKNOWN, np.int8),
            industry_years=np.full(n, np.nan),
            major_violation=np.full(n, UNKNOWN, np.int8),
            without_local=np.zeros(n, np.bool_),
            catalogue=catalogue,
        )

    @classmethod
    def joined(cls, parts: Sequence[Figures]) -> Figures:
        """Return the figures of several cohorts as one."""
        names = [column.name for column in fields(cls) if column.name != "catalogue"]
        arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
        return cls(**arrays, catalogue=parts[0].catalogue)

    def __len__(self) -> int:
        """Return the number of applicants."""
        return len(self.applied)

    def rows(self, which: NDArray[np.int64] | NDArray[np.bool_] | slice) -> Figures:
        """Return the figures of some of the applicants, in the order asked for."""
        return Figures(
            self.values[which],
            self.gates[which],
            self.ranks[which],
            self.claims[which],
            self.exceptions[which],
            self.grades[which],
            self.panel[which],
            self.applied[which],
            self.industry_years[which],
            self.major_violation[which],
            self.without_local[which],
            self.catalogue,
        )

    def values_at(self, thresholds: Floats, rows: slice = slice(None)) -> Floats:
        """Return the figures of some rows as one tier sees them, nan where missing.

        A sum of standards without 地标 counts where it meets the threshold; below it the
        figure is missing. A figure whose threshold is met from below is infinite where it
        meets it, else minus infinite.

        Parameters
        ----------
        thresholds : float64 array, shape (columns,)
            Thresholds of the tier.
        rows : slice
            Which applicants, all by default.
        """
        values, without = self.values[rows], self.without_local[rows]
        if not without.any() and not self.catalogue.at_most:
            return values
        at, values = POSITION["standards"], values.copy(order="K")
        values[without & ~(values[:, at] >= thresholds[at]), at] = np.nan
        for below in self.catalogue.at_most:
            column = values[:, below]
            seen = np.where(column <= thresholds[below], np.inf, -np.inf)
            values[:, below] = np.where(np.isnan(column), np.nan, seen)
        return values


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """Applicants as read, with every problem of what they sent.

    Parameters
    ----------
    applicant_id, name, region, industry, product : tuple of str, length n
        Texts as written, blank where missing; ids are unique.
    rows : tuple of int, length n
        First line of each record in its table (headings are line 1).
    figures : Figures
        The same applicants as arrays.
    written : mapping of column id to n texts
        Cells as written, for the columns that were found.
    problems : tuple of Problem
        Problems of the reading, in the order of rows and columns.
    source : str
        Name of the file read.
    evidence : tuple of Evidence
        Per applicant, where each figure stands; empty where only a table was read.
    """

    applicant_id: tuple[str, ...]
    name: tuple[str, ...]
    region: tuple[str, ...]
    industry: tuple[str, ...]
    product: tuple[str, ...]
    rows: tuple[int, ...]
    figures: Figures
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    source: str = ""
    evidence: tuple[Evidence, ...] = ()

    def __len__(self) -> int:
        """Return the number of applicants."""
        return len(self.applicant_id)

    @classmethod
    def joined(cls, cohorts: Sequence[Cohort], source: str) -> Cohort:
        """Return several cohorts as one, in their order; ids are unique across them."""
        columns = list(dict.fromkeys(name for cohort in cohorts for name in cohort.written))
        with_evidence = all(len(cohort.evidence) == len(cohort) for cohort in cohorts)
        return cls(
            applicant_id=tuple(text for cohort in cohorts for text in cohort.applicant_id),
            name=tuple(text for cohort in cohorts for text in cohort.name),
            region=tuple(text for cohort in cohorts for text in cohort.region),
            industry=tuple(text for cohort in cohorts for text in cohort.industry),
            product=tuple(text for cohort in cohorts for text in cohort.product),
            rows=tuple(row for cohort in cohorts for row in cohort.rows),
            figures=Figures.joined([cohort.figures for cohort in cohorts]),
            written={
                name: [
                    text
                    for cohort in cohorts
                    for text in cohort.written.get(name, [""] * len(cohort))
                ]
                for name in columns
            },
            problems=tuple(found for cohort in cohorts for found in cohort.problems),
            source=source,
            evidence=tuple(found for cohort in cohorts for found in cohort.evidence)
            if with_evidence
            else (),
        )

    def called(self, tiers: Tiers) -> Cohort:
        """Return the cohort with the tiers applied for read by what they are called on a day."""
        if terms_of(tiers) == terms_of(TIERS):
            return self
        texts, applied = self.written.get("tier", ()), self.figures.applied.copy()
        named: set[str] = set()
        for row in np.flatnonzero(applied == UNREADABLE).tolist() if len(texts) else ():
            tier = tier_of(texts[row], tiers)
            if tier is not None:
                applied[row] = tier
                named.add(self.applicant_id[row])
        problems = tuple(
            replace(found, expected=terms_of(tiers)) if found.code == "unknown_tier" else found
            for found in self.problems
            if found.code != "unknown_tier" or found.applicant_id not in named
        )
        return replace(self, figures=replace(self.figures, applied=applied), problems=problems)

    def rows_at(self, positions: Sequence[int]) -> Cohort:
        """Return some of the applicants, in the order asked for, with their problems."""
        taken = list(positions)
        ids = tuple(self.applicant_id[i] for i in taken)
        known = set(ids)
        return Cohort(
            applicant_id=ids,
            name=tuple(self.name[i] for i in taken),
            region=tuple(self.region[i] for i in taken),
            industry=tuple(self.industry[i] for i in taken),
            product=tuple(self.product[i] for i in taken),
            rows=tuple(self.rows[i] for i in taken),
            figures=self.figures.rows(np.array(taken, np.int64)),
            written={name: _taken(texts, taken) for name, texts in self.written.items()},
            problems=tuple(found for found in self.problems if found.applicant_id in known),
            source=self.source,
            evidence=tuple(self.evidence[i] for i in taken) if self.evidence else (),
        )


def _taken(texts: Sequence[str], positions: list[int]) -> Sequence[str]:
    """Return some texts of a column, by its own quick way where it has one."""
    take = getattr(texts, "take", None)
    if take is None:
        return [texts[position] for position in positions]
    found: Sequence[str] = take(positions)
    return found
