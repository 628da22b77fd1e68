"""The cover of an application（封面）: who applies for what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clusterlib.applicants.figures import UNREADABLE
from clusterlib.intake.cells.form import COVER, COVER_LINES, TIER_NOTE
from clusterlib.intake.cells.headings import recognise, vocabulary_of
from clusterlib.intake.cells.labels import Place, address_of, is_problem_list, text_at
from clusterlib.intake.cells.other_rows import doubtful_id
from clusterlib.intake.cells.values import read_tier, squeezed, text_of
from clusterlib.problems import Problem
from clusterlib.rules.indicators import FACT_BY_ID
from clusterlib.rules.tiers import TIERS, Tiers, terms_of
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
_REVIEWS = ("复评", "复审", "复核", "review")
_PURPOSE = re.compile(f"初次|首次|初评|初审|新申报|award|{'|'.join(_REVIEWS)}")


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


def read_cover(sheets: Sequence[Sheet], tiers: Tiers = TIERS) -> Cover:
    """Return the cover, found by its labels on whichever sheet it stands.

    Parameters
    ----------
    sheets : sequence of Sheet
        Of one workbook.
    tiers : tuple of Tier
        As they are called on the day.
    """
    texts = dict.fromkeys((line.id for line in COVER_LINES), "")
    places: dict[str, tuple[str, str]] = {}
    for sheet in sorted(sheets, key=lambda sheet: COVER not in sheet.name):
        for name, text, place in () if is_problem_list(sheet) else answers_on(sheet):
            if not texts[name]:
                texts[name] = text
                if text or name not in places:
                    places[name] = (sheet.name, address_of(sheet, place))
    review = review_of(texts["review"])
    problems = tuple(_problems(texts, places, review, tiers))
    return Cover(texts, places, review, problems, bool(places))


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
        if text and text not in _NOTES and not text.endswith(TIER_NOTE):
            return at, beside
    return at, column + 1


def review_of(text: str) -> bool | None:
    """Return whether a type of application（申报类型）is a review, None where it cannot be read.

    Where words of both stand there, a tick decides.

    Examples
    --------
    >>> review_of("首次申报"), review_of("复审"), review_of("□初次申报　☑复评"), review_of("其他")
    (False, True, True, None)
    """
    answer = squeezed(text)
    found = [(word.start(), word[0] in _REVIEWS) for word in _PURPOSE.finditer(answer)]
    if len({is_review for _, is_review in found}) > 1:
        found = [(at, is_review) for at, is_review in found if at and answer[at - 1] in _TICKS]
    kinds = {is_review for _, is_review in found}
    return kinds.pop() if len(kinds) == 1 else None


def _problems(
    texts: Mapping[str, str],
    places: Mapping[str, tuple[str, str]],
    review: bool | None,
    tiers: Tiers,
) -> list[Problem]:
    problems = []
    for line in COVER_LINES:
        sheet, cell = places.get(line.id, (COVER, ""))
        text = texts[line.id]
        if line.required and not text and line.id != "review":
            problem = Problem("cover_blank", "error", line.id, expected=line.label)
        elif line.id == "tier" and read_tier(text, tiers=tiers)[0] == UNREADABLE:
            problem = Problem("unknown_tier", "error", line.id, text, terms_of(tiers))
        elif line.id == "applicant_id" and isinstance(text, Stored):
            problem = Problem("rounded_id", "error", line.id, text)
        elif line.id == "applicant_id" and (doubt := doubtful_id(text)):
            problem = doubt
        elif line.id == "review" and review is None:
            problem = Problem("review_unknown", "warning", line.id, text)
        else:
            continue
        problems.append(problem.at(sheet=sheet, cell=cell))
    return problems
