"""A small register for the tests of the pages on it: what happened to four titles."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from clusterlib.register.adding import import_events
from clusterlib.register.store import open_store
from clusterlib.register.tables import read_events
from clusterlib.resources import parameters_folder
from clusterlib.rule_files.title_rules import read_title_rules

ON = "2026-11-28"
BOOK = """称号编号,事件,日期,称号,地区,行业,级别,年度,来源
T1,授名,2019-02-10,中国板式家具生产基地·甲县,样省甲县,家具,基地,,样
T1,复评合格,2023-02-10,,,,,,样
T1,年报,2026-04-08,,,,,2025,样
T2,授名,2022-08-09,中国滩羊皮之都·乙县,样省乙县,皮革,都,,样
T3,授名,2004-09,中国竹编之乡,样省丙市丙乡市,工艺,乡,,样
T3,复评合格,2014,中国竹编之乡,,,,,样
T3,复评合格,2023-12,,,,,,样
T4,授名,2010-03-01,中国锁具之都·丁县,样省丁县,五金,都,,样
"""


def write_book(folder: Path, text: str = BOOK) -> Path:
    """Fill the register 台账 of a working folder; return the folder."""
    table = folder / "台账.csv"
    table.write_text(text, encoding="utf-8-sig")
    now = datetime.now(UTC)
    rules = read_title_rules(parameters_folder() / "regulation", now.date())
    imported = import_events(
        open_store(folder / "台账"), read_events(table), now, rules, rules.readings()
    )
    assert not imported.refusals
    return folder
