"""One applicant's report（评价报告）, each part an object that a notebook shows as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from clusterlib.reports.applicant import (
    charts,
    head,
    items,
    outlook,
    register,
    rest,
    sources,
)
from clusterlib.reports.applicant.record import RECORD, record_of, write_record
from clusterlib.reports.applicant.view import ApplicantView, applicant_view
from clusterlib.reports.page import report_page
from clusterlib.reports.provenance import Provenance
from clusterlib.reports.style import footer_element, style_element
from clusterlib.scoring.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of the report as HTML."""

    html: str

    def __repr__(self) -> str:
        """Return a text that is the same in every run, for viewers that show no HTML."""
        return "<报告的一部分>"

    def _repr_html_(self) -> str:
        return self.html


class ApplicantReport:
    """The report of one applicant; every property is a part that shows itself in a notebook.

    Parameters
    ----------
    assessment : Assessment
        One applicant.
    provenance : Provenance
        What it was made from.
    excerpt : mapping or None
        What the register says of the applicant; None where none is at hand.
    """

    def __init__(
        self,
        assessment: Assessment,
        provenance: Provenance,
        excerpt: Mapping[str, Any] | None = None,
    ) -> None:
        self.assessment = assessment
        self.excerpt = excerpt
        self.provenance_facts = provenance
        self.view: ApplicantView = applicant_view(assessment)

    def __repr__(self) -> str:
        """Return whose report it is, the same in every run."""
        return f"<{self.view.name}的评价报告>"

    def _repr_html_(self) -> str:
        """Return styles, footer and masthead: what a notebook shows first."""
        footer = footer_element(
            rest.footer_lines(self.view, self.provenance_facts),
            f"{self.view.name}　{self.view.standard_words}",
        )
        return style_element() + footer + head.masthead(self.view)

    @property
    def verdict(self) -> Fragment:
        """The verdict in one sentence（结论）."""
        return Fragment(head.verdict(self.view))

    @property
    def tiers(self) -> Fragment:
        """The three tiers side by side（三级对照）."""
        return Fragment(head.tiers(self.view))

    @property
    def sections(self) -> Fragment:
        """Where the points come from（得分构成）."""
        return Fragment(head.sections(self.view))

    @property
    def items(self) -> Fragment:
        """Item by item at the tier applied for（逐项）."""
        return Fragment(items.items(self.view))

    @property
    def asks(self) -> Fragment:
        """What is still to ask for（还要向县里和专家组要的）."""
        return Fragment(outlook.asks(self.view))

    @property
    def changes(self) -> Fragment:
        """What would change band and verdict（什么会改变档次和结论）."""
        return Fragment(outlook.changes(self.view))

    @property
    def all_tiers(self) -> Fragment:
        """Every item at all three tiers（三级逐项）."""
        return Fragment(items.all_tiers(self.view))

    @property
    def readings(self) -> Fragment:
        """Readings one by one, and whether the verdict depends on each（读法）."""
        return Fragment(outlook.readings(self.view))

    @property
    def route(self) -> Fragment:
        """The rank test（名次条件）."""
        return Fragment(rest.route(self.view))

    @property
    def entry(self) -> Fragment:
        """Entry conditions and gates（申报条件、后3项）."""
        return Fragment(rest.entry(self.view))

    @property
    def register(self) -> Fragment:
        """What the register says of the applicant（台账情况）; blank where none is at hand."""
        return Fragment(register.register(self.excerpt))

    @property
    def confirmed(self) -> Fragment:
        """Reported beside verified figures（申报值、核定值）."""
        return Fragment(sources.confirmed(self.view))

    @property
    def problems(self) -> Fragment:
        """Problems of the file by sheet and cell（申报材料中的问题）."""
        return Fragment(rest.problems(self.view))

    @property
    def trends(self) -> Fragment:
        """Earlier years beside the year scored（三年走势）."""
        return Fragment(charts.trends(self.view))

    @property
    def sources(self) -> Fragment:
        """Where each figure and threshold stands（出处）."""
        return Fragment(sources.sources(self.view))

    @property
    def provenance(self) -> Fragment:
        """Hashes of input, standard and notebook, versions, day（来源）."""
        return Fragment(rest.provenance(self.view, self.provenance_facts))

    @cached_property
    def record(self) -> dict[str, object]:
        """The assessment as plain data, as `save` writes it."""
        record = record_of(self.assessment, self.provenance_facts, view=self.view)
        return record if self.excerpt is None else {**record, "register": dict(self.excerpt)}

    def save(self, folder: str = ".") -> None:
        """Write ``assessment.json`` into a folder."""
        write_record(self.record, Path(folder) / RECORD)

    def page(self) -> str:
        """Return the whole report as one page that stands alone."""
        parts = (
            self.verdict,
            self.tiers,
            self.sections,
            self.items,
            self.asks,
            self.changes,
            self.all_tiers,
            self.readings,
            self.route,
            self.entry,
            self.register,
            self.confirmed,
            self.problems,
            self.trends,
            self.sources,
            self.provenance,
        )
        return report_page([self._repr_html_(), *(part.html for part in parts)])
