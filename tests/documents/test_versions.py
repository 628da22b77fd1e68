"""Every file of every version is walked for names and contacts that must not be there."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from clusterlib.documents.bundle import bundle_of, write_bundles
from clusterlib.documents.issue import issue
from clusterlib.documents.kinds import CASE_KINDS, KINDS, VERSIONS
from clusterlib.documents.make import papers_of, papers_of_years
from clusterlib.documents.sources import case_files
from clusterlib.documents.versions import without_contacts
from clusterlib.documents.workspace import sources_of
from tests.documents.made import DAY, STANDARD, a_workbook
from tests.documents.panels import CASE, NAMES, a_panel, members, opinions, sheets
from tests.documents.test_steps import STEPS, recorded

CONTACTS = ("0571-88889999", "13912345678", "lian@yangjia.cn", "样市样区幸福路88号", "钱法代")
OTHER = "远样县人民政府"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, Path]:
    """Folder of every paper of two cases, by version."""
    folder = tmp_path_factory.mktemp("文书")
    sources, cases = two_cases(folder)
    found = {}
    for version in VERSIONS:
        out = folder / version
        kinds = [kind for kind in KINDS.values() if kind.owner != "year"]
        years = [kind for kind in KINDS.values() if kind.owner == "year"]
        papers = [
            *papers_of(kinds, cases, version, rules=sources.title_rules),
            *papers_of_years(years, ["2025"], version, sources, DAY),
        ]
        assert {paper.kind for paper in papers} == set(KINDS)
        assert all(
            tuple(part.name for part in paper.parts) == KINDS[paper.kind].parts for paper in papers
        )
        issue(papers, out)
        found[version] = out
    return found


def two_cases(folder: Path):
    """Return sources and files of a case with everything, and of another applicant."""
    inputs = folder / "申报"
    inputs.mkdir()
    path = a_workbook(inputs, {"region": "样省样县"})
    book = openpyxl.load_workbook(path)
    sheet = book["基本情况表四"]
    fill = dict(
        zip(
            ("电话", "传真", "电子信箱", "通讯地址", "法人代表"),
            CONTACTS,
            strict=True,
        )
    )
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in fill:
                sheet.cell(cell.row, cell.column + 1).value = fill[cell.value]
            if cell.value == "企业名称":
                sheet.cell(cell.row, cell.column + 1).value = "样一家具公司"
    book.save(path)
    path.rename(inputs / "样县.xlsx")
    a_workbook(inputs, {"applicant_id": "YX-002", "name": OTHER, "region": "远省远县"})
    recorded(folder, *STEPS)
    said = opinions()
    said[0] = said[0]._replace(text=f"{said[0].text}联系{CONTACTS[1]}、{CONTACTS[2]}。")
    scored = [one._replace(reason=f"{NAMES[2]}认为恰当") for one in sheets()]
    sources = sources_of(DAY, inputs=[inputs], standard=STANDARD, store=str(folder / "台账"))
    records = a_panel(opinions=said, sheets=scored, members=members(5, 2))
    sources = replace(sources, records=records)
    return sources, case_files(sources, DAY, ["FP-1", "YX-002"])


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and all text of every file, whatever part of it holds the text."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".html":
            yield path.name, path.read_text(encoding="utf-8")
            continue
        with zipfile.ZipFile(path) as archive:
            yield (
                path.name,
                "".join(
                    archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
                ),
            )


def test_inside_everything_is_there(made):
    together = "".join(text for _, text in texts(made["internal"]))
    for text in (*CONTACTS, *NAMES[:5], OTHER):
        assert text in together


@pytest.mark.parametrize("version", ["applicant", "public"])
def test_no_file_that_leaves_the_house_holds_a_contact(made, version):
    for name, text in texts(made[version]):
        assert not [one for one in CONTACTS if one in text], name


@pytest.mark.parametrize("version", ["applicant", "public"])
def test_experts_are_named_in_the_table_of_signatures_alone(made, version):
    for name, text in texts(made[version]):
        named = [one for one in NAMES if one in text]
        if "专家考评报告" in name and "FP-1" in name:
            assert all(text.count(one) == 1 for one in NAMES[:5]), name
        else:
            assert not named, name


def test_an_applicant_reads_of_no_other(made):
    for name, text in texts(made["applicant"]):
        if "YX-002" in name:
            assert "样县人民政府" not in text.replace(OTHER, ""), name
            assert "FP-1" not in text, name
        elif "FP-1" in name:
            assert OTHER not in text, name
            assert "YX-002" not in text, name


def test_every_file_says_for_whom_it_is(made):
    for version, term in VERSIONS.items():
        for name, text in texts(made[version]):
            assert f"（{term}）" in name
            assert term in text


def test_contacts_are_found_in_any_spelling_and_figures_are_left():
    from clusterlib.documents.case_file import CaseFile
    from clusterlib.documents.paper import Gap, Paragraph, Part

    case = CaseFile("FP-1", "FP-1", DAY)
    rest = "；产值12000000000元，2026-11-28，10050"
    said = f"电139 1234 5678、(0571)88889999、021-6543210、a.b@c.com.cn{rest}"
    (part,), gaps = without_contacts([Part("a", (Paragraph(said),))], [Gap("", said)], case)
    assert part.blocks[0].text == gaps[0].text
    assert part.blocks[0].text == "电（不公开）、（不公开）、（不公开）、（不公开）" + rest


def test_a_bundle_holds_papers_and_the_marked_workbook_under_safe_chinese_names(tmp_path):
    a_workbook(tmp_path, {"name": '样<县>:"人民政府"'}, brands="约12")
    sources = sources_of(DAY, inputs=[tmp_path / "申报表.xlsx"], standard=STANDARD)
    cases = case_files(sources, DAY)
    issued = issue(papers_of(None, cases, "applicant"), tmp_path / "出")
    content = bundle_of(cases[0], issued)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        assert all(info.flag_bits & 0x800 for info in archive.infolist())
        assert archive.testzip() is None
    assert len(names) == 2 * len(CASE_KINDS) + 1
    assert names[-1].endswith("申报表（标注）.xlsx")
    assert not set('<>:"|?*\\/') & set("".join(names))
    assert bundle_of(cases[0], issued) == content
    (first,) = write_bundles(cases, issued, tmp_path / "出")
    (again,) = write_bundles(cases, issued, tmp_path / "出")
    assert first == again
    (other,) = write_bundles(cases, issued[:2], tmp_path / "出")
    assert other != first
    assert first.read_bytes() == content
    assert CASE in first.name
