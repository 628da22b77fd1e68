"""Texts as they are kept: what cannot be seen in one could hide in papers."""

from __future__ import annotations

import re

from clusterlib.errors import InputError

_LONGEST = 5000


def kept_text(given: object) -> str:
    """Return a text without what cannot be seen in it; line ends stay.

    Raises
    ------
    InputError
        If it is too long.
    """
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", str(given)).strip()
    if len(text) > _LONGEST:
        raise InputError("文字", f"有{len(text)}字，没有存入", f"不超过{_LONGEST}字", "请精简")
    return text
