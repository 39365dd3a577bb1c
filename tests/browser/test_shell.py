"""The frame by keyboard and on a narrow screen."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.network
COMPOSING = """() => document.body.dispatchEvent(new KeyboardEvent(
    "keydown", {key: "?", bubbles: true, isComposing: true}))"""
OLD_COMPOSING = """() => document.body.dispatchEvent(new KeyboardEvent(
    "keydown", {key: "?", bubbles: true, keyCode: 229}))"""


def test_a_single_key_opens_the_list_of_shortcuts_but_not_from_a_field(clerk):
    clerk.press("?")
    assert shortcuts_are_open(clerk)
    clerk.press("Escape")
    clerk.press("/")
    clerk.type("?")
    assert not shortcuts_are_open(clerk)
    assert clerk.page.input_value("[data-search]") == "?"


@pytest.mark.parametrize("event", [COMPOSING, OLD_COMPOSING])
def test_keys_of_an_input_method_are_no_shortcuts(clerk, event):
    clerk.page.evaluate(event)
    assert not shortcuts_are_open(clerk)


def test_single_keys_can_be_switched_off_for_good(clerk):
    clerk.press("?")
    clerk.page.check("[data-keys-off]")
    clerk.press("Escape")
    clerk.page.reload()
    clerk.press("?")
    assert not shortcuts_are_open(clerk)


def test_escape_closes_the_account_menu_and_gives_the_focus_back(clerk):
    clerk.page.locator(".who").focus()
    clerk.press("Enter", "Tab", "Escape")
    assert clerk.page.get_attribute(".who-menu", "open") is None
    assert clerk.focused() == "SUMMARY"


def test_on_a_phone_the_menu_opens_and_one_can_sign_out(clerk):
    clerk.page.set_viewport_size({"width": 390, "height": 800})
    assert not clerk.page.is_visible("#menu .nav-link")
    clerk.page.click("[data-toggles-menu]")
    assert clerk.page.is_visible("#menu .nav-link")
    clerk.page.click(".who")
    clerk.page.click(".who-menu button")
    clerk.page.wait_for_url("**/login/**")
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("address", ["/desk/queue", "/desk/green-channel", "/password", "/nope"])
def test_on_a_phone_no_page_runs_off_the_side(clerk, address):
    clerk.page.set_viewport_size({"width": 390, "height": 800})
    clerk.page.goto(clerk.base + address)
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture
def clerk(desk):
    return desk("lijing")


def shortcuts_are_open(clerk):
    return clerk.page.is_visible("[data-keys]")
