"""One source, three readers（版本）: what leaves the house names no contacts of persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from clusterlib.documents.case_file import CaseFile
from clusterlib.documents.paper import Block, Cell, Gap, Paragraph, Part, Table
from clusterlib.intake.application.base_tables import CONTACT_LABELS

WITHHELD = "（不公开）"
_CONTACTS = re.compile(
    r"(?<!\d)1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)"
    r"|(?<!\d)[(（]?0\d{2,3}[)）]?[-\s—]?[2-9]\d{6,7}(?!\d)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
"""Numbers of mobile and fixed telephones, and addresses of mail."""
_SHORTEST = 4
"""Characters from which a contact in table four is looked for everywhere else."""


def without_contacts(
    parts: Sequence[Part], gaps: Sequence[Gap], case: CaseFile
) -> tuple[tuple[Part, ...], list[Gap]]:
    """Return parts and gaps without contacts of persons, wherever they stand."""
    firms = case.tables.firms if case.tables else ()
    known = sorted(
        {
            text
            for firm in firms
            for label in CONTACT_LABELS
            if len(text := firm.facts.get(label, "")) >= _SHORTEST
        },
        key=len,
        reverse=True,
    )

    def withheld(text: str) -> str:
        for contact in known:
            text = text.replace(contact, WITHHELD)
        return _CONTACTS.sub(WITHHELD, text)

    def of_block(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, text=withheld(block.text), lead=withheld(block.lead))
        if isinstance(block, Table):
            return replace(block, rows=tuple(tuple(map(of_cell, row)) for row in block.rows))
        return block

    def of_cell(cell: Cell) -> Cell:
        return replace(cell, text=withheld(cell.text))

    return (
        tuple(replace(part, blocks=tuple(map(of_block, part.blocks))) for part in parts),
        [replace(gap, text=withheld(gap.text)) for gap in gaps],
    )
