"""The pages that are served: a further one is a notebook and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PARAMETERS_TAG = "parameters"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a notebook of the same name, its title and what it is for."""

    name: str
    title: str
    sentence: str
    is_what_if: bool = False
    """Whether it opens on what is chosen on the start page."""


PAGES = (
    Page("calibrate", "阈值校准", "移动一个达标值，立刻看到谁的项数、档次、结论随之变化。", True),
    Page("compare", "候选对比", "二至六家候选逐项对照三级达标值，看长处、短板、缺的数。", True),
    Page("reception", "申报受理", "收申报表、查问题、核定数值，批量评价并查看结果。"),
    Page("register", "称号台账", "哪些事先到期，每个称号的经历，记一笔、作更正。"),
    Page("annual", "年报", "收年度报表，看谁报了、谁迟了、哪些有疑，下次复评谁有风险。"),
    Page("documents", "文书", "哪份文书齐备、缺什么，生成、预览、打包下载，三种版本。"),
)


def copy_pages(source: Path, folder: Path, parameters: Mapping[str, object]) -> tuple[Page, ...]:
    """Copy the notebooks of the pages into `folder` with parameters filled in.

    A cell with the given values is put behind the one tagged ``parameters``. Only values
    that this cell names are filled in. A page without a notebook is left out.

    Returns
    -------
    tuple of Page
        The pages copied.
    """
    import nbformat

    copied = []
    for page in PAGES:
        path = source / f"{page.name}.ipynb"
        if not path.is_file():
            continue
        notebook = nbformat.read(path, as_version=4)
        _fill_in(notebook, parameters)
        nbformat.write(notebook, folder / path.name)
        copied.append(page)
    return tuple(copied)


def _fill_in(notebook: Any, parameters: Mapping[str, object]) -> None:
    from nbformat.v4 import new_code_cell

    for position, cell in enumerate(notebook.cells):
        if PARAMETERS_TAG in cell.metadata.get("tags", ()):
            lines = [
                f"{name} = {value!r}"
                for name, value in parameters.items()
                if any(
                    line.startswith(f"{name}:") or line.startswith(f"{name} =")
                    for line in cell.source.splitlines()
                )
            ]
            filled = new_code_cell("\n".join(lines))
            filled.metadata["tags"] = ["injected-parameters"]
            notebook.cells.insert(position + 1, filled)
            return
