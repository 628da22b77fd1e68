"""The templates of papers（文书模板）: an association's own where it has one, else the shipped.

A template is a DOCX with fields in double braces, ``{{ title }}`` for a text and
``{{p body }}`` alone in a paragraph for a part. What it must hold and may hold is checked
before anything is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from clusterlib.documents.kinds import KINDS, Kind
from clusterlib.errors import InputError
from clusterlib.resources import parameters_folder
from clusterlib.saving import save_beside

FOLDER = "文书模板"
"""Folder of a workspace that holds an association's own templates."""
TEXTS = ("title", "subtitle", "annex", "marks", "name", "case", "check")
"""Fields that hold one text."""
_ALWAYS = ("title", "marks", "missing")
"""Fields that no template may leave out: nothing that is missing is hidden."""


class _Language(SandboxedEnvironment):
    """Compiles each source once: every paper of a kind has the same."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self._compiled: dict[str, Template] = {}

    def from_string(self, source: Any, *others: Any, **more: Any) -> Template:
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source, *others, **more)
        return self._compiled[source]


@cache
def environment() -> SandboxedEnvironment:
    """Return the language of templates: values are escaped, and there is nothing to call."""
    return _Language()


def shipped_templates() -> Path:
    """Folder of the shipped templates."""
    return parameters_folder() / "documents"


def template_of(kind: Kind, folders: Iterable[Path] = ()) -> Path:
    """Return the template of a kind: the first of the folders that has one, else the shipped.

    Raises
    ------
    InputError
        If the template is no DOCX, or a field is missing in it or unknown.
    """
    for folder in folders:
        _check_names(folder)
        for name in (kind.id, kind.term):
            if (path := folder / f"{name}.docx").is_file():
                return _checked(kind, path, path.stat().st_mtime_ns)
    path = shipped_templates() / f"{kind.id}.docx"
    return _checked(kind, path, path.stat().st_mtime_ns)


def copy_templates(folder: Path) -> list[Path]:
    """Copy the shipped templates under their Chinese names, to be edited; return the paths.

    Raises
    ------
    InputError
        If one of them is there already; nothing is overwritten.
    """
    targets = {kind: folder / f"{kind.term}.docx" for kind in KINDS.values()}
    if there := [path.name for path in targets.values() if path.exists()]:
        raise InputError(
            folder.name, f"已有 {'、'.join(there)}，没有改动", "一个新的文件夹", "请换一个文件夹"
        )
    return [
        save_beside(path, (shipped_templates() / f"{kind.id}.docx").read_bytes())
        for kind, path in targets.items()
    ]


def fields_of(path: Path) -> set[str]:
    """Return the fields of a template.

    Raises
    ------
    InputError
        If it is no DOCX, or its fields are not well-formed.
    """
    from docxtpl import DocxTemplate

    try:
        template = DocxTemplate(str(path))
        found = set(template.get_undeclared_template_variables(environment()))
        template.render(dict.fromkeys(found, Markup("")), environment())
    except TemplateError as error:
        raise InputError(
            path.name, f"模板的字段写错了（{error}）", "{{ 字段 }}", "请改正模板"
        ) from error
    except Exception as error:  # zipfile, lxml and python-docx each have their own
        raise InputError(
            path.name, "不是 Word 文档，或已损坏", "扩展名为 .docx 的模板", "请换一份模板"
        ) from error
    return found


def _check_names(folder: Path) -> None:
    """Refuse a template that is named after no paper: it would be left unused in silence."""
    known = {name for kind in KINDS.values() for name in (kind.id, kind.term)}
    for path in sorted(folder.glob("*.docx")):
        if path.stem not in known and not path.name.startswith("~$"):
            terms = "、".join(kind.term for kind in KINDS.values())
            raise InputError(
                f"{folder.name}/{path.name}",
                "文件名不是任何一种文书",
                f"{terms}之一",
                "请改文件名，或移走",
            )


@lru_cache(maxsize=128)
def _checked(kind: Kind, path: Path, changed: int) -> Path:
    """Return a template whose fields are right; `changed` is the time of its last change."""
    found = fields_of(path)
    parts = set(kind.parts)
    wanted = set(_ALWAYS) | (set() if "body" in found else parts)
    unknown = sorted(found - set(TEXTS) - parts - {"body", "missing"})
    missing = sorted(wanted - found)
    faults = [f"没有字段 {'、'.join(missing)}"] if missing else []
    faults += [f"认不出字段 {'、'.join(unknown)}"] if unknown else []
    if faults:
        raise InputError(
            f"{kind.term}模板 {path.name}",
            "；".join(faults),
            "、".join((*TEXTS, *kind.parts, "body（代替各部分）", "missing")),
            "请改正模板，或移走它以用随附的",
        )
    return path
