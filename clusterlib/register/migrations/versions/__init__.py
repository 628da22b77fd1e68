"""One module a version, applied in the order of their names."""
