"""The page of incoming workbooks as a widget（申报受理）: traits, and how they are used.

========  ==============================================================================
trait     content
========  ==============================================================================
texts     what stays: kinds and largest size of a file, the store's key
view      all that is on screen, as texts: rules, list, the workbook chosen, run
upload    the file on its way: how many bytes are here, or why it was refused
entry     the confirmed figure being typed: what is wrong by field, its effect
file      numbered: name, type and bytes of a file to save
========  ==============================================================================

Requests: ``open``, ``part`` (of a file), ``select`` and ``remove`` (number of a workbook),
``rules`` (standard, panel, day), ``check`` and ``confirm`` (a confirmed figure), ``marked``,
``template``, ``package``, ``packages`` (files), ``start``, ``retry``, ``cancel``, ``watch``
(the run).
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page.widget import PageWidget, joined


class ReceptionWidget(PageWidget):
    """The front end of the page of incoming workbooks; see the module for the traits."""

    _esm = joined("page/*.js", "uploads/*.js", "reception/*.js")
    _css = joined("page/*.css", "reception/*.css")

    upload = traitlets.Dict().tag(sync=True)
    entry = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
