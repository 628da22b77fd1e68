"""The cover of an application（封面）: who applies for what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clusterlib.applicants.figures import UNREADABLE
from clusterlib.intake.cells import read_tier, squeezed, text_of
from clusterlib.intake.form import COVER, COVER_LINES, FIRST_APPLICATION, REVIEW
from clusterlib.intake.headings import recognise, vocabulary_of
from clusterlib.intake.labels import Place, address_of, is_problem_list, text_at
from clusterlib.problems import Problem
from clusterlib.rules.indicators import FACT_BY_ID
from clusterlib.sheets.sheet import Sheet
from clusterlib.sheets.stored import Stored

_VOCABULARY = vocabulary_of(
    {
        line.id: (line.label, *(FACT_BY_ID[line.id].labels if line.id in FACT_BY_ID else ()))
        for line in COVER_LINES
    }
)
_NOTES = frozenset(note for line in COVER_LINES for note in (line.note, "必填。" + line.note))
_NOTE_HEADINGS = frozenset({"填报要求", "填报说明", "说明", "备注"})
_TICKS = "☑√✓✔■●"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says.

    Parameters
    ----------
    texts : mapping of id to text
        Lines as written, blank where missing.
    places : mapping of id to (sheet, cell)
        Where each stands.
    review : bool or None
        True for 复评, False for 初次申报, None where it does not say.
    problems : tuple of Problem
        What is missing or cannot be read.
    is_found : bool
        Whether any line of a cover was found.
    """

    texts: Mapping[str, str]
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    review: bool | None = None
    problems: tuple[Problem, ...] = ()
    is_found: bool = False


def read_cover(sheets: Sequence[Sheet]) -> Cover:
    """Return the cover, found by its labels on whichever sheet it stands."""
    texts = dict.fromkeys((line.id for line in COVER_LINES), "")
    places: dict[str, tuple[str, str]] = {}
    for sheet in sorted(sheets, key=lambda sheet: COVER not in sheet.name):
        for name, text, place in () if is_problem_list(sheet) else answers_on(sheet):
            if not texts[name]:
                texts[name] = text
                if text or name not in places:
                    places[name] = (sheet.name, address_of(sheet, place))
    review = _review_of(texts["review"])
    return Cover(texts, places, review, tuple(_problems(texts, places, review)), bool(places))


def answers_on(
    sheet: Sheet, vocabulary: Mapping[str, str] = _VOCABULARY
) -> list[tuple[str, str, Place]]:
    """Return id, answer and place of each line of a cover that a sheet holds."""
    found = []
    stop: int | None = None
    for at, row in enumerate(sheet.rows):
        notes = [column for column, text in enumerate(row) if squeezed(text) in _NOTE_HEADINGS]
        stop = notes[0] if notes else stop
        for column, text in enumerate(row):
            head, colon, rest = text.replace("：", ":").partition(":")
            heading = recognise(head, vocabulary) if head.strip() else None
            if heading is None:
                continue
            if colon and rest.strip():
                found.append((heading.column, text_of(rest), (at, column)))
            else:
                place = _answer_beside(sheet, (at, column), stop, vocabulary)
                found.append((heading.column, text_of(text_at(sheet, place)), place))
    return found


def _answer_beside(
    sheet: Sheet, label: Place, stop: int | None, vocabulary: Mapping[str, str]
) -> Place:
    """Return the first filled cell right of a label, or the next cell if none is."""
    at, column = label
    for beside in range(column + 1, len(sheet.rows[at]) if stop is None else stop):
        text = text_at(sheet, (at, beside))
        if recognise(text, vocabulary) is not None and squeezed(text) != "行业":
            break
        if text and text not in _NOTES:
            return at, beside
    return at, column + 1


def _review_of(text: str) -> bool | None:
    """Return whether an answer says 复评; where both words stand there, a tick decides."""
    answer = squeezed(text)
    first, again = answer.find(FIRST_APPLICATION[:2]), answer.find(REVIEW)
    if first < 0 or again < 0:
        return None if first == again else first < 0
    ticked = [word for word in (first, again) if word and answer[word - 1] in _TICKS]
    return ticked[0] == again if len(ticked) == 1 else None


def _problems(
    texts: Mapping[str, str], places: Mapping[str, tuple[str, str]], review: bool | None
) -> list[Problem]:
    problems = []
    for line in COVER_LINES:
        sheet, cell = places.get(line.id, (COVER, ""))
        text = texts[line.id]
        if line.required and not text and line.id != "review":
            problem = Problem("cover_blank", "error", line.id, expected=line.label)
        elif line.id == "tier" and read_tier(text)[0] == UNREADABLE:
            problem = Problem("unknown_tier", "error", line.id, text)
        elif line.id == "applicant_id" and isinstance(text, Stored):
            problem = Problem("rounded_id", "error", line.id, text)
        elif line.id == "review" and review is None:
            problem = Problem("review_unknown", "warning", line.id, text)
        else:
            continue
        problems.append(problem.at(sheet=sheet, cell=cell))
    return problems
