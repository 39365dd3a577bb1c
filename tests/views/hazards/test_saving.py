"""Saved means saved: failed commits, refused changes, two browsers, pressed five times (H16-H19)."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app import transaction
from tests.factories.lab import Matter, MatterView, OurMatterBook


class RefusingView(MatterView):
    """Refuses a change the way FAB offers, in a hook."""

    edit_columns = ["title", "status"]

    def pre_update(self, item):
        raise ValueError("refused")


class OurRefusingBook(OurMatterBook):
    def problems(self, form, row):
        yield "status", "refused"


def test_h16_stock_a_commit_that_failed_answers_like_a_success(lab):
    opened = lab(MatterView)
    clerk = opened.as_clerk()
    kept = clerk.post("/matterview/add", data={"title": "kept"})
    with failing(opened.db.session):
        lost = clerk.post("/matterview/add", data={"title": "lost"})
    assert (lost.status_code, lost.location) == (kept.status_code, kept.location) == (302, "/")
    assert {("kept",), ("lost",)} & set(opened.rows(Matter.title)) == {("kept",)}


def test_h16_ours_a_commit_that_failed_says_so(ours, rows, monkeypatch):
    clerk = ours(OurMatterBook)
    clerk.get("/admin/matter-book/add")
    monkeypatch.setattr(transaction.UnitSession, "end", full)
    lost = clerk.post("/admin/matter-book/add", title="lost", status="open")
    assert (lost.status_code, lost.headers["Retry-After"]) == (503, "10")
    assert ("lost",) not in rows(sa.select(Matter.title))


def test_h17_stock_a_refused_change_is_written_by_the_next_commit(lab):
    opened = lab(RefusingView)
    opened.app.after_request(lambda answer: (opened.db.session.commit(), answer)[1])
    opened.as_clerk().post("/refusingview/edit/1", data={"title": "shop-A", "status": "closed"})
    assert dict(opened.rows(Matter.id, Matter.status))[1] == "closed"


def test_h17_ours_a_refused_change_is_written_by_nothing(ours, app, rows):
    clerk = ours(OurRefusingBook)
    app.after_request_funcs[None].insert(0, commits_something)
    page = clerk.get("/admin/matter-book/edit/1").text
    answer = clerk.post("/admin/matter-book/edit/1", status="closed", stamp=stamp_of(page))
    assert answer.status_code == 422
    assert "refused" in answer.text
    assert dict(rows(sa.select(Matter.id, Matter.status)))[1] == "open"


def test_h18_stock_the_second_browser_overwrites_the_first(lab):
    class StatusView(MatterView):
        edit_columns = ["title", "status"]

    opened = lab(StatusView)
    for name in ("first", "second"):
        opened.as_clerk().get("/statusview/edit/1")
    for name in ("first", "second"):
        opened.as_clerk().post("/statusview/edit/1", data={"title": "shop-A", "status": name})
    assert dict(opened.rows(Matter.id, Matter.status))[1] == "second"


def test_h18_ours_the_second_browser_is_told_and_loses_nothing(ours, rows):
    clerk = ours(OurMatterBook)
    stamp = stamp_of(clerk.get("/admin/matter-book/edit/1").text)
    first = clerk.post("/admin/matter-book/edit/1", status="first", stamp=stamp)
    second = clerk.post("/admin/matter-book/edit/1", status="second", stamp=stamp)
    assert (first.status_code, second.status_code) == (302, 409)
    assert 'value="second"' in second.text
    assert dict(rows(sa.select(Matter.id, Matter.status)))[1] == "first"


def test_h19_stock_pressed_five_times_makes_five_rows(lab):
    opened = lab(MatterView)
    clerk = opened.as_clerk()
    for _ in range(5):
        clerk.post("/matterview/add", data={"title": "again"})
    assert opened.rows(Matter.title).count(("again",)) == 5


def test_h19_ours_pressed_five_times_makes_one_row_and_answers_the_same(ours, rows):
    clerk = ours(OurMatterBook)
    clerk.get("/admin/matter-book/add")
    answers = [clerk.post("/admin/matter-book/add", title="again", status="open") for _ in range(5)]
    assert {(answer.status_code, answer.location) for answer in answers} == {
        (302, answers[0].location)
    }
    assert len(rows(sa.select(Matter.id).where(Matter.title == "again"))) == 1


def full(*_session):
    raise OperationalError("COMMIT", {}, Exception("database or disk is full"))


class failing:
    """Commits of a session fail as on a full disk."""

    def __init__(self, session):
        self.session = session

    def __enter__(self):
        event.listen(self.session, "before_commit", full)

    def __exit__(self, *_raised):
        event.remove(self.session, "before_commit", full)


def commits_something(answer):
    """An audit of the request that commits, whatever the answer was."""
    transaction.commit()
    return answer


def stamp_of(page):
    return re.search(r'name="stamp" value="(\w+)"', page).group(1)


@pytest.fixture
def app(app):
    """As a server runs it: what goes wrong is answered, not raised into the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app
