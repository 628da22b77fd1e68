"""Finds the score sheet that a standard names（评价体系、命名元素）, in all its editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.rule_files.scheme_yaml import (
    SUFFIX,
    WORKBOOK,
    read_days,
    read_scheme,
    scheme_file,
    schemes_folder,
    with_pack,
)
from clusterlib.rules.own_sheet import catalogue_of, fixed_thresholds, sheet_for
from clusterlib.rules.scheme import Scheme
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.standard import SCHEME, Standard

FOLDER = "评价体系"
"""Folder of a workspace's own score sheets, beside that of its standards."""


def schemes_named(name: str, elements: Sequence[str], beside: Path) -> tuple[Scheme, ...]:
    """Return the editions of a standard's own score sheet, oldest first; none for the printed.

    Parameters
    ----------
    name : str
        Id or file of the score sheet.
    elements : sequence of str
        Elements of names, or ids of the packs of their adjusted indicators.
    beside : Path
        Folder of the standard.

    Raises
    ------
    ParameterError
        If there is none, or a file of it is faulty.
    """
    files = _files(name, elements, beside)
    if len(files) < 2:
        return tuple(scheme for file in files for scheme in read_days(file))
    starts = [[scheme.start for scheme in read_days(file)] for file in files]
    first = max(each[0] for each in starts)
    days = sorted({day for each in starts for day in each if day >= first})
    return tuple(_edition(files, day) for day in days)


def scheme_files(standard: Standard, path: Path) -> tuple[Path, ...]:
    """Return the files of the score sheet that a standard of this path names."""
    return _files(standard.scheme, standard.elements, path.resolve().parent)


def own_standard(standard: Standard) -> Standard:
    """Return a standard in the columns of its own score sheet, with the limits that one fixes."""
    catalogue = catalogue_of([standard])
    stated = [threshold.indicator for threshold in standard.thresholds]
    thresholds = (*standard.thresholds, *fixed_thresholds(standard.own, stated))
    ordered = sorted(thresholds, key=lambda found: catalogue.position[found.indicator])
    return replace(standard, catalogue=catalogue, thresholds=tuple(ordered))


def sheets_under(standard: Standard, editions: Sequence[ScoreSheet]) -> tuple[ScoreSheet, ...]:
    """Return the score sheets that a standard may be printed for, the newest first.

    Parameters
    ----------
    standard : Standard
        With the editions of its own score sheet.
    editions : sequence of ScoreSheet
        Those of the regulation, the newest first.
    """
    if not standard.own:
        return tuple(editions)
    return tuple(
        sheet_for(
            standard,
            next((e for e in editions if e.on <= scheme.start.isoformat()), editions[-1]),
            scheme.start,
        )
        for scheme in reversed(standard.own)
    )


def _files(name: str, elements: Sequence[str], beside: Path) -> tuple[Path, ...]:
    """Return the file of a score sheet, then those of the packs that change it."""
    if name == SCHEME and not elements:
        return ()
    folder = schemes_beside(beside)
    packs = tuple(_pack(element, folder) for element in elements)
    if name == SCHEME and len(packs) == 1:
        return packs
    is_path = name.lower().endswith((SUFFIX, WORKBOOK))
    return (scheme_file(str(beside / name) if is_path else name, folder), *packs)


def _edition(files: Sequence[Path], day: date) -> Scheme:
    scheme = read_scheme(files[0], day)
    for pack in files[1:]:
        scheme = with_pack(scheme, pack, day)
    return replace(scheme, start=day)


def schemes_beside(beside: Path) -> Path | None:
    """Return the folder of a workspace's own score sheets, None where there is none."""
    places = (beside / FOLDER, beside.parent / FOLDER, Path.cwd() / FOLDER)
    return next((place for place in places if place.is_dir()), None)


def filed_elements(folder: Path, on: date) -> frozenset[str]:
    """Return the elements of names whose adjusted indicators are filed on a day.

    A file that is faulty files nothing; what is wrong with it is told where it is checked.
    """
    found: set[str] = set()
    for file in sorted((*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{WORKBOOK}"))):
        try:
            editions = [scheme for scheme in read_days(file) if scheme.start <= on]
        except ParameterError:
            continue
        found.update(scheme.element for scheme in editions[-1:] if scheme.filed)
    return frozenset(found - {""})


def _pack(element: str, folder: Path | None) -> Path:
    """Return the file of an element's adjusted indicators, by the element or by the file's id."""
    for place in filter(None, (folder, schemes_folder())):
        files = sorted((*place.glob(f"*{SUFFIX}"), *place.glob(f"*{WORKBOOK}")))
        found = [file for file in files if element in (file.stem, _element(file))]
        if len(found) > 1:
            raise ParameterError(
                "命名元素",
                f"“{element}”有{len(found)}份调整指标",
                "、".join(file.stem for file in found),
                "请写其中一份的代码",
            )
        if found:
            return found[0]
    raise ParameterError(
        "命名元素",
        f"“{element}”没有调整指标",
        "中国轻工业联合会与行业协（学）会共同确定并备案的指标",
        "请先备案，把文件放进“评价体系”文件夹，或删去这一项",
    )


def _element(file: Path) -> str:
    try:
        return read_days(file)[-1].element
    except ParameterError:
        return ""
