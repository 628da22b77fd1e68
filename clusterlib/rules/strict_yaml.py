"""Strict reading of YAML: every node knows its file and line, scalars stay text.

Duplicate keys, unknown keys and missing keys are refused with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from clusterlib.errors import ParameterError

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Entry:
    """A node of a file with its place."""

    file: str
    node: Node

    @property
    def where(self) -> str:
        """File and line of the node."""
        return f"{self.file}, line {self.node.start_mark.line + 1}"

    def error(self, found: str, expected: str, remedy: str = "") -> ParameterError:
        """Return the error for this place."""
        return ParameterError(self.where, found, expected, remedy)

    def items(self) -> Iterator[tuple[Entry, Entry]]:
        """Yield keys and values of a mapping."""
        if not isinstance(self.node, MappingNode):
            raise self.error("not a mapping", "keys with values, one per line")
        seen: set[str] = set()
        for key, value in self.node.value:
            entry = Entry(self.file, key)
            if entry.text() in seen:
                found = f"duplicate key {entry.text()!r}"
                raise entry.error(found, "each key once", "Remove one.")
            seen.add(entry.text())
            if isinstance(value, ScalarNode) and not value.value:
                value.start_mark = key.start_mark  # a blank is marked where the next word stands
            yield entry, Entry(self.file, value)

    def mapping(
        self, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Entry]:
        """Return a mapping's values by key; unknown and missing keys are refused."""
        allowed = required + optional
        found: dict[str, Entry] = {}
        for key, value in self.items():
            if key.text() not in allowed:
                raise key.error(f"unknown key {key.text()!r}", f"one of {', '.join(allowed)}")
            found[key.text()] = value
        for name in required:
            if name not in found:
                raise self.error(f"no {name!r}", f"the keys {', '.join(required)}", "Add it.")
        return found

    def sequence(self) -> list[Entry]:
        """Return the members of a list."""
        if not isinstance(self.node, SequenceNode):
            raise self.error("not a list", "a list in brackets or with dashes")
        return [Entry(self.file, node) for node in self.node.value]

    def text(self) -> str:
        """Return a scalar as written."""
        if not isinstance(self.node, ScalarNode):
            raise self.error("not a single value", "one value")
        return str(self.node.value)

    def filled_text(self) -> str:
        """Return a scalar that is not blank."""
        if not self.text().strip():
            raise self.error("nothing written", "a text")
        return self.text()

    def choice(self, options: tuple[str, ...]) -> str:
        """Return a scalar that is one of `options`."""
        if self.text() not in options:
            raise self.error(f"{self.text()!r}", f"one of {', '.join(options)}")
        return self.text()

    def number(self) -> Decimal:
        """Return an exact decimal of at most fifteen significant digits."""
        text = self.text()
        if not _NUMBER.fullmatch(text):
            raise self.error(f"{text!r} is not a number", "digits with an optional decimal point")
        if len(text.lstrip("-0.").replace(".", "")) > MOST_DIGITS:
            raise self.error(f"{text!r} has more than 15 digits", "at most 15 significant digits")
        return Decimal(text)

    def whole(self) -> int:
        """Return a whole number."""
        number = self.number()
        if number != number.to_integral_value():
            raise self.error(f"{number} is not whole", "a whole number")
        return int(number)

    def day(self) -> date:
        """Return a day written as YYYY-MM-DD."""
        text = self.text()
        if not _DAY.fullmatch(text):
            raise self.error(f"{text!r} is not a day", "a start day written as 2024-01-01")
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.error(f"{text!r} is no day of the calendar", "YYYY-MM-DD") from error


def read_strict(path: Path) -> Entry:
    """Return the root of a YAML file.

    Raises
    ------
    ParameterError
        If the file cannot be read, is not UTF-8, is empty or is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ParameterError(path.name, f"cannot be read ({error.strerror})", "a file") from error
    except UnicodeDecodeError as error:
        raise ParameterError(
            path.name, "not written in UTF-8", "UTF-8", "Save it again with encoding UTF-8."
        ) from error
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise ParameterError(f"{path.name}{line}", str(problem), "well-formed YAML") from error
    if root is None:
        raise ParameterError(path.name, "the file is empty", "a file of rules")
    return Entry(path.name, root)
