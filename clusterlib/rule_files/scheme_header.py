"""The lines of a scheme's workbook around its table: whose it is, from when, who decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from clusterlib.rule_files.excel_cells import Faults, FormCell
from clusterlib.rule_files.regulation_values import MOST_DECIMALS
from clusterlib.rule_files.scheme_form import HEADER_LABELS, NO, POINTS, YES
from clusterlib.rules.points import on_grid, points_text
from clusterlib.rules.scheme import MOST_POINTS, ORIGIN_TERMS, Origin, name_fault

_KINDS = {term: kind for kind, term in ORIGIN_TERMS.items()}
_LABELS = {name: label for label, name in HEADER_LABELS.items()}
_FORMS = {
    "term": "评价体系的名称",
    "start": "日期，如 2026-01-01",
    "id": "字母或汉字开头的代码",
    "issuer": "制定单位的名称",
    "kind": f"{'、'.join(_KINDS)}之一",
    "ref": "文件或网页的名称",
    "by": "谁决定的",
    "on": "决定的日期，如 2026-01-01",
    "total": "各部分满分之和",
    "pass_mark": "及格的分数",
    "filed": f"{YES}或{NO}",
}


@dataclass(slots=True)
class SchemeHeader:
    """What the lines say, by name; a line that stands twice is a fault."""

    cells: dict[str, FormCell] = field(default_factory=dict)
    labels: dict[str, FormCell] = field(default_factory=dict)

    def take(self, row: list[FormCell], faults: Faults) -> None:
        """Read the pairs of label and value of one row."""
        cells = [cell for cell in row if cell.text]
        while cells:
            label = cells.pop(0)
            name = HEADER_LABELS.get(label.label)
            if name is None:
                faults.append(label.fault(f"“{label.text}”在表外，不会读取", "空格", "请删去"))
                continue
            value = label.blank_beside()
            if cells and HEADER_LABELS.get(cells[0].label) is None:
                value = cells.pop(0)
            if name in self.labels:
                faults.append(label.fault(f"“{label.text}”重复", "只填一次", "请删去一行"))
                continue
            self.labels[name], self.cells[name] = label, value

    def text(self, name: str) -> str:
        """Return a line's value, blank where it is absent."""
        return self.cells[name].text if name in self.cells else ""

    def needed(self, name: str, where: FormCell) -> FormCell:
        """Return the cell of a line that must be filled in."""
        if not self.text(name):
            place = self.labels.get(name, where)
            raise place.fault(f"没有填“{_LABELS[name]}”", _FORMS[name], "请填写这一栏")
        return self.cells[name]

    def blank(self, name: str, why: str) -> None:
        """Refuse a line that must not be filled in."""
        if self.text(name):
            raise self.cells[name].fault(
                f"{why}，又填了“{_LABELS[name]}”", "空格", "请删去，或补上所缺的"
            )

    def start(self, where: FormCell) -> date:
        """Return the day from which it holds."""
        return self.needed("start", where).day()

    def code(self, where: FormCell) -> str:
        """Return the id of the scheme."""
        cell = self.needed("id", where)
        if fault := name_fault(cell.text):
            raise cell.fault(*fault)
        return cell.text

    def origin(self, where: FormCell, faults: Faults) -> Origin:
        """Return where it comes from; of one that changes another, who decided too."""
        kind = "article"
        with faults.kept():
            kind = self.needed("kind", where).choice(_KINDS)
        with faults.kept():
            self.needed("ref", where)
        decided_on = ""
        for name in ("by", "on"):
            with faults.kept():
                if self.text("based_on"):
                    self.needed(name, where)
                if name == "on" and self.text(name):
                    decided_on = self.cells[name].day().isoformat()
        return Origin(kind, self.text("ref"), self.text("url"), self.text("by"), decided_on)

    def element(self, faults: Faults) -> tuple[str, bool]:
        """Return the element of a name, and whether its indicators are filed."""
        element = self.text("element")
        filed = True
        with faults.kept():
            if not element:
                self.blank("filed", f"没有填“{_LABELS['element']}”")
            elif not self.text("based_on"):
                raise self.cells["element"].fault(
                    f"写了命名元素，没有填“{_LABELS['based_on']}”", "所调整的评价体系", "请填写"
                )
            else:
                stated = self.needed("filed", self.cells["element"])
                filed = stated.choice({YES: YES, NO: NO}) == YES
        return element, filed

    def pass_mark(self, total: int | None, where: FormCell, faults: Faults) -> int | None:
        """Return the pass mark in grid steps.

        Parameters
        ----------
        total : int or None
            Points of all sections, None where one of them is faulty.
        """
        if total == 0:
            for name in ("total", "pass_mark"):
                with faults.kept():
                    self.blank(name, "各部分都不计分")
            return None
        found: int | None = None
        with faults.kept():
            if total is not None:
                cell = self.needed("total", where)
                if total > on_grid(MOST_POINTS):
                    said = f"各部分满分合计{points_text(total)}分"
                    raise cell.fault(said, f"不超过{MOST_POINTS}分", "请改正各部分的满分")
                if on_grid(cell.number(POINTS)) != total:
                    said = f"各部分满分合计{points_text(total)}分"
                    raise cell.fault(said, f"{cell.text}分", "请核对各部分")
        with faults.kept():
            if total is not None or self.text("pass_mark"):
                found = _mark(self.needed("pass_mark", where))
        return found


def _mark(cell: FormCell) -> int:
    mark = cell.number(POINTS)
    if not 0 < mark <= MOST_POINTS or mark != round(mark, MOST_DECIMALS):
        raise cell.fault(
            f"及格分“{cell.text}”不合理",
            f"大于0、不超过{MOST_POINTS}的数，至多{MOST_DECIMALS}位小数",
            "请改正",
        )
    return on_grid(mark)
