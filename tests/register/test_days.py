"""Spans of inexact dates, terms over leap days, working days."""

from __future__ import annotations

from datetime import date

import pytest

from clusterlib.errors import InputError
from clusterlib.register.days import months_before, span_of, working_days_after, years_after


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-09-05", (2023, 9, 5), (2023, 9, 5)),
        ("2023-09", (2023, 9, 1), (2023, 9, 30)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2023", (2023, 1, 1), (2023, 12, 31)),
    ],
)
def test_a_date_stands_for_every_day_in_it(text, first, last) -> None:
    assert span_of(text) == (date(*first), date(*last))


@pytest.mark.parametrize("text", ["2023-13", "2023-02-29", "2023-9-5", "23-09", "", "2023年"])
def test_what_is_no_date_is_refused(text) -> None:
    with pytest.raises(InputError, match="不是日期"):
        span_of(text)


def test_terms_and_months_end_on_a_day_that_exists() -> None:
    assert years_after(date(2020, 2, 29), 3) == date(2023, 2, 28)
    assert years_after(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2024, 5, 31), 3) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 3) == date(2025, 10, 15)


@pytest.mark.clause("3.3.audit")
def test_working_days_pass_holidays_and_count_make_up_days() -> None:
    # National Day 2025: 1 to 8 October free, Sunday 28 September and Saturday 11 worked.
    assert working_days_after(date(2025, 9, 26), 1, {}) == (date(2025, 9, 28), False)
    assert working_days_after(date(2025, 9, 30), 1, {}) == (date(2025, 10, 9), False)
    assert working_days_after(date(2025, 9, 30), 3, {}) == (date(2025, 10, 11), False)


def test_a_year_without_notice_counts_monday_to_friday_and_says_so() -> None:
    assert working_days_after(date(2026, 12, 31), 1, {}) == (date(2027, 1, 1), True)
    noticed = {2027: {date(2027, 1, 1): False, date(2027, 1, 2): True}}
    assert working_days_after(date(2026, 12, 31), 1, noticed) == (date(2027, 1, 2), False)
