"""The page of incoming workbooks as a widget（申报受理）: traits, and how they are used.

========  ==========  ==================================================================
trait     direction   content
========  ==========  ==================================================================
request   to kernel   ``seq`` (number), ``do`` (what, below), its arguments
answer    to browser  number of the last request dealt with, always set last
texts     to browser  what stays: kinds and largest size of a file, the store's key
view      to browser  all that is on screen, as texts: rules, list, the workbook chosen, run
upload    to browser  the file on its way: how many bytes are here, or why it was refused
entry     to browser  the confirmed figure being typed: what is wrong by field, its effect
file      to browser  numbered: name, type and bytes of a file to save
problem   to browser  an error for the reader with its code, blank if none
========  ==========  ==================================================================

Requests: ``open``, ``part`` (of a file), ``select`` and ``remove`` (number of a workbook),
``rules`` (standard, panel, day), ``check`` and ``confirm`` (a confirmed figure), ``marked``,
``template``, ``package``, ``packages`` (files), ``start``, ``retry``, ``cancel``, ``watch``
(the run).
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page_widget import PageWidget, joined


class IntakeWidget(PageWidget):
    """The front end of the page of incoming workbooks; see the module for the traits."""

    _esm = joined("matrix/10_dom.js", "matrix/20_link.js", "intake/*.js")
    _css = joined("matrix/10_page.css", "intake/*.css")

    upload = traitlets.Dict().tag(sync=True)
    entry = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
