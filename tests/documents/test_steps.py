"""Papers of the steps, of the award and of the register's lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clusterlib.documents.award import term_of
from clusterlib.documents.kinds import KINDS
from clusterlib.documents.make import council_paper, paper_of_case, papers_of_years
from clusterlib.documents.sources import case_files
from clusterlib.documents.workspace import sources_of
from clusterlib.errors import RuleError
from clusterlib.register.events import Event
from clusterlib.register.store import open_store
from tests.documents.made import DAY, STANDARD, a_workbook, whole_text
from tests.documents.panels import CASE, a_panel

NAME = "中国样椅生产基地·样县"
STEPS = (
    Event(title_id="T1", kind="applied", date="2026-09-01", case="FP-1", name=NAME,
          region="样省样县", industry="家具", tier="base", association="样家具协会",
          purpose="award", applicant_id=CASE, channel="both"),
    Event(title_id="T1", kind="examined", date="2026-09-03", case="FP-1", by="association",
          document="样协〔2026〕3号"),
    Event(title_id="T1", kind="examined", date="2026-09-04", case="FP-1", by="provincial"),
    Event(title_id="T1", kind="accepted", date="2026-09-07", case="FP-1"),
    Event(title_id="T1", kind="reported", date="2026-09-10", case="FP-1"),
    Event(title_id="T1", kind="appraised", date="2026-09-25", case="FP-1", result="recommended"),
    Event(title_id="T1", kind="opinion", date="2026-09-28", case="FP-1", by="association",
          document="样协〔2026〕9号"),
    Event(title_id="T1", kind="audited", date="2026-10-12", case="FP-1", result="complete"),
    Event(title_id="T1", kind="council", date="2026-10-20", case="FP-1", result="approved"),
    Event(title_id="T1", kind="awarded", date="2026-11-01", case="FP-1", name=NAME,
          document="中轻联〔2026〕88号"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def case_after(folder, *steps: Event, day: date = DAY, panel=True, **readings):
    """Return the case with these steps recorded, and its sources."""
    folder.mkdir(exist_ok=True)
    path = a_workbook(folder, {"region": "样省样县"})
    recorded(folder, *steps)
    sources = sources_of(
        day, inputs=[path], standard=STANDARD, store=str(folder / "台账"), readings=readings
    )
    sources = replace(sources, records=a_panel() if panel else ())
    (case,) = case_files(sources, day, ["FP-1"] if steps else [CASE])
    return case, sources


def recorded(folder, *steps: Event) -> None:
    store = open_store(folder / "台账")
    with store.writing(datetime(2026, 11, 27, tzinfo=UTC)) as turn:
        turn.append(steps)


def made(kind: str, case, sources=None):
    rules = sources.title_rules if sources else None
    return paper_of_case(KINDS[kind], case, "internal", rules=rules)


def gaps(paper):
    return [gap.text for gap in paper.gaps if not gap.soft]


@pytest.mark.clause("3.1.channels", "3.1.documents")
@pytest.mark.parametrize(
    ("channel", "given", "lacking"),
    [
        ("both", ("association", "provincial"), ()),
        ("both", ("association",), ("省级地方轻工行业组织",)),
        ("association", (), ("行业协会",)),
        ("provincial", ("provincial",), ()),
        ("federation", (), ()),
    ],
)
def test_opinions_are_asked_for_by_channel(folder, channel, given, lacking):
    applied = STEPS[0]._replace(channel=channel)
    examined = [STEPS[1]._replace(by=body) for body in given]
    case, _ = case_after(folder, applied, *examined)
    text = gaps(made("examination", case))
    assert [gap for gap in text if "审查意见" in gap] == [
        f"没有{body}的审查意见" for body in lacking
    ]


@pytest.mark.clause("3.2.accept")
@pytest.mark.parametrize(
    ("reported", "reading", "late"),
    [
        ("2026-09-12", "calendar", ""),
        ("2026-09-13", "calendar", "逾期1天"),
        ("2026-09-14", "working", ""),
        ("2026-09-15", "working", "逾期1天"),
        ("", "calendar", "逾期77天"),
    ],
)
def test_the_report_to_the_leadership_is_due_within_five_days(folder, reported, reading, late):
    steps = [*STEPS[:4], *([STEPS[4]._replace(date=reported)] if reported else [])]
    case, _ = case_after(folder, *steps, five_days=reading)
    paper = made("submission", case)
    told = [gap for gap in gaps(paper) if "逾期" in gap]
    assert [late in gap for gap in told] == ([True] if late else [])
    assert "2026年9月7日" in whole_text(paper)


@pytest.mark.clause("3.3.opinion")
def test_the_formal_opinion_names_conclusion_and_document(folder):
    case, _ = case_after(folder, *STEPS[:7])
    paper = made("association_opinion", case)
    assert gaps(paper) == []
    assert "结论为推荐" in whole_text(paper)
    assert "（样协〔2026〕9号）" in whole_text(paper)
    case, _ = case_after(folder / "二", *STEPS[:5], panel=False)
    assert gaps(made("association_opinion", case)) == ["还没有考评结论", "协会正式意见未出"]


@pytest.mark.clause("3.3.audit")
def test_the_summary_has_a_row_a_case_with_what_is_open(folder):
    case, _ = case_after(folder, *STEPS[:8])
    paper = council_paper([case], "internal")
    assert gaps(paper) == []
    (row,) = paper.parts[0].blocks[1].rows
    assert [cell.text for cell in row][1] == "FP-1"
    assert "符合（78.5分" in row[6].text
    assert row[7].text == "5人，推荐基地"
    assert row[9].text == "齐备（形式审查2026年10月12日）"
    case, _ = case_after(folder / "二", *STEPS[:2])
    open_ones = gaps(council_paper([case], "internal"))
    assert open_ones == [
        "FP-1　缺省级组织审查意见",
        "FP-1　缺协会正式意见",
        "FP-1　形式审查未通过",
    ]


@pytest.mark.clause("3.4", "2.2")
def test_notice_and_plaque_have_the_term_to_the_day_before_it_expires(folder):
    case, sources = case_after(folder, *STEPS)
    notice = made("joint_notice", case, sources)
    assert gaps(notice) == []
    text = whole_text(notice)
    assert f"关于授予{NAME}称号的通知" in text
    assert "有效期四年，自2026年11月1日至2030年10月31日" in text
    assert "中轻联〔2026〕88号" in text
    plaque = whole_text(made("plaque", case, sources))
    assert NAME in plaque
    assert "有效期：2026年11月1日至2030年10月31日" in plaque


@pytest.mark.parametrize(
    ("day", "term", "last"),
    [
        ("2024-02-29", "4", date(2028, 2, 28)),
        ("2023-02-28", "", date(2027, 2, 27)),
        ("2016-01-01", "5", date(2020, 12, 31)),
        ("2012-07-01", "", date(2015, 6, 30)),
    ],
)
@pytest.mark.clause("2.2")
def test_the_term_ends_on_the_day_before_it_expires(folder, day, term, last):
    award = Event(title_id="T1", kind="awarded", date=day, case="FP-1", name=NAME, term=term)
    case, _ = case_after(folder, award, panel=False)
    found, lacking = term_of(case)
    assert not lacking
    assert found.last == last


def test_a_decision_that_is_not_known_to_the_day_gives_no_days(folder):
    award = Event(title_id="T1", kind="awarded", date="2023-09", case="FP-1", name=NAME)
    case, sources = case_after(folder, award, panel=False)
    paper = made("plaque", case, sources)
    assert any("只录到“2023-09”" in gap for gap in gaps(paper))
    assert "有效期：（待补）" in whole_text(paper)


def test_without_a_decision_the_notice_says_what_lacks(folder):
    case, sources = case_after(folder, *STEPS[:8])
    lacking = gaps(made("joint_notice", case, sources))
    assert any("会长办公会还没有审核通过" in gap for gap in lacking)
    assert any("没有授名或复评合格的决定" in gap for gap in lacking)
    assert "没有文号" in lacking


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("样椅生产基地·样县", "不合"),
        ("中国样椅生产基地", "不合"),
        ("中国样椅之都·样县", "是都，申报级别是基地"),
        ("", "台账没有称号名称"),
    ],
)
def test_a_name_that_is_not_in_the_form_is_told(folder, name, told):
    case, sources = case_after(folder, STEPS[0]._replace(name=name))
    assert any(told in gap for gap in gaps(made("plaque", case, sources)))


@pytest.mark.clause("A2")
def test_the_application_report_has_eight_parts_and_marks_what_is_to_be_written(folder):
    case, _ = case_after(folder, panel=False)
    paper = made("application", case)
    text = whole_text(paper)
    headings = [
        line for line in text.split("\n") if line[:2] in {f"{n}、" for n in "一二三四五六七八"}
    ]
    assert len(headings) >= 8
    assert text.count("【待申报单位填写：") == 8
    assert "特色产业已形成22年" in text
    assert "特色产业总产值300亿元" in text
    assert "特色区域和产业集群申请报告" in text
    asked = [gap for gap in gaps(paper) if "待申报单位填写" in gap]
    assert len(asked) == 8
    assert any(part.name == "tables" and part.blocks for part in paper.parts)


@pytest.mark.clause("4.4.recognise", "4.4.lapse")
def test_lists_of_a_year_come_from_the_register(folder):
    recorded(
        folder,
        Event(title_id="T1", kind="awarded", date="2024-05-01", name=NAME, tier="base"),
        Event(title_id="T2", kind="awarded", date="2015-05-01", name="中国样瓷之都·丙县"),
        Event(title_id="T3", kind="awarded", date="2020", name="中国样灯之乡·丁县"),
    )
    sources = sources_of(DAY, store=str(folder / "台账"))
    kinds = [KINDS["recognised_list"], KINDS["withdrawal_notice"]]
    listed, notice = papers_of_years(kinds, ["2023"], "public", sources, DAY)
    assert "中国样灯之乡·丁县" in whole_text(listed)
    assert "中国样瓷之都·丙县" not in whole_text(listed)
    assert "下列1个称号予以取消" in whole_text(notice)
    assert "到期未复评超过两年" in whole_text(notice)
    listed, _ = papers_of_years(kinds, ["2025"], "public", sources, DAY)
    assert NAME in whole_text(listed)
    listed, notice = papers_of_years(kinds, ["2026"], "public", sources, DAY)
    assert any("待查，未列入：中国样灯之乡·丁县" in gap for gap in gaps(listed))
    with pytest.raises(RuleError, match="不是年份"):
        list(papers_of_years(kinds, ["二〇二五"], "public", sources, DAY))


def test_only_a_recorded_notice_withdraws(folder):
    recorded(folder, Event(title_id="T2", kind="awarded", date="2015-05-01", name=NAME))
    sources = sources_of(DAY, store=str(folder / "台账"))
    (notice,) = papers_of_years([KINDS["withdrawal_notice"]], ["2025"], "public", sources, DAY)
    assert any(gap.soft and "录入“公告取消”" in gap.text for gap in notice.gaps)
    recorded(folder, Event(title_id="T2", kind="withdrawn", date="2025-03-01"))
    (notice,) = papers_of_years([KINDS["withdrawal_notice"]], ["2025"], "public", sources, DAY)
    assert "没有应公告取消的称号" in whole_text(notice)
