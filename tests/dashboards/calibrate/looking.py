"""What the browser tests of the calibration page do: open it, find and type a threshold."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

EXPORTS = 6


def opened(page: Page, address: str) -> None:
    """Open an address and wait for the matrix."""
    page.goto(address)
    expect(page.locator(".cl .r .c").first).to_be_visible(timeout=30_000)


def threshold(page: Page, column: int = EXPORTS, place: str = "head", tier: int = 1) -> Locator:
    """Return the input of a threshold."""
    return page.locator(f'input.th[data-place={place}][data-c="{column}"][data-t="{tier}"]')


def typed(page: Page, text: str, column: int = EXPORTS) -> None:
    """Type a threshold and finish with Enter."""
    threshold(page, column).fill(text)
    threshold(page, column).press("Enter")
