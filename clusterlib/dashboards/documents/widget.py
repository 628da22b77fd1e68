"""The page of papers as a widget（文书）: traits, and how they are used.

=========  =============================================================================
trait      content
=========  =============================================================================
texts      what stays: kinds of papers, readers, what differs between them
view       all that is on screen, as texts: cases, papers, what is missing
preview    the paper that is shown, as the page that would be issued
progress   how many papers are made of how many, while they are
file       numbered: name, type and bytes of a file to save
=========  =============================================================================

Requests: ``open``, ``watch`` (see what has changed), ``choose`` (case, kind, reader, day,
year, last day for an answer), ``make`` (``what``: the paper shown, all of the case, all of
every case; with a reason, with PDF), ``download`` (a form of an issued paper), ``bundle``.
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page.widget import PageWidget, joined


class DocumentsWidget(PageWidget):
    """The front end of the page of papers; see the module for the traits."""

    _esm = joined("page/*.js", "documents/*.js")
    _css = joined("page/*.css", "ledger/*.css", "documents/*.css")

    preview = traitlets.Dict().tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
