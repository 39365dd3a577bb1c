"""AB 岗 under the hands: the head sets a shift and enters a leave, B finds A's part and acts on it (R85)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.access import principal_of
from app.services import calendars, cases
from tests.browser import behind
from tests.factories import desk as office

pytestmark = pytest.mark.network


def test_the_part_of_an_absent_a_is_acted_on_by_b_and_says_for_whom(server, desk):
    day, number = case_of_a(server)
    head = desk("zhuren")
    page = head.page
    page.goto(f"{head.base}/desk/roster?day={day}")
    # Cell by cell from the first of the window, and into it.
    page.locator(f"a[href$='/desk/roster/ZH01/{day}']").first.locator("xpath=..").focus()
    head.press("Enter", to=f"**/desk/roster/ZH01/{day}")
    page.locator("#a1").select_option("lijing")
    page.locator("#b1").select_option("piaoyu")
    with page.expect_navigation(url="**/desk/roster?day=*"):
        page.locator("button:text('排定这个班')").first.click()
    assert "李静" in page.locator("[data-grid]").inner_text()
    page.goto(f"{head.base}/desk/leave?person=lijing")
    page.locator("#since").fill(clock.today().isoformat())
    page.locator("#until").fill(day)
    with page.expect_navigation(url="**/desk/leave"):
        page.locator("button:text('登记请假')").click()
    assert "已批准" in head.text() and head.faults == []
    second = desk("piaoyu")
    second.page.goto(f"{second.base}/desk/queue?scope=mine")
    assert number in second.text()
    for verb in ("supply", "accept"):
        act(second, f"{second.base}/desk/cases/{number}/intake/{verb}")
    second.page.goto(f"{second.base}/desk/cases/{number}?tab=trail")
    assert "朴玉（代李静）" in second.text() and second.faults == []


def act(person, address):
    """Open an act, tick what there is to tick, and do it."""
    person.page.goto(address)
    for box in person.page.locator("main form input[type=checkbox]").all():
        box.focus()
        person.page.keyboard.press("Space")
    with person.page.expect_navigation(url=lambda found: found != address):
        person.page.locator("main form[novalidate] button[type=submit]").first.click()


def case_of_a(server):
    """The next working day (today, where it is one) and a case that waits in the hands of A."""
    now = clock.now()
    clerk = principal_of(
        user_id=1, username="lijing", name="李静", roles=["window_clerk"], department="ZHCK",
        departments=["ZHCK"],
    )  # fmt: skip
    with behind.unit(server.address) as session:
        calendar = calendars.current(session)
        days = (now.date() + timedelta(days=ahead) for ahead in range(15))
        day = next(day for day in days if calendar.works_on(day))
        intake = office.intake_of(session, leave={"SIGN_DRAWING"})
        wait = {
            "verb": "supplement",
            "task": "intake",
            "fault": "incomplete",
            "documents": ["SIGN_DRAWING"],
        }
        number = cases.receive(session, intake, by=clerk, now=now, then=[wait]).number
        cases.perform(session, number, {"verb": "claim", "task": "intake"}, by=clerk, now=now)
    return day.isoformat(), number
