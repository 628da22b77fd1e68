"""Issued papers are never overwritten; a correction says which it replaces and why."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from clusterlib.documents import pdf
from clusterlib.documents.issue import issue, name_of
from clusterlib.documents.paper import Paragraph, Part
from clusterlib.errors import InputError
from tests.documents.made import text_of_docx
from tests.documents.test_rendering import a_paper


def other(paper, text):
    parts = (Part("notice", (Paragraph(text),)), *paper.parts[1:])
    return replace(paper, parts=parts)


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_paper_is_written_as_docx_and_page(tmp_path):
    (one,) = issue([a_paper("甲")], tmp_path)
    assert sorted(files(tmp_path)) == [
        "FP-1 样县 补正通知（内部）.docx",
        "FP-1 样县 补正通知（内部）.html",
    ]
    assert one.is_new


def test_the_same_paper_again_changes_nothing(tmp_path):
    issue([a_paper("甲")], tmp_path)
    before = files(tmp_path)
    (one,) = issue([a_paper("甲")], tmp_path, reason="不用")
    assert not one.is_new
    assert files(tmp_path) == before


def test_a_paper_made_again_another_day_is_the_one_issued_before(tmp_path):
    first = a_paper("甲")
    days = [replace(first, parts=(*first.parts, _signed(day))) for day in ("11月28日", "<29日>")]
    (one,) = issue(days[:1], tmp_path)
    before = files(tmp_path)
    (again,) = issue(days[1:], tmp_path)
    assert (again.is_new, again.paths) == (False, one.paths)
    assert files(tmp_path) == before
    with pytest.raises(InputError, match="已经出过这份文书"):
        issue([other(days[1], "乙")], tmp_path)
    (corrected,) = issue([other(days[1], "乙")], tmp_path, reason="写错")
    assert "<29日>" in text_of_docx(corrected.paths[0].read_bytes())
    (same,) = issue([other(days[0], "乙")], tmp_path)
    assert (same.is_new, same.paths) == (False, corrected.paths)


def _signed(day):
    return Part("signatures", (Paragraph("甲县（盖章）"), Paragraph(day, "right", dated=True)))


def test_many_papers_are_the_same_as_one_by_one_and_each_is_told(tmp_path):
    papers = [replace(a_paper(f"第{at}件"), owner=f"FP-{at}") for at in range(62)]
    told = []
    issue(papers, tmp_path / "many", watch=told.append)
    for paper in (papers[0], papers[61]):
        issue([paper], tmp_path / "one")
    assert told == papers
    assert len(files(tmp_path / "many")) == 124
    assert files(tmp_path / "one").items() <= files(tmp_path / "many").items()
    with pytest.raises(InputError, match="已经出过这份文书"):
        issue([other(paper, "另一") for paper in papers], tmp_path / "many")


def test_another_content_is_refused_without_a_reason_and_nothing_is_written(tmp_path):
    issue([a_paper("甲")], tmp_path)
    before = files(tmp_path)
    new = replace(a_paper("丙"), owner="FP-0")
    with pytest.raises(InputError, match="已经出过这份文书"):
        issue([new, other(a_paper("甲"), "乙")], tmp_path)
    assert files(tmp_path) == before


def test_a_correction_is_a_new_paper_that_says_what_it_replaces_and_why(tmp_path):
    first = a_paper("甲")
    issue([first], tmp_path)
    before = files(tmp_path)
    for number, text, reason in ((1, "乙", "数字抄错 <&"), (2, "丙", "再改")):
        (one,) = issue([other(first, text)], tmp_path, reason=reason)
        assert name_of(first, number) in one.paths[0].name
        shown = text_of_docx(one.paths[0].read_bytes())
        assert f"代替“{name_of(first, number - 1)}”。更正理由：{reason}" in shown
    assert {name: files(tmp_path)[name] for name in before} == before
    again = issue([other(first, "丙")], tmp_path)
    assert [one.is_new for one in again] == [False]


def test_a_paper_that_somebody_changed_by_hand_is_not_touched(tmp_path):
    (one,) = issue([a_paper("甲")], tmp_path)
    one.paths[0].write_bytes(b"signed")
    with pytest.raises(InputError):
        issue([a_paper("甲")], tmp_path)
    issue([a_paper("甲")], tmp_path, reason="原件已改")
    assert one.paths[0].read_bytes() == b"signed"


def test_names_are_safe_on_windows_and_told_apart_by_version(tmp_path):
    paper = replace(a_paper("甲"), owner='FP/1:"', name="样<县>?" + "长" * 80)
    issue([paper, replace(paper, version="applicant")], tmp_path)
    names = [path.name for path in tmp_path.iterdir()]
    assert len(names) == 4
    assert not set('<>:"/\\|?*') & set("".join(names))
    assert all(len(name) < 90 for name in names)
    assert sum("（申报单位）" in name for name in names) == 2


def test_owners_whose_names_begin_alike_have_papers_of_their_own(tmp_path):
    long = "样省样市样县样镇样村人民政府驻样办事处"
    papers = [
        replace(a_paper("甲"), owner=f"FP-2026-{number}", name=f"{long}{number}")
        for number in "12"
    ]
    issue(papers, tmp_path)
    assert len(files(tmp_path)) == 4
    same = [replace(a_paper("甲"), owner=owner) for owner in ("FP/1", "FP:1")]
    with pytest.raises(InputError, match="文件名相同"):
        issue(same, tmp_path)
    assert len(files(tmp_path)) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere programs have fixed places")
def test_where_no_program_makes_pdf_it_is_said_and_the_rest_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    told: list[str] = []
    (one,) = issue([a_paper("甲")], tmp_path, pdf=True, tell=told.append)
    assert told == [pdf.NOT_FOUND]
    assert [path.suffix for path in one.paths] == [".docx", ".html"]


@pytest.mark.skipif(pdf.printer() is None, reason="no Chromium, Edge or LibreOffice here")
def test_a_pdf_stands_beside_the_paper_where_a_program_is_found(tmp_path):
    (one,) = issue([a_paper("甲乙丙")], tmp_path, pdf=True)
    assert one.paths[2].read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        assert "甲乙丙" in text_of_pdf(one.paths[2])


def text_of_pdf(path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()
