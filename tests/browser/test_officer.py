"""An officer by keys alone: a part looked at, asked for, paused, visited and decided; one's own slip taken back."""

from __future__ import annotations

import pytest

from app import clock
from app.services import calendars, cases
from tests.browser import behind
from tests.browser.by_keys import begin, choose, reach, send, write
from tests.browser.counter import CASE
from tests.factories import desk as office
from tests.factories import lives

pytestmark = pytest.mark.network
FOOD, LICENCE = "食品经营许可新办", "市场主体设立登记"


def test_a_part_goes_from_the_queue_to_its_decision_without_a_mouse(server, desk):
    number, day = cases_of_both(server)
    officer = desk("scjg1")
    next_part(officer, LICENCE)
    refuses(officer)
    next_part(officer, FOOD)
    loses_nothing_that_was_typed(officer)
    papers_come(server, number)
    pauses(officer, day)
    takes_back_what_was_looked_at(officer)
    visits(officer, day)


def next_part(officer, part):
    """The most urgent of the queue, claimed."""
    officer.press("n", to=CASE)
    officer.press("e", to=CASE)
    assert f"已认领“{part}”" in officer.text()


def loses_nothing_that_was_typed(officer):
    """A send that is refused leaves every word where it was, and the focus on what is missing."""
    begin(officer, "supplement")
    write(officer, "f_reason", "平面图看不清")
    send(officer, to="**/supplement")
    assert officer.page.input_value("[name=f_reason]") == "平面图看不清"
    assert "请选" in officer.page.inner_text(".help-bad >> nth=0")
    asked = []
    officer.page.once("dialog", lambda box: (asked.append(box.type), box.dismiss()))
    officer.page.evaluate("setTimeout(() => location.assign('/desk/queue'))")
    officer.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    choose(officer, "f_fault", "incorrect")
    choose(officer, "f_documents")
    send(officer)
    assert "补正中" in officer.text()


def papers_come(server, number):
    """What was asked for is brought to the window."""
    with behind.unit(server.address) as session:
        papers = cases.take(session, number, by=office.CLERK).state["tasks"]["food"]["holds"][0]
        lives.act(
            session, number, "supply", task="food", documents=papers["documents"], now=clock.now()
        )


def pauses(officer, day):
    officer.page.reload()
    begin(officer, "suspend")
    choose(officer, "f_kind")
    write(officer, "f_expected", day)
    choose(officer, "f_notice")
    send(officer)
    assert f"“{FOOD}”已挂起" in officer.text()
    officer.press("e", to="**/resume")
    send(officer)
    assert f"“{FOOD}”" in officer.page.inner_text(".flash")


def takes_back_what_was_looked_at(officer):
    looks(officer)
    begin(officer, "undo", to=CASE)
    assert "已撤销" in officer.text()
    looks(officer)


def looks(officer):
    """Of every paper that it was looked at; then the step is done."""
    officer.press("e", to="**/finish-step")
    while officer.page.locator("[data-looked]:not(:checked)").count():
        reach(officer, "[data-looked]:not(:checked)")
        officer.press("Space")
    send(officer)


def visits(officer, day):
    """What was found, and the appointment to see it again."""
    officer.press("e", to="**/record-survey")
    choose(officer, "f_outcome", "again")
    write(officer, "f_opinion", "操作间没有分区")
    send(officer)
    begin(officer, "arrange-survey")
    write(officer, "f_appointment", f"{day} 14:00")
    choose(officer, "f_people")
    choose(officer, "f_notice")
    send(officer)
    assert "14:00" in officer.text()


def refuses(officer):
    """Looked at, and refused for the points that do not hold; then back to the queue."""
    looks(officer)
    begin(officer, "refuse")
    choose(officer, "f_points")
    write(officer, "f_reason", "经营范围与章程不一致")
    send(officer)
    assert f"已对“{LICENCE}”作出不予许可决定" in officer.text()
    reach(officer, ".crumbs a")
    officer.press("Enter", to="**/desk/queue*")


def cases_of_both(server):
    """A restaurant whose food licence can begin, one whose registration can, and the next working day."""
    now = clock.now()
    with behind.unit(server.address) as session:
        number, _other = (office.accepted_case(session, now=now).number for _ in range(2))
        lives.decided(session, number, "reg", now=now)
        day = calendars.current(session).add_workdays(now.date(), 1)
    return number, day.isoformat()
