"""The Excel form of a standard, read strictly by printed label, never by address.

The first fault of every row is named with its cell, all rows at once; the layout of the
form is in `clusterlib.rule_files.standard_sheet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.rule_files.editions import listed_always, shipped_editions
from clusterlib.rule_files.excel_cells import FormCell, grid_of, open_sheets
from clusterlib.rule_files.own_schemes import own_standard, sheets_under
from clusterlib.rule_files.scheme_form import TITLE as OWN_TITLE
from clusterlib.rule_files.standard_form import (
    EXEMPT,
    GATE_LABELS,
    NO_ACCIDENT,
    headings_of,
    positions_by_label,
)
from clusterlib.rule_files.standard_header import Header, named_sheet
from clusterlib.rule_files.standard_sheet import sheet_bytes
from clusterlib.rule_files.standard_words import word_faults
from clusterlib.rules.findings import all_at_once, is_reason
from clusterlib.rules.indicators import Indicator
from clusterlib.rules.printed import LAST_ITEMS
from clusterlib.rules.scoresheet import ScoreSheet
from clusterlib.rules.standard import (
    SOURCE_TERMS,
    DatedValues,
    Source,
    Standard,
    Threshold,
    check_complete,
)
from clusterlib.rules.units import UNITS, Unit
from clusterlib.saving import save_beside
from clusterlib.sheets.sheet import Sheet

_PREFIX = re.compile(r"^(或|其中):")


def read_standard_excel(path: Path, editions: Sequence[ScoreSheet] = ()) -> Standard:
    """Return the standard of a workbook in the form of Annex 1.

    Parameters
    ----------
    path : Path
        The workbook.
    editions : sequence of ScoreSheet
        The score sheets whose words it may print, the newest first; those shipped where none.

    Raises
    ------
    ParameterError
        Naming sheet and cell of the first fault of every row: an unknown or repeated
        indicator, a wrong unit, a missing tier, a value that is no number or has no day,
        an unknown status.
    """
    editions = editions or shipped_editions()
    sheet, rows, heading = _find_table(path, headings_of(editions[0]))
    named = named_sheet(path, rows)
    form = _Form(f"{path.name}，{sheet.name}", rows[heading], sheets_under(named, editions), named)
    for row in rows[:heading] + rows[heading + 1 :]:
        form.take(row)
    return form.standard(path.name)


def write_standard_excel(
    standard: Standard, path: Path, printed: ScoreSheet | None = None
) -> Path:
    """Write a standard in the form of Annex 1 and return the path really written.

    Parameters as in `sheet_bytes`.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    return save_beside(path, sheet_bytes(standard, printed))


def _find_table(path: Path, headings: tuple[str, ...]) -> tuple[Sheet, list[list[FormCell]], int]:
    """Return the sheet with the table, its rows, and the position of the heading."""
    found = []
    for sheet in open_sheets(path):
        rows = grid_of(sheet, path.name)
        for cell in (cell for row in rows[:3] for cell in row):
            if cell.label.endswith(OWN_TITLE):
                raise cell.fault(
                    "这是评价体系的打分表，不是行业标准",
                    "行业标准的达标值表",
                    "请用 clusterlib schemes check 读它",
                )
        found += [
            (sheet, rows, position)
            for position, row in enumerate(rows)
            if len(set(headings) & {_heading(cell) for cell in row}) >= 4
        ]
    if not found:
        raise ParameterError(
            path.name,
            "没有达标值表的表头",
            f"一行表头：{'、'.join(headings)}",
            "请按本软件导出的格式填写",
        )
    if len(found) > 1:
        places = "、".join(f"{sheet.name} 第{rows[at][0].row}行" for sheet, rows, at in found)
        raise ParameterError(path.name, f"有几个表头：{places}", "一张表", "请只保留一张达标值表")
    return found[0]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table that states something of an indicator."""

    indicator: Indicator
    place: FormCell
    unit: Unit | None = None
    dated: DatedValues | None = None
    exempt: str = ""


@dataclass(slots=True)
class _Form:
    """What has been read of the sheet so far, and every fault of it."""

    where: str
    heading: list[FormCell]
    editions: Sequence[ScoreSheet]
    named: Standard
    columns: dict[str, int] = field(default_factory=dict)
    header: Header = field(default_factory=Header)
    rows: list[_Row] = field(default_factory=list)
    faults: list[ParameterError] = field(default_factory=list)
    untaken: list[FormCell] = field(default_factory=list)
    gates: set[str] = field(default_factory=set)
    tiers: tuple[str, ...] = ()
    places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the columns by their headings."""
        self.places = positions_by_label(self.named.catalogue)
        found = {_heading(cell) for cell in self.heading}
        known = [headings_of(sheet) for sheet in self.editions]
        headings = next((names for names in known if found >= set(names[:-1])), known[0])
        self.tiers = headings[2:5]
        for position, cell in enumerate(self.heading):
            name = _heading(cell)
            if name in self.columns:
                raise cell.fault(f"表头“{name}”重复", "每栏一个表头")
            if name in headings:
                self.columns[name] = position
        missing = [name for name in headings[:-1] if name not in self.columns]
        if missing:
            raise self.heading[0].fault(f"表头缺“{'、'.join(missing)}”", "、".join(headings))

    def take(self, row: list[FormCell]) -> None:
        """Read one row; a fault is kept and the next row is read."""
        try:
            self._take(row)
        except ParameterError as error:
            self.faults.append(error)

    def _take(self, row: list[FormCell]) -> None:
        if Header.begins(row):
            self.header.take(row)
            return
        label = row[self.columns["指标"]]
        cells = {name: row[position] for name, position in self.columns.items()}
        place = self.places.get(_key(label.label))
        if place is not None:
            self._take_indicator(self.named.catalogue.indicators[place], cells)
        elif _key(label.label) in GATE_LABELS:
            self.gates.add(_key(label.label))
            _check_gate(cells, self.tiers)
        elif _states_something(cells, self.tiers):
            where = label if label.text else next(c for c in cells.values() if c.text)
            raise where.fault(
                f"认不出指标“{label.text}”" if label.text else "没有指标名称",
                "打分表所列指标名称",
                "请按打分表填写指标",
            )
        else:
            self.untaken += [cell for cell in row if cell.text]

    def _take_indicator(self, indicator: Indicator, cells: dict[str, FormCell]) -> None:
        tiers = [cells[name] for name in self.tiers]
        if cells["单位"].text:
            _unit(indicator, cells["单位"])
        said = [*tiers, cells["依据"], cells["生效日"]]
        if "说明" in cells:
            said.append(cells["说明"])
        if not any(cell.text for cell in said):
            return
        for cell in said:
            if cell.is_hidden:
                raise cell.fault("单元格在隐藏的行或列里", "看得见的达标值", "请取消隐藏")
        if any(cell.label == EXEMPT for cell in tiers):
            self.rows.append(_exempt_row(indicator, cells, tiers))
            return
        unit = _unit(indicator, cells["单位"])
        for cell, name in zip(tiers, self.tiers, strict=True):
            if not cell.text:
                raise cell.fault(f"“{indicator.label}”缺{name}的达标值", "三级都填数字")
        if not cells["生效日"].text:
            raise cells["生效日"].fault(f"“{indicator.label}”没有生效日", "日期，如 2024-01-01")
        capital, base, township = (cell.number(unit) for cell in tiers)
        reason = cells["说明"].raw if "说明" in cells else ""
        dated = DatedValues(
            cells["生效日"].day(),
            (capital, base, township),
            _source(cells["依据"], reason),
            (tiers[0].where, tiers[1].where, tiers[2].where),
        )
        self.rows.append(_Row(indicator, cells["指标"], unit, dated))

    def standard(self, file: str) -> Standard:
        """Return the standard, or raise every fault that was found."""
        thresholds = tuple(self._thresholds())
        self.faults += self.header.faults(self.where)
        self.faults += word_faults(self.where, self.untaken, self.gates, self.editions)
        self._raise_faults(file)
        standard = own_standard(
            replace(
                self.named,
                industry=self.header.text("industry"),
                term=self.header.text("term"),
                issuer=self.header.text("issuer"),
                status=self.header.status,
                thresholds=thresholds,
                readings=tuple(self.header.readings.items()),
                draft=self.header.draft,
                file=file,
            )
        )
        try:
            check_complete(standard, listed_always(self.editions), self.editions[0].terms)
        except ParameterError as error:
            raise ParameterError(self.where, error.found, error.expected) from error
        return standard

    def _thresholds(self) -> Iterable[Threshold]:
        for indicator in self.named.catalogue.indicators:
            rows = [row for row in self.rows if row.indicator is indicator]
            if rows and self._consistent(rows):
                dated = [row.dated for row in rows if row.dated is not None]
                yield Threshold(
                    indicator.id,
                    rows[0].unit,
                    tuple(sorted(dated, key=lambda found: found.start)),
                    rows[0].exempt,
                )

    def _consistent(self, rows: list[_Row]) -> bool:
        days: dict[date | None, _Row] = {}
        before = len(self.faults)
        for row in rows:
            day = row.dated.start if row.dated else None
            if day in days or (len(rows) > 1 and day is None):
                what = day.isoformat() if day else "免评"
                found = f"“{row.place.text}”重复（{what}）"
                self.faults.append(row.place.fault(found, "每一指标、每一生效日一行"))
            elif row.unit != rows[0].unit and row.unit and rows[0].unit:
                self.faults.append(
                    row.place.fault(
                        f"“{row.place.text}”各行单位不一致", f"都用{rows[0].unit.term}"
                    )
                )
            days[day] = row
        return len(self.faults) == before

    def _raise_faults(self, file: str) -> None:
        if self.faults:
            raise all_at_once(file, self.faults)


def _exempt_row(indicator: Indicator, cells: dict[str, FormCell], tiers: list[FormCell]) -> _Row:
    for cell in tiers:
        if cell.label != EXEMPT:
            raise cell.fault(f"“{indicator.label}”三级没有都填“免”", "三级都免，或都填数字")
    if not cells["依据"].text.strip():
        raise cells["依据"].fault(f"“{indicator.label}”免评没有理由", "依据栏写明理由")
    if not is_reason(cells["依据"].raw):
        raise cells["依据"].fault(
            f"“{indicator.label}”的免评理由“{cells['依据'].text}”不是理由",
            "文字写明的理由",
            "请写明为什么不适用于本行业",
        )
    for name in ("生效日", "说明"):
        if name in cells and cells[name].text:
            raise cells[name].fault(f"免评的“{indicator.label}”填了{name}", "留空；理由写在依据栏")
    return _Row(indicator, cells["指标"], exempt=cells["依据"].raw)


def _unit(indicator: Indicator, cell: FormCell) -> Unit:
    unit = indicator.unit_called(cell.label)
    if unit is None:
        kin = [known.term for known in indicator.units]
        raise cell.fault(f"“{indicator.label}”的单位“{cell.text}”不对", "、".join(kin))
    return unit


def _source(cell: FormCell, reason: str) -> Source:
    kind, separator, ref = cell.raw.partition("：")
    known = {term: key for key, term in SOURCE_TERMS.items()}
    if not separator or kind.strip() not in known:
        kind, ref = SOURCE_TERMS["standard"], cell.raw
    if not ref.strip():
        raise cell.fault("没有写依据", "如“标准：×××协会2024年第1号”")
    return Source(known[kind.strip()], ref, reason)


def _check_gate(cells: dict[str, FormCell], tiers: tuple[str, ...]) -> None:
    for name in tiers:
        if cells[name].label not in ("", NO_ACCIDENT):
            raise cells[name].fault(
                f"“{cells['指标'].text}”的达标值“{cells[name].text}”", "无", "请改回“无”"
            )
    for name in ("单位", "依据", "生效日", "说明"):
        if name in cells and cells[name].text:
            raise cells[name].fault(
                f"“{cells['指标'].text}”填了{name}",
                "留空",
                f"{LAST_ITEMS}不由行业标准改动，请删去",
            )


def _states_something(cells: dict[str, FormCell], tiers: tuple[str, ...]) -> bool:
    return (
        any(cells[name].is_figure or cells[name].label in (EXEMPT, NO_ACCIDENT) for name in tiers)
        or cells["生效日"].is_day
        or cells["单位"].label in UNITS
    )


def _heading(cell: FormCell) -> str:
    return cell.label.partition("(")[0]


def _key(label: str) -> str:
    return _PREFIX.sub("", label)
