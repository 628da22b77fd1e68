"""Every mistake in a scheme's workbook is refused with its cell and what to do."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from clusterlib.errors import ParameterError
from clusterlib.rule_files.scheme_sheet import workbook_bytes
from clusterlib.rule_files.scheme_yaml import read_days, read_scheme, scheme_file
from tests.rule_files.scheme_workbook_mistakes import DESIGN, MISTAKES, OWN, score

DAY = date(2026, 11, 25)
MESSAGES = Path(__file__).parent / "scheme_workbook_messages.txt"


@cache
def good(name: str) -> bytes:
    return workbook_bytes(read_days(scheme_file(name)))


def refusal(folder: Path, scheme: str, change) -> ParameterError:
    book = openpyxl.load_workbook(BytesIO(good(scheme)))
    change(book)
    book.save(folder / "表.xlsx")
    with pytest.raises(ParameterError) as refused:
        read_scheme(folder / "表.xlsx", DAY)
    return refused.value


def expected_messages() -> dict[str, str]:
    blocks = MESSAGES.read_text(encoding="utf-8").strip().split("\n\n")
    return dict(block.split("\n", 1) for block in blocks)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_cell_and_what_to_do(tmp_path: Path, name: str) -> None:
    error = refusal(tmp_path, *MISTAKES[name])
    assert str(error) == expected_messages()[name]
    for one in error.each or [error]:
        assert one.remedy
        if name != "no sheet of indicators":
            assert re.fullmatch(r"表\.xlsx，[^!]+![A-Z]+\d+", one.where)


def test_every_mistake_has_its_message() -> None:
    assert list(expected_messages()) == list(MISTAKES)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for column, value in (("C", "吨"), ("F", "五个")):
            score(DESIGN if column == "F" else "单位产品综合能耗", column, value)(book)
        score("及格分", "C", "七十")(book)
        score("政府部门和地方行业组织开展工作", "I", "好")(book)

    error = refusal(tmp_path, OWN, change)
    assert len(error.each) == 4
    assert "有4处错误" in str(error)
