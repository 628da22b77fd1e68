"""What a visitor has chosen to see, as the browser keeps it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class KeptChoice:
    """Base of a page's choice: every field has a default, of its type, for the first view."""

    def kept(self) -> str:
        """Return what the browser keeps and hands back when the page is opened again."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the choice that a browser kept; what is no choice gives the first view."""
        first = cls()
        try:
            known = json.loads(text)
            kept = {name: known[name] for name in asdict(first) if name in known}
            return replace(
                first, **{name: type(getattr(first, name))(kept[name]) for name in kept}
            )
        except (ValueError, TypeError, KeyError):
            return first
