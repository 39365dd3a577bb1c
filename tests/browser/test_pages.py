"""Pages as people with other senses meet them: axe-core finds no serious fault, nothing runs off the side."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.network
PAGES = ("/desk/queue?scope=all", "/desk/green-channel", "/password", "/no-such-page")


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_no_serious_fault(desk, address):
    from axe_playwright_python.sync_playwright import Axe

    clerk = desk("lijing")
    clerk.page.goto(clerk.base + address)
    found = Axe().run(clerk.page).response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [1366, 1024])
def test_no_page_runs_off_the_side(desk, width):
    clerk = desk("lijing")
    clerk.page.set_viewport_size({"width": width, "height": 768})
    for address in PAGES:
        clerk.page.goto(clerk.base + address)
        assert clerk.page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_what_is_typed_survives_a_closed_tab(desk):
    clerk = desk("lijing")
    page = clerk.page
    page.goto(clerk.base + "/desk/green-channel")
    page.keyboard.press("1")
    page.wait_for_url("**/questions")
    form = page.url.replace("/questions", "/form")
    page.goto(form)
    page.locator("[name=applicant-name]").fill("金海")
    page.wait_for_timeout(1200)
    page.close(run_before_unload=False)
    again = clerk.page.context.new_page()
    again.goto(form)
    assert again.locator("[name=applicant-name]").input_value() == "金海"
