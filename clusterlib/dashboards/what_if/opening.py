"""With what a page opens（打开）: a link, or what the browser kept; the newer one wins.

What was made of another standard, or of this one before it was changed, is offered to the
reader and never applied unasked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusterlib.dashboards.what_if.scenario import LinkState, mark_of
from clusterlib.dashboards.what_if.source import Loaded
from clusterlib.errors import InputError


@dataclass(frozen=True, slots=True)
class Offer:
    """A state that a reader may still take up.

    Parameters
    ----------
    text : str
        What it is and why it was not applied.
    state : str
        The state, as the page keeps it.
    """

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What is to be taken up.

    Parameters
    ----------
    state : str
        A link's text, or what the browser kept; blank for neither.
    link : str
        The link from which the state comes, for the next opening.
    is_kept : bool
        Whether it is what the browser kept.
    others : tuple of str
        What the browser kept beside it, of this standard first.
    """

    state: str
    link: str
    is_kept: bool
    others: tuple[str, ...]


def slot_of(loaded: Loaded) -> str:
    """Return by what the browser keeps a state apart: industry and mark of the parent."""
    return f"{loaded.standard.standard.industry}:{mark_of(loaded.standard)}"


def opening_of(link: str, kept: Sequence[Mapping[str, Any]], slot: str) -> Opening:
    """Return what a page opens with.

    Parameters
    ----------
    link : str
        What the address carries, blank for nothing.
    kept : sequence of mapping
        What the browser kept, the newest first: ``slot``, ``state``, ``link``.
    slot : str
        The page's own slot.
    """
    own = next((found for found in kept if found["slot"] == slot and found.get("state")), None)
    others = tuple(
        str(found["state"]) for found in kept if found["slot"] != slot and found.get("state")
    )
    # What was kept after this very link had been opened is newer than the link.
    if own and (not link or own.get("link") == link):
        return Opening(str(own["state"]), str(own.get("link") or ""), True, ())
    if link:
        return Opening(link, link, False, (str(own["state"]),) if own else ())
    return Opening("", "", False, others)


def misfit(found: LinkState, loaded: Loaded, *, is_link: bool) -> str:
    """Return why a state may not be applied unasked, blank where it may."""
    standard = loaded.standard.standard
    n, what = len(found.changes), "链接里" if is_link else "上次"
    if not n:
        return ""
    if found.industry and found.industry != standard.industry:
        return (
            f"{what}是另一行业（{found.industry}）标准上的{n}格改动，"
            f"没有套用到这里的{standard.term}标准。"
        )
    if not is_link and found.parent != mark_of(loaded.standard):
        return f"上次在另一份原稿上有{n}格未保存的改动，没有套用到现在的原稿。"
    return ""


def offer_of(state: str, encoded: str, loaded: Loaded) -> Offer | None:
    """Return the offer of what the browser kept; None where it holds no change."""
    try:
        found = LinkState.decoded(encoded, loaded.sheet.catalogue)
    except InputError:
        return None
    if not found.changes:
        return None
    text = misfit(found, loaded, is_link=False)
    unasked = f"这台电脑上另有未保存的改动（{len(found.changes)}格），没有套用。"
    return Offer(text or unasked, state)
