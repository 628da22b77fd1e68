"""The page of candidates as a widget（候选对比）: traits, and how they are used.

========  ==============================================================================
trait     content
========  ==============================================================================
texts     texts that stay: assumptions, least and most candidates, store's key
view      all that is on screen, as texts: title, flags, thresholds, candidates
          with head, cells, sentences; state is the query of the link
found     applicants that the search in the picker finds
file      numbered: name, type and bytes of an exported file
========  ==============================================================================

Requests: ``open`` (address, what the browser's store holds), ``pick`` (rows), ``search``
(text), ``assume`` (name, value), ``blind`` (on), ``export`` (kind).
"""

from __future__ import annotations

import traitlets

from clusterlib.dashboards.page.widget import PageWidget, joined


class CompareWidget(PageWidget):
    """The front end of the page of candidates; see the module for the traits."""

    _esm = joined("page/*.js", "compare/*.js")
    _css = joined("page/*.css", "compare/*.css")

    found = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
