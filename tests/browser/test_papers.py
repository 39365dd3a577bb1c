"""Papers come out of the printer as they should: one A4 page, nothing of the screen on it."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.network


def test_the_notice_sheet_is_one_page_of_a4(desk):
    clerk = desk("lijing")
    clerk.page.goto(f"{clerk.base}/desk/green-channel")
    clerk.press("1", to="**/questions")
    for answered in (1, 2, 3):
        clerk.press("1")
        clerk.page.wait_for_function(
            f"document.querySelectorAll('[data-question] input:checked').length === {answered}"
        )
    clerk.press("Control+Enter", to="**/notice")
    clerk.press("p", to="**/sheet")
    assert pages_of(clerk.page) == 1
    clerk.page.emulate_media(media="print")
    assert not clerk.page.locator(".sheet-bar").is_visible()
    assert clerk.page.locator(".paper").is_visible()


def pages_of(page):
    """How many pages the browser prints."""
    printed = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox\s*\[0 0 59[45]", printed)
    return len(re.findall(rb"/Type\s*/Page[^s]", printed))
