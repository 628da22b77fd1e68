"""A scheme's workbook（评价体系工作簿）, read strictly by printed label, never by address.

Every fault is named with its sheet and cell, all of them at once; the layout is in
`clusterlib.rule_files.scheme_sheet`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from clusterlib.errors import ParameterError
from clusterlib.rule_files.excel_cells import Faults, FormCell, grid_of, open_sheets
from clusterlib.rule_files.scheme_form import (
    FIRST,
    LAST,
    MEASURES_TITLE,
    NOTES_TITLE,
    STANDARD_TITLE,
    TITLE,
)
from clusterlib.rule_files.scheme_measures import MeasureTable, read_measures
from clusterlib.rule_files.scheme_rows import ScoreTable
from clusterlib.rule_files.scheme_sheet import workbook_bytes
from clusterlib.rules.findings import all_at_once
from clusterlib.rules.scheme import Scheme
from clusterlib.saving import save_beside

Rows = list[list[FormCell]]
_PAIR = "请删去多余的表；有几版的，每张指标表也写一行“生效日”"
_EXPORT = "请用 clusterlib schemes export 导出一份，按它的样子填写"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition as its two sheets state it; what it is based on is not yet compared.

    Parameters
    ----------
    scheme : Scheme
        With the id of its base as ``based_on``.
    base : FormCell
        Where that id stands.
    heading : FormCell
        The first cell of the table.
    """

    scheme: Scheme
    base: FormCell
    heading: FormCell


def read_editions(path: Path) -> tuple[Edition, ...]:
    """Return the editions of a scheme's workbook, the first one first.

    Raises
    ------
    ParameterError
        Naming sheet and cell of everything that is unknown, missing, doubled or does not fit.
    """
    faults = Faults()
    found = [
        edition
        for score, measures in _pairs(path, faults)
        if (edition := _edition(score, measures, faults)) is not None
    ]
    found.sort(key=lambda edition: edition.scheme.start)
    for edition in found[1:]:
        _check_alike(found[0], edition, faults)
    for before, edition in pairwise(found):
        if before.scheme.start == edition.scheme.start:
            faults.append(
                edition.heading.fault(
                    f"两张打分表都从{edition.scheme.start}起", "生效日不同", "请改正一张的生效日"
                )
            )
    if faults:
        raise all_at_once(path.name, faults)
    return tuple(found)


def edition_on(path: Path, on: date) -> Edition:
    """Return the edition in force on a day.

    Raises
    ------
    ParameterError
        As `read_editions`, and if none is in force.
    """
    editions = read_editions(path)
    in_force = [edition for edition in editions if edition.scheme.start <= on]
    if not in_force:
        first = editions[0].scheme.start
        raise editions[0].heading.fault(
            f"在{on}没有值", f"{first}起的日期", "请用 --on 指定较晚的日期，或改正生效日"
        )
    return in_force[-1]


def write_workbook(editions: Sequence[Scheme], path: Path) -> Path:
    """Write the editions of a scheme as a workbook and return the path really written."""
    return save_beside(path, workbook_bytes(editions))


def _pairs(path: Path, faults: Faults) -> list[tuple[Rows, Rows]]:
    """Return the rows of each score sheet with those of its indicators."""
    scores: list[Rows] = []
    measures: list[Rows] = []
    for sheet in open_sheets(path):
        rows = grid_of(sheet, path.name)
        if not rows:
            continue
        title = _title(rows)
        if title == STANDARD_TITLE:
            raise rows[0][0].fault(
                "这是行业标准的达标值表", TITLE, "请用 clusterlib standards check 读它"
            )
        if title == TITLE:
            scores.append(rows)
        elif title == MEASURES_TITLE:
            measures.append(rows)
        elif title != NOTES_TITLE:
            faults.append(
                rows[0][0].fault(
                    f"工作表“{sheet.name}”没有标题，不会读取",
                    f"标题“{TITLE}”或“{MEASURES_TITLE}”",
                    "请补上标题，或删去这张工作表",
                )
            )
    if not scores or not measures:
        lack = TITLE if not scores else MEASURES_TITLE
        raise ParameterError(path.name, f"没有标题为“{lack}”的工作表", f"“{lack}”", _EXPORT)
    if len(scores) == len(measures) == 1:
        return [(scores[0], measures[0])]
    return list(_by_day(scores, measures, faults))


def _title(rows: Rows) -> str:
    """Return which of the titles stands in the first three rows, blank for none."""
    texts = [cell.label for row in rows[:3] for cell in row if cell.label]
    known = (TITLE, MEASURES_TITLE, NOTES_TITLE, STANDARD_TITLE)
    return next((title for text in texts for title in known if text.endswith(title)), "")


def _day(rows: Rows) -> date | None:
    """Return the day that stands right of 生效日, None where none does."""
    for row in rows:
        texts = [cell for cell in row if cell.text]
        for label, value in pairwise(texts):
            if label.label == "生效日" and value.is_day:
                return value.day()
    return None


def _by_day(scores: list[Rows], measures: list[Rows], faults: Faults) -> list[tuple[Rows, Rows]]:
    """Pair the sheets of several editions by the day that both state."""
    others = {_day(rows): rows for rows in measures}
    pairs = []
    for rows in scores:
        partner = others.pop(_day(rows), None)
        if partner is None:
            faults.append(
                rows[0][0].fault("没有同一生效日的指标表", "每张打分表一张指标表", _PAIR)
            )
        else:
            pairs.append((rows, partner))
    faults.extend(
        rows[0][0].fault("没有同一生效日的打分表", "每张指标表一张打分表", _PAIR)
        for rows in others.values()
    )
    return pairs


def _edition(score: Rows, other: Rows, faults: Faults) -> Edition | None:
    """Return one edition, None where it has faults; those are kept."""
    before = len(faults)
    measures = MeasureTable()
    with faults.kept():
        measures = read_measures(other, faults)
    heading = next((row for row in score if _is_heading(row)), None)
    if heading is None:
        words = "、".join((*FIRST, "各级", *LAST))
        faults.append(score[0][0].fault("没有打分表的表头", words, "请补上表头一行"))
        return None
    scheme = None
    with faults.kept():
        table = ScoreTable(heading, measures, faults)
        scheme = _scheme(table, score, faults)
    if scheme is None or len(faults) > before:
        return None
    header = table.header
    base = header.cells.get("based_on", heading[0])
    return Edition(scheme, base, heading[0])


def _scheme(table: ScoreTable, rows: Rows, faults: Faults) -> Scheme:
    for row in rows:
        if row is not table.heading:
            table.take(row)
    header, place = table.header, table.heading[0]
    tiers, sections = table.read_tiers(), table.read_sections()
    whole = len(sections) == len(table.parts) and not table.has_strays
    total = sum(section.points for section in sections)
    start, code, measures = date.min, "", table.measures
    for name in ("term", "issuer"):
        with faults.kept():
            header.needed(name, place)
    with faults.kept():
        code = header.code(place)
    with faults.kept():
        start = header.start(place)
        if measures.day is not None and measures.day.day() != start:
            raise measures.day.fault("与打分表的生效日不同", start.isoformat(), "请改正一处")
    element, filed = header.element(faults)
    return Scheme(
        code,
        header.text("term"),
        header.text("issuer"),
        start,
        header.origin(place, faults),
        tiers,
        measures.measures,
        sections,
        header.pass_mark(total if whole else None, place, faults),
        header.text("based_on"),
        element=element,
        filed=filed,
    )


def _is_heading(row: list[FormCell]) -> bool:
    return len({*FIRST, *LAST} & {cell.label for cell in row}) >= 4


def _check_alike(first: Edition, other: Edition, faults: Faults) -> None:
    """Check that what is not dated is the same in every edition."""
    for name, word in (
        ("id", "评价体系代码"),
        ("term", "名称"),
        ("issuer", "制定单位"),
        ("based_on", "依据的评价体系"),
    ):
        one, two = (getattr(edition.scheme, name) for edition in (first, other))
        if one != two:
            faults.append(
                other.heading.fault(f"{word}“{two}”与另一张打分表不同", f"“{one}”", "请改成一致")
            )
