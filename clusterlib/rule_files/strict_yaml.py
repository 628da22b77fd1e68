"""Strict reading of YAML: every node knows its file and line, scalars stay text.

Duplicate keys, unknown keys and missing keys are refused with file and line.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from clusterlib.errors import ParameterError

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_DIGITS = 15
LARGEST_RULES = 200 * 10**3
"""Bytes of a file of rules; a standard with ten editions has a fifth of it."""
MOST_NODES = 6000
"""Keys, values, lists and mappings of a file, about three hundred per edition of a standard."""
MOST_LEVELS = 20
_RESERVED = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A node of a file with its place."""

    file: str
    node: Node

    @property
    def where(self) -> str:
        """File and line of the node."""
        return f"{self.file} 第{self.node.start_mark.line + 1}行"

    def error(self, found: str, expected: str, remedy: str = "") -> ParameterError:
        """Return the error for this place."""
        remedy = remedy or "请改正这一行"
        return ParameterError(self.where, found, expected, remedy)

    def items(self) -> Iterator[tuple[YamlNode, YamlNode]]:
        """Yield keys and values of a mapping."""
        if not isinstance(self.node, MappingNode):
            raise self.error("不是“键: 值”的形式", "每行一个“键: 值”")
        seen: set[str] = set()
        for key, value in self.node.value:
            entry = YamlNode(self.file, key)
            if entry.text() in seen:
                raise entry.error(f"“{entry.text()}”重复", "每个键只写一次", "请删去一个")
            seen.add(entry.text())
            if isinstance(value, ScalarNode) and not value.value:
                value.start_mark = key.start_mark  # a blank is marked where the next word stands
            yield entry, YamlNode(self.file, value)

    def mapping(
        self, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, YamlNode]:
        """Return a mapping's values by key; unknown and missing keys are refused."""
        allowed = required + optional
        found: dict[str, YamlNode] = {}
        for key, value in self.items():
            if key.text() not in allowed:
                raise key.error(f"不认识的键“{key.text()}”", f"{'、'.join(allowed)}之一")
            found[key.text()] = value
        for name in required:
            if name not in found:
                raise self.error(f"缺“{name}”", f"{'、'.join(required)}都写", "请补上")
        return found

    def sequence(self) -> list[YamlNode]:
        """Return the members of a list."""
        if not isinstance(self.node, SequenceNode):
            raise self.error("不是列表", "方括号或短横线的列表")
        return [YamlNode(self.file, node) for node in self.node.value]

    @property
    def is_text(self) -> bool:
        """Whether a single value stands here."""
        return isinstance(self.node, ScalarNode)

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
            one_of = "之一" if len(options) > 1 else ""
            raise self.error(f"“{self.text()}”不在可选之列", f"{'、'.join(options)}{one_of}")
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


class _Composer(Composer):
    """Composes a tree of nodes, but neither a deep nor a huge one."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.levels = self.nodes = 0
        self.warn_double_anchors = False

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node, or refuse the file as soon as it is beyond a limit."""
        self.levels += 1
        self.nodes += 1
        if self.levels > MOST_LEVELS or self.nodes > MOST_NODES:
            line = self.parser.peek_event().start_mark.line + 1
            deep = self.levels > MOST_LEVELS
            raise ParameterError(
                f"第{line}行",
                "层层嵌套过深" if deep else "条目过多",
                f"至多{MOST_LEVELS}层" if deep else f"至多{MOST_NODES}个键和值",
                "请核对这是不是规则文件",
            )
        node = super().compose_node(parent, index)
        self.levels -= 1
        if isinstance(node, ScalarNode) and (sign := _NO_TEXT.search(node.value)):
            found = f"有不可见的控制字符 U+{ord(sign[0]):04X}"
            raise ParameterError(f"第{node.start_mark.line + 1}行", found, "文字", "请删去它")
        return node


def _text_of(path: Path) -> str:
    """Return the text of a file of rules; what it is and its size are looked at first."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ParameterError(path.name, "不是文件", "一个 .yaml 文件", "请核对路径")
        if found.st_size > LARGEST_RULES:
            size = f"文件过大（{found.st_size / 1000:.0f} KB）"
            raise ParameterError(
                path.name, size, f"不超过 {LARGEST_RULES // 1000} KB", "请核对这是不是规则文件"
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"无法读取（{error.strerror}）"
        raise ParameterError(path.name, reason, "一个文件", "请核对路径") from error
    except UnicodeDecodeError as error:
        raise ParameterError(
            path.name, "不是 UTF-8 编码", "UTF-8 编码", "请另存为 UTF-8 编码"
        ) from error


def read_strict(path: Path) -> YamlNode:
    """Return the root of a YAML file.

    Raises
    ------
    ParameterError
        If the file cannot be read, is not UTF-8, is empty, is not YAML or is beyond a limit.
    """
    root = _composed(path.name, _text_of(path))
    if root is None:
        raise ParameterError(path.name, "文件是空的", "规则文件", "请补上内容，或删去这个文件")
    return YamlNode(path.name, root)


# Parsing is nearly all of what reading rules costs, and several readers want the same files.
@lru_cache(maxsize=64)
def _composed(name: str, text: str) -> Node | None:
    yaml = YAML(typ="rt", pure=True)
    yaml.Composer = _Composer
    try:
        root: Node | None = yaml.compose(text)
    except ParameterError as error:
        raise ParameterError(
            f"{name} {error.where}", error.found, error.expected, error.remedy
        ) from None
    # Beside its own errors ruamel.yaml lets through what int() and chr() raise, such as
    # ValueError for a directive or an escape that names no character.
    except (YAMLError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = getattr(error, "position", None)  # of a character that YAML forbids
        above = mark.line if mark else text.count("\n", 0, place) if place is not None else None
        line = "" if above is None else f" 第{above + 1}行"
        problem = getattr(error, "problem", None) or error
        found = f"不是合法的 YAML（{problem}）"
        remedy = "请检查这一行和上一行的冒号、引号、括号和缩进"
        raise ParameterError(f"{name}{line}", found, "合法的 YAML", remedy) from error
    return root


def scalar_text(text: str) -> str:
    """Return a text as a double-quoted scalar unless it is plain Chinese or ASCII words."""
    words = all(char.isalnum() or char in "_（）、。·" for char in text)
    if words and text and not text.isdigit() and text not in _RESERVED:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    # Spaces of every width stand for themselves, as a reader of the file sees them.
    shown = (
        char if char.isprintable() or category(char) == "Zs" else f"\\U{ord(char):08x}"
        for char in escaped
    )
    return f'"{"".join(shown)}"'
