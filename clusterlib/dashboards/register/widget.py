"""The page of titles as a widget（称号台账）: traits, and how they are used.

======  ================================================================================
trait   content
======  ================================================================================
texts   what stays: kinds of event, columns asked for by kind, choices
view    all that is on screen, as texts: list or one title, days asked about
entry   the entry being typed: why it is refused, what it would change, what was saved
file    numbered: name, type and bytes of a file to save
======  ================================================================================

Requests: ``open``, ``watch`` (see what others recorded), ``choose`` (words, filters, title,
page), ``day`` (asked about, or known by), ``check`` and ``record`` (an entry), ``correct``
(begin one on an event), ``export`` (the table of status, of due days, calendar, one history).
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page.widget import PageWidget, joined


class RegisterWidget(PageWidget):
    """The front end of the page of titles; see the module for the traits."""

    _esm = joined("page/*.js", "register/*.js")
    _css = joined("page/*.css", "ledger/*.css", "register/*.css")

    entry = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
