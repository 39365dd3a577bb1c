"""A head at the desk: gives parts to people, answers requests, covers for who is away, reminds in bulk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from tests.browser import behind
from tests.browser.by_keys import choose, pick, reach, send, write
from tests.factories import desk as office
from tests.factories import lives

pytestmark = pytest.mark.network


def test_what_a_head_does_in_a_day_by_keys(server, desk):
    number = cases_of_a_day(server)
    head = desk("scjg0")
    gives_everything_to_one(head)
    stands_in(head)
    reminds_whoever_has_it(head)
    head.hand_to("zhuren")
    answers(head, "/desk/approvals", number)
    head.hand_to("ducha")
    answers(head, "/desk/approvals", number, declined=True)


def gives_everything_to_one(head):
    """All rows, one colleague, a result for each."""
    choose_all(head)
    reach(head, "[data-does=assign]")
    head.press("Enter", to="**/queue/assign")
    pick(head, "#owner", "市场承办")
    reach(head, "main form [type=submit]")
    head.press("Enter", to="**/queue/assign")
    assert "2 件里办成 2 件" in head.text()
    assert head.page.locator("main tbody tr").count() == 2
    head.press("Enter", to="**/desk/queue*")


def stands_in(head):
    """The officer is away from today: the head takes over, and it ends by one press."""
    head.page.goto(f"{head.base}/desk/covers?person=scjg1")
    pick(head, "#stands_in", "市场负责")
    write(head, "until", (clock.today() + timedelta(days=3)).isoformat())
    head.press("Enter", to="**/desk/covers*")
    assert "市场承办" in head.page.inner_text("main tbody")
    head.page.goto(f"{head.base}/desk/queue?scope=mine")
    assert head.page.locator("[data-row]").count() == 2


def reminds_whoever_has_it(head):
    choose_all(head)
    reach(head, "[data-does=remind]")
    head.press("Enter", to="**/queue/remind")
    assert head.page.locator("main tbody tr").count() == 2
    assert "已催办" in head.page.inner_text("main tbody")
    head.press("Enter", to="**/desk/queue*")


def choose_all(head):
    head.page.goto(f"{head.base}/desk/queue?scope=department")
    for _row in range(head.page.locator("[data-row]").count()):
        head.press("j", "x")


def answers(head, address, number, *, declined=False):
    """What waits for them, and no more than that."""
    head.page.goto(head.base + address)
    assert head.page.locator("main tbody tr").count() == 1
    head.press("Enter", to="**/answer")
    choose(head, "f_answer", "declined" if declined else "agreed")
    write(head, "f_reason", "情况属实")
    send(head)
    assert f"已批复：{number}" in head.text()
    head.page.goto(head.base + address)
    assert "没有要您批的" in head.text()


def cases_of_a_day(server):
    """Two restaurants; of one its extension and its end are asked for. Gives its number."""
    now = clock.now()
    with behind.unit(server.address) as session:
        number, _other = (office.accepted_case(session, now=now).number for _ in range(2))
        lives.act(
            session,
            number,
            "ask_extend",
            now=now,
            by=office.officer("SCJG"),
            days=2,
            reason="等外地核实",
        )
        lives.act(session, number, "ask_void", now=now, reason="同一件收了两次")
    return number
