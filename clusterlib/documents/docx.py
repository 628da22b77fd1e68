"""A paper as DOCX（Word 文书）: a template of docxtpl, its fields filled with blocks.

Every value is written as character data with braces as references, so that it is never
markup, never a field and never a part of the template's own language.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from markupsafe import Markup

from clusterlib.documents.paper import Block, Cell, PageBreak, Paper, Paragraph, Table

_WIDTH = {"official": 8844, "form": 9864, "wide": 14570}
"""Width between the margins in twentieths of a point, by layout."""
_STYLES = {
    "heading": "CLHeading",
    "body": "CLBody",
    "plain": "CLPlain",
    "note": "CLNote",
    "right": "CLRight",
    "centre": "CLCentre",
    "large": "CLLarge",
}
_ALIGN = {"left": "left", "centre": "center", "right": "right"}
_ESCAPES = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("{"): "&#123;",
    ord("}"): "&#125;",
    # What XML 1.0 cannot hold, and what docxtpl takes for a page or a paragraph.
    **{code: None for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)},
    **{code: "\ufffd" for code in range(0xD800, 0xE000)},
    ord("\r"): None,
}
_TIME = (2022, 1, 1, 0, 0, 0)


def docx_of(paper: Paper, template: Path) -> bytes:
    """Return a paper as DOCX; the same paper and template give the same bytes.

    Parameters
    ----------
    paper : Paper
        What is printed.
    template : Path
        A DOCX whose fields `clusterlib.documents.templates` has checked.
    """
    from docxtpl import DocxTemplate

    from clusterlib.documents.templates import environment

    document = DocxTemplate(str(template))
    context = _context(paper)
    document.render(context, environment())
    properties = document.docx.core_properties
    properties.title, properties.identifier = paper.title[:250], str(context["check"])
    buffer = BytesIO()
    document.save(buffer)
    return _packed(buffer)


def escaped(text: str) -> Markup:
    """Return a value as character data.

    Examples
    --------
    >>> escaped("<a & {{b}}")
    Markup('&lt;a &amp; &#123;&#123;b&#125;&#125;')
    """
    return Markup(text.translate(_ESCAPES))


def _context(paper: Paper) -> dict[str, Markup]:
    texts = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "annex": paper.annex,
        "marks": "　　".join(paper.marks),
        "name": paper.name,
        "case": paper.owner,
        "check": paper.check,
    }
    every = tuple(block for part in paper.parts for block in part.blocks)
    blocks = {part.name: part.blocks for part in paper.parts}
    blocks |= {"body": every, "missing": paper.closing}
    return {
        **{name: escaped(text) for name, text in texts.items()},
        **{
            name: Markup("".join(_xml(found, _WIDTH[paper.layout])))
            for name, found in blocks.items()
        },
    }


def _xml(blocks: Iterable[Block], width: int) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            lead = _run(block.lead, bold=True) if block.lead else ""
            yield _paragraph(_STYLES[block.style], lead + _run(block.text))
        elif isinstance(block, PageBreak):
            yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        elif block.rows:
            yield _table(block, width)
            # Two tables would run together, and a table may not end a page.
            yield _paragraph("CLGap", "")


def _paragraph(style: str, runs: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _table(table: Table, width: int) -> str:
    whole = sum(table.widths)
    widths = [width * part // whole for part in table.widths]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    covered: dict[int, tuple[int, int]] = {}
    rows = [(table.headings, True)] if table.headings else []
    rows += [(row, False) for row in table.rows]
    lines = "".join(
        _row(table, row, widths, covered, heads=heads, kept=table.whole and row is not rows[-1][0])
        for row, heads in rows
    )
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (
            *((side, 8) for side in ("top", "left", "bottom", "right")),
            *((side, 4) for side in ("insideH", "insideV")),
        )
    )
    margins = '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


def _row(
    table: Table,
    row: Sequence[Cell],
    widths: Sequence[int],
    covered: dict[int, tuple[int, int]],
    *,
    heads: bool,
    kept: bool,
) -> str:
    """Return one row; `covered` holds, by column, how many rows a cell above still covers."""
    twips = round(table.height * 1440 / 25.4)
    height = f'<w:trHeight w:val="{twips}" w:hRule="atLeast"/>' if twips else ""
    cells, at, waiting = [], 0, iter(row)
    while at < len(widths):
        if at in covered:
            left, columns = covered.pop(at)
            cell, merge = Cell(columns=columns), "<w:vMerge/>"
        else:
            cell = next(waiting, Cell())
            left, columns = cell.rows, cell.columns
            merge = '<w:vMerge w:val="restart"/>' if left > 1 else ""
        if left > 1:
            covered[at] = (left - 1, columns)
        cells.append(_cell(cell, widths[at : at + columns], table, kept, merge))
        at += columns
    head = "<w:tblHeader/>" if heads else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, widths: Sequence[int], table: Table, kept: bool, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    more = ("<w:keepNext/>" if kept else "") + f'<w:jc w:val="{_ALIGN[cell.align]}"/>'
    style = "CLCellSmall" if table.small else "CLCell"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(style, _run(cell.text, bold=cell.strong) if cell.text else '', more)}</w:tc>"
    )


def _packed(saved: BytesIO) -> bytes:
    """Return a package with fixed times."""
    buffer = BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
