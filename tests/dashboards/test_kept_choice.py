"""What a visitor chose is kept by the browser, and read back whatever a browser hands in."""

from __future__ import annotations

import pytest

from clusterlib.dashboards.annual.state import Choice as RoundChoice
from clusterlib.dashboards.documents.state import Choice as PaperChoice
from clusterlib.dashboards.register.state import Choice as TitleChoice

CHOICES = (
    RoundChoice(2025, "2026-04-30", True),
    PaperChoice(case="样县", kind="application", version="public", year=2025),
    TitleChoice(query="样县", state="in_force", page=3),
)


@pytest.mark.parametrize("choice", [*CHOICES, RoundChoice(), PaperChoice(), TitleChoice()])
def test_what_is_kept_is_read_back(choice):
    assert type(choice).of(choice.kept()) == choice


@pytest.mark.parametrize(
    "text", ["", "{", "5", "null", "[]", '"year"', '{"year": "x", "page": []}']
)
@pytest.mark.parametrize("page", [RoundChoice, PaperChoice, TitleChoice])
def test_what_is_no_choice_gives_the_first_view(page, text):
    assert page.of(text) == page()
