"""Help is Chinese where the environment is, English elsewhere, and none is left out."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO

import pytest
import typer.main
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from clusterlib.cli import app
from clusterlib.cli.language import TEXTS, texts_of

CATALOGUE = TEXTS / "zh" / "LC_MESSAGES" / "messages.po"


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def helped(*arguments, **environment):
    cleared = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    }
    ended = subprocess.run(
        [sys.executable, "-m", "clusterlib", *arguments, "--help"],
        capture_output=True,
        check=True,
        env={**cleared, "PYTHONUTF8": "1", "COLUMNS": "100", **environment},
    )
    return ended.stdout.decode()


def test_every_command_option_and_group_is_told_in_chinese():
    said = {holder.help for holder in texts_of(typer.main.get_command(app))}
    assert None not in said, "a command, an argument or an option without help"
    told = {message.id: message.string for message in catalogue() if message.id}
    missing = [text for text in said if not told.get(text)]
    assert not missing, "write these in messages.po and compile it"
    assert all(any("一" <= char <= "鿿" for char in text) for text in told.values())


def test_the_catalogue_is_the_one_that_was_compiled():
    made = BytesIO()
    write_mo(made, catalogue())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == made.getvalue(), (
        "pybabel compile -d clusterlib/cli/texts"
    )


@pytest.mark.parametrize(
    "environment",
    [{"LANG": "zh_CN.UTF-8"}, {"LC_MESSAGES": "zh_TW.UTF-8"}, {"LC_ALL": "zh", "LANG": "en_GB"}],
)
def test_help_is_chinese_in_a_chinese_environment(environment):
    said = helped("check", **environment)
    assert "按工作表和单元格列出" in said
    assert "显示这段说明" in said
    assert "Show" not in said


@pytest.mark.parametrize(
    "environment", [{}, {"LANG": "C.UTF-8"}, {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}]
)
def test_help_is_english_elsewhere(environment):
    assert "List every problem" in helped("check", **environment)


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("assess",), "缺少参数 table。", "Missing argument 'table'."),
        (("assess", "a.csv"), "缺少选项 --standard。", "Missing option '--standard'."),
        (("check", "a", "--xyz"), "没有选项 --xyz。", "No such option: --xyz"),
        (("assess", "--standrd", "x"), "相近的：--standard。", "Possible options: --standard"),
        (("new", "a", "b"), "多余的参数：b。", "Got unexpected extra argument(s) (b)"),
        (("check", "a", "--year", "去年"), "--year 的值不对：不是数字。", "Invalid value for"),
        (("cheque",), "没有 'cheque' 这个命令。", "No such command 'cheque'."),
    ],
)
def test_what_was_typed_wrongly_is_told_in_the_language_of_the_help(arguments, chinese, english):
    for language, expected in (("zh_CN.UTF-8", chinese), ("C.UTF-8", english)):
        ended = subprocess.run(
            [sys.executable, "-m", "clusterlib", *arguments],
            capture_output=True,
            check=False,
            env={**os.environ, "LANG": language, "LC_ALL": language, "COLUMNS": "100",
                 "LANGUAGE": "", "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert ended.returncode == 2
        assert expected in ended.stderr.decode()
        assert "Traceback" not in ended.stderr.decode()
