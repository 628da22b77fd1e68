"""What a cell of a table of the register says（台账表格）, and why one cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from clusterlib.errors import InputError
from clusterlib.register.dates import written_date
from clusterlib.register.events import CHOICES, KINDS, RESULTS
from clusterlib.rules.tiers import tier_of

_YEARS = re.compile(r"(\d{1,2})年?")
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
Named = Mapping[str, tuple[str, str]]
"""Cells of a row by column: the heading as written, and the text."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cell or a row of a table cannot be taken.

    Parameters
    ----------
    row : int
        Line of the file.
    column : str
        Heading as written.
    found, expected : str
    sheet : str
        Where a file has tables on several sheets.
    """

    row: int
    column: str
    found: str
    expected: str
    sheet: str = ""

    def sentence(self) -> str:
        """Return the refusal in Chinese, with its place."""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        place = f"{sheet}第{self.row}行" + (f"“{self.column}”" if self.column else "")
        expected = f"；应为{self.expected}" if self.expected else ""
        return f"{place}：{self.found}{expected}。"


def value_of(name: str, text: str, cells: Mapping[str, str]) -> str:
    """Return a cell as the register keeps it.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if not text:
        return ""
    if name == "date":
        return written_date(text)
    if name == "kind":
        return _choice(text, KINDS)
    if name in CHOICES:
        return _choice(text, CHOICES[name])
    if name == "result":
        kind = cells.get("kind", "")
        known = {
            **RESULTS.get(kind, {}),
            **{
                result: term
                for own, results in RESULTS.items()
                if KINDS[own] == kind
                for result, term in results.items()
            },
        }
        return _choice(text, known) if known else text
    if name == "tier":
        tier = tier_of(text)
        if tier is None:
            raise InputError("级别", f"认不出级别“{text}”", "都、基地、乡")
        return tier.id
    if name in ("term", "year"):
        match = (_YEARS if name == "term" else _YEAR).fullmatch(plain(text))
        if match is None:
            expected = "年数" if name == "term" else "四位年份"
            raise InputError("", f"“{text}”不是{expected}", expected)
        return match[1]
    return text


def _choice(text: str, known: Mapping[str, str]) -> str:
    for value, term in known.items():
        if text in (value, term):
            return value
    raise InputError("", f"认不出“{text}”", "、".join(known.values()))


def plain(text: str) -> str:
    """Return a text without spaces, full-width signs as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())
