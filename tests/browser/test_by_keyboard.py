"""A restaurant by keyboard alone: the clerk to the receipt, every officer's part, the hand-over.

Nothing is focused or opened by the test itself: only keys are pressed. At 1366×768 the next act is
on the screen of every page as it comes.
"""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import until
from tests.browser.counter import CASE, fill, give_notice, tick

pytestmark = pytest.mark.network


#: Officer → their parts in the order in which they can begin; the registration opens what waits for it.
OFFICERS = {
    "scjg1": ["市场主体设立登记", "食品经营许可新办"],
    "cgzf1": ["户外招牌设施设置规范管理"],
    "sthj1": ["建设项目环境影响登记（油烟）"],
    "swj1": ["税务信息确认"],
    "gaj1": ["公章刻制备案"],
    "xfjy1": ["公众聚集场所投入使用、营业前消防安全检查（告知承诺）"],
}


def test_a_restaurant_opens_by_keyboard_alone(desk):
    person = desk("lijing")
    accept(person)
    receipt(person)
    assert person.keys <= 140, person.keys
    for name, parts in OFFICERS.items():
        person.hand_to(name)
        assert person.sees("[data-key=n]")
        person.press("n", to=CASE)
        for part in parts:
            decide(person, part)
            assert person.keys <= 40, (part, person.keys)
            person.keys = 0
    person.hand_to("lijing")
    hand_over(person)
    assert person.keys <= 40, person.keys
    assert "已送达" in person.text()


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


def receipt(clerk):
    """The receipt to print: what leads on the page of a case just received."""
    assert clerk.sees("[data-key=e]")
    clerk.press("e", to="**/papers/*")
    clerk.press("Enter", to="**/print")
    assert "收件凭证" in clerk.text()
    assert clerk.focused() == "BUTTON"


def decide(officer, part):
    """From the page of the case over every step to the decision, with what is asked at each."""
    for _ in range(6):
        assert officer.sees("[data-key=e]")
        officer.press("e", to=re.compile("/desk/cases/"))
        if officer.page.locator("[data-forward]").count():
            fill_in(officer)
            assert officer.sees("[data-forward]")
            officer.press("Control+Enter", to=CASE)
        if f"已准予“{part}”" in officer.text():
            return
    raise AssertionError(f"not decided: {part}")


def fill_in(officer):
    """Of every paper that it was looked at, what was found on the spot, and the number of the result."""
    for _ in range(60):
        if officer.page.evaluate(ALL_FILLED_IN):
            return
        if officer.focused() == "f_result_number":
            officer.type("延审〔2026〕7号")
        elif officer.focused() == "f_opinion" and not officer.page.input_value("[name=f_opinion]"):
            officer.type("灶间与前厅分开，疏散通道畅通")
        elif officer.focused() == "f_days" and not officer.page.input_value("[name=f_days]"):
            officer.type("4")
        elif officer.page.evaluate(UNTICKED):
            officer.press("Space")
        else:
            officer.press("Tab")
    raise AssertionError("not everything that is asked can be filled in by keyboard")


UNTICKED = (
    "document.activeElement.matches('[data-looked]:not(:checked), [name=f_outcome]:not(:checked)')"
)
ALL_FILLED_IN = """[...document.querySelectorAll("[data-looked], [name=f_result_number], [name=f_opinion], [name=f_days]")]
    .every((field) => field.checked || /text|number/.test(field.type) && field.value)
    && [...document.querySelectorAll("fieldset:has([name=f_outcome])")].every((one) => one.querySelector(":checked"))"""


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
    window.press("Control+Enter", to=CASE)
