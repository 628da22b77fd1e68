"""A new workspace（工作文件夹）: where an association or the department keeps its own files."""

from __future__ import annotations

from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.template import write_template
from clusterlib.resources import parameters_folder
from clusterlib.rules.standard_excel import write_standard_excel
from clusterlib.rules.standards import read_standard

FOLDERS = ("标准", "申报", "核定", "结果")
_EXAMPLE = "furniture.yaml"


def make_workspace(folder: Path) -> tuple[str, ...]:
    """Make folders, a blank template and an example standard; return three lines of what to do.

    Raises
    ------
    InputError
        If the folder already holds something; nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            folder.name, "文件夹不是空的", "一个新的或空的文件夹", "请换一个名称，已有文件不会改动"
        )
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_template(folder / "空白申报表.xlsx")
    example = read_standard(parameters_folder() / "standards" / _EXAMPLE)
    write_standard_excel(example, folder / "标准" / f"{example.term}（示例）.xlsx")
    lines = (
        "一、在“标准”里按本行业改好三级达标值（随附的是示例，不能用于评价）。",
        "二、把空白申报表发给县（市），收回的放进“申报”；核定值、专家评分表放进“核定”。",
        f"三、运行 clusterlib batch {folder / '申报'} --standard {folder / '标准'} "
        f"--out {folder / '结果' / '第一次'}，再打开其中的 index.html。",
    )
    (folder / "先读我.txt").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return lines
