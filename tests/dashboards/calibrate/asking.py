"""A calibration page without a browser, and requests as the browser sends them."""

from __future__ import annotations

from typing import Any

from clusterlib.dashboards.calibrate.page import CalibratePage
from clusterlib.resources import parameters_folder
from clusterlib.rules.indicators import POSITION

FURNITURE = parameters_folder() / "standards" / "furniture.yaml"
EXPORTS = POSITION["exports"]
SALES = POSITION["sales_revenue"]


def asked(board: CalibratePage, what: str, **given: object) -> dict[str, Any]:
    """Send a request as the browser does, and return the traits shown."""
    widget = board.matrix
    widget.receive({"ticket": str(widget.answer), "do": what, **given})
    assert widget.problem == "", widget.problem
    return {name: getattr(widget, name) for name in ("view", "line", "strip", "dialog", "names")}


def edited(
    board: CalibratePage, text: str, column: int = EXPORTS, tier: int = 1, **given: object
) -> dict[str, Any]:
    """Type one threshold."""
    cells = {f"{column},{tier}": text}
    return asked(board, "edit", cells=cells, at=[column, tier], **{"done": True, **given})
