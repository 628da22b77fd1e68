"""The page of papers without a browser: what is ready, made, refused, downloaded, bundled."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from clusterlib.dashboards.documents import open_documents
from clusterlib.dashboards.documents.page import DocumentsPage
from clusterlib.documents.kinds import CASE_KINDS
from tests.dashboards.documents.cases import ON, OTHER, write_work
from tests.documents.made import a_workbook, text_of_docx

ORDER = [kind.id for kind in CASE_KINDS]


@pytest.fixture
def room(tmp_path: Path) -> DocumentsPage:
    found = open_documents(work=str(write_work(tmp_path)), on=ON)
    asked(found, "open")
    return found


def asked(page: DocumentsPage, do: str, /, **given: Any) -> dict[str, Any]:
    """Send a request that is not refused and return the view."""
    view = asked_anyway(page, do, **given)
    assert page.widget.problem == ""
    return view


def asked_anyway(page: DocumentsPage, do: str, /, **given: Any) -> dict[str, Any]:
    page.widget.receive({"ticket": f"{do}{page.widget.answer}", "do": do, **given})
    return page.widget.view


def row(view: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in (*view["rows"], *view["others"]) if one["kind"] == kind)


def states(page: DocumentsPage, case: str) -> dict[str, str]:
    (cells,) = [one["cells"] for one in page.widget.view["cases"] if one["case"] == case]
    return {kind: cell["state"] for kind, cell in zip(ORDER, cells, strict=True)}


def issued(page: DocumentsPage) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(page.desk.out.glob("*"))}


def test_every_case_tells_what_is_ready_what_lacks_and_what_comes_later(
    room: DocumentsPage,
) -> None:
    assert [one["case"] for one in room.widget.view["cases"]] == ["YX-001", "YX-002"]
    with_panel, without = states(room, "YX-001"), states(room, "YX-002")
    assert with_panel["appraisal_report"] in ("ready", "lacking")
    assert without["appraisal_report"] == without["plaque"] == without["joint_notice"] == "early"
    assert without["correction_notice"] in ("ready", "lacking")
    view = asked(room, "choose", case="YX-002", kind="submission")
    assert row(view, "submission")["gaps"] == page_gaps(room, "YX-002", "submission")
    assert "样乙县人民政府" in view["sentence"]


def page_gaps(page: DocumentsPage, case: str, kind: str) -> list[str]:
    gaps = page.state.papers[case, kind].gaps
    assert gaps
    return [gap.sentence for gap in gaps if not gap.soft]


def test_the_preview_is_the_page_that_is_issued(room: DocumentsPage) -> None:
    asked(room, "choose", case="YX-001", kind="appraisal_report")
    shown = room.widget.preview["html"]
    view = asked(room, "make", what="one", pdf=False)
    assert view["said"] == "已生成 1 份。"
    (name,) = [name for name in issued(room) if name.endswith(".html")]
    assert issued(room)[name].decode() == shown
    assert row(view, "appraisal_report")["issued"] == "已出"
    assert row(view, "appraisal_report")["forms"] == [[".docx", "DOCX"], [".html", "网页"]]
    asked(room, "download", kind="appraisal_report", form=".docx")
    assert room.widget.file["name"] == name.replace(".html", ".docx")
    assert "专家考评报告" in text_of_docx(room.widget.file["data"])


def test_all_papers_of_a_case_and_of_every_case_are_made(room: DocumentsPage) -> None:
    asked(room, "choose", case="YX-002")
    seen = []
    room.widget.observe(lambda change: seen.append(change["new"]), "progress")
    asked(room, "make", what="case", pdf=False)
    assert [one["done"] for one in seen if one] == list(range(1, len(ORDER) + 1))
    assert len(issued(room)) == 2 * len(ORDER)
    view = asked(room, "make", what="all", pdf=False)
    assert view["said"] == f"已生成 {len(ORDER)} 份；{len(ORDER)} 份与已出的相同，没有再出。"


def test_a_paper_made_before_with_other_content_asks_for_a_reason(room: DocumentsPage) -> None:
    asked(room, "choose", case="YX-002", kind="base_tables")
    asked(room, "make", what="one", pdf=False)
    before = issued(room)
    a_workbook(room.desk.work, OTHER, employees=9000).rename(room.desk.work / "申报" / "2 乙.xlsx")
    view = asked(room, "watch")
    assert row(view, "base_tables")["changed"]
    view = asked(room, "make", what="one", pdf=False)
    assert "已经出过这份文书" in view["reason"]
    assert issued(room) == before
    view = asked(room, "make", what="one", pdf=False, reason="县里更正从业人数")
    assert (view["reason"], row(view, "base_tables")["issued"]) == ("", "已出更正1")
    assert before.items() <= issued(room).items()
    (new,) = [name for name in issued(room).keys() - before.keys() if name.endswith(".docx")]
    assert "更正理由：县里更正从业人数" in text_of_docx(issued(room)[new])


def test_each_reader_has_a_version_and_the_bundle_holds_only_that(room: DocumentsPage) -> None:
    asked(room, "choose", case="YX-001", kind="score_sheet")
    asked(room, "make", what="one", pdf=False)
    assert "林甲评" in room.widget.preview["html"]
    view = asked(room, "choose", version="public")
    assert "林甲评" not in room.widget.preview["html"]
    assert not view["issued"]
    asked_anyway(room, "bundle")
    assert "还没有生成文书" in room.widget.problem
    asked(room, "make", what="case", pdf=False)
    asked(room, "bundle")
    assert room.widget.file["name"].endswith("发送包（公开）.zip")
    names = zipfile.ZipFile(BytesIO(room.widget.file["data"])).infolist()
    papers = [one.filename for one in names if one.filename.endswith((".docx", ".html"))]
    assert len(papers) == 2 * len(ORDER)
    assert all("（公开）" in name for name in papers)
    assert all(one.flag_bits & 0x800 for one in names)


def test_the_summary_and_the_lists_of_a_year_are_made_here_too(room: DocumentsPage) -> None:
    view = asked(room, "choose", kind="council_summary")
    assert view["makes"] == 1
    assert room.widget.preview["wide"]
    asked(room, "make", what="one", pdf=False)
    asked(room, "choose", kind="council_summary", version="applicant")
    assert room.widget.view["makes"] == 2
    view = asked(room, "choose", kind="withdrawal_notice", year="2025")
    asked(room, "make", what="one", pdf=False)
    assert any(name.startswith("2025年 取消公告") for name in issued(room))
    asked_anyway(room, "choose", year="二五")
    assert "不是年份" in room.widget.problem


def test_a_faulty_file_is_told_and_the_others_stand(room: DocumentsPage) -> None:
    (room.desk.work / "申报" / "丙.xlsx").write_bytes(b"nothing")
    view = asked(room, "watch")
    assert any("丙.xlsx" in line for line in view["told"])
    assert len(view["cases"]) == 2
    (room.desk.work / "标准" / "furniture.yaml").write_text("industry: [", encoding="utf-8")
    view = asked(room, "watch")
    assert view["cases"] == []
    assert "furniture.yaml" in view["sentence"]


def test_what_was_chosen_is_kept_and_a_day_that_is_none_changes_nothing(
    room: DocumentsPage,
) -> None:
    view = asked(
        room, "choose", case="YX-002", kind="plaque", version="applicant", by="2026-12-20"
    )
    again = open_documents(work=str(room.desk.work), on=ON)
    asked(again, "open", kept=[{"slot": again.widget.texts["key"], "state": view["state"]}])
    assert again.state.choice == room.state.choice
    asked_anyway(room, "choose", on="明天")
    assert "出文日期" in room.widget.problem
    assert room.widget.view == view
    asked(open_documents(work=str(room.desk.work)), "open", kept=[{"slot": "documents:x"}])


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    page = open_documents(work=str(tmp_path), on=ON)
    view = asked(page, "open")
    assert "把申报表放进工作文件夹的“申报”" in view["sentence"]
    assert page.papers.frame().empty


def test_the_frame_has_each_paper_with_its_state(room: DocumentsPage) -> None:
    frame = room.papers.frame()
    assert len(frame) == 2 * len(ORDER)
    assert set(frame["state"]) <= {"齐备", "缺", "未到时候", "不需要"}
