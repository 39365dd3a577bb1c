"""Views of the queue that people keep: under a name, for themselves or for their department."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import JournalEntry, Look, SavedView
from tests.factories.browser import text_of

QUERY = "scope=department&light=yellow"


def test_a_list_is_kept_under_a_name_and_found_again_above_the_queue(sign_in):
    officer = sign_in("scjg1")
    keep(officer, "今天要办完", QUERY + "&nonsense=1&after=x")
    page = officer.get("/desk/queue?scope=all").text
    assert '<a href="/desk/queue?scope=department&amp;light=yellow">今天要办完</a>' in page
    assert "本部门 · 将到期" in officer.page("/desk/queue/views")


def test_a_view_of_the_same_name_is_replaced_and_of_no_name_refused(sign_in, rows):
    officer = sign_in("scjg1")
    keep(officer, "我的", QUERY)
    keep(officer, "我的", "scope=all")
    assert [tuple(row) for row in rows(sa.select(SavedView.name, SavedView.query))] == [
        ("我的", "scope=all")
    ]
    assert "请起一个短名称" in keep(officer, "  ", QUERY, status=422)


def test_a_head_shares_a_view_with_the_department_and_with_nobody_else(sign_in, rows):
    keep(sign_in("scjg0"), "等核查", QUERY, share="on")
    seen = {name: "等核查" in sign_in(name).page("/desk/queue?scope=all") for name in PEOPLE}
    assert seen == {"scjg1": True, "xfjy1": False, "ducha": False}
    shared = rows(sa.select(JournalEntry.type).where(JournalEntry.noun == "saved_view"))
    assert [row.type for row in shared] == ["shared"]


def test_an_officer_shares_nothing_and_changes_nobody_elses(sign_in, rows):
    keep(sign_in("scjg0"), "等核查", QUERY, share="on")
    officer = sign_in("scjg1")
    keep(officer, "我的", QUERY, share="on")
    assert rows(sa.select(SavedView.department).where(SavedView.owner == "scjg1")) == [(None,)]
    for act in ("change", "remove"):
        assert officer.post(f"/desk/queue/views/1/{act}", name="x").status_code == 404


def test_a_view_is_renamed_and_removed(sign_in, rows):
    officer = sign_in("scjg1")
    keep(officer, "一", QUERY)
    keep(officer, "二", QUERY)
    assert officer.post("/desk/queue/views/1/change", name="三").status_code == 303
    assert officer.post("/desk/queue/views/1/change", name="二").status_code == 422
    officer.post("/desk/queue/views/2/remove")
    assert [row.name for row in rows(sa.select(SavedView.name))] == ["三"]


def test_the_queue_opens_with_the_view_one_begins_with_until_it_is_gone(sign_in, rows):
    officer = sign_in("scjg1")
    keep(officer, "先看", QUERY)
    officer.post("/desk/queue/views/1/begin")
    opened = officer.get("/desk/queue")
    assert (opened.status_code, opened.headers["Location"]) == (302, f"/desk/queue?{QUERY}")
    assert officer.get("/desk/queue?scope=mine").status_code == 200
    officer.post("/desk/queue/views/1/remove")
    assert officer.get("/desk/queue").status_code == 200
    assert rows(sa.select(Look.view_id).where(Look.username == "scjg1")) == [(None,)]


def test_what_is_typed_into_a_name_is_shown_as_typed(sign_in):
    officer = sign_in("scjg1")
    keep(officer, "<b>\x1f&", QUERY, status=422)
    keep(officer, "<b>&", QUERY)
    page = officer.get("/desk/queue?scope=all").text
    assert "&lt;b&gt;&amp;" in page and not re.search(r"<b>&[^a]", page)


PEOPLE = ("scjg1", "xfjy1", "ducha")


def keep(person, name, query, *, status=303, **more):
    person.get("/desk/queue/views")
    answer = person.post("/desk/queue/views", name=name, query=query, **more)
    assert answer.status_code == status, text_of(answer.text)
    return text_of(answer.text)


@pytest.fixture(autouse=True)
def still(at):
    """The tests' own time."""
