"""What two pages set alike: a standard's thresholds tried out on a cohort, names shown or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clusterlib.dashboards.what_if.names import names_of
from clusterlib.dashboards.what_if.opening import Offer
from clusterlib.dashboards.what_if.source import Loaded
from clusterlib.dashboards.what_if.thresholds import ThresholdTable
from clusterlib.errors import InputError
from clusterlib.rules.indicators import Catalogue, Indicator


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Setting:
    """The part of a page's state that both share.

    Parameters
    ----------
    loaded : Loaded
        Cohort and standard as read.
    parent : ThresholdTable
        The standard's thresholds, from which every change starts.
    blind : {"off", "on", "frozen"}
        Whether names are hidden（盲评）, or were and nothing may be changed any more.
    note : str
        What is to be said of the last step.
    link : str
        The link from which the state comes, blank for none.
    offer : Offer or None
        What the reader may still take up.
    """

    loaded: Loaded
    parent: ThresholdTable
    blind: str = "off"
    note: str = ""
    link: str = ""
    offer: Offer | None = None

    @property
    def catalogue(self) -> Catalogue:
        """Indicators of the columns."""
        return self.loaded.sheet.catalogue

    def indicator(self, column: int) -> Indicator:
        """Return whose column it is."""
        return self.catalogue.indicators[column]

    @property
    def names(self) -> Sequence[str]:
        """Names as shown."""
        return names_of(self.loaded.cohort, self.blind)

    @property
    def ids(self) -> Sequence[str]:
        """Ids of the applicants as shown."""
        return self.names if self.blind == "on" else self.loaded.cohort.applicant_id

    def opening(self) -> dict[str, Any]:
        """Return what the front end is told of the opening: for its store, and the offer.

        A link and what was kept may name applicants: nothing of them while names are hidden.
        """
        if self.blind == "on":
            return {"link": "", "offer": None}
        offer = self.offer and {"text": self.offer.text, "state": self.offer.state}
        return {"link": self.link, "offer": offer}

    def refuse_if_frozen(self, what: str, found: str, remedy: str) -> None:
        """Refuse a change after 盲评 has ended."""
        if self.blind == "frozen":
            raise InputError(what, found, "", remedy)
