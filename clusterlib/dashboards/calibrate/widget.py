"""The matrix of the calibration page as a widget（达标矩阵）: traits, and how they are used.

The front end computes nothing about standards or scores. It sends a request, the kernel
answers with the whole state of what is on screen, and only what differs is redrawn.

========  ==============================================================================
trait     content
========  ==============================================================================
texts     texts that stay: columns, tiers, sections, assumptions, storage key
names     per applicant its name and the tier applied for
view      texts of the state: tabs, header, table of thresholds with marks,
          sentence, groups of rows, movers, assumptions, undo, link state
cells     uint8 (n, 20): 0 not met, 1 met, 2 exempt, 3 missing, 4 not listed;
          + 8 a side of an 或 that does not decide; + 16 turned by the last edit
counts    uint8 (n, 12): items met low, high, before low, high; quality low,
          high; gate 0 无 1 有 2 ?; band, band before; verdict, verdict before;
          flags 1 lower end open, 2 upper end open, 4 has estimate, 8 moved
scores    float32 (n, 3): lower end, upper end, estimate
order     int32 (n): rows as displayed; changes on Enter, never while dragging
strip     distribution of one indicator: ticks, lines, table
dots      float32 (m, 5): x, –, kind, level, row; or bars x0, x1, kind, y, height
line      the fixed line on the cell under the cursor
dialog    numbered: preview of a draft, result of saving, sheet to print, drafts, movers
========  ==============================================================================

Requests: ``open`` (address, what the browser's store holds), ``edit`` (cells, at, done,
sort), ``paste`` (at, text, place), ``drag`` (at, x, done), ``nudge`` (at, by), ``tier``,
``assume`` (name, value), ``undo``, ``redo``, ``point`` (row, column, tier, strip), ``blind``
(on), ``preview``, ``save`` (author, reason, start), ``print``, ``drafts``,
``load`` (name), ``beside`` (names), ``movers``.

Edits carry the texts typed by cell in ``cells``. What all pages share, requests and
answers too, is in ``page_widget``.
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page.widget import PageWidget, joined


class MatrixWidget(PageWidget):
    """The front end of the calibration page; see the module for the traits."""

    _esm = joined("page/*.js", "calibrate/*.js")
    _css = joined("page/*.css", "calibrate/*.css")

    names: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    cells = traitlets.Bytes().tag(sync=True)
    counts = traitlets.Bytes().tag(sync=True)
    scores = traitlets.Bytes().tag(sync=True)
    order = traitlets.Bytes().tag(sync=True)
    strip = traitlets.Dict().tag(sync=True)
    dots = traitlets.Bytes().tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)
    dialog = traitlets.Dict().tag(sync=True)
