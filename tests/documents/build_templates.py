"""Builds the shipped templates: ``python tests/documents/build_templates.py``, for maintainers.

GB/T 9704 habits: A4, margins 37/35/28/26 mm, title 22 pt, body 16 pt on lines of 28.5 pt,
page number — 1 —. 仿宋 stands first; the table of fonts names what takes its place.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from clusterlib.documents.kinds import KINDS, Kind

FOLDER = Path(__file__).parents[2] / "parameters" / "documents"
BODY, HEADING, TITLE = "仿宋", "黑体", "方正小标宋简体"
MARGINS = {"official": (37, 35, 28, 26), "form": (16, 18, 18, 18), "wide": (22, 20, 20, 20)}
FALLBACKS = {
    BODY: "FangSong,FangSong_GB2312,STFangsong,Noto Serif CJK SC",
    HEADING: "SimHei,STHeiti,Noto Sans CJK SC",
    TITLE: "STZhongsong,Noto Serif CJK SC",
}
TIME = datetime(2022, 1, 1)


def build(kind: Kind) -> bytes:
    """Return the template of a kind."""
    document = docx.Document()
    _page(document, kind.layout)
    _styles(document, small=kind.layout != "official")
    for field in ("marks", "annex"):
        _optional(document, field, f"CL{field.capitalize()}")
    document.add_paragraph("{{ title }}", style="CLTitle")
    _optional(document, "subtitle", "CLSubtitle")
    for part in (*kind.parts, "missing"):
        document.add_paragraph(f"{{{{p {part} }}}}", style="CLPlain")
    _page_number(document)
    _without_unused(document)
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "clusterlib", "", kind.term
    properties.created = properties.modified = TIME
    buffer = BytesIO()
    document.save(buffer)
    return _tidied(buffer)


def _optional(document: Document, field: str, style: str) -> None:
    document.add_paragraph(f"{{%p if {field} %}}", style=style)
    document.add_paragraph(f"{{{{ {field} }}}}", style=style)
    document.add_paragraph("{%p endif %}", style=style)


def _page(document: Document, layout: str) -> None:
    (section,) = document.sections
    width, height = (Mm(297), Mm(210)) if layout == "wide" else (Mm(210), Mm(297))
    section.page_width, section.page_height = width, height
    if layout == "wide":
        section.orientation = 1
    top, bottom, left, right = map(Mm, MARGINS[layout])
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(28 if layout == "official" else 10)


def _styles(document: Document, *, small: bool) -> None:
    size, line = (12, 19) if small else (16, 28.5)
    normal = document.styles["Normal"]
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-US")
        lang.set(qn("w:eastAsia"), "zh-CN")
    _set(normal, BODY, size, line)
    for name, font, points, spacing, align, indent, bold in (
        ("CLBody", BODY, size, line, "JUSTIFY", 2, False),
        ("CLPlain", BODY, size, line, "LEFT", 0, False),
        (
            "CLHeading",
            HEADING,
            13 if small else 16,
            20 if small else 28.5,
            "LEFT",
            0 if small else 2,
            False,
        ),
        ("CLNote", BODY, 10.5, 14 if small else 16, "LEFT", 0, False),
        ("CLRight", BODY, size, line, "RIGHT", 0, False),
        ("CLCentre", BODY, size, line, "CENTER", 0, False),
        ("CLLarge", TITLE, 36, 60, "CENTER", 0, True),
        ("CLMarks", HEADING, 12, 18, "LEFT", 0, False),
        ("CLAnnex", HEADING, size, line, "LEFT", 0, False),
        ("CLTitle", TITLE, 18 if small else 22, 26 if small else 34, "CENTER", 0, True),
        ("CLSubtitle", BODY, 11 if small else 16, 16 if small else 28.5, "CENTER", 0, False),
        ("CLCell", BODY, 12, 16, "LEFT", 0, False),
        ("CLCellSmall", BODY, 10, 12.5, "LEFT", 0, False),
        ("CLGap", BODY, 4, 6, "LEFT", 0, False),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set(style, font, points, spacing)
        style.font.bold = bold
        style.paragraph_format.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        if indent:
            style.paragraph_format.first_line_indent = Pt(indent * points)
        if name == "CLHeading":
            style.paragraph_format.keep_with_next = True
        if name == "CLTitle":
            style.paragraph_format.space_before = Pt(0 if small else 12)
        if name == "CLSubtitle":
            style.paragraph_format.space_after = Pt(4 if small else 14)
        if name == "CLRight":
            style.paragraph_format.right_indent = Pt(2 * points)


def _set(style, font: str, points: float, line: float) -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), font)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    style.paragraph_format.line_spacing = Pt(line)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    style.paragraph_format.widow_control = False


def _page_number(document: Document) -> None:
    (section,) = document.sections
    paragraph = section.footer.paragraphs[0]
    paragraph.style = document.styles["CLCentre"]
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    paragraph.add_run(" —")


def _without_unused(document: Document) -> None:
    """Drop what python-docx brings along and no paper uses."""
    styles = document.styles.element
    for element in [*styles.findall(qn("w:latentStyles")), *styles.findall(qn("w:style"))]:
        name = element.get(qn("w:styleId"), "")
        if not name.startswith("CL") and not element.get(qn("w:default")):
            styles.remove(element)
    rels = document.part.rels
    for key, rel in list(rels.items()):
        if rel.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "customXml", "numbering"):
            del rels[key]


def _tidied(saved: BytesIO) -> bytes:
    """Return a package with fixed times, its table of fonts naming what may take their place."""
    table = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/>'
        '<w:charset w:val="86"/><w:family w:val="roman"/><w:pitch w:val="auto"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    buffer = BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue
            content = old.read(name)
            if name == "word/fontTable.xml":
                content = content.replace(b"</w:fonts>", f"{table}</w:fonts>".encode())
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            new.writestr(
                zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def _without_thumbnail(content: bytes) -> bytes:
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kind in KINDS.values():
        (FOLDER / f"{kind.id}.docx").write_bytes(build(kind))
