"""The lines above the table of a standard's sheet: industry, issuer, status, readings, draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.rule_files.excel_cells import FormCell
from clusterlib.rule_files.own_schemes import schemes_named
from clusterlib.rule_files.standard_form import HEADER_LABELS, READING_PREFIX, READING_TERMS
from clusterlib.rules.own_sheet import catalogue_of
from clusterlib.rules.scoresheet import READING_NAMES
from clusterlib.rules.standard import SCHEME, STATUS_TERMS, Draft, Standard

_READING = READING_PREFIX.replace("：", ":")  # as `FormCell.label` gives it
_IDENTIFIER = re.compile(r"[a-z_]+")
_REQUIRED = ("term", "industry", "issuer", "status")
_STATUSES = {term: key for key, term in STATUS_TERMS.items()} | {key: key for key in STATUS_TERMS}
_LABELS = {name: label for label, name in HEADER_LABELS.items()}


@dataclass(slots=True)
class Header:
    """What the lines above the table say so far."""

    fields: dict[str, FormCell] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    readings: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def begins(row: list[FormCell]) -> bool:
        """Return whether a row's first text is a label of these lines."""
        first = next((cell.label for cell in row if cell.text), "")
        return first in HEADER_LABELS or first.startswith(_READING)

    def take(self, row: list[FormCell]) -> None:
        """Read the pairs of label and value of one row.

        Raises
        ------
        ParameterError
            If a label or a reading is unknown or stands twice.
        """
        cells = [cell for cell in row if cell.text]
        while cells:
            label = cells.pop(0)
            value = next(
                (cell for cell in row if cell.column == label.column + 1 and not cell.text),
                label.blank_beside(),
            )
            if cells and (len(cells) == 1 or cells[0].label not in HEADER_LABELS):
                value = cells.pop(0)
            if label.label.startswith(_READING):
                self._take_reading(label, value)
                continue
            name = HEADER_LABELS.get(label.label)
            if name is None:
                return  # a note beside the lines
            if name == "changes":
                self.changes.append(value.raw)
            elif name in self.fields:
                raise label.fault(f"“{label.text}”重复", "只填一次")
            else:
                self.fields[name] = value

    def faults(self, where: str) -> list[ParameterError]:
        """Return what is missing or unknown among the lines that a standard must have."""
        found = [
            ParameterError(where, f"没有填“{_LABELS[name]}”", "在表格上方填写该栏")
            for name in _REQUIRED
            if not self.text(name)
        ]
        status = self.fields.get("status")
        if status is not None and status.text and status.label not in _STATUSES:
            terms = "、".join(STATUS_TERMS.values())
            found.append(status.fault(f"认不出状态“{status.text}”", f"{terms}之一"))
        return found

    def text(self, name: str) -> str:
        """Return a line's value, blank where it is absent."""
        return self.fields[name].text if name in self.fields else ""

    @property
    def status(self) -> str:
        """Id of the status."""
        return _STATUSES[self.fields["status"].label]

    @property
    def draft(self) -> Draft | None:
        """What a saved scenario carries, None where no line of it stands."""
        lines = [self.fields.get(name) for name in ("author", "reason", "parent")]
        if not any(lines) and not self.changes:
            return None
        author, reason, parent = (cell.raw if cell else "" for cell in lines)
        return Draft(author, reason, parent, tuple(self.changes))

    def _take_reading(self, label: FormCell, value: FormCell) -> None:
        terms = {READING_TERMS[name][0]: name for name in READING_NAMES}
        name = _named(label.label.removeprefix(_READING), terms)
        if name not in READING_NAMES:
            raise label.fault(f"认不出读法“{label.text}”", f"{'、'.join(terms)}之一")
        if name in self.readings:
            raise label.fault(f"读法“{label.text}”重复", "只填一次")
        values = {term: chosen for chosen, term in READING_TERMS[name][1].items()}
        chosen = _named(value.label, values)
        if chosen not in values.values():
            raise value.fault(f"认不出读法的取值“{value.text}”", f"{'、'.join(values)}之一")
        self.readings[name] = chosen


def named_sheet(path: Path, rows: Sequence[list[FormCell]]) -> Standard:
    """Return a standard of which nothing is known but the score sheet that it names."""
    said = Header()
    for row in rows:
        if Header.begins(row) and any(cell.label in ("评价体系", "命名元素") for cell in row):
            said.take(row)
    name = said.text("scheme") or SCHEME
    elements = tuple(filter(None, re.split("[、,，;； ]", said.text("elements"))))
    blank = Standard("", "", "", "draft", (), scheme=name, elements=elements)
    try:
        own = schemes_named(name, elements, path.resolve().parent)
        named = replace(blank, own=own)
        return replace(named, catalogue=catalogue_of([named]))
    except ParameterError as error:
        name = {"评价体系": "scheme", "命名元素": "elements"}.get(error.where, "")
        if name not in said.fields:
            raise
        raise said.fields[name].fault(error.found, error.expected, error.remedy) from error


def _named(text: str, ids: dict[str, str]) -> str:
    """Return the id that a printed text names: by its term, in brackets at its end, or itself.

    A term and an id that contradict each other name nothing.
    """
    term, _, rest = text.rpartition("(")
    bracketed = rest.removesuffix(")")
    if term and _IDENTIFIER.fullmatch(bracketed):
        return bracketed if ids.get(term, bracketed) == bracketed else ""
    return ids.get(text, text)
