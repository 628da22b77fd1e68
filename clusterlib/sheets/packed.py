"""A plain CSV kept as bytes: cells become text only where somebody asks for one.

A table of 100,000 rows has some four million cells, of which nearly all are plain numbers
or one of a few answers. They are read here in whole columns with numpy, without making
a text of each. A file with quotes, blank lines or rows of different length is left to the
ordinary reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from clusterlib.sheets.formula_signs import FORMULA_SIGNS

Offsets = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_COMMA, _NEWLINE, _POINT, _MINUS, _ZERO = b",\n.-0"
_MAYBE_BLANK = np.frombuffer(b", \t\x0b\x0c\xa1\xc2\xe2\xe3", np.uint8)
"""First bytes of a row that may hold nothing: a comma, or the start of some kind of space."""
_SIGNS = np.frombuffer(FORMULA_SIGNS.encode(), np.uint8)
_WIDEST_NUMBER = 16
_MOST_DIGITS = 15
_KEY_BYTES = 8
_MARGIN = b"\n" * _WIDEST_NUMBER
_KEY_MASKS = np.array([(1 << 8 * n) - 1 for n in range(_KEY_BYTES + 1)], np.uint64)
_POWERS = np.array([float(f"1e{power}") for power in range(23)])
"""Powers of ten that float64 holds exactly."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PackedColumn(Sequence[str]):
    """A column of n cells within the bytes of a file.

    Parameters
    ----------
    content : bytes
        The file between two margins.
    encoding : str
        Its encoding.
    starts, ends : int64 arrays, shape (n,)
        Place of each cell in `content`.
    """

    content: bytes
    encoding: str
    starts: Offsets
    ends: Offsets

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Return one cell as text, or some of them as a column."""
        if isinstance(index, slice):
            return PackedColumn(self.content, self.encoding, self.starts[index], self.ends[index])
        return self.content[self.starts[index] : self.ends[index]].decode(self.encoding)

    def __iter__(self) -> Iterator[str]:
        """Yield the cells as text."""
        content, encoding = self.content, self.encoding
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            yield content[start:end].decode(encoding)

    def take(self, positions: Sequence[int]) -> PackedColumn:
        """Return some of the cells, in the order asked for."""
        taken = np.asarray(positions, np.int64)
        return PackedColumn(self.content, self.encoding, self.starts[taken], self.ends[taken])

    def distinct(self) -> tuple[list[str], NDArray[np.intp]]:
        """Return the different texts, and for each cell the position of its text among them."""
        lengths = self.ends - self.starts
        if lengths.max(initial=0) > _KEY_BYTES:
            return distinct_texts(list(self))
        eights = np.ndarray(len(self.content) - _KEY_BYTES + 1, "<u8", self.content, strides=(1,))
        keys = eights[self.starts] & _KEY_MASKS[lengths]
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        return [self[position] for position in first.tolist()], inverse

    def longer_than(self, most: int) -> int | None:
        """Return the position of the first cell of more characters, None where there is none."""
        longer = np.flatnonzero(self.ends - self.starts > most)
        return next((at for at in longer.tolist() if len(self[at]) > most), None)

    def numbers(self, shift: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return plain numbers times ten to the power `shift`, each rounded once.

        Returns
        -------
        tuple of float64 and bool arrays, shape (n,)
            The numbers, nan where a cell is blank; and which cells are neither blank nor
            a plain number of at most fifteen digits without commas.
        """
        content = np.frombuffer(self.content, np.uint8)
        lengths = self.ends - self.starts
        width = min(int(lengths.max(initial=0)), _WIDEST_NUMBER)
        mantissa = np.zeros(len(self), np.int64)
        digits, points, decimals = np.zeros((3, len(self)), np.int8)
        is_digit = np.zeros(len(self), np.bool_)
        odd = lengths > _WIDEST_NUMBER
        negative = content[self.starts] == _MINUS
        for place in range(-width, 0):
            byte = content[self.ends + place]
            within = lengths >= -place
            was_digit, is_digit = is_digit, within & (byte - np.uint8(_ZERO) < 10)
            is_point = within & (byte == _POINT)
            is_sign = (lengths == -place) & negative
            odd |= (within & ~(is_digit | is_point | is_sign)) | (is_point & ~was_digit)
            mantissa = np.where(is_digit, mantissa * 10 + byte - _ZERO, mantissa)
            points += is_point
            digits += is_digit
            decimals += is_digit & (points > 0)
        filled = lengths > 0
        odd |= (filled & ~is_digit) | (points > 1) | (digits > _MOST_DIGITS)
        # Whole numbers below 2**53 and these powers are exact, so one operation rounds once.
        places = decimals - shift
        values = np.where(
            places >= 0,
            mantissa / _POWERS[np.maximum(places, 0)],
            mantissa * _POWERS[np.maximum(-places, 0)],
        )
        values[negative] *= -1
        values[odd | ~filled] = np.nan
        return values, odd


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PackedRows(Sequence[Sequence[str]]):
    """The rows of a plain CSV that hold anything, as columns of all of them."""

    columns: tuple[PackedColumn, ...]
    lines: tuple[int, ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        """Return the cells of one row, or of some of them."""
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(len(self)))]
        return [column[index] for column in self.columns]


def pack(content: bytes, encoding: str) -> PackedRows | None:
    """Return the rows of a CSV, or None where only the ordinary reader can tell its cells.

    Parameters
    ----------
    content : bytes
        The file without its byte order mark, valid in the encoding.
    encoding : {"utf-8", "gb18030"}
        In both, no byte of a longer character looks like a comma or a line's end.
    """
    if b'"' in content or b"\0" in content:
        return None
    content = _MARGIN + content.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n" + _MARGIN
    if b"\r" in content or len(content) == 2 * len(_MARGIN) + 1:
        return None
    within = np.frombuffer(content, np.uint8)[len(_MARGIN) : -len(_MARGIN)]
    ends = np.flatnonzero((within == _COMMA) | (within == _NEWLINE))
    at_line_end = within[ends] == _NEWLINE
    width = int(at_line_end.argmax()) + 1
    height = int(at_line_end.sum())
    if width * height != len(ends) or not at_line_end[width - 1 :: width].all():
        return None
    ends += len(_MARGIN)
    starts = np.concatenate(([len(_MARGIN)], ends[:-1] + 1))
    if b"'" in content:
        starts += _guarded(np.frombuffer(content, np.uint8), starts)
    by_row = starts.reshape(height, width), ends.reshape(height, width)
    held = _held(content, encoding, by_row[0][:, 0], by_row[1][:, -1])
    columns = tuple(
        PackedColumn(content, encoding, by_row[0][held, place], by_row[1][held, place])
        for place in range(width)
    )
    return PackedRows(columns, tuple((held + 1).tolist()))


def packed_texts(texts: Sequence[str]) -> PackedColumn:
    """Return texts as a column; one with more lines than one is odd there, and no number."""
    whole = "\n".join(texts)
    if whole.count("\n") >= max(len(texts), 1):
        whole = "\n".join(text.replace("\n", ",") for text in texts)
    content = _MARGIN + whole.encode("utf-8", "replace") + b"\n" + _MARGIN
    within = np.frombuffer(content, np.uint8)[len(_MARGIN) : -len(_MARGIN)]
    ends = np.flatnonzero(within == _NEWLINE) + len(_MARGIN)
    starts = np.concatenate(([len(_MARGIN)], ends[:-1] + 1))
    return PackedColumn(content, "utf-8", starts[: len(texts)], ends[: len(texts)])


def distinct_texts(texts: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Return the different texts, and for each text its position among them."""
    position_of = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    places = np.fromiter(map(position_of.__getitem__, texts), np.intp, len(texts))
    return list(position_of), places


def _guarded(content: Bytes, starts: Offsets) -> NDArray[np.bool_]:
    """Return which cells begin with an apostrophe that only guards a sign of a formula."""
    guarded: NDArray[np.bool_] = content[starts] == ord("'")
    return guarded & np.isin(content[starts + 1], _SIGNS)


def _held(content: bytes, encoding: str, starts: Offsets, ends: Offsets) -> Offsets:
    """Return the rows that hold anything but spaces."""
    first = np.frombuffer(content, np.uint8)[starts]
    held = np.ones(len(starts), np.bool_)
    for row in np.flatnonzero(np.isin(first, _MAYBE_BLANK)).tolist():
        text = content[starts[row] : ends[row]].decode(encoding)
        held[row] = bool(text.replace(",", "").strip())
    return np.flatnonzero(held)
