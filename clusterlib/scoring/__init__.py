"""Figures in, verdicts out: the only scorer there is, pure, over arrays."""
