"""Help in the reader's language: English beside the commands, other languages in catalogues.

A catalogue is made of ``texts/<language>/LC_MESSAGES/messages.po`` by
``pybabel compile -d clusterlib/cli/texts``. It also holds what the command line library says
itself, which asks gettext for its words.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer import Context

TEXTS = Path(__file__).parent / "texts"
_DOMAIN = "messages"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_MISTAKES = {
    r"Missing argument '?(.*?)'?\.": "Missing argument {0}.",
    r"Missing option '?(.*?)'?\.": "Missing option {0}.",
    r"No such option: (\S+)": "No such option {0}.",
    r"No such option: (\S+) \(Possible options: (.*)\)": "No such option {0}, perhaps {1}.",
    r"Input should be a valid (?:integer|number).*": "not a number",
    r"Invalid value for '?(.*?)'?: (.*)": "Invalid value for {0}: {1}",
    r"Got unexpected extra argument\(s\) \((.*)\)": "Got unexpected extra argument(s) {0}",
    r"Option '?(.*?)'? requires an argument\.": "Option {0} requires an argument.",
}
_CHINESE = 0x04
"""Primary language of Windows, the lower ten bits of the language of its screen."""


def speak_own_language(command: Any) -> None:
    """Put a command and all below it into the language that the environment names."""
    if sys.platform == "win32" and not any(os.environ.get(name) for name in _VARIABLES):
        import ctypes

        if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE:
            os.environ["LANG"] = "zh_CN"
    gettext.bindtextdomain(_DOMAIN, str(TEXTS))
    gettext.textdomain(_DOMAIN)
    for holder in texts_of(command):
        if holder.help:
            holder.help = gettext.gettext(holder.help)


def in_own_words(message: str) -> str:
    """Return what the command line library says of a mistake, in the language of the help.

    The library itself asks for no translation of these.
    """
    for pattern, words in _MISTAKES.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            template = gettext.gettext(words)
            return (
                message
                if template == words
                else template.format(*map(in_own_words, found.groups()))
            )
    return message


def texts_of(command: Any) -> Iterator[Any]:
    """Yield a command, its parameters and all below it: what has a text of help."""
    yield command
    yield command.get_help_option(Context(command))
    yield from (part for part in command.params if hasattr(part, "help"))
    for below in getattr(command, "commands", {}).values():
        yield from texts_of(below)
