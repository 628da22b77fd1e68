"""What a page may open on: applicants and standards of the working folder, by their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from clusterlib.errors import InputError
from clusterlib.resources import parameters_folder, sample_table

STANDARDS, RESULTS = "标准", "结果"
"""Folders of the working folder in which standards and runs lie."""
_OTHERS = {STANDARDS, RESULTS, "核定", "规则", "台账", "drafts", "notebooks"}
SHIPPED_TABLE, SHIPPED_STANDARDS = "随附的示例申报汇总表", "随附的示例标准（按行业）"
MOST = 100


def cohort_choices(work: Path | None, given: Path | None) -> dict[str, Path]:
    """Return the applicants to choose from by what they are called, the usual one first.

    In the working folder these are tables, runs, and folders that hold workbooks.
    """
    choices = {given.name: given} if given else {SHIPPED_TABLE: sample_table()}
    for path in _in(work, "*.csv", "*.xlsx") if work else ():
        choices.setdefault(path.name, path)
    for path in _in(work, "*/manifest.json", f"{RESULTS}/*/manifest.json") if work else ():
        choices.setdefault(f"批量评价“{path.parent.name}”", path.parent)
    for path in _in(work, "*/*.xlsx", "*/*.xls") if work else ():
        if path.parent.name not in _OTHERS and not (path.parent / "manifest.json").exists():
            choices.setdefault(f"申报表文件夹“{path.parent.name}”", path.parent)
    return dict(list(choices.items())[:MOST])


def standard_choices(work: Path | None, given: Path | None) -> dict[str, Path]:
    """Return the standards to choose from by what they are called, the usual one first."""
    own = work / STANDARDS if work else None
    files = _in(own, "*.xlsx", "*.yaml") if own else []
    choices: dict[str, Path] = {}
    if given is not None:
        choices[given.name + ("（按行业）" if given.is_dir() else "")] = given
    if own and files:
        choices["工作文件夹的“标准”（按行业）"] = own
    choices |= {path.name: path for path in files}
    choices[SHIPPED_STANDARDS] = parameters_folder() / "standards"
    return choices


def _in(folder: Path | None, *patterns: str) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    found = {path for pattern in patterns for path in folder.glob(pattern)}
    return sorted(path for path in found if not path.name.startswith(("~$", ".")))


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be opened: the working folder, and what the server or a notebook was given."""

    work: Path | None
    cohort: Path | None
    standard: Path | None

    def cohorts(self) -> dict[str, Path]:
        """Return the applicants by name, the usual ones first."""
        return cohort_choices(self.work, self.cohort)

    def standards(self) -> dict[str, Path]:
        """Return the standards by name, the usual one first."""
        found = standard_choices(self.work, self.standard)
        if self.standard is None:
            found = {SHIPPED_STANDARDS: found.pop(SHIPPED_STANDARDS), **found}
        return found

    def named_in(self, search: str) -> tuple[Path, Path]:
        """Return what an address names; the usual where it names nothing.

        Raises
        ------
        InputError
            If a name is not among those on offer.
        """
        given = parse_qs(search.lstrip("?"))
        cohort = _named(given.get("cohort", [""])[0], self.cohorts, "申报单位")
        standard = _named(given.get("standard", [""])[0], self.standards, "标准")
        return (
            cohort or self.cohort or sample_table(),
            standard or self.standard or parameters_folder() / "standards",
        )


def _named(name: str, offered: Callable[[], dict[str, Path]], what: str) -> Path | None:
    if not name:
        return None
    found = offered()
    if name not in found:
        raise InputError(
            "页面地址", f"{what}“{name}”已不在工作文件夹里", "首页列出的", "请回首页另选"
        )
    return found[name]
