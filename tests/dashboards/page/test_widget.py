"""What all pages share: requests are dealt with once, each, and answered."""

from __future__ import annotations

from typing import Any

import pytest
import traitlets

from clusterlib.dashboards.page.widget import PageWidget


class Counter(PageWidget):
    """A page that counts; `sent` holds the state of each message to the browser."""

    count = traitlets.Int().tag(sync=True)

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__()
        self.answer_with(self._count)
        self.sent.clear()

    def _count(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"count": self.count + int(request["by"])}

    def _send(self, msg: dict[str, Any], buffers: object = None) -> None:
        self.sent.append(msg["state"])


@pytest.fixture
def page() -> Counter:
    """Return a page that has counted to 2."""
    page = Counter()
    page.receive({"ticket": "a", "do": "add", "by": 2})
    return page


def test_a_request_is_answered_in_one_message_under_its_ticket(page: Counter) -> None:
    assert page.sent == [{"count": 2, "answered": "a", "answer": 1}]


def test_a_request_sent_again_is_dealt_with_once_and_answered_with_the_whole_state(
    page: Counter,
) -> None:
    page.sent.clear()
    page.receive({"ticket": "a", "do": "add", "by": 2})
    whole, last = page.sent
    assert page.count == 2
    assert (whole["count"], whole["answered"]) == (2, "a")
    assert last == {"answer": 2}


def test_the_next_request_is_dealt_with_after_any_number_of_answers(page: Counter) -> None:
    for _ in range(5):
        page.receive({"ticket": "a", "do": "add", "by": 2})
        page.show({})
    page.receive({"ticket": "b", "do": "add", "by": 3})
    assert (page.count, page.answered) == (5, "b")


def test_what_the_page_shows_by_itself_answers_no_request(page: Counter) -> None:
    page.show({"count": 9})
    assert page.sent[-1] == {"count": 9, "answer": 2}
    assert page.answered == "a"


def test_the_state_can_be_asked_for_again(page: Counter) -> None:
    page.sent.clear()
    page.receive({"ticket": "b", "do": "state"})
    assert page.sent[0]["count"] == 2
    assert page.answered == "b"


def test_bytes_come_beside_the_message(page: Counter) -> None:
    page.answer_with(lambda request: {"count": len(request["data"])})
    page._handle_custom_msg({"ticket": "b", "do": "part"}, [memoryview(b"12345")])
    assert page.count == 5


def test_a_request_that_failed_is_answered_under_a_code_and_the_next_one_is_dealt_with(
    page: Counter,
) -> None:
    page.receive({"ticket": "b", "do": "add", "by": "nothing to be shown to a reader"})
    assert (page.count, page.answered) == (2, "b")
    assert "E-" in page.problem
    page.receive({"ticket": "c", "do": "add", "by": 1})
    assert (page.count, page.answered, page.problem) == (3, "c", "")
