"""New since I looked: what others brought where it stands while I was away, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_what_came_while_i_was_away_is_new_when_i_sign_in_again(hall, at):
    hall.person("scjg1")
    at.set("2026-09-18T17:00:00")
    hall.receive(THEME)
    at.set("2026-09-20T08:30:00")
    assert new(hall, "scjg1") == {"本部门": 1, "全部可见": 1}
    at.set("2026-09-20T13:30:00")
    assert new(hall, "scjg1") == {}


def test_who_signs_in_for_the_first_time_has_nothing_new(hall):
    hall.receive(THEME)
    assert new(hall, "scjg1") == {}


def test_what_i_have_seen_is_new_no_more_and_what_came_after_the_page_still_is(hall, at):
    officer = hall.person("scjg1")
    at.set("2026-09-18T09:45:00")
    hall.receive(THEME)
    at.set("2026-09-18T09:46:00")
    page = officer.get("/desk/queue?scope=department").text
    shown = re.search(r'name="at" value="([^"]+)"', page).group(1)
    at.set("2026-09-18T09:50:00")
    hall.receive(THEME)
    officer.post("/desk/queue/looked", at=shown, here="/desk/queue?scope=department")
    page = officer.get("/desk/queue?scope=department&new=1").text
    assert [number in page for number in (hall.number, "J0001E-01")] == [True, False]


def test_what_i_did_myself_is_not_new_to_me_and_what_was_given_to_me_is(hall, at):
    hall.receive(THEME)
    hall.person("scjg1"), hall.person("scjg0")
    at.set("2026-09-18T09:45:00")
    hall.act("scjg0", "reg", "assign", owner="scjg1")
    assert new(hall, "scjg0") == {}
    assert new(hall, "scjg1") == {"我的": 1, "本部门": 1, "全部可见": 1}


def test_a_part_whose_papers_came_is_new_to_whoever_handles_it(hall, at):
    hall.receive(THEME)
    asks = {"fault": "incorrect", "documents": "SIGN_DRAWING", "reason": "图看不清"}
    hall.act("cgzf1", "sign", "claim")
    hall.act("cgzf1", "sign", "supplement", **asks)
    at.set("2026-09-18T10:00:00")
    points = [f"SIGN_DRAWING:{point}" for point in range(3)]
    hall.act("lijing", "sign", "supply", points=points)
    assert new(hall, "cgzf1") == {"我的": 1, "本部门": 1, "全部可见": 1}


def test_a_look_is_never_later_than_now(hall, at):
    officer = hall.person("scjg1")
    officer.get("/desk/queue?scope=department")
    for said in ("", "never", "9999-01-01T00:00:00"):
        assert officer.post("/desk/queue/looked", at=said).status_code == 303
    at.set("2026-09-18T09:50:00")
    hall.receive(THEME)
    assert new(hall, "scjg1")["本部门"] == 1


def new(hall, username):
    """Tab → how many of it are new."""
    page = hall.person(username).page("/desk/queue?scope=department")
    found = re.findall(r"(我的|本部门|全部可见) \d+\S* 新 (\d+)", page)
    return {tab: int(count) for tab, count in found}


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
