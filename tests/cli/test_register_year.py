"""A year with a register by the README alone: a spreadsheet of thirty titles, worklist, lists."""

from __future__ import annotations

import shlex
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from clusterlib.resources import parameters_folder
from clusterlib.sheets.files import read_sheets
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
READMES = ("README.zh-CN.md", "README.md")
TRADES = {
    "家具": ("中国家具协会", ["板式家具", "红木家具", "藤编家具", "办公家具", "儿童家具"]),
    "皮革": ("中国皮革协会", ["皮鞋", "箱包", "皮衣", "滩羊皮", "毛皮"]),
    "五金": ("中国五金制品协会", ["锁具", "厨具", "刀剪", "拉链", "水暖"]),
    "制笔": ("中国制笔协会", ["圆珠笔", "毛笔", "铅笔", "钢笔", "记号笔"]),
    "陶瓷": ("中国陶瓷工业协会", ["日用陶瓷", "艺术陶瓷", "建筑陶瓷", "骨质瓷", "青瓷"]),
    "照明": ("中国照明电器协会", ["吊灯", "台灯", "路灯", "灯饰", "灯具"]),
}
TIERS = [("都", "之都"), ("基地", "生产基地"), ("乡", "之乡"), ("镇", "名镇"), ("城", "之城")]
DATES = [
    ("2018年9月5日", "2022.8.30", "—"),
    ("2019.4.2", datetime(2023, 3, 29), None),
    ("2022年11月", None, None),
    (datetime(2014, 6, 1), "2018/5/30", "2022年5月"),
    (2023, None, "/"),
]


def commands_of(readme: str) -> list[list[str]]:
    """Return the commands of the block on the register."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    block = text[text.index("```sh\nclusterlib register import") :].split("```")[1]
    return [shlex.split(line, comments=True) for line in block.splitlines()[1:]]


def write_titles(path: Path) -> None:
    """Write thirty titles as an association keeps them: merged cells, dates of all kinds."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["共建特色区域和产业集群称号一览（虚构）"])
    sheet.merge_cells("A1:J1")
    sheet.append(
        ["序号", "行业", "称号", "所在地区", "级别", "共建单位", "授名时间",
         "第一次复评", "第二次复评", "备注"]
    )  # fmt: skip
    for trade, (association, products) in TRADES.items():
        start = sheet.max_row + 1
        for place, product in enumerate(products):
            county = f"样省{'甲乙丙丁戊'[place]}{trade[0]}样县"
            tier, suffix = TIERS[place]
            name = f"中国{product}{suffix}·{county[2:]}"
            whose = (trade, association) if place == 0 else (None, None)
            sheet.append(
                [sheet.max_row - 1, whose[0], name, county, tier, whose[1], *DATES[place], None]
            )
        for column in "BF":
            sheet.merge_cells(f"{column}{start}:{column}{sheet.max_row}")
    book.save(path)


def test_both_readmes_give_the_same_ten_commands() -> None:
    assert commands_of(READMES[0]) == commands_of(READMES[1])
    assert len(commands_of(READMES[0])) == 10


def test_the_year_goes_by_the_readme(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_titles(tmp_path / "称号台账.xlsx")
    shutil.copytree(parameters_folder() / "standards", tmp_path / "标准")
    take, status, due, blank, returns, round_, warnings, add, lists, serve = [
        command[1:] for command in commands_of(READMES[0])
    ]
    assert serve[0] == "serve"
    taken = run(*take)
    assert (taken.status, "新增 54 个事件，已有 0 个" in taken.out) == (0, True)
    assert "没有申请：2018-09-05授名、2022-08-30复评合格" in taken.out
    assert "新增 0 个事件，已有 54 个" in run(*take).out
    assert run(*status, "--on", "2026-05-01").status == 0
    (sheet,) = read_sheets(tmp_path / "状态.xlsx")
    assert [len(sheet.rows), sheet.rows[1][1]] == [31, "中国板式家具之都·甲家样县"]
    assert [row[3] for row in sheet.rows[1:6]] == ["家具"] * 5
    worklist = run(*due, "--on", "2026-05-01").out
    assert "2026-05-30  提出复评申请  T0001" in worklist
    assert "2026-04-30  报送2025年度报表  T0001" in worklist
    assert run(*blank).status == 0
    (tmp_path / "年报").mkdir()
    book = openpyxl.load_workbook("年报.xlsx")
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row if cell.value}
    cells["称号编号："].offset(0, 1).value = "T0001"
    cells["营业收入"].offset(0, 3).value = "1,234,567"
    cells["企业数量"].offset(0, 3).value = "约300"
    book.save(tmp_path / "年报" / "甲.xlsx")
    told = run(*returns).out
    assert "已收 1 份" in told
    assert "企业数量" in told
    assert "应报 30 个：未报 29，按期 1" in run(*round_, "--on", "2026-05-01").out
    assert run(*warnings, "--on", "2026-05-01").status == 0
    assert run(*add).status == 0
    assert "认定 30 个，应公告取消 0 个，待查 0 个" in run(*lists).out
