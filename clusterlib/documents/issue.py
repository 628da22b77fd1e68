"""Papers as files（出文）: what was issued is never overwritten; a correction is a new one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from multiprocessing import get_context
from pathlib import Path

from clusterlib.documents.docx import docx_of
from clusterlib.documents.html import html_of
from clusterlib.documents.kinds import KINDS, VERSIONS
from clusterlib.documents.paper import Paper, digest
from clusterlib.documents.pdf import write_pdfs
from clusterlib.documents.templates import template_of
from clusterlib.errors import InputError
from clusterlib.file_names import safe_name
from clusterlib.saving import save_beside

_LONGEST = 26
_SUFFIXES = (".docx", ".html")
_CORRECTION = re.compile(r"（更正([0-9]+)）")
_DAY = re.compile(r"<p class=\"[a-z]+\" data-day>(.*?)</p>", re.DOTALL)
_ONE_PROCESS = 60
"""Up to so many papers are made in this process: others would start longer than they help."""
_AT_ONCE = 8

_Planned = tuple[Paper, str, tuple[bytes, bytes], bool]


class ReasonNeededError(InputError):
    """A paper was issued before with other content, and nobody said why a new one is made."""


@dataclass(frozen=True, slots=True)
class Lying:
    """What was issued of a paper（已出）.

    Parameters
    ----------
    name : str
        Name of the last one, without ending.
    paths : tuple of Path
        Its files that lie there: DOCX, HTML, PDF.
    is_same : bool
        Whether it says what the paper says now.
    """

    name: str
    paths: tuple[Path, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of one paper.

    Parameters
    ----------
    paper : Paper
        As it was written.
    paths : tuple of Path
        The paper as DOCX, as HTML, and as PDF where one was made.
    is_new : bool
        Whether it was written now; else the same had been issued before.
    """

    paper: Paper
    paths: tuple[Path, ...]
    is_new: bool


def name_of(paper: Paper, correction: int = 0) -> str:
    """Return the name of a paper's files, without ending; it says which correction it is."""
    behind = f"（{VERSIONS[paper.version]}）" + (f"（更正{correction}）" if correction else "")
    owner = paper.owner if paper.owner == paper.name else f"{paper.owner} {paper.name}"
    plain = safe_name(owner)
    if len(plain) > _LONGEST:
        # What is cut off still tells two owners apart.
        plain = f"{plain[:_LONGEST]}-{digest(owner)[:6]}"
    return safe_name(f"{plain} {paper.term}{behind}")


def issue(
    papers: Iterable[Paper],
    folder: Path,
    *,
    templates: Sequence[Path] = (),
    reason: str = "",
    pdf: bool = False,
    tell: Callable[[str], None] = lambda line: None,
    watch: Callable[[Paper], None] = lambda paper: None,
) -> list[Issued]:
    """Write papers as DOCX and HTML into a folder, and as PDF if asked.

    Everything is made before anything is written; many papers are made by every core. A paper
    in which nothing but the day of making differs from the one issued before is that one.

    Parameters
    ----------
    papers : iterable of Paper
    folder : Path
        Where papers are issued; one that lies there is never overwritten.
    templates : sequence of Path
        Folders of own templates, the first that has one counts.
    reason : str
        Why a paper that differs takes the place of one issued before.
    pdf : bool
        Whether a PDF is made beside each new paper.
    tell : function
        Is told why there is no PDF.
    watch : function
        Is given each paper when it is made.

    Raises
    ------
    InputError
        If a template is wrong; then nothing is written.
    ReasonNeededError
        If a paper was issued before with other content and no reason is given; likewise.
    """
    issued = []
    planned = []
    for one in _made([*papers], partial(_planned, folder, templates, reason)):
        planned.append(one)
        watch(one[0])
    names = [name.casefold() for _, name, _, _ in planned]
    if twice := [name for at, name in enumerate(names) if name in names[:at]]:
        raise InputError(
            twice[0], "两份文书的文件名相同，没有写出", "各不相同的办件编号", "请分两个文件夹出"
        )
    for paper, name, content, is_new in planned:
        paths = [folder / f"{name}{suffix}" for suffix in _SUFFIXES]
        if is_new:
            paths = [save_beside(*one) for one in zip(paths, content, strict=True)]
        issued.append(Issued(paper, tuple(paths), is_new))
    return _with_pdfs(issued, tell) if pdf else issued


def _made(papers: list[Paper], plan: Callable[[Paper], _Planned]) -> Iterator[_Planned]:
    cores = os.cpu_count() or 1
    if len(papers) <= _ONE_PROCESS or cores == 1:
        yield from map(plan, papers)
        return
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        try:
            yield from pool.map(plan, papers, chunksize=_AT_ONCE)
        finally:
            pool.shutdown(cancel_futures=True)


def _with_pdfs(issued: Sequence[Issued], tell: Callable[[str], None]) -> list[Issued]:
    """Add a PDF to each paper that has none yet."""
    lacking = [one for one in issued if not one.paths[0].with_suffix(".pdf").exists()]
    made, why = write_pdfs([one.paths for one in lacking]) if lacking else ({}, "")
    if why:
        tell(why)
    paths = {one: one.paths[0].with_suffix(".pdf") for one in issued if one not in lacking}
    paths |= {one: made[one.paths] for one in lacking if one.paths in made}
    return [replace(one, paths=(*one.paths, *filter(None, (paths.get(one),)))) for one in issued]


def _planned(folder: Path, templates: Sequence[Path], reason: str, paper: Paper) -> _Planned:
    """Return a paper with its name and content, and whether it is to be written."""
    last = _last(paper, folder)
    if last is None:
        return paper, name_of(paper), _content(paper, templates), True
    name = name_of(paper, last)
    same = _like(paper, _text(folder / f"{name}.html"), last)
    content = _content(same, templates)
    if all(
        (file := folder / f"{name}{suffix}").is_file() and file.read_bytes() == data
        for suffix, data in zip(_SUFFIXES, content, strict=True)
    ):
        return same, name, content, False
    if not reason.strip():
        raise ReasonNeededError(
            name,
            "已经出过这份文书，内容不同，没有改动",
            "更正的理由",
            "请用 --reason 写明理由，另出一份更正；或换一个文件夹",
        )
    new = replace(paper, replaces=f"本件为更正件，代替“{name}”。更正理由：{reason.strip()}")
    return new, name_of(paper, last + 1), _content(new, templates), True


def _content(paper: Paper, templates: Sequence[Path]) -> tuple[bytes, bytes]:
    template = template_of(KINDS[paper.kind], templates)
    return docx_of(paper, template), html_of(paper).encode("utf-8", "replace")


def _last(paper: Paper, folder: Path) -> int | None:
    """Return the number of the last correction that lies there, 0 for the first paper."""
    number = None
    for suffix in (*_SUFFIXES, ".pdf"):
        if (folder / f"{name_of(paper)}{suffix}").exists():
            number = 0
    for path in folder.glob("*") if folder.is_dir() else ():
        found = _CORRECTION.search(path.stem)
        if found and path.stem == name_of(paper, int(found[1])):
            number = max(number or 0, int(found[1]))
    return number


def lying(paper: Paper, folder: Path) -> Lying | None:
    """Return what was issued of a paper into a folder, None where nothing was."""
    last = _last(paper, folder)
    if last is None:
        return None
    name = name_of(paper, last)
    page = _text(folder / f"{name}.html")
    paths = (folder / f"{name}{suffix}" for suffix in (*_SUFFIXES, ".pdf"))
    there = tuple(path for path in paths if path.is_file())
    return Lying(name, there, html_of(_like(paper, page, last)) == page)


def _like(paper: Paper, page: str, last: int) -> Paper:
    """Return a paper with the days of an earlier one, and what that one says it replaces."""
    days = [unescape(text) for text in _DAY.findall(page)]
    return replace(paper.with_days(days), replaces=_said(page) if last else "")


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8") if page.is_file() else ""


def _said(page: str) -> str:
    """Return what a correction says it replaces, as its page has it."""
    found = re.findall(r"<p class=\"note\">(本件为更正件，.*?)</p>", page, re.DOTALL)
    return unescape(found[-1]) if found else ""
