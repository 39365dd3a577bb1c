"""The people of the centre as a list: in words, filtered, page by page, at the same cost."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from app.services import people
from tests.factories.browser import Browser
from tests.views.test_accounts import everybody


def test_people_are_listed_in_words(anquan):
    page = anquan.page("/admin/users/list/")
    assert "李静" in page
    assert "窗口人员" in page
    assert "window_clerk" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("name=李静", {"lijing"}),
        ("name=LIJ", {"lijing"}),
        ("name=%", set()),
        ("role=supervisor", {"ducha"}),
        ("department=GAJ", {"gaj0", "gaj1"}),
        ("department=GAJ&role=officer", {"gaj1"}),
        ("state=disabled", set()),
        ("role=no-such", set()),
    ],
)
def test_the_list_is_filtered_by_name_role_department_and_state(anquan, asked, found):
    page = anquan.get(f"/admin/users/list/?{asked}").text
    assert {name for name in everybody(anquan) if f">{name}</a>" in page} == found


def test_pages_follow_each_other(anquan):
    first = anquan.get("/admin/users/list/").text
    assert first.count("/admin/users/show/") == people.PAGE
    rest = anquan.get("/admin/users/list/?after=xfjy1").text
    assert "zfjs1" not in first
    assert "zfjs1" in rest


def test_a_page_of_people_costs_the_same_however_many(anquan, sent):
    few, many = sent("/admin/users/list/?name=lijing"), sent("/admin/users/list/")
    assert few == many <= 8


@pytest.mark.parametrize(
    "address", ["list/?order=password", "list/?name=%00", "show/99999999999", "show/0", "show/x"]
)
def test_what_is_not_offered_is_refused_or_absent(anquan, address):
    assert anquan.get(f"/admin/users/{address}").status_code in (400, 404)


@pytest.fixture
def anquan(app):
    browser = Browser(app).sign_in("anquan")
    browser.get("/password")
    return browser


@pytest.fixture
def sent(anquan):
    """``sent(address)``: how many statements the page sends."""
    from app.extensions import db

    with anquan.client.application.app_context():
        engine = db.engine
    done = []
    heard = lambda _c, _cur, statement, *_: done.append(statement)
    event.listen(engine, "before_cursor_execute", heard)

    def count(address):
        done.clear()
        assert anquan.get(address).status_code == 200
        return len([one for one in done if not one.startswith(("BEGIN", "PRAGMA"))])

    yield count
    event.remove(engine, "before_cursor_execute", heard)


@pytest.fixture
def app(shared_app, at):
    return shared_app
