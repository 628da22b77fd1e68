"""A visitor without a browser, who keeps cookies; and small pages to visit."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from tests.dashboards.conftest import Server

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def a_page(folder: Path, *cells: str, name: str = "calibrate") -> Path:
    """Write a notebook as the page of that name."""
    parameters = new_code_cell('cohort: str = ""  # table', metadata={"tags": ["parameters"]})
    notebook = new_notebook(metadata=KERNEL, cells=[parameters, *map(new_code_cell, cells)])
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


def kernel_in(text: str) -> str:
    """Return the id of a page's kernel."""
    found = re.search(r'"kernelId": "([^"]+)"', text)
    assert found, text[:500]
    return found.group(1)


class Visitor:
    """Somebody with cookies of their own; `address` is where they are."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.address = ""
        self._jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def open(self, path: str, data: bytes | None = None) -> str:
        """Go to a page and return its text."""
        try:
            with self._opener.open(self.server.address + path, data) as response:
                self.address = response.url
                return response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                self.address = error.url
                return error.read().decode()

    def post(self, path: str) -> None:
        """Send a farewell as a browser's beacon does."""
        self.open(path, b"")

    def sign_in(self, form: str, token: str) -> str:
        """Fill in the form and return what comes."""
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.open("/login", urllib.parse.urlencode({**fields, "token": token}).encode())
