"""Cells as text into figures, answers and points, each with its problem if it has one.

One cell is read in `Decimal` or as a small code. Whole columns take a fast path for cells
that are plainly numbers and fall back on the single cell for every other, so the two
never differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterlib.applicants.figures import UNKNOWN, UNREADABLE, Floats
from clusterlib.errors import RuleError
from clusterlib.problems import Problem
from clusterlib.rules.indicators import Fact, Indicator
from clusterlib.rules.points import GRID, on_grid
from clusterlib.rules.tiers import TIERS, Tiers, terms_of, tier_of
from clusterlib.rules.units import Unit, shift_between
from clusterlib.sheets.packed import PackedColumn, distinct_texts, packed_texts
from clusterlib.sheets.stored import MOST_DIGITS, Shown, Stored, plain

BEYOND_EVERY_SECTION = 100 * GRID + 1
"""Stands for panel points above the whole score sheet, which the scorer refuses anyway."""

MISSING = frozenset({"", "—", "——", "-", "/"})
"""Squeezed cells that mean no answer; 无 joins them outside the yes-or-no facts."""

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_HALF_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)}
_DIGITS = r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
_NUMBER = re.compile(_DIGITS)
_MISPLACED_COMMA = re.compile(r"-?(?=.*[0-9])[0-9,.]*,[0-9,.]*")
_QUALIFIED = re.compile(r"(?=.*[0-9一二两三四五六七八九十百千万亿]).*(?:约|多|近|余|以上)")
_WITH_UNIT = re.compile(
    rf"[¥￥$]{_DIGITS}.*|第?{_DIGITS}(?:[百千万亿]*(?:[元人个家户项件名位年分%‰]|美元|RMB)|[百千万亿]+)",
    re.IGNORECASE,
)
_ERROR_VALUE = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)")
# At most fifteen digits, so that neither float nor Decimal rounds them twice.
_PLAIN = re.compile(
    r"-?(?:[0-9]{1,12}(?:\.[0-9]{1,3})?|[0-9]{1,9}\.[0-9]{4,6}"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,3}(?:\.[0-9]{1,3})?)"
)

_ANSWERS = {
    "gate": {"无": 0, "有": 1},
    "claim": {"否": 0, "是": 1},
    "grade": {"一般": 0, "较好": 1, "好": 2, "average": 0, "fair": 1, "good": 2},
}
_REFUSALS = {
    "gate": ("not_yes_no", "无、有"),
    "claim": ("not_yes_no", "是、否"),
    "grade": ("unknown_grade", ""),
}

# What a reader of workbooks adds to a text, squeezed; and the sign a format may add by kind.
_MARKS = {"(已划去)": "struck_out", "(显示为": "shown_otherwise"}
_SIGNS = {"share": "%", "money": "¥", "dollars": "$"}
_FIFTEEN = Context(prec=MOST_DIGITS)
Found = list[tuple[int, Problem]]


def squeezed(text: str) -> str:
    """Return a cell with full-width forms made half-width and every space removed."""
    if text.isascii():  # nothing full-width: most figures
        return "".join(text.split())
    return _squeezed(text)


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    return "".join(half_width(text).split())


def half_width(text: str) -> str:
    """Return a text with full-width forms made half-width and without what cannot be seen."""
    return _INVISIBLE.sub("", text.translate(_HALF_WIDTH))


def invisible_in(text: str) -> str:
    """Return the invisible characters of a text by their code points, blank if none.

    Spaces are no such characters. In a label they mean nothing; in a figure they may turn
    its digits round on the screen or stand where a minus stood, so there they are named.

    Examples
    --------
    >>> invisible_in("\u202d1234\u202c"), invisible_in("1 234")
    ('U+202D、U+202C', '')
    """
    if text.isascii():
        return ""
    return "、".join(f"U+{ord(found):04X}" for found in dict.fromkeys(_INVISIBLE.findall(text)))


def is_missing(text: str) -> bool:
    """Return whether a cell holds no answer: blank, —, - or /; 无 too."""
    cell = squeezed(text)
    return cell in MISSING or cell == "无"


def text_of(text: str) -> str:
    """Return a cell of plain text, such as a name, as written; blank where missing."""
    stripped = text.strip()
    return "" if len(stripped) < 4 and is_missing(stripped) else stripped


def read_number(text: str, kind: str = "") -> tuple[Decimal | None, str]:
    """Return a cell's number, exact, and the code of what is wrong with it.

    A `clusterlib.sheets.stored.Shown` counts only in a unit of the kind that its sign has.

    Returns
    -------
    tuple of Decimal or None, and str
        None and a blank code where the cell is missing; None and a code of
        `clusterlib.problems.REASONS` where it is not a number.

    Examples
    --------
    >>> read_number("１，２３４．５"), read_number("约500")
    ((Decimal('1234.5'), ''), (None, 'qualifier'))
    """
    if isinstance(text, Shown):
        if text.sign != _SIGNS.get(kind):
            return None, "percent_style" if text.sign == "%" else "unit_in_cell"
        text = Stored(text.number)
    cell = squeezed(text)
    if cell in MISSING or cell == "无":
        return None, ""
    if invisible_in(text):
        return None, "invisible"
    if not _NUMBER.fullmatch(cell):
        return None, _what_is_wrong(cell)
    digits = cell.replace(",", "")
    significant = digits.replace("-", "").replace(".", "").lstrip("0")
    if isinstance(text, Stored):
        return _FIFTEEN.create_decimal(digits), ""
    if len(significant) > MOST_DIGITS:
        return None, "too_many_digits"
    return Decimal(digits), ""


def read_figure(
    text: str, indicator: Indicator, unit: Unit | None = None
) -> tuple[Decimal | None, Problem | None]:
    """Return one figure in the unit of the score sheet, and its problem if it has one.

    Parameters
    ----------
    text : str
        The cell as written.
    indicator : Indicator
        Whose figure it is.
    unit : Unit, optional
        The unit of the cell, of the indicator's kind; the score sheet's where none is given.

    Examples
    --------
    >>> from clusterlib.rules.indicators import INDICATOR_BY_ID
    >>> from clusterlib.rules.units import UNITS
    >>> read_figure("1.005", INDICATOR_BY_ID["sales_revenue"], UNITS["亿元"])
    (Decimal('1.005E+4'), None)
    """
    number, code = read_number(text, indicator.unit.kind)
    if number is None:
        return None, _problem(code, indicator.id, text)
    value = number.scaleb(shift_between(unit or indicator.unit, indicator.unit))
    if value < 0 and not indicator.signed:
        code = "negative"
    elif indicator.is_count and value != value.to_integral_value():
        code = "fraction"
    elif indicator.is_share and value > 100:
        code = "above_100"
    elif indicator.is_share and 0 < value < 1:
        hundredfold = plain(value.scaleb(2))
        return value, Problem("share_below_1", "warning", indicator.id, text, hundredfold)
    return (None if code else value), _problem(code, indicator.id, text)


def number_in(text: str, column: str) -> tuple[Decimal | None, Problem | None]:
    """Return a cell's number of whatever unit, and its problem if it has one."""
    number, code = read_number(text)
    return number, _problem(code, column, text)


def read_rank(text: str, column: str) -> tuple[Decimal | None, Problem | None]:
    """Return a national rank（全国排名）, whole and at least 1, and its problem."""
    rank, code = read_number(text)
    if rank is not None and (rank < 1 or rank != rank.to_integral_value()):
        rank, code = None, "rank_below_1"
    return rank, _problem(code, column, text)


def read_years(text: str, column: str = "industry_years") -> tuple[Decimal | None, Problem | None]:
    """Return the years of an industry's development（产业发展年数）, and its problem."""
    years, code = read_number(text)
    if years is not None and years < 0:
        years, code = None, "negative"
    return years, _problem(code, column, text)


def read_points(text: str, column: str) -> tuple[int, Problem | None]:
    """Return a panel's points（专家评分）in grid steps, `UNKNOWN` where none, and its problem.

    Whether they lie in a band is for the scorer; points above the whole score sheet come
    out as `BEYOND_EVERY_SECTION`.
    """
    points, code = read_number(text)
    if points is not None and points < 0:
        points, code = None, "negative"
    if points is None:
        return UNKNOWN, _problem(code, column, text)
    try:
        return min(on_grid(points), BEYOND_EVERY_SECTION), None
    except RuleError:
        return UNKNOWN, _problem("too_many_decimals", column, text)


def read_answer(text: str, fact: Fact) -> tuple[int, Problem | None]:
    """Return a gate（无、有）, claim（是、否）or grade（好、较好、一般）as code, and its problem.

    The code is 0 upwards as in `clusterlib.applicants.figures.Figures`, `UNKNOWN` where the
    cell is blank or is none of the answers.
    """
    cell = squeezed(text)
    answers = _ANSWERS[fact.kind]
    if cell in answers:
        return answers[cell], None
    if cell in MISSING or cell == "无":
        return UNKNOWN, None
    code, expected = _REFUSALS[fact.kind]
    if _ERROR_VALUE.fullmatch(cell) or cell.startswith("=") or any(map(cell.count, _MARKS)):
        code, expected = _what_is_wrong(cell), ""
    return UNKNOWN, Problem(code, "error", fact.id, text, expected)


def read_tier(text: str, column: str = "tier", tiers: Tiers = TIERS) -> tuple[int, Problem | None]:
    """Return the tier applied for（申报级别）, `UNKNOWN` or `UNREADABLE`, and its problem."""
    cell = squeezed(text)
    if cell in MISSING or cell == "无":
        return UNKNOWN, None
    tier = tier_of(cell, tiers)
    if tier is None:
        return UNREADABLE, Problem("unknown_tier", "error", column, text, terms_of(tiers))
    return int(tier), None


def figure_column(
    texts: Sequence[str], indicator: Indicator, unit: Unit | None = None
) -> tuple[Floats, Found]:
    """Return a whole column as `read_figure` reads its cells.

    Returns
    -------
    tuple of float64 array, shape (n,), and list of (position, Problem)
        Figures in the unit of the score sheet, nan where missing; problems in row order.
    """
    values, odd = _plain_numbers(texts, shift_between(unit or indicator.unit, indicator.unit))
    values += 0.0  # -0 is 0
    doubtful = odd | ~(_is_sound(values, indicator) | np.isnan(values))
    problems: Found = []
    for position in np.flatnonzero(doubtful).tolist():
        value, problem = read_figure(texts[position], indicator, unit)
        values[position] = np.nan if value is None else value
        if problem is not None:
            problems.append((position, problem))
    return values, problems


def fact_column(texts: Sequence[str], fact: Fact) -> tuple[NDArray[Any], Found]:
    """Return a whole column of a fact that is not text, as the single cells are read.

    Returns
    -------
    tuple of array, shape (n,), and list of (position, Problem)
        float64 for ranks and years (nan where missing), int64 grid steps for points, int8
        codes for the rest; problems in row order.
    """
    readers: dict[str, tuple[type[np.generic], Callable[[str], tuple[Any, Problem | None]]]] = {
        "rank": (np.float64, lambda text: read_rank(text, fact.id)),
        "years": (np.float64, lambda text: read_years(text, fact.id)),
        "points": (np.int64, lambda text: read_points(text, fact.id)),
        "tier": (np.int8, lambda text: read_tier(text, fact.id)),
    }
    kind, read = readers.get(fact.kind, (np.int8, lambda text: read_answer(text, fact)))
    distinct, places = (
        texts.distinct() if isinstance(texts, PackedColumn) else distinct_texts(texts)
    )
    known = [read(text) for text in distinct]
    codes = np.array([np.nan if value is None else value for value, _ in known], kind)
    faulty = np.array([problem is not None for _, problem in known], np.bool_)
    told = ((at, known[places[at]][1]) for at in np.flatnonzero(faulty[places]).tolist())
    return codes[places], [(at, problem) for at, problem in told if problem is not None]


def _plain_numbers(texts: Sequence[str], shift: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Return plain numbers in another unit, and which cells are neither blank nor one."""
    if isinstance(texts, PackedColumn):
        return texts.numbers(shift)
    values, odd = packed_texts(texts).numbers(shift)
    # The exponent moves the decimal point in the text, so that the float is rounded once.
    exponent = f"e{shift}" if shift else ""
    for position in np.flatnonzero(odd).tolist():
        if _PLAIN.fullmatch(texts[position]):
            values[position] = float(texts[position].replace(",", "") + exponent)
            odd[position] = False
    return values, odd


def _is_sound(values: Floats, indicator: Indicator) -> NDArray[np.bool_]:
    """Return which figures are plain numbers within every limit; nan is not."""
    sound: NDArray[np.bool_] = ~np.isnan(values) if indicator.signed else values >= 0
    if indicator.is_count:
        sound &= values == np.floor(values)
    if indicator.is_share:
        sound &= (values <= 100) & ~((values > 0) & (values < 1))
    return sound


def _problem(code: str, column: str, text: str) -> Problem | None:
    expected = invisible_in(text) if code == "invisible" else ""
    return Problem(code, "error", column, text, expected) if code else None


def _what_is_wrong(cell: str) -> str:
    """Return the code for a squeezed cell that is no number."""
    for mark, code in _MARKS.items():
        if mark in cell:
            return code
    if _ERROR_VALUE.fullmatch(cell):
        return "error_value"
    if cell.startswith("="):
        return "formula_without_value"
    if _MISPLACED_COMMA.fullmatch(cell):
        return "separator"
    if _QUALIFIED.match(cell):
        return "qualifier"
    if _WITH_UNIT.fullmatch(cell):
        return "unit_in_cell"
    return "not_a_number"
