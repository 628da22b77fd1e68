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
        return f"{self.file} 第{self.node.start_mark.line + 1}行"

    def error(self, found: str, expected: str, remedy: str = "") -> ParameterError:
        """Return the error for this place."""
        return ParameterError(self.where, found, expected, remedy)

    def items(self) -> Iterator[tuple[Entry, Entry]]:
        """Yield keys and values of a mapping."""
        if not isinstance(self.node, MappingNode):
            raise self.error("不是“键: 值”的形式", "每行一个“键: 值”")
        seen: set[str] = set()
        for key, value in self.node.value:
            entry = Entry(self.file, key)
            if entry.text() in seen:
                raise entry.error(f"“{entry.text()}”重复", "每个键只写一次", "请删去一个")
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
                raise key.error(f"不认识的键“{key.text()}”", f"{'、'.join(allowed)}之一")
            found[key.text()] = value
        for name in required:
            if name not in found:
                raise self.error(f"缺“{name}”", f"{'、'.join(required)}都写", "请补上")
        return found

    def sequence(self) -> list[Entry]:
        """Return the members of a list."""
        if not isinstance(self.node, SequenceNode):
            raise self.error("不是列表", "方括号或短横线的列表")
        return [Entry(self.file, node) for node in self.node.value]

    def text(self) -> str:
        """Return a scalar as written."""
        if not isinstance(self.node, ScalarNode):
            raise self.error("不是单个值", "一个值")
        return str(self.node.value)

    def filled_text(self) -> str:
        """Return a scalar that is not blank."""
        if not self.text().strip():
            raise self.error("没有填写", "文字")
        return self.text()

    def choice(self, options: tuple[str, ...]) -> str:
        """Return a scalar that is one of `options`."""
        if self.text() not in options:
            raise self.error(f"“{self.text()}”不在可选之列", f"{'、'.join(options)}之一")
        return self.text()

    def number(self) -> Decimal:
        """Return an exact decimal of at most fifteen significant digits."""
        text = self.text()
        if not _NUMBER.fullmatch(text):
            raise self.error(f"“{text}”不是数字", "只有数字和小数点")
        if len(text.lstrip("-0.").replace(".", "")) > MOST_DIGITS:
            raise self.error(f"“{text}”有效数字超过15位", "至多15位有效数字")
        return Decimal(text)

    def whole(self) -> int:
        """Return a whole number."""
        number = self.number()
        if number != number.to_integral_value():
            raise self.error(f"{number}不是整数", "整数")
        return int(number)

    def day(self) -> date:
        """Return a day written as YYYY-MM-DD."""
        text = self.text()
        if not _DAY.fullmatch(text):
            raise self.error(f"“{text}”不是日期", "2024-01-01 这样的生效日")
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.error(f"“{text}”不是日历上的日子", "年-月-日") from error


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
        raise ParameterError(path.name, f"无法读取（{error.strerror}）", "一个文件") from error
    except UnicodeDecodeError as error:
        raise ParameterError(
            path.name, "不是 UTF-8 编码", "UTF-8 编码", "请另存为 UTF-8 编码"
        ) from error
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" 第{mark.line + 1}行" if mark else ""
        problem = getattr(error, "problem", None) or error
        found = f"不是合法的 YAML（{problem}）"
        raise ParameterError(f"{path.name}{line}", found, "合法的 YAML") from error
    if root is None:
        raise ParameterError(path.name, "文件是空的", "规则文件")
    return Entry(path.name, root)
