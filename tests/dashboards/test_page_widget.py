"""What all pages share: requests are dealt with once, each, and answered."""

from __future__ import annotations

from clusterlib.dashboards.page_widget import PageWidget


def test_a_request_that_failed_is_answered_under_a_code_and_the_next_one_is_dealt_with() -> None:
    def deal(request: dict[str, object]) -> dict[str, object]:
        if request["do"] == "bad":
            raise ValueError("nothing to be shown to a reader")
        return {}

    widget = PageWidget()
    widget.answer_with(deal)
    widget.request = {"seq": 1, "do": "bad"}
    assert widget.answer == 1
    assert "E-" in widget.problem
    widget.request = {"seq": 2, "do": "good"}
    assert widget.answer == 2
    assert widget.problem == ""
