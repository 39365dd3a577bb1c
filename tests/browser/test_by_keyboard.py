"""A restaurant opens by keyboard alone, from the queue to the receipt; an officer decides a part."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.network
VALUES = {
    "applicant-name": "金海", "applicant-id_number": "222405199001011236", "applicant-phone": "13804331234", "applicant-organisation": "海兰江冷面馆",
    "f_floor_area": "120", "f_food_staff": "4", "f_sign_height": "3",
}  # fmt: skip


def test_a_restaurant_opens_by_keyboard_and_an_officer_decides(desk):
    clerk = desk("lijing")
    number = intake(clerk)
    assert clerk.keys <= 140, clerk.keys
    assert clerk.faults == []
    officer = desk("xfjy1")
    decide(officer)
    assert officer.keys <= 40, officer.keys
    assert officer.faults == []
    clerk.page.goto(f"{clerk.base}/desk/cases/{number}?tab=trail")
    assert "准予" in clerk.text()


def intake(clerk):
    page = clerk.page
    clerk.page.keyboard.press("Tab")
    page.locator("a.btn-primary").focus()
    clerk.press("Enter", to="**/desk/green-channel")
    clerk.press("1", to="**/questions")
    clerk.press("1", "1", "1")
    page.wait_for_function(
        "document.querySelectorAll('[data-question] input:checked').length === 3"
    )
    assert clerk.needs_no_scroll_for("[data-forward]")
    clerk.press("Control+Enter", to="**/notice")
    assert "12" in page.inner_text(".big")
    assert clerk.needs_no_scroll_for("[data-forward]")
    clerk.press("Control+Enter", to="**/form")
    fill(clerk)
    clerk.press("Control+Enter", to="**/documents")
    tick(clerk)
    page.wait_for_selector("button[value=accept]:not([hidden])")
    assert clerk.needs_no_scroll_for("button[value=accept]")
    clerk.press("Control+Enter", to=re.compile(r"/desk/cases/[A-Z0-9]+$"))
    assert "已受理" in clerk.text()
    return page.url.rsplit("/", 1)[1]


def fill(clerk):
    """Tab from field to field, typing each value; a choice is taken with the space bar."""
    page = clerk.page
    page.locator("[name=applicant-name]").focus()
    for _ in range(60):
        name = clerk.focused()
        if name.startswith(("applicant-", "f_")):
            answer(clerk, name)
        if page.evaluate("document.activeElement.matches('[data-toggles]')"):
            return
        clerk.press("Tab")


def answer(clerk, name):
    kind = clerk.page.evaluate("document.activeElement.type")
    if kind == "radio":
        clerk.press("Space")
    elif kind in ("text", "textarea", "tel", "search"):
        clerk.type(VALUES.get(name, "" if name == "applicant-credit_code" else "测试"))


def tick(clerk):
    """One tick a paper: its points follow; then the conditions."""
    page = clerk.page
    for box in page.locator("[data-whole], [name=confirmed]").all():
        box.focus()
        clerk.press("Tab", "Shift+Tab")
        clerk.press("Space")
    page.wait_for_function(
        "[...document.querySelectorAll('[data-whole]')].every((box) => box.checked)"
    )


def decide(officer):
    officer.page.goto(f"{officer.base}/desk/queue?scope=department")
    officer.press("j", "o")
    officer.page.wait_for_url("**/desk/cases/**")
    officer.press("e")
    officer.page.wait_for_load_state()
    assert "认领" in officer.text()
    assert officer.needs_no_scroll_for("[data-key=e]")
    officer.press("e", to="**/finish-step")
    officer.press("Control+Enter", to=re.compile(r"/desk/cases/[A-Z0-9]+$"))
    officer.press("e", to="**/grant")
    officer.press("Control+Enter", to=re.compile(r"/desk/cases/[A-Z0-9]+$"))
    assert "准予" in officer.text()
