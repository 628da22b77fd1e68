"""Files of rules are read strictly: one broken file per mistake, each named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterlib.errors import ParameterError
from clusterlib.rules.standard_yaml import read_standard_yaml
from clusterlib.rules.standards import read_standard

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
