"""The board under the hands: arrows move cell by cell, a refresh changes cells in their place, a pause holds it.

Chromium shows the pages of the application itself: its requests are answered in this process.
"""

from __future__ import annotations

import pytest

from app.services import cases
from tests.browser.conftest import until
from tests.conftest import keep
from tests.factories import desk as office

pytestmark = pytest.mark.network
ADDRESS = "http://localhost/desk/board/catering_green_channel"
FOCUSED = "document.activeElement.cellIndex + ':' + document.activeElement.parentNode.rowIndex"
#: The page asks once half a minute, or when it comes to the front.
ASK = "document.dispatchEvent(new Event('visibilitychange'))"

LEFT = """[...document.querySelectorAll("tbody tr:first-child > *")].slice(0, 3)
    .map((cell) => Math.round(cell.getBoundingClientRect().x))"""


def test_arrows_move_cell_by_cell_and_stay_on_the_board(board):
    board.focus("tbody th")
    where = [step(board, *keys) for keys in (["ArrowRight"] * 2, ["ArrowDown"], ["End"])]
    assert where == ["2:1", "2:2", "9:2"]
    assert step(board, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight") == "9:3"


def test_a_refresh_fills_what_changed_and_leaves_cursor_and_rows_where_they_are(board, claims):
    board.focus("tbody th")
    assert step(board, "ArrowDown", "ArrowRight", "ArrowRight") == "2:2"
    board.evaluate("document.activeElement.parentNode.marked = true")
    claims()
    board.evaluate(ASK)
    until(board, "document.querySelector('tbody').rows.length === 3")
    assert board.evaluate(FOCUSED) == "2:2"
    assert board.evaluate("document.activeElement.parentNode.marked") is True


def test_a_paused_board_asks_nothing_until_it_goes_on(board, claims):
    board.click("[data-pause]")
    claims()
    board.evaluate(ASK)
    assert board.inner_text("[data-pause]") == "继续更新"
    assert board.locator("[data-case]").count() == 2
    board.click("[data-pause]")
    until(board, "document.querySelectorAll('[data-case]').length === 3")


@pytest.mark.parametrize(("width", "still"), [(1000, 2), (390, 1)])
def test_on_a_narrow_screen_the_first_columns_stand_still(board, width, still):
    board.set_viewport_size({"width": width, "height": 768})
    before = board.evaluate(LEFT)
    board.evaluate("document.querySelector('.board').parentNode.scrollLeft = 200")
    after = board.evaluate(LEFT)
    assert after[:still] == before[:still] and after[still] < before[still]
    assert board.evaluate("document.documentElement.scrollWidth") <= width


def step(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate(FOCUSED)


@pytest.fixture
def claims(session, at):
    """``claims()``: another case comes to the board, and nothing else changes."""

    def receive():
        office.accepted_case(session)
        keep(session)

    return receive


@pytest.fixture
def board(session, sign_in, chromium, at):
    """The clerk's board with two cases."""
    for _ in range(2):
        assert isinstance(office.accepted_case(session), cases.Performed)
    keep(session)
    clerk = sign_in("lijing")
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/*", lambda route: answer(route, clerk))
    page.goto(ADDRESS)
    yield page
    context.close()
    assert faults == []


def answer(route, person):
    """What the application answers, with its headers: the page's own policy holds here too."""
    asked = {"X-Part": "1"} if "x-part" in route.request.headers else {}
    address = route.request.url.removeprefix("http://localhost")
    found = person.client.get(address, headers=asked)
    route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)
