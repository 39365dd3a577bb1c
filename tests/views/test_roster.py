"""值班 over the pages: looked at and kept, swapped, followed by a calendar; what colleagues do not learn."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import PostFeed, Shift
from tests.conftest import keep
from tests.factories import posts
from tests.factories.browser import text_of

ASKED = {"first": "2026-09-21", "last": "2026-09-30", "windows": "ZH01", "turn": "day"}
ADDRESS = re.compile(r"/calendars/[A-Za-z0-9_-]+\.ics")


def test_a_roster_is_looked_at_and_then_kept(made):
    week = made.page("/desk/roster?day=2026-09-21")
    assert week.count("A 李静") + week.count("A 朴玉") == 4
    assert "手工" not in week


@pytest.mark.parametrize(
    ("page", "day", "more"),
    [("roster/make", "first", ASKED), ("leave", "since", {"person": "lijing", "kind": "annual"}),
     ("training", "done_on", {"people": "lijing", "topic": "告知单"})],
)  # fmt: skip
def test_a_day_is_typed_as_people_write_it_and_stays_where_it_is_none(sign_in, page, day, more):
    head = sign_in("zhuren")
    head.page(f"/desk/{page}")
    answer = head.post(f"/desk/{page}", **{**more, day: "下个月"})
    assert (answer.status_code, 'value="下个月"' in answer.text) == (422, True)
    assert 'type="date"' not in answer.text
    typed = "2026/9/18" if page == "training" else "2026年9月28日"
    assert head.post(f"/desk/{page}", **{**more, day: typed}).status_code in (200, 303)


def test_what_is_kept_without_having_been_looked_at_is_not_kept(sign_in, rows):
    head = sign_in("zhuren")
    head.get("/desk/roster/make")
    answer = head.post("/desk/roster/make", **ASKED, mark="other")
    assert (answer.status_code, "情况有变" in answer.text) == (422, True)
    assert rows(sa.select(Shift)) == []


def test_a_calendar_follows_the_roster_by_a_secret_address_until_it_is_taken_back(
    made, sign_in, app
):
    clerk = sign_in("lijing")
    clerk.get("/desk/shifts")
    shown = clerk.post("/desk/shifts/calendar/make").text
    address = ADDRESS.search(shown).group(0)
    answer = app.test_client().get(address)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.text.count("BEGIN:VEVENT") == 7
    assert "SUMMARY:综合窗口 1 号 A 岗" in answer.text and "朴玉" in answer.text
    assert ADDRESS.search(clerk.get("/desk/shifts").text) is None
    clerk.post("/desk/shifts/calendar/end")
    assert app.test_client().get(address).status_code == 404


def test_a_calendar_of_a_window_names_both_and_nobody_elses_leave(made, app):
    made.get("/desk/shifts")
    shown = made.post("/desk/shifts/calendar/make", kind="window", subject="ZH01").text
    away(made, "lijing")
    text = app.test_client().get(ADDRESS.search(shown).group(0)).text
    assert "综合窗口 1 号：A 岗" in text and "CANCELLED" not in text


def test_no_guess_opens_a_calendar_and_who_guesses_is_slowed_down(app):
    guest = app.test_client()
    # An address of its own: what others missed before is not counted here.
    away_from_here = {"environ_base": {"REMOTE_ADDR": "10.9.9.9"}}
    asked = [
        guest.get(f"/calendars/{'A' * 43}.ics", **away_from_here).status_code for _ in range(21)
    ]
    assert asked == [404] * 20 + [429]


def test_a_secret_is_kept_nowhere(made, rows):
    made.get("/desk/shifts")
    shown = made.post("/desk/shifts/calendar/make", kind="window", subject="ZH01").text
    secret = ADDRESS.search(shown).group(0).split("/")[-1].removesuffix(".ics")
    kept = rows(sa.select(PostFeed.token))[0].token
    assert secret not in kept and len(kept) == 64


def test_colleagues_see_who_is_away_and_neither_why_nor_what_kind(made, sign_in):
    away(made, "lijing", why="住院手术")
    page = sign_in("piaoyu").page("/desk/roster?day=2026-09-21")
    assert "不在的人 李静" in page
    theirs = sign_in("piaoyu").page("/desk/leave")
    assert (
        "李静" not in theirs.split("没有人请假")[-1]
        and "病假" not in theirs.partition("没有人请假")[2]
    )
    assert sign_in("piaoyu").get("/desk/leave/1").status_code == 404
    assert "住院手术" in made.page("/desk/leave/1")
    assert "住院手术" not in sign_in("jiancha").page("/desk/leave/1")


def test_a_favour_is_asked_agreed_and_stands_in_the_week(session, sign_in):
    posts.third_clerk(session)
    number = posts.shift(session, "lijing", "jinhai").id
    keep(session)
    clerk = sign_in("lijing")
    clerk.get("/desk/shifts")
    assert clerk.post("/desk/shifts", shift=str(number), other="piaoyu").status_code == 303
    other = sign_in("piaoyu")
    assert "李静想请朴玉替班" in other.page("/desk/shifts")
    assert other.post("/desk/shifts/1/agree").status_code == 303
    assert "A 朴玉 B 金海 手工" in other.page("/desk/roster?day=2026-09-21")


def test_an_officer_of_another_department_sees_only_the_windows_of_their_own(made, sign_in):
    page = sign_in("swj1").page("/desk/roster?day=2026-09-21")
    assert "税务专窗" in page and "综合窗口 1 号" not in page


def test_the_trail_tells_of_it_in_sentences(made, sign_in):
    away(made, "lijing")
    trail = sign_in("jiancha").page("/trail")
    assert "排了值班表 2026-09-21" in trail and "批准了请假" in trail


def away(head, person, **more):
    head.get(f"/desk/leave?person={person}")
    days = {"since": "2026-09-21", "until": "2026-09-21"}
    answer = head.post("/desk/leave", person=person, kind="sick", **days, **more)
    assert answer.status_code == 303, text_of(answer.text)[-400:]


@pytest.fixture
def made(sign_in):
    """The head of the centre, who has made a roster for one window."""
    head = sign_in("zhuren")
    head.get("/desk/roster/make")
    page = head.post("/desk/roster/make", **ASKED).text
    mark = re.search(r'name="mark" value="(\w+)"', page).group(1)
    answer = head.post("/desk/roster/make", **ASKED, mark=mark)
    assert answer.status_code == 303, text_of(answer.text)[-400:]
    return head
