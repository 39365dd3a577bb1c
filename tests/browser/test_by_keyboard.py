"""A restaurant by keyboard alone: the clerk to the receipt, an officer's part, the hand-over.

Nothing is focused or opened by the test itself: only keys are pressed. At 1366×768 the next act is
on the screen of every page as it comes.
"""

from __future__ import annotations

import re

import pytest

from tests.browser import behind
from tests.browser.conftest import until

pytestmark = pytest.mark.network
CASE = re.compile(r"/desk/cases/[A-Z0-9]+(-\d\d)?$")
VALUES = {
    "applicant-name": "金海", "applicant-id_number": "222405199001011236", "applicant-phone": "13804331234", "applicant-organisation": "海兰江冷面馆",
    "applicant-credit_code": "", "f_floor_area": "120", "f_food_staff": "4", "f_sign_height": "3",
}  # fmt: skip


def test_a_restaurant_opens_by_keyboard_alone(desk, server):
    clerk = desk("lijing")
    accept(clerk)
    number = clerk.page.url.rsplit("/", 1)[1]
    receipt(clerk)
    assert clerk.keys <= 140, clerk.keys
    officer = desk("xfjy1")
    decide(officer)
    assert officer.keys <= 40, officer.keys
    behind.grant(server.address, number, "reg", "sign", "env", "tax", "seal", "food")
    window = desk("lijing")
    hand_over(window)
    assert window.keys <= 40, window.keys
    assert "已送达" in window.text()


def accept(clerk):
    """From the queue to 受理."""
    assert clerk.sees("[data-key=g]")
    clerk.press("g", to="**/desk/green-channel")
    assert clerk.sees("[data-key='1']")
    clerk.press("1", to="**/questions")
    clerk.press("1", "1", "1")
    until(clerk.page, "document.querySelectorAll('main [type=radio]:checked').length === 3")
    assert clerk.sees("[data-forward]")
    clerk.press("Control+Enter", to="**/notice")
    assert "12" in clerk.page.inner_text(".big")
    assert clerk.sees("[data-key=p]")
    give_notice(clerk)
    assert clerk.sees("[data-forward]")
    clerk.press("Control+Enter", to="**/form")
    assert clerk.sees("[data-forward]")
    fill(clerk)
    clerk.press("Control+Enter", to="**/documents")
    assert clerk.page.locator("[data-forward]:not([hidden])").count() == 0
    tick(clerk)
    clerk.page.wait_for_selector("button[value=accept]:not([hidden])")
    assert clerk.sees("button[value=accept]")
    clerk.press("Control+Enter", to=CASE)
    assert "已受理" in clerk.text()


def give_notice(clerk):
    """Print the notice sheet and come back from it."""
    clerk.press("p", to="**/sheet*")
    clerk.press("Tab")
    clerk.press("Enter", to="**/notice")


def fill(clerk):
    """Tab from field to field, typing each value; a choice is taken with the space bar."""
    asked = set(clerk.page.evaluate(ASKED))
    for _ in range(60):
        answer(clerk, clerk.focused())
        asked.discard(clerk.focused())
        if not asked:
            return
        clerk.press("Tab")
    raise AssertionError(f"never reached: {asked}")


#: Names of the fields that a person is asked to fill.
ASKED = """[...document.querySelectorAll("main form [name^=applicant-], main form [name^=f_]")]
    .filter((field) => field.checkVisibility()).map((field) => field.name)"""


def answer(clerk, name):
    if not name.startswith(("applicant-", "f_")):
        return
    if clerk.kind() == "radio":
        if not clerk.page.evaluate("document.activeElement.checked"):
            clerk.press("Space")
    elif clerk.kind() in ("text", "textarea", "tel", "search"):
        clerk.type(VALUES.get(name, "测试"))


def tick(clerk):
    """One press a paper: its points follow; then what the clerk confirms."""
    for _ in range(60):
        whole = clerk.page.evaluate(
            "document.activeElement.matches('[data-whole], [name=confirmed]')"
        )
        if whole:
            clerk.press("Space")
        if clerk.page.evaluate(ALL_TICKED):
            return
        clerk.press("Tab")
    raise AssertionError("not everything can be ticked by keyboard")


ALL_TICKED = """[...document.querySelectorAll("[data-whole], [name=confirmed]")].every((box) => box.checked)"""


def receipt(clerk):
    """The receipt to print: what leads on the page of a case just received."""
    assert clerk.sees("[data-key=e]")
    clerk.press("e", to="**/papers/*")
    clerk.press("Enter", to="**/print")
    assert "收件凭证" in clerk.text()
    assert clerk.focused() == "BUTTON"


def decide(officer):
    """From one's queue over every step to the decision."""
    assert officer.sees("[data-key=n]")
    officer.press("n", to=CASE)
    assert officer.sees("[data-key=e]")
    officer.press("e", to=CASE)
    assert "认领" in officer.text()
    assert officer.sees("[data-key=e]")
    officer.press("e", to="**/finish-step")
    assert officer.sees("[data-forward]")
    look(officer)
    officer.press("Control+Enter", to=CASE)
    assert officer.sees("[data-key=e]")
    officer.press("e", to="**/grant")
    assert officer.sees("[data-forward]")
    officer.type("龙消安检〔2026〕7号")
    officer.press("Control+Enter", to=CASE)
    assert "已准予" in officer.text()


def look(officer):
    """Of every paper it is said that it was looked at."""
    for _ in range(60):
        if officer.page.evaluate("document.activeElement.matches('[data-looked]')"):
            officer.press("Space")
        if officer.page.evaluate(ALL_LOOKED):
            return
        officer.press("Tab")
    raise AssertionError("not every paper can be looked at by keyboard")


ALL_LOOKED = """[...document.querySelectorAll("[data-looked]")].every((box) => box.checked)"""


def hand_over(window):
    """Everything once, to the person who came."""
    window.press("n", to=CASE)
    assert window.sees("[data-key=e]")
    window.press("e", to="**/issue")
    assert window.sees("[data-forward]")
    window.press("Control+Enter", to=CASE)
    assert window.sees("[data-key=e]")
    window.press("e", to="**/deliver")
    assert window.sees("[data-forward]")
    window.press("Tab")
    window.type("金海")
    window.press("Control+Enter", to=CASE)
