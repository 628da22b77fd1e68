"""Exceptions: each means that a question could not be asked.

ClusterlibError
├── ParameterError   a file of rules is malformed, or has no value on the day asked for
├── InputError       a workbook or table cannot be read at all
├── RuleError        the question itself is malformed: unknown indicator, reading, tier or unit
└── BatchError       a run cannot go on; carries the applicant and the cause

A threshold that is missed, a failed gate or a doubtful cell is never an exception:
the first two are findings, the last is a `clusterlib.problems.Problem`.
"""

from __future__ import annotations

LONGEST_QUOTE = 300
"""Characters of what was found; a cell may hold a hundred times as many."""


def in_short(text: str) -> str:
    r"""Return a text in one line, its middle cut out where it is long.

    Examples
    --------
    >>> in_short("两\n行"), len(in_short("x" * 5000))
    ('两 行', 301)
    """
    line = " ".join(text.split()) if "\n" in text or "\r" in text else text
    if len(line) <= LONGEST_QUOTE:
        return line
    return f"{line[: LONGEST_QUOTE // 2]}…{line[-LONGEST_QUOTE // 2 :]}"


class ClusterlibError(Exception):
    """A question that could not be asked: where, what was found, what was expected, what to do.

    Parameters
    ----------
    where : str
        File, line, sheet, cell or command option; a relative name, never a whole path.
    found : str
        What stands there, quoted as written.
    expected : str, optional
        What should stand there.
    remedy : str, optional
        What to do next.

    Attributes
    ----------
    each : tuple of ClusterlibError
        Where several are told at once, all of them; each is a line of its own.
    """

    each: tuple[ClusterlibError, ...] = ()

    def __init__(self, where: str, found: str, expected: str = "", remedy: str = "") -> None:
        super().__init__(where, found, expected, remedy)
        self.where = in_short(where)
        self.found = in_short(found)
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the four facts as one line, in Chinese where they are told in Chinese."""
        if self.each:
            return "\n".join([f"{self.where}：{self.found}", *map(str, self.each)])
        remedy = self.remedy.rstrip("。.")
        if any("一" <= char <= "鿿" for char in self.found):
            expected = f"；应为{self.expected}" if self.expected else ""
            return f"{self.where}：{self.found}{expected}。" + (f"{remedy}。" if remedy else "")
        expected = f"; expected {self.expected}" if self.expected else ""
        return f"{self.where}: {self.found}{expected}." + (f" {remedy}." if remedy else "")


class ParameterError(ClusterlibError):
    """A file of rules is malformed, or has no value on the day asked for."""


class InputError(ClusterlibError):
    """A workbook or table cannot be read at all."""


class RuleError(ClusterlibError):
    """The question is malformed: an unknown indicator, reading, tier or unit."""


class BatchError(ClusterlibError):
    """A run cannot go on."""
