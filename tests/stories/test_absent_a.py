"""AB 岗: A falls ill; B finds A's parts in the queue, acts, and the trail says for whom (R85)."""

from __future__ import annotations

import pytest

from tests.factories.browser import text_of
from tests.factories.hall import Hall, read

THEME = "catering_green_channel"
TODAY = "2026-09-18"


def test_the_parts_of_an_absent_a_stand_in_bs_queue_and_the_trail_says_for_whom(hall):
    waiting(hall)
    posted(hall, a="lijing", b="piaoyu")
    assert hall.number not in mine(hall, "piaoyu")
    away(hall, "lijing")
    assert hall.number in mine(hall, "piaoyu")
    hall.act("piaoyu", "intake", "supply", points=[f"SIGN_DRAWING:{at}" for at in range(3)])
    assert hall.task("intake").owner == "lijing"
    hall.act("piaoyu", "intake", "accept", confirmed=["0", "1"])
    assert hall.task("intake").acted_by == "piaoyu"
    assert "朴玉（代李静）" in hall.page("ducha", "trail")


def test_without_a_roster_or_without_leave_nothing_is_in_anothers_queue(hall):
    waiting(hall)
    away(hall, "lijing")
    assert hall.number not in mine(hall, "piaoyu")


def test_who_is_back_has_their_parts_alone_again(hall):
    waiting(hall)
    posted(hall, a="lijing", b="piaoyu")
    away(hall, "lijing")
    act(hall, "lijing", "1/end")
    assert hall.number not in mine(hall, "piaoyu")


def test_when_both_are_away_the_head_of_the_centre_is_told_once_and_at_once(hall):
    posted(hall, a="lijing", b="piaoyu")
    away(hall, "lijing")
    assert "A、B 岗都不在" not in inbox(hall, "zhuren")
    away(hall, "piaoyu")
    assert inbox(hall, "zhuren").count("A、B 岗都不在：综合窗口 1 号 9月18日 08:30–11:30") == 1


def test_what_is_left_behind_is_listed_and_taken_over(hall):
    waiting(hall)
    away(hall, "lijing", stands_in="piaoyu", note="电话里已约好明天来补图")
    page = hall.person("piaoyu").page("/desk/leave/1")
    assert "电话里已约好明天来补图" in page and hall.number in page
    act(hall, "piaoyu", "1/take")
    assert "已接手" in hall.person("zhuren").page("/desk/leave/1")
    assert hall.number in mine(hall, "piaoyu")


def waiting(hall):
    """A case that waits for a drawing, in the hands of its clerk."""
    hall.receive(THEME, act="supplement", leave={"SIGN_DRAWING"})
    if hall.task("intake").owner is None:
        hall.act("lijing", "intake", "claim")
    return hall.number


def posted(hall, *, a, b):
    head = hall.person("zhuren")
    address = f"/desk/roster/ZH01/{TODAY}"
    read(head.page(address))
    for since, until in (("08:30", "11:30"), ("13:30", "17:00")):
        answer = head.post(address, since=since, until=until, a=a, b=b, version="-1")
        assert answer.status_code == 303, text_of(answer.text)[-400:]
    assert "李静" in read(head.page("/desk/roster"))


def away(hall, person, **more):
    head = hall.person("zhuren")
    head.page(f"/desk/leave?person={person}")
    answer = head.post("/desk/leave", person=person, kind="sick", since=TODAY, until=TODAY, **more)
    assert answer.status_code == 303, text_of(answer.text)[-600:]


def act(hall, person, what):
    who = hall.person(person)
    who.page("/desk/leave")
    assert who.post(f"/desk/leave/{what}").status_code == 303


def mine(hall, person):
    return hall.person(person).page("/desk/queue?scope=mine")


def inbox(hall, person):
    return read(hall.person(person).page("/desk/inbox"))


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
