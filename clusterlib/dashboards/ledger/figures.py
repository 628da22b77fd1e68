"""Figures of annual returns as the pages write them（年报数字）."""

from __future__ import annotations


def signed(text: str) -> str:
    """Return growth with its sign; what is no number stays as written."""
    plain = text.removeprefix("-").replace(".", "", 1)
    if not (plain.isascii() and plain.isdigit()):
        return text
    if not plain.strip("0"):
        return "0"
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


def grouped(text: str) -> str:
    """Return a figure in groups of three digits; what is no number stays as written."""
    whole, dot, rest = text.partition(".")
    if not whole.removeprefix("-").isdigit():
        return text
    return f"{int(whole):,}".replace(",", " ").replace("-", "−") + dot + rest
