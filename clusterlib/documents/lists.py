"""认定名单、取消公告（4.4）, from the register as of 31 December."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clusterlib.documents.case_file import day_words
from clusterlib.documents.paper import Block, Cell, Gap, Paragraph, Part, Table, headed
from clusterlib.register.lists import YearlyLists, list_row
from clusterlib.register.status import Status
from clusterlib.rules.tiers import TIERS

_TIERS = {tier.id: tier.term for tier in TIERS}


def recognised(lists: YearlyLists, day: date) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the list of recognised titles（认定名单）, clause 4.4.recognise."""
    intro = (
        f"根据《中国轻工业特色区域和产业集群共建管理办法》，截至{lists.year}年12月31日，"
        f"认定下列轻工业特色区域和产业集群{len(lists.recognised)}个。"
    )
    return (
        Part("list", (Paragraph(intro), *_tables(lists.recognised))),
        Part("signatures", _signed(day)),
    ), _uncertain(lists, "4.4.recognise")


def withdrawal(lists: YearlyLists, day: date) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return the notice that withdraws titles（取消公告）, clause 4.4.lapse."""
    count = len(lists.due_for_withdrawal)
    intro = (
        "根据《中国轻工业特色区域和产业集群共建管理办法》，到期未复评超过两年的，或整改期结束"
        f"仍不达标的，不予认定，并以公告形式取消称号。截至{lists.year}年12月31日，下列{count}个"
        "称号予以取消，现予公告。"
        if count
        else f"截至{lists.year}年12月31日，没有应公告取消的称号。"
    )
    gaps = _uncertain(lists, "4.4.lapse")
    if count:
        gaps.append(Gap("4.4.lapse", "公告发出后，请在台账录入“公告取消”，称号自此取消", True))
    return (
        Part("notice", (Paragraph(intro), *_tables(lists.due_for_withdrawal))),
        Part("signatures", _signed(day)),
    ), gaps


def _tables(rows: Sequence[tuple[Status, str]]) -> tuple[Block, ...]:
    held = [list_row(status, note) for status, note in rows]
    cells = tuple(
        (
            Cell(str(number), "centre"),
            Cell(row["industry"], "centre"),
            Cell(_TIERS.get(row["tier"], row["tier"]), "centre"),
            Cell(row["name"]),
            Cell(row["region"]),
            Cell(row["expires"], "centre"),
            Cell(row["note"]),
        )
        for number, row in enumerate(held, 1)
    )
    headings = headed("序号", "行业", "级别", "称号", "地区", "有效期届满", "备注")
    return (Table((5, 8, 6, 24, 16, 13, 20), headings, cells, small=True),) if cells else ()


def _uncertain(lists: YearlyLists, clause: str) -> list[Gap]:
    return [
        Gap(clause, f"待查，未列入：{status.facts['name']}（{note}）")
        for status, note in lists.uncertain
    ]


def _signed(day: date) -> tuple[Block, ...]:
    return (Paragraph("中国轻工业联合会", "right"), Paragraph(day_words(day), "right", dated=True))
