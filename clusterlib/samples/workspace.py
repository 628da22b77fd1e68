"""A new workspace（工作文件夹）: where an association or the department keeps its own files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.folder import contents_of
from clusterlib.intake.template.blank import write_template
from clusterlib.intake.template.decision_tables import (
    CONFIRMED_TABLE,
    PANEL_TABLE,
    add_applicants,
    write_confirmed_table,
    write_panel_table,
)
from clusterlib.intake.workbook import read_workbook
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.standard_excel import write_standard_excel
from clusterlib.rule_files.standards import read_standard

FOLDERS = ("标准", "申报", "核定", "结果")
_EXAMPLE = "furniture.yaml"
_TABLES = (
    ("专家评分.xlsx", PANEL_TABLE, write_panel_table),
    ("核定数值.xlsx", CONFIRMED_TABLE, write_confirmed_table),
)
_README = """\
在这个文件夹里打开命令窗口，按顺序做：

一、标准
    在“标准”里按本行业改好三级达标值（随附的是示例，不能用于评价），再查一遍：
        clusterlib standards check 标准
二、收申报表
    把“空白申报表.xlsx”发给县（市），收回的放进“申报”，一家一个文件。
三、检查
        clusterlib check 申报
    逐家列出缺的、须改正的和请核对的，按工作表和单元格；旁边写出标注副本，可以退给县里改。
四、评分和核定
        clusterlib new --fill
    把“申报”里各家的编号和名称补进“核定”里的两张表，已填的不动；以后再收到申报表，再运行一次。
    “专家评分.xlsx”：档次、评分、全国排名、认定和例外，没有的留空。
    “核定数值.xlsx”：核实后与申报不同的数，一行一个指标；没有就不填。
五、评价
        clusterlib batch 申报 --standard 标准 --panel 核定/专家评分.xlsx \
--confirmed 核定/核定数值.xlsx --out 结果/第一次
    打开“结果/第一次/index.html”看总览，summary.xlsx 是汇总表，applicants 里每家一份报告。
六、改正后再评
    换上县里改好的申报表，或补填“核定”里的表，再运行第五步：只重做变了的。
"""


def make_workspace(folder: Path) -> tuple[str, ...]:
    """Make folders, blank tables, an example standard; return what to do, line by line.

    Raises
    ------
    InputError
        If the folder already holds something; nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            folder.name,
            "文件夹不是空的",
            "一个新的或空的文件夹",
            "请换一个名称，已有文件不会改动；要把申报单位补进核定的表，请加 --fill",
        )
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_template(folder / "空白申报表.xlsx")
    for name, _, write in _TABLES:
        write(folder / "核定" / name)
    example = read_standard(parameters_folder() / "standards" / _EXAMPLE)
    write_standard_excel(example, folder / "标准" / f"{example.term}（示例）.xlsx")
    (folder / "先读我.txt").write_text(_README, encoding="utf-8-sig")
    return (f"已建好：{folder}", *_README.splitlines())


def fill_tables(folder: Path) -> Iterator[str]:
    """Put the applicants of 申报/ into the tables of 核定/, and tell what was done.

    Rows are added for those who have none; what was typed is left as it is. A table that is
    not there is made.

    Raises
    ------
    InputError
        If there is no folder 申报, or a table cannot be read or written.
    """
    names: dict[str, str] = {}
    files: dict[str, str] = {}
    for file in contents_of([folder / "申报"]):
        if file.skipped:
            continue
        try:
            found = read_workbook(file.path)
        except InputError as error:
            yield f"{file.name}：不能读取，没有列入。{error}"
            continue
        if not found.applicant_id:
            yield f"{file.name}：封面没有申报编号，没有列入"
        elif found.applicant_id in names:
            yield (
                f"{file.name}：申报编号“{found.applicant_id}”与"
                f"“{files[found.applicant_id]}”相同，只列一次"
            )
        else:
            names[found.applicant_id], files[found.applicant_id] = found.name, file.name
    for name, table, write in _TABLES:
        path = folder / "核定" / name
        if not path.exists():
            write(path)
        written, count = add_applicants(path, table, names.items())
        yield f"{written}：补入 {count} 家，原有的没有改动"
