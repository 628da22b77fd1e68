"""The commands on papers in a workspace: list, make, versions, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterlib.documents.kinds import KINDS
from tests.documents.made import STANDARD, a_workbook


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("申报").mkdir()
    a_workbook(Path("申报"), brands="约12")
    Path("标准").mkdir()
    (Path("标准") / STANDARD.name).write_bytes(STANDARD.read_bytes())
    return tmp_path


def test_list_names_every_kind_and_version(run):
    told = run("report", "list").out
    for kind in KINDS.values():
        assert f"{kind.id}  {kind.term}" in told
    assert "internal 内部、applicant 申报单位、public 公开" in told


def test_a_paper_is_made_from_what_lies_in_the_workspace(run, workspace):
    made = run(
        "report", "make", "YX-001", "--kind", "补正通知", "--version", "申报单位",
        "--out", "文书", "--no-pdf", "--on", "2026-11-28",
    )  # fmt: skip
    assert made.status == 0, made.err
    names = sorted(path.name for path in Path("文书").iterdir())
    assert names == [
        "YX-001 样县人民政府 补正通知（申报单位）.docx",
        "YX-001 样县人民政府 补正通知（申报单位）.html",
    ]
    assert "约12" in (Path("文书") / names[1]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("YX-001", "--kind", "x"), "没有文书“x”"),
        (("YX-001", "--kind", "score_sheet", "--version", "x"), "没有版本“x”"),
        (("YX-009", "--kind", "score_sheet"), "台账和申报材料里都没有这个办件或申报编号"),
        (("YX-001", "--kind", "score_sheet", "--templates", "没有"), "没有这个文件夹"),
        (("YX-001", "--kind", "score_sheet", "--store", "没有"), "没有这个台账"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_one_sentence(run, workspace, words, told):
    ended = run("report", "make", *words, "--out", "文书", "--no-pdf")
    assert ended.status == 2
    assert told in ended.err
    assert not Path("文书").exists()


def test_a_template_of_the_workspace_is_used_and_its_faults_are_named_first(run, workspace):
    Path("文书模板").mkdir()
    (Path("文书模板") / "score_sheet.docx").write_bytes(b"x")
    ended = run("report", "make", "YX-001", "--kind", "score_sheet", "--out", "文书", "--no-pdf")
    assert ended.status == 2
    assert "不是 Word 文档" in ended.err
    assert not Path("文书").exists()


def test_templates_are_copied_to_be_edited_and_used_as_they_are(run, workspace):
    told = run("report", "list", "--copy", "文书模板")
    assert told.status == 0
    assert {path.stem for path in Path("文书模板").iterdir()} == {k.term for k in KINDS.values()}
    assert run("report", "list", "--copy", "文书模板").status == 2
    words = ("report", "make", "YX-001", "--kind", "score_sheet", "--no-pdf", "--on", "2026-11-28")
    assert run(*words, "--out", "甲").status == 0
    Path("文书模板").rename("别处")
    assert run(*words, "--out", "乙").status == 0
    for path in Path("甲").iterdir():
        assert path.read_bytes() == (Path("乙") / path.name).read_bytes()


def test_a_cohort_table_serves_as_well_as_workbooks(run, workspace):
    from clusterlib.resources import sample_table

    table = sample_table()
    first = table.read_text(encoding="utf-8-sig").splitlines()[1].split(",")[0]
    made = run(
        "report", "make", first, "--kind", "score_sheet", "--input", table, "--out", "文书",
        "--no-pdf", "--on", "2026-11-28",
    )  # fmt: skip
    assert made.status == 0, made.err
    assert list(Path("文书").glob("*打分表*.docx"))


def test_a_template_stands_in_the_rules_of_the_workspace_too(run, workspace):
    run("report", "list", "--copy", "抄")
    folder = Path("规则") / "documents"
    folder.mkdir(parents=True)
    (Path("抄") / "补正通知.docx").rename(folder / "补正通知.docx")
    words = ("report", "make", "YX-001", "--kind", "correction_notice", "--no-pdf")
    made = run(*words, "--out", "文书")
    assert made.status == 0, made.err
    (folder / "补正通知.docx").write_bytes(b"x")
    assert "不是 Word 文档" in run(*words, "--out", "别处").err
