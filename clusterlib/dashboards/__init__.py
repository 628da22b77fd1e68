"""Pages for the browser: their state, the matrix widget, and the Voila server."""
