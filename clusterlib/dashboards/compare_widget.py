"""The page of candidates as a widget（候选对比）: traits, and how they are used.

========  ==========  ==================================================================
trait     direction   content
========  ==========  ==================================================================
request   to kernel   ``seq`` (number), ``do`` (what, below), its arguments
answer    to browser  number of the last request dealt with, always set last
texts     to browser  texts that stay: assumptions, least and most candidates, store's key
view      to browser  all that is on screen, as texts: title, flags, thresholds, candidates
                      with head, cells, sentences; state is the query of the link
found     to browser  applicants that the search in the picker finds
file      to browser  numbered: name, type and bytes (base64) of an exported file
problem   to browser  an error for the reader with its code, blank if none
========  ==========  ==================================================================

Requests: ``open`` (address, what the browser's store holds), ``pick`` (rows), ``search``
(text), ``assume`` (name, value), ``blind`` (on), ``export`` (kind). The front end shares its
link to the kernel and its basic styles with the calibration page.
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page_widget import PageWidget, joined


class CompareWidget(PageWidget):
    """The front end of the page of candidates; see the module for the traits."""

    _esm = joined("matrix/10_dom.js", "matrix/20_link.js", "compare/*.js")
    _css = joined("matrix/10_page.css", "compare/*.css")

    found = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
