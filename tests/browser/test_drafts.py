"""What a clerk typed, when the tab, the server or the session goes away."""

from __future__ import annotations

import pytest

from tests.browser.conftest import until

pytestmark = pytest.mark.network
SHOP = "[name=f_shop_name]"
#: Whether this browser keeps typing that the server has not acknowledged.
KEPT = "Object.keys(localStorage).some((key) => key.startsWith('draft'))"


def test_a_tab_closed_right_after_the_last_key_loses_nothing(intake):
    again = closed_and_opened(intake)
    assert again.locator("[name=applicant-name]").input_value() == "金海"


def test_a_killed_server_loses_nothing_that_was_typed_while_it_was_away(intake, server):
    saved(intake, SHOP, "海兰江")
    server.kill()
    try:
        intake.locator(SHOP).fill("海兰江冷面馆")
        until(intake, KEPT)
    finally:
        server.start()
    intake.reload()
    assert intake.locator(SHOP).input_value() == "海兰江冷面馆"
    assert kept_by_the_server(intake, SHOP) == "海兰江冷面馆"


def test_a_dead_session_loses_nothing_that_was_typed_after_it_died(intake, base):
    saved(intake, SHOP, "海兰江")
    intake.context.clear_cookies()
    intake.locator(SHOP).fill("海兰江冷面馆")
    until(intake, KEPT)
    form = intake.url
    sign_in(intake, base)
    intake.goto(form)
    assert intake.locator(SHOP).input_value() == "海兰江冷面馆"


def test_ticks_and_choices_are_kept_as_they_are_seen(intake):
    flame = intake.locator("[name=f_open_flame][value=yes]")
    flame.check(force=True)
    again = closed_and_opened(intake)
    assert again.locator("[name=f_open_flame][value=yes]").is_checked()


def test_each_field_is_checked_however_fast_the_next_ones_are_typed(intake):
    for name, wrong in (("id_number", "222405199001011237"), ("phone", "1"), ("organisation", "")):
        intake.locator(f"[name=applicant-{name}]").fill(wrong)
    until(intake, "document.querySelectorAll('.field-bad').length === 2")


def test_who_went_on_to_a_button_before_the_server_answered_still_stands_on_it(intake):
    intake.goto(intake.url.replace("/form", "/documents"))
    intake.locator("[data-whole]").last.press("Space")
    notice = intake.locator(".foot [value=supplement]")
    notice.focus()
    until(intake, "document.querySelector('.foot').textContent.includes('收到 1 份')")
    assert notice.evaluate("button => button === document.activeElement")


@pytest.fixture
def base(server):
    return f"http://127.0.0.1:{server.port}"


@pytest.fixture
def intake(desk):
    """The form step of a new intake, with a name typed and nothing else."""
    page = desk("lijing").page
    page.goto(page.url.split("/desk")[0] + "/desk/green-channel")
    with page.expect_navigation(url="**/questions"):
        page.keyboard.press("1")
    page.keyboard.press("1")
    page.keyboard.press("1")
    page.keyboard.press("1")
    with page.expect_navigation(url="**/notice"):
        page.keyboard.press("Control+Enter")
    with page.expect_navigation(url="**/form"):
        page.keyboard.press("Control+Enter")
    page.locator("[name=applicant-name]").fill("金海")
    return page


def closed_and_opened(page):
    address, context = page.url, page.context
    page.close(run_before_unload=True)
    page = context.new_page()
    page.goto(address)
    return page


def saved(page, field, value):
    with page.expect_response("**/save/form"):
        page.locator(field).fill(value)


def kept_by_the_server(page, field):
    """What the server gives to a browser that keeps nothing itself."""
    until(page, f"!{KEPT}")
    page.reload()
    return page.locator(field).input_value()


def sign_in(page, base):
    from app.demo.accounts import PASSWORD

    page.goto(f"{base}/login/")
    page.locator("[name=username]").fill("lijing")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
