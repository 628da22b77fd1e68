"""A paper as DOCX and HTML: every value as typed, rows whole, the same bytes again."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from clusterlib.documents.docx import docx_of
from clusterlib.documents.html import html_of
from clusterlib.documents.kinds import KINDS
from clusterlib.documents.paper import (
    Cell,
    Gap,
    Paper,
    Paragraph,
    Part,
    Table,
    headed,
    signatures,
    words,
)
from clusterlib.documents.templates import fields_of, shipped_templates, template_of
from clusterlib.errors import InputError
from tests.documents.made import W, text_of_docx, text_of_html

KIND = KINDS["correction_notice"]
NASTY = [
    "<b>甲县</b>",
    "甲 & 乙",
    "{{ title }}",
    "{% for x in y %}",
    "{_{ x }_}",
    "{_% if %_}",
    "=1+1",
    "@SUM(A1)",
    "]]>",
    "\"引\" '号'",
    "鄠邑区 㐂 𠮷 䶮",
    "&lt;不是标签&gt;",
    "\\u003c \\n",
    "{ PAGE }",
]


def a_paper(*texts: str) -> Paper:
    rows = tuple(words(text, "1") for text in texts)
    return Paper(
        kind=KIND.id,
        term=KIND.term,
        version="internal",
        owner="FP-1",
        name="样县",
        title="标题",
        parts=(
            Part("notice", tuple(Paragraph(text) for text in texts)),
            Part("items", (Table((2, 1), headed("项目", "值"), rows),)),
            Part("signatures", (signatures([("甲", "乙")], ("姓名", "职称", "签字")),)),
        ),
        subtitle=texts[0] if texts else "",
        marks=("内部",),
    )


def rendered(paper: Paper) -> bytes:
    return docx_of(paper, template_of(KIND))


@pytest.mark.parametrize("text", NASTY)
def test_a_value_is_printed_as_typed_everywhere(text):
    paper = replace(a_paper(text), title=text, marks=(text,), gaps=(Gap("3.4", text),))
    shown = text_of_docx(rendered(paper))
    assert shown.count(text) == 6
    assert text_of_html(html_of(paper)).count(text) == 6


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30))
@settings(max_examples=20)
def test_any_text_comes_back_from_both_renderings(text):
    paper = a_paper(f"甲{text}乙")
    for shown in (text_of_docx(rendered(paper)), text_of_html(html_of(paper))):
        assert shown.count(f"甲{text}乙") >= 3


def test_signs_that_xml_cannot_hold_are_left_out_and_the_rest_stays():
    shown = text_of_docx(rendered(a_paper("甲\x00\x07\x0b\x0c\x1f\ufffe乙\ud800")))
    assert "甲乙\ufffd" in shown


def test_a_line_end_in_a_value_is_a_line_end():
    assert "甲\n乙" in text_of_docx(rendered(a_paper("甲\n乙")))


def test_no_row_breaks_across_pages_and_headings_are_repeated():
    tree = document_of(rendered(a_paper("甲", "乙")))
    rows = list(tree.iter(f"{W}tr"))
    assert len(rows) == 5
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows) == 2


def test_a_table_of_signatures_keeps_its_rows_together():
    paper = replace(
        a_paper(),
        parts=(
            Part("notice", ()),
            Part("items", ()),
            Part("signatures", (signatures([("甲",), ("乙",), ("丙",)], ("姓名", "签字")),)),
        ),
    )
    rows = list(document_of(rendered(paper)).iter(f"{W}tr"))
    kept = [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in r.iter(f"{W}p")) for r in rows]
    assert kept == [True, True, True, False]
    assert 'class="whole' in html_of(paper)


def test_cells_that_cover_rows_and_columns_leave_a_whole_grid():
    table = Table(
        (1, 2, 3),
        (),
        (
            (Cell("一", rows=3), Cell("甲"), Cell("1", rows=2)),
            (Cell("乙"),),
            (Cell("丙", columns=2),),
        ),
    )
    paper = replace(a_paper("x"), parts=(Part("notice", (table,)), *a_paper("x").parts[1:]))
    first = next(document_of(rendered(paper)).iter(f"{W}tbl"))
    grid = [
        [(int(span.get(f"{W}val")) if (span := tc.find(f"{W}tcPr/{W}gridSpan")) is not None else 1)
         for tc in row.iter(f"{W}tc")]
        for row in first.iter(f"{W}tr")
    ]  # fmt: skip
    assert grid == [[1, 1, 1], [1, 1, 1], [1, 2]]
    assert 'rowspan="3"' in html_of(paper)


def test_the_same_paper_gives_the_same_bytes():
    assert rendered(a_paper("甲")) == rendered(a_paper("甲"))
    assert html_of(a_paper("甲")) == html_of(a_paper("甲"))


def test_what_is_missing_stands_at_the_end_with_its_clause():
    paper = replace(a_paper("甲"), gaps=(Gap("3.2.panel", "专家组4人"), Gap("", "无日期")))
    for shown in (text_of_docx(rendered(paper)), text_of_html(html_of(paper))):
        end = shown[shown.index("待补（2处）") :]
        assert end.index("专家组4人（3.2.panel）") < end.index("无日期")


def test_a_page_names_no_foreign_address_and_carries_its_font():
    page = html_of(a_paper("甲"))
    assert "http" not in page
    assert "font/woff" in page
    assert page.index("仿宋") < page.index("Clusterlib Noto Sans SC", page.index("仿宋"))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_the_shipped_template_of_each_kind_is_a4_with_a_page_number(kind):
    document = docx.Document(str(template_of(kind)))
    (section,) = document.sections
    sides = sorted((round(section.page_width.mm), round(section.page_height.mm)))
    assert sides == [210, 297]
    assert "PAGE" in etree.tostring(section.footer._element, encoding="unicode")
    fonts = etree.tostring(document.styles.element, encoding="unicode")
    assert 'eastAsia="仿宋"' in fonts


def own_template(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document(str(shipped_templates() / f"{KIND.id}.docx"))
    for paragraph in document.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / f"{KIND.term}.docx"))
    return folder


def test_an_association_replaces_a_template_by_its_own(tmp_path):
    folder = own_template(
        tmp_path, "本协会", "{{ title }} {{ marks }}", "{{p body }}", "{{p missing }}"
    )
    shown = text_of_docx(docx_of(a_paper("甲县"), template_of(KIND, [folder])))
    assert shown.startswith("本协会\n标题 内部\n甲县")


@pytest.mark.parametrize(
    ("paragraphs", "named"),
    [
        (("{{ title }}{{ marks }}", "{{p body }}"), "没有字段 missing"),
        (("{{ title }}{{ marks }}{{ telefon }}", "{{p body }}", "{{p missing }}"), "telefon"),
        (("{{ title }}{{ marks }}", "{{p notice }}", "{{p missing }}"), "items、signatures"),
        (("{{ title ", "{{p body }}"), "没有字段 marks、missing、title"),
        (("{{ title }}{{ marks }}{% if %}", "{{p body }}", "{{p missing }}"), "字段写错了"),
    ],
)
def test_a_template_with_unknown_or_missing_fields_is_named(tmp_path, paragraphs, named):
    folder = own_template(tmp_path, *paragraphs)
    with pytest.raises(InputError, match=named):
        template_of(KIND, [folder])


def test_a_template_that_is_no_document_or_named_after_nothing_is_refused(tmp_path):
    (tmp_path / f"{KIND.id}.docx").write_bytes(b"PK not")
    with pytest.raises(InputError, match="不是 Word 文档"):
        template_of(KIND, [tmp_path])
    (tmp_path / "补正通知单.docx").write_bytes(b"")
    with pytest.raises(InputError, match="不是任何一种文书"):
        template_of(KIND, [tmp_path])


def test_a_template_cannot_reach_into_the_program(tmp_path):
    folder = own_template(
        tmp_path, "{{ title.__class__.__mro__ }}{{ marks }}", "{{p body }}", "{{p missing }}"
    )
    with pytest.raises(InputError, match="字段写错了"):
        template_of(KIND, [folder])


def test_every_shipped_template_has_its_fields_in_order():
    for kind in KINDS.values():
        found = fields_of(shipped_templates() / f"{kind.id}.docx")
        assert {"title", "subtitle", "marks", "annex", "missing", *kind.parts} == found


def document_of(content: bytes):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))
