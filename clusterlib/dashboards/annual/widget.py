"""The page of annual returns as a widget（年报）: traits, and how they are used.

======  ================================================================================
trait   content
======  ================================================================================
texts   what stays: kinds and largest size of a file, lines of the table
view    all that is on screen, as texts: the round, doubts, warnings, files dropped
upload  the file on its way: how many bytes are here, or why it was refused
file    numbered: name, type and bytes of a file to save
======  ================================================================================

Requests: ``open``, ``watch`` (see what others recorded), ``choose`` (year, day, whether all are
listed), ``part`` (of a file), ``remove`` (a file dropped), ``save`` (those that can be, with
the day on which they came and who records them), ``template``, ``export`` (round, warnings).
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page.widget import PageWidget, joined


class AnnualWidget(PageWidget):
    """The front end of the page of annual returns; see the module for the traits."""

    _esm = joined("page/*.js", "uploads/*.js", "annual/*.js")
    _css = joined("page/*.css", "ledger/*.css", "annual/*.css")

    upload = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
