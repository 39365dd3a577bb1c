"""有 N 件新到: what came into a list while it stood open, asked by the page and by nobody."""

from __future__ import annotations

import html
import re

import pytest

from tests.factories.hall import Hall
from tests.views.test_queue import statements

THEME = "catering_green_channel"


def test_what_others_bring_is_counted_and_shown_and_then_new_no_more(hall):
    asks = shown(hall, "scjg1", "?scope=department")
    assert asked(hall, "scjg1", asks)["count"] == 0
    hall.receive(THEME)
    new = asked(hall, "scjg1", asks)
    assert new["said"] == "有 1 件新到，点此显示"
    page = hall.person("scjg1").get(new["address"]).text
    assert [name in page for name in ("市场主体设立登记", "新到")] == [True, True]
    assert asked(hall, "scjg1", address_in(page))["count"] == 0


def test_what_i_brought_about_myself_is_not_new_to_me(hall):
    mine, theirs = (shown(hall, name, "?scope=all") for name in ("lijing", "piaoyu"))
    hall.receive(THEME)
    assert asked(hall, "lijing", mine)["count"] == 0
    assert asked(hall, "piaoyu", theirs)["count"] == 4


def test_only_what_the_list_would_show_is_counted(hall):
    filters = ("", "&theme=新生儿一件事", "&step=survey", "&light=red", "&light=green")
    asks = [shown(hall, "scjg1", f"?scope=department{more}") for more in filters]
    hall.receive(THEME)
    assert [asked(hall, "scjg1", one)["count"] for one in asks] == [1, 0, 0, 0, 1]


def test_a_part_assigned_to_me_is_new_in_mine_and_one_transferred_in_my_department(hall):
    hall.receive(THEME)
    mine, moved = shown(hall, "scjg1", "?scope=mine"), shown(hall, "zfjs1", "?scope=department")
    hall.act("scjg0", "reg", "assign", owner="scjg1")
    hall.act("xfjy1", "fire", "transfer", department="ZFJS", reason="职责划转")
    assert asked(hall, "scjg1", mine)["count"] == 1
    assert asked(hall, "zfjs1", moved)["count"] == 1


def test_asking_takes_two_statements_and_writes_nothing_however_long_ago_one_was_seen(
    hall, app, at
):
    officer, asks = hall.person("scjg1"), shown(hall, "scjg1", "?scope=department")
    hall.receive(THEME)
    at.set("2026-09-18T09:55:00")
    done = statements(app, officer, asks)
    assert len(done) == 2 and all(one.startswith("SELECT") for one in done), done


def test_an_open_page_alone_keeps_nobody_signed_in(hall, at):
    officer, asks = hall.person("scjg1"), shown(hall, "scjg1", "?scope=department")
    for minutes in ("50", "59"):
        at.set(f"2026-09-18T09:{minutes}:00")
        assert officer.get(asks).status_code == 200
    at.set("2026-09-18T10:11:00")
    assert officer.get(asks).status_code == 302


@pytest.mark.parametrize("since", ["", "x", "9" * 40, "-1"])
def test_a_mangled_entry_asks_for_the_whole_list(hall, since):
    assert hall.person("scjg1").get(f"/desk/queue?since={since}").status_code == 200


def shown(hall, username, query):
    """A list as it stands open; gives what it will ask."""
    return address_in(hall.person(username).get(f"/desk/queue{query}").text)


def address_in(page):
    return html.unescape(re.search(r'data-arrivals="([^"]+)"', page).group(1))


def asked(hall, username, address):
    return hall.person(username).get(address).json


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
