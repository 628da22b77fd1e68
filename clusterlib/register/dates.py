"""Dates as associations write them（2023年9月、2023.9、2023/9/5、2023）."""

from __future__ import annotations

import re
import unicodedata

from clusterlib.errors import InputError
from clusterlib.register.days import span_of

_FORMS = (
    re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日?)?)?"),
    re.compile(r"(\d{4})(?:([./-])(\d{1,2})(?:\2(\d{1,2}))?)?"),
)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?(?:\.0+)?$")
EXPECTED = "2023年9月5日、2023-09-05、2023.9、2023年9月或2023年"


def written_date(text: str) -> str:
    """Return a date as the register keeps it: ``2023-09-05``, ``2023-09`` or ``2023``.

    Raises
    ------
    InputError
        If it cannot be read for sure; ``2023.1`` may be what Excel left of ``2023.10``.
    """
    plain = "".join(unicodedata.normalize("NFKC", _MIDNIGHT.sub("", text.strip())).split())
    if plain.endswith(".1") and plain.count(".") == 1:
        raise InputError("日期", f"“{text}”看不出是1月还是10月", "2023年1月或2023年10月")
    for form in _FORMS:
        if match := form.fullmatch(plain):
            parts = [part for part in match.groups() if part and part.isdigit()]
            day = "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
            span_of(day)
            return day
    raise InputError("日期", f"“{text}”不是日期", EXPECTED)
