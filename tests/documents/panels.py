"""Builds panels for tests: members, sheets, opinions, the facts of a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.sources import Sources, case_files
from clusterlib.panel.records import Line, Member, Opinion, Record, Round, Visit
from clusterlib.rules.indicators import SECTIONS
from tests.documents.made import DAY, STANDARD, a_workbook

CASE = "YX-001"
NAMES = ("林甲评", "周乙评", "吴丙评", "郑丁评", "王戊评", "冯己评", "陈庚评")
FIELDS = ("industry", "policy", "technology", "environment", "standards", "other", "other")
POINTS = {"basic": "52", "quality": "13", "government": "7", "policy": "6.5"}
LONG = (
    "企业围绕主导产品形成上下游配套，龙头企业带动中小企业分工协作，检测、设计、物流等"
    "公共服务平台运行正常，主导产品年产量468万件，区域品牌有较高知名度，{}。"
)


def members(count: int = 5, senior: int = 5) -> list[Member]:
    return [
        Member(
            CASE,
            f"M{number}",
            NAMES[number],
            "教授" if number < senior else "工程师",
            "senior" if number < senior else "other",
            FIELDS[number],
            ("leader", "deputy", *["member"] * 9)[number],
            f"某研究院{number}",
            "他省他市",
            "",
        )
        for number in range(count)
    ]


def sheets(
    count: int = 5,
    round: int = 1,
    points: dict[str, str] | None = None,
    locked: str = "2026-11-25T08:00:00Z",
) -> list[Line]:
    given = {**POINTS, **(points or {})}
    return [
        Line(
            f"S{round}-{number}", CASE, f"M{number}", str(round),
            f"2026-11-2{round}T0{number}:00:00Z", locked, "", section, given[section],
            "fair" if section in SECTIONS[2:] else "", "",
        )
        for number in range(count)
        for section in SECTIONS
    ]  # fmt: skip


def opinions(kind: str = "opinion", count: int = 4) -> list[Opinion]:
    return [
        Opinion(CASE, kind, str(number), f"标题{number}", LONG.format(f"第{number}个方面成效明显"))
        for number in range(1, count + 1)
    ]


def visit(**changes: str) -> Visit:
    held = Visit(
        CASE, "2026-11-24", "2026-11-25", "样省样县", "25日下午召开考评会议，听取汇报并质询",
        "association", "recommended", "base",
    )  # fmt: skip
    return held._replace(**changes)


def a_panel(**parts: Sequence[Record]) -> tuple[Record, ...]:
    """Return the records of a panel that lacks nothing, some parts given otherwise."""
    whole: dict[str, Any] = {
        "members": members(),
        "sheets": sheets(),
        "rounds": [Round(CASE, "1", "2026-11-25T10:00:00Z")],
        "opinions": opinions(),
        "suggestions": opinions("suggestion"),
        "visit": [visit()],
    }
    return tuple(record for part in {**whole, **parts}.values() for record in part)


def a_case_with_panel(
    folder: Path,
    records: Sequence[Record] | None = None,
    *,
    facts: dict[str, str] | None = None,
    **more: Any,
) -> CaseFile:
    figures = {name: value for name, value in more.items() if name not in Sources.__slots__}
    known = {name: value for name, value in more.items() if name in Sources.__slots__}
    path = a_workbook(folder, {"region": "样省样县", **(facts or {})}, **figures)
    ranks = folder / "专家评分.csv"
    ranks.write_text(
        f"applicant_id,output_rank,sales_rank,export_rank\n{CASE},4,4,2\n", encoding="utf-8"
    )
    sources = Sources(
        inputs=(path,), standard=STANDARD, panel=ranks, records=tuple(records or a_panel())
    )
    (case,) = case_files(replace(sources, **known), DAY)
    return case
