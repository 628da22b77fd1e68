"""Files of rules are read strictly: one broken file per mistake, each named with its line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from clusterlib.errors import ParameterError
from clusterlib.rule_files.standard_yaml import read_standard_yaml
from clusterlib.rule_files.standards import read_standard

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_standard_is_refused_with_file_and_line(path: Path) -> None:
    """The first line of each file says where the mistake is and what is said of it."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    line, _, found = first.removeprefix("# ").partition(": ")
    with pytest.raises(ParameterError) as refusal:
        read_standard_yaml(path)
    assert refusal.value.where == f"{path.name} {line}"
    assert found in refusal.value.found
    assert refusal.value.expected


def test_the_file_that_the_broken_ones_were_made_from_is_whole() -> None:
    standard = read_standard_yaml(HERE / "toys.yaml")
    assert (standard.industry, standard.term, len(standard.thresholds)) == ("toys", "玩具", 19)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "文件是空的"),
        ("term: 玩具".encode("gb18030"), "不是 UTF-8 编码"),
        (b"\xff\xfe\x00", "不是 UTF-8 编码"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "玩具.yaml"
    path.write_bytes(content)
    with pytest.raises(ParameterError, match=found):
        read_standard(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"玩具\.yaml"):
        read_standard(tmp_path / "玩具.yaml")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "toys.yaml"
    text = (HERE / "toys.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8-sig")
    assert read_standard(path) == read_standard(HERE / "toys.yaml")


@pytest.mark.parametrize(
    ("content", "where", "found"),
    [
        ("[" * 20_000, "第1行", "嵌套过深"),
        ("industry: toys\nterm: " + "{a: " * 30, "第2行", "嵌套过深"),
        ("- " * 30, "第1行", "嵌套过深"),
        ("".join(f"{' ' * n}a:\n" for n in range(40)), "第20行", "嵌套过深"),
        ("".join(f"key_{n}: 1\n" for n in range(9_000)), "第3000行", "条目过多"),
        ("a: [" + "1," * 90_000 + "]", "第1行", "条目过多"),
        ("a: 1\n" * 40_000, "第3000行", "条目过多"),
        ("a: 1\n\0", "第2行", "不是合法的 YAML"),
        ("a: 1\nb: \t\tc: 2", "第2行", "不是合法的 YAML"),
        ('term: 1\nissuer: "\\ud800"', "第2行", "U+D800"),
        ('term: "a\\0b"', "第1行", "U+0000"),
        ('a: "\\UFFFFFFFF"', "", "不是合法的 YAML"),
    ],
    ids=[
        "brackets",
        "braces",
        "dashes",
        "indents",
        "keys",
        "members",
        "equal_keys",
        "nul",
        "tabs",
        "surrogate",
        "escaped_nul",
        "no_character",
    ],
)
def test_a_file_beyond_what_rules_need_is_refused_with_its_line(
    tmp_path: Path, content: str, where: str, found: str
) -> None:
    path = tmp_path / "玩具.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ParameterError) as refusal:
        read_standard(path)
    assert refusal.value.where == f"玩具.yaml {where}".rstrip()
    assert found in refusal.value.found


def test_a_large_file_is_refused_for_its_size(tmp_path: Path) -> None:
    path = tmp_path / "玩具.yaml"
    path.write_text("a: 1\n" * 400_000, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"文件过大（2000 KB）；应为不超过 200 KB"):
        read_standard(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices among files")
def test_what_is_no_file_is_refused_unopened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.yaml")
    (tmp_path / "设备.yaml").symlink_to("/dev/zero")
    (tmp_path / "文件夹.yaml").mkdir()
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(ParameterError, match="不是文件"):
            read_standard_yaml(path)


def test_a_long_wrong_value_is_quoted_in_short(tmp_path: Path) -> None:
    path = tmp_path / "玩具.yaml"
    whole = (HERE / "toys.yaml").read_text(encoding="utf-8")
    path.write_text(whole.replace("status: draft", f"status: {'x' * 10_000}"), encoding="utf-8")
    with pytest.raises(ParameterError, match="xxx…xxx") as refusal:
        read_standard_yaml(path)
    assert len(refusal.value.found) < 310


def test_aliases_that_multiply_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "玩具.yaml"
    lines = [
        "x0: &x0 [1]",
        *(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 40)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ParameterError, match="不认识的键“x0”"):
        read_standard_yaml(path)
