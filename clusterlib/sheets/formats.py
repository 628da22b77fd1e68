"""Number formats: what a cell shows for the number that it stores.

A format that only groups, rounds or colours leaves the number as stored. One that shows
more (a percentage, text, zeros in front, a date) gives what is shown; one that shows
another number (thousands left out, a lost minus) gives both, as text that is no number.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from clusterlib.sheets.stored import Shown, plain

SHOWN_AS = "（显示为"
"""Stands between a stored number and another one that its format shows."""

Token = tuple[str, str]

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*](?P<space>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<date>AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|e(?![+-])|aaaa?)"
    r"|(?P<exponent>E[+-])|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<slash>/)|(?P<at>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]*)?)")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_SIGNS = {"%": "%", "¥": "¥", "￥": "¥", "$": "$", "US$": "$"}
_NUMBER = re.compile(r"-?[0-9,]*\.?[0-9]+\.?")
_UNREADABLE = "########"
_LAST_DAY = 2958465


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a number format, between semicolons."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    numerals: str = ""

    def has(self, *kinds: str) -> bool:
        """Return whether a token of one of the kinds stands here."""
        return any(kind in kinds for kind, _ in self.tokens)

    @property
    def words(self) -> str:
        """The text that stands beside the digits, without spaces."""
        return "".join("".join(text for kind, text in self.tokens if kind == "text").split())

    @property
    def is_day(self) -> bool:
        """Whether a day or a time is shown."""
        return self.has("date")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format, taken apart.

    Parameters
    ----------
    code : str
        As Excel writes it, such as ``0.00%``.
    sections : tuple of Section
        For positive, negative and zero, or as their conditions say.
    words : Section or None
        For text.
    """

    code: str
    sections: tuple[Section, ...]
    words: Section | None = None

    @property
    def is_plain(self) -> bool:
        """Whether every number shows as itself, rounded and grouped at most."""
        return all(
            _is_plain(section, is_negative=place == 1 and len(self.sections) > 1)
            for place, section in enumerate(self.sections)
        )

    def of_number(self, stored: str, *, epoch_1904: bool = False) -> str:
        """Return the text of a cell that stores a number.

        Parameters
        ----------
        stored : str
            Plain digits, as `stored_text` gives them.
        epoch_1904 : bool
            Whether days are counted from 1904.

        Examples
        --------
        >>> [number_format(code).of_number("0.125") for code in ("0.0%", "0.00", '"约"0.00')]
        ['12.5%', '0.125', '约0.13']
        >>> number_format("0,").of_number("118370"), number_format("0000").of_number("12")
        ('118370（显示为118）', '0012')
        """
        number = Decimal(stored)
        section, is_absolute = self._section(number)
        if section.is_day:
            return _day_shown(section, number, stored, epoch_1904=epoch_1904)
        if section.has("general"):
            return "".join(
                stored if kind == "general" else text
                for kind, text in section.tokens
                if kind in ("general", "text")
            )
        if not section.has("digit"):
            return section.words
        if section.numerals:
            return f"{stored}（{section.numerals}）"
        return _number_shown(section, number, stored, is_absolute=is_absolute)

    def of_text(self, text: str) -> str:
        """Return the text of a cell that stores one."""
        if self.words is None or not self.words.words or not text:
            return text
        return "".join(
            text if kind == "at" else word
            for kind, word in self.words.tokens
            if kind in ("at", "text")
        )

    def _section(self, number: Decimal) -> tuple[Section, bool]:
        """Return the section for a number, and whether it shows the number without its sign."""
        for section in self.sections:
            if section.condition is not None:
                sign, limit = section.condition
                if _COMPARE[sign](number, limit):
                    return section, len(self.sections) > 1 and number < 0
        if any(section.condition for section in self.sections):
            return self.sections[-1], False
        if number < 0 and len(self.sections) > 1:
            return self.sections[1], True
        return self.sections[2 if number == 0 and len(self.sections) > 2 else 0], False


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """Return a number format, taken apart."""
    sections = [_section_of(tokens) for tokens in _split(code)]
    words = sections.pop() if len(sections) > 3 or sections[-1].has("at") else None
    return NumberFormat(code, tuple(sections[:3]) or (Section((("general", ""),)),), words)


def _split(code: str) -> list[list[Token]]:
    sections: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code[:1000]):
        kind = str(match.lastgroup)
        if kind == "end":
            sections.append([])
        elif kind != "space":
            text = match[kind]
            kind = "text" if kind in ("quoted", "escaped", "other") else kind
            sections[-1].append((kind, text))
    return sections


def _section_of(tokens: Sequence[Token]) -> Section:
    kept: list[Token] = []
    condition, numerals = None, ""
    for kind, text in tokens:
        if kind != "bracket":
            kept.append((kind, text))
        elif match := _CONDITION.fullmatch(text.strip()):
            condition = match[1], Decimal(match[2])
        elif text.startswith("$"):
            kept.append(("text", text[1:].partition("-")[0]))
        elif text.upper().startswith("DBNUM"):
            numerals = text
        elif text and not text.lower().strip("hms"):
            kept.append(("date", text))
    if not any(kind == "digit" for kind, _ in kept) and any(kind == "date" for kind, _ in kept):
        kept = [
            ("text", text) if kind in ("point", "comma", "slash") else (kind, text)
            for kind, text in kept
        ]
    return Section(tuple(kept), condition, numerals)


def _is_plain(section: Section, *, is_negative: bool) -> bool:
    if section.condition or section.numerals:
        return False
    if section.has("general"):
        return not section.words and not is_negative
    if section.has("date", "percent", "exponent", "slash", "at") or not section.has("digit"):
        return False
    whole, _, scale = _digits_of(section)
    words = section.words
    return (
        whole.count("0") == 1
        and not scale
        and (words in ("-", "()", "-()") if is_negative else not words)
    )


def _digits_of(section: Section) -> tuple[str, str, int]:
    """Return the places before and after the point, and by how many thousands is divided."""
    whole, decimals, commas, is_past = "", "", 0, False
    for kind, text in section.tokens:
        if kind == "point":
            is_past = True
        elif kind == "comma":
            commas += 1
        elif kind == "digit":
            whole, decimals = (whole, decimals + text) if is_past else (whole + text, decimals)
            commas = 0
    before = [kind for kind, _ in section.tokens]
    if "point" in before:  # commas right before the point divide too
        place = before.index("point")
        while place and before[place - 1] == "comma":
            place, commas = place - 1, commas + 1
    return whole, decimals, commas


def _number_shown(section: Section, number: Decimal, stored: str, *, is_absolute: bool) -> str:
    if section.has("exponent", "slash"):
        return _special_shown(section, number, stored)
    whole, decimals, thousands = _digits_of(section)
    percents = sum(kind == "percent" for kind, _ in section.tokens)
    scaled = abs(number).scaleb(2 * percents - 3 * thousands)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    sign = "-" if number < 0 and not is_absolute and rounded else ""
    shown = sign + _laid_out(section, rounded, whole, decimals)
    words = section.words
    marks = "".join(char for char in words if char not in "+-()（）")
    says_minus = bool(sign) or "-" in words or "(" in words or "（" in words
    differs = bool(thousands) or (bool(rounded) and says_minus != (number < 0))
    if percents == 1 and not marks and not differs:
        value = plain(rounded.copy_sign(number) if rounded else rounded)
        return Shown(f"{value}%", value, "%")
    if marks in _SIGNS and not percents and not differs:
        text = f"{stored}%" if marks == "%" else f"{marks}{stored}"
        return Shown(text, stored, _SIGNS[marks])
    if not words and not percents and not differs:
        is_padded = number == number.to_integral_value() and whole.count("0") > 1
        return (
            shown.replace(",", "")
            if is_padded or not any("0" <= c <= "9" for c in shown)
            else stored
        )
    if not marks and not percents and not differs:
        return stored
    squeezed = "".join(shown.split())
    return f"{stored}{SHOWN_AS}{squeezed}）" if _NUMBER.fullmatch(squeezed) else squeezed


def _laid_out(section: Section, number: Decimal, whole: str, decimals: str) -> str:
    """Return digits and words in the places that a section gives them."""
    least = len(whole) - whole.find("0") if "0" in whole else 0
    kept = decimals.rfind("0") + 1
    ahead, _, behind = format(number, "f").partition(".")
    ahead = ahead.lstrip("0").rjust(least, "0")
    behind = behind[:kept] + behind[kept:].rstrip("0")
    places = len(whole)
    pieces: list[str] = []
    used = 0
    is_past = False
    for kind, text in section.tokens:
        if kind == "digit" and not is_past:
            places -= 1
            stop = max(len(ahead) - places, used)
            pieces.append(ahead[used:stop])
            used = stop
        elif kind == "digit":
            pieces.append(behind[:1])
            behind = behind[1:]
        elif kind == "point":
            is_past = True
            if not whole:
                pieces.append(ahead)
            pieces.append("." if behind else "")
        elif kind in ("text", "percent"):
            pieces.append(text)
    return "".join(pieces)


def _special_shown(section: Section, number: Decimal, stored: str) -> str:
    """Return a fraction or a number with exponent: as stored where that is what is shown."""
    if section.has("exponent"):
        _, decimals, _ = _digits_of(section)
        after = [kind for kind, _ in section.tokens]
        digits = sum(kind == "digit" for kind in after[after.index("exponent") :])
        places = max(len(decimals) - digits, 0)
        shown = f"{number:.{places}E}"
        return stored if Decimal(shown) == number else f"{stored}{SHOWN_AS}{shown}）"
    places = sum(
        kind == "digit"
        for kind, _ in section.tokens[[kind for kind, _ in section.tokens].index("slash") :]
    )
    most = 10 ** max(places, 1) - 1
    is_shown = any((number * part) % 1 == 0 for part in range(1, min(most, 999) + 1))
    return stored if is_shown else f"{stored}{SHOWN_AS}分数）"


def _day_shown(section: Section, number: Decimal, stored: str, *, epoch_1904: bool) -> str:
    letters = "".join(text.lower() for kind, text in section.tokens if kind == "date")
    if not 0 <= number <= _LAST_DAY:
        return f"{stored}{SHOWN_AS}{_UNREADABLE}）"
    start = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 31 - (number >= 60))
    try:
        moment = start + dt.timedelta(milliseconds=round(float(number) * 86_400_000))
    except OverflowError:
        return f"{stored}{SHOWN_AS}{_UNREADABLE}）"
    if any(letter in letters for letter in "hs"):
        is_time = not any(letter in letters for letter in "yde")
        return (
            str(moment.time() if is_time else moment)
            if moment.time() or is_time
            else moment.date().isoformat()
        )
    if "d" in letters or "a" in letters:
        return moment.date().isoformat() if moment.time() == dt.time() else str(moment)
    return "".join(_year_and_month(section.tokens, moment))


def _year_and_month(tokens: Sequence[Token], moment: dt.datetime) -> Iterator[str]:
    for kind, text in tokens:
        letter = text[:1].lower()
        if kind == "text":
            yield text
        elif kind == "date" and letter in "ye":
            yield f"{moment.year % 100:02d}" if text.lower() in ("y", "yy") else str(moment.year)
        elif kind == "date":
            yield f"{moment.month:02d}" if len(text) == 2 else str(moment.month)
