"""The queue under the hands: what is chosen is counted, what comes meanwhile moves nothing.

Chromium shows the pages of the application itself: its requests are answered in this process.
"""

from __future__ import annotations

import pytest

from app.services import cases
from tests.browser.conftest import until
from tests.conftest import keep
from tests.factories import desk as office

pytestmark = pytest.mark.network
BAR = """[...document.querySelectorAll(".bulk, .bulk [data-does]")].map((one) => one.hidden ? "" : one.textContent.trim())"""


def test_the_bar_counts_what_is_chosen_and_what_of_it_is_claimed_or_released(queue):
    assert bar(queue) == ["", "", "", ""]
    press(queue, "j", "x", "j", "x", "j", "x")
    assert bar(queue)[1:] == ["认领 2", "放回 1", "打印文书 3"]
    assert queue.inner_text("[data-chosen]") == "3"
    press(queue, "x", "k", "x")
    assert bar(queue)[1:] == ["认领 1", "", "打印文书 1"]
    queue.click("[data-none]")
    assert bar(queue) == ["", "", "", ""]
    queue.check("[data-all]")
    assert queue.inner_text("[data-chosen]") == "3"


def test_what_comes_meanwhile_is_told_in_its_place_and_shown_with_the_choice_kept(queue, receive):
    press(queue, "j", "x", "j")
    stood, asked = queue.evaluate(CURSOR), queue.get_attribute("[data-arrivals]", "data-arrivals")
    number = receive()
    queue.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(queue, "document.querySelector('[data-came] a')")
    assert queue.inner_text("[data-came]") == "有 1 件新到，点此显示 r"
    assert queue.evaluate(CURSOR) == stood
    press(queue, "r")
    until(queue, "document.querySelector('[data-fresh]')")
    assert queue.inner_text("tbody:first-of-type .group") == "新到"
    assert queue.evaluate("document.activeElement.textContent") == f"{number}-01"
    assert queue.get_attribute("[data-arrivals]", "data-arrivals") != asked
    assert [queue.inner_text("[data-chosen]"), queue.inner_text("[data-came]")] == ["1", ""]
    assert queue.locator("[data-row]").count() == 4


def test_a_cell_says_in_full_what_it_cuts_and_nothing_else(queue):
    queue.set_viewport_size({"width": 1000, "height": 768})
    for cell in ("3", "4"):
        queue.hover(f"[data-row] td:nth-child({cell})")
    titles = "[...document.querySelectorAll('[data-row] td[title]')].map((cell) => cell.title)"
    assert queue.evaluate(titles) == ["市场主体设立登记 · 开办餐饮店一件事"]


CURSOR = """document.querySelector(".cursor").getBoundingClientRect().top"""


def bar(page):
    return page.evaluate(BAR)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@pytest.fixture
def receive(session, at):
    """``receive()``: another case at the window; gives its number."""

    def take_in():
        number = office.accepted_case(session).number
        keep(session)
        return number

    return take_in


@pytest.fixture
def queue(receive, session, sign_in, chromium, at):
    """The department's list of an officer: two parts unclaimed, the last one theirs."""
    number = [receive() for _ in range(3)][-1]
    claim = {"verb": "claim", "task": "reg"}
    cases.perform(session, number, claim, by=office.officer("SCJG"), now=at.now)
    keep(session)
    officer = sign_in("scjg1")
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/*", lambda route: answer(route, officer))
    page.goto("http://localhost/desk/queue?scope=department")
    yield page
    context.close()
    assert faults == []


def answer(route, person):
    """What the application answers, with its headers: the page's own policy holds here too."""
    found = person.client.get(route.request.url.removeprefix("http://localhost"))
    route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)
