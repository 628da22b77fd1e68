"""Files of the regulation are checked for sense as strictly as a standard."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from clusterlib.errors import ParameterError
from clusterlib.rule_files.regulation import read_score_sheet
from clusterlib.rules.points import on_grid
from tests.rule_files.regulation_mistakes import CONTENTS, MISTAKES

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "parameters" / "regulation"
MESSAGES = HERE / "regulation_messages.txt"
DAY = date(2026, 11, 25)


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "regulation"))


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the regulation with the first such passage changed."""
    folder = copied(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def replaced(tmp_path: Path, file: str, content: bytes | None) -> Path:
    """Return a copy of the regulation with one file replaced or taken away."""
    folder = copied(tmp_path)
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    return folder


def expected_messages() -> dict[str, str]:
    blocks = MESSAGES.read_text(encoding="utf-8").strip().split("\n\n")
    return dict(block.split("\n", 1) for block in blocks)


def refusal_of(folder: Path) -> ParameterError:
    with pytest.raises(ParameterError) as refusal:
        read_score_sheet(folder, DAY)
    return refusal.value


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_line_and_what_to_do(tmp_path: Path, name: str) -> None:
    error = refusal_of(changed(tmp_path, *MISTAKES[name]))
    assert str(error) == expected_messages()[name]
    assert error.where.startswith(f"{MISTAKES[name][0]} 第") or error.found.startswith("缺")
    assert error.expected
    assert error.remedy


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_that_holds_no_rules_is_refused(tmp_path: Path, name: str) -> None:
    error = refusal_of(replaced(tmp_path, *CONTENTS[name]))
    assert str(error) == expected_messages()[name]
    assert error.where.startswith(CONTENTS[name][0])


def test_no_message_is_left_over() -> None:
    assert list(expected_messages()) == [*MISTAKES, *CONTENTS]


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    assert "没有规则文件" in refusal_of(tmp_path).found


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scoresheet.yaml", "{value: 70,", "{value: 75,"),
        ("scoresheet.yaml", "{value: 70,", "{value: 69.5,"),
        ("scoresheet.yaml", "[3, 7, 9]", "[0, 6, 10]"),
        ("scoresheet.yaml", "[[0, 0], [8, 36],", "[[0, 0], [4, 10], [8, 36],"),
        ("tiers.yaml", "{value: 12,", "{value: 20,"),
        ("tiers.yaml", "{value: 5, source: {kind: article, ref: 1.2.1a}}",
         "{value: 0, source: {kind: article, ref: 1.2.1a}}"),
        ("readings.yaml", "后3项有一项不符合，第二部分得0分\n", "从宽\n"),
    ],
)  # fmt: skip
def test_other_rules_that_make_sense_are_read(tmp_path: Path, file, old, new) -> None:
    read_score_sheet(changed(tmp_path, file, old, new), DAY)


def test_a_default_may_change_on_a_later_day(tmp_path: Path) -> None:
    old = "        reason: 打分表写“否则不得分”，限于该部分；未写一票否决\n"
    new = (
        old + "    2026-07-01:\n      value: veto\n      source:\n        kind: reading\n"
        "        ref: A1.3.quality\n        reason: 示例\n"
    )
    folder = changed(tmp_path, "readings.yaml", old, new)
    assert read_score_sheet(folder, date(2026, 6, 30)).readings().gate == "section_zero"
    assert read_score_sheet(folder, DAY).readings().gate == "veto"


def test_points_may_be_weighed_otherwise_where_they_sum_to_a_hundred(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = folder / "scoresheet.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("{least: 11, lower: 48, upper: 60,", "{least: 11, lower: 48, upper: 55,"),
        ("[13, 60]", "[13, 55]"),
        ("{least: 5, lower: 16, upper: 20,", "{least: 5, lower: 16, upper: 25,"),
        ("[5, 20]", "[5, 25]"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    sheet = read_score_sheet(folder, DAY)
    assert [section.maximum for section in sheet.counted] == [on_grid(55), on_grid(25)]
