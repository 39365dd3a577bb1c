"""The frame around every page: the menu, where one lands, the language, and errors in plain words."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy.exc import OperationalError

from app import menu, sessions
from app.demo.accounts import PASSWORD
from tests.factories.browser import Browser, text_of

PEOPLE = ("xitong", "anquan", "shenji", "mulu", "zhuren", "ducha", "jiancha", "lijing", "xfjy1")
LINK = re.compile(r'<a class="nav-link" href="([^"]+)"')
MENU = re.compile(r'<ul class="navbar-nav">.*?</ul>', re.DOTALL)
MARKED = re.compile(r'href="([^"]+)" aria-current="page"><svg')
QUEUE, INTAKE = "/desk/queue", "/desk/green-channel"
CHANGING = re.compile(r'name="csrf_token" value="[^"]+"|\b[0-9a-f]{8}\b')


@pytest.mark.parametrize("username", PEOPLE)
def test_the_menu_leads_nowhere_one_may_not_go(sign_in, username):
    person = sign_in(username)
    links = LINK.findall(menu_of(person))
    assert {link: person.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("username", PEOPLE)
def test_everybody_starts_on_a_page_of_their_own(sign_in, username):
    person = sign_in(username)
    assert person.get("/", follow_redirects=True).status_code == 200


def test_a_clerk_starts_at_the_queue(sign_in):
    assert sign_in("lijing").get("/").location == "/desk/queue"


def test_two_people_of_a_role_have_the_same_menu_and_it_names_nobody(sign_in):
    one, other = menu_of(sign_in("lijing")), menu_of(sign_in("piaoyu"))
    assert one == other
    assert "李静" not in one and "csrf" not in one


def test_the_menu_marks_where_one_is_and_what_one_is_below():
    assert menu._active("/desk/queue", "/desk/queue") == "page"
    assert menu._active("/desk/queues", "/desk/queue") == ""
    assert menu._active("/admin/themes/list/", "/admin/themes/show/1") == "true"
    assert menu._active("/admin/items/list/", "/admin/themes/show/1") == ""


def test_of_two_entries_one_below_the_other_the_open_one_alone_is_marked(sign_in):
    auditor = sign_in("jiancha")
    for page in ("/trail", "/trail/access"):
        marked = re.findall(r'href="([^"]+)" aria-current="\w+"><svg', auditor.get(page).text)
        assert marked == [page]


def test_a_menu_kept_from_another_page_marks_this_one(sign_in):
    clerk = sign_in("lijing")
    marked = [MARKED.findall(clerk.get(page).text) for page in (QUEUE, INTAKE, QUEUE, "/password")]
    assert marked == [[QUEUE], [INTAKE], [QUEUE], []]


def test_a_menu_kept_from_a_colleague_shows_nobody_elses_entries_and_no_other_language(sign_in):
    clerk, keeper = sign_in("lijing"), sign_in("anquan")
    before = menu_of(clerk)
    assert before != menu_of(keeper)
    keeper.get("/lang/en")
    assert "Users" in menu_of(keeper) and menu_of(clerk) == before


def test_a_page_that_is_not_ones_own_reads_like_one_that_does_not_exist(failing):
    clerk = failing("lijing")
    closed, absent = clerk.get("/refused"), clerk.get("/no-such-page")
    assert (closed.status_code, absent.status_code) == (403, 404)
    assert without_numbers(closed.text) == without_numbers(absent.text)


def test_a_fault_shows_its_request_number_and_the_log_has_it(failing, caplog):
    with caplog.at_level(logging.ERROR):
        page = failing("lijing").get("/fault")
    assert page.status_code == 500
    assert "不该上屏" not in page.text
    shown = re.search(r"请求号 (\w+)", text_of(page.text)).group(1)
    assert f"request {shown}" in caplog.text


def test_a_form_without_its_token_is_refused_with_a_number(app):
    page = app.test_client().post("/login/", data={"username": "lijing", "password": PASSWORD})
    assert page.status_code == 400
    assert re.search(r"请求号 [0-9a-f]{8}", text_of(page.text))


def test_a_busy_database_says_when_to_try_again(failing):
    page = failing("lijing").get("/busy")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "10"
    assert "什么都没有改" in text_of(page.text)


def test_a_database_that_is_away_leaves_one_signed_in(sign_in, monkeypatch):
    clerk = sign_in("lijing")
    with monkeypatch.context() as away:
        away.setattr(sessions, "_load", gone)
        page = clerk.get("/desk/queue")
    assert page.status_code == 503
    assert "Content-Security-Policy" in page.headers
    assert not any(cookie.startswith("youshi=") for cookie in page.headers.getlist("Set-Cookie"))
    assert clerk.get("/desk/queue").status_code == 200


def test_a_wrong_method_says_which_are_right(sign_in):
    answer = sign_in("lijing").client.delete("/desk/queue")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("came_from", "goes_to"),
    [
        ("http://localhost/desk/queue?scope=all", "/desk/queue?scope=all"),
        ("http://localhost/logout/", "/"),
        ("https://elsewhere.example/desk/queue", "/"),
        ("", "/"),
    ],
)
def test_changing_the_language_stays_on_the_page(sign_in, came_from, goes_to):
    answer = sign_in("lijing").get("/lang/en", headers={"Referer": came_from})
    assert answer.location == goes_to


def test_the_language_is_kept(sign_in):
    clerk = sign_in("lijing")
    clerk.get("/lang/en")
    assert "Work queue" in clerk.page("/desk/queue")
    assert clerk.get("/lang/xx").status_code == 404


@pytest.fixture
def app(app):
    """The application as a server runs it: a fault is a page."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def failing(own_app):
    """``failing("lijing")``: that person at an application with three pages that fail."""
    app = own_app
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/fault", "fault", lambda: (_ for _ in ()).throw(ValueError("不该上屏")))
    app.add_url_rule("/busy", "busy", gone)
    app.add_url_rule("/refused", "refused", refused)
    return lambda username: Browser(app).sign_in(username)


@pytest.fixture
def sign_in(app):
    return lambda username: Browser(app).sign_in(username)


def gone(*_args):
    raise OperationalError("SELECT 1", {}, Exception("database is locked"))


def refused():
    from flask import abort

    abort(403)


def menu_of(person):
    return MENU.search(person.get("/", follow_redirects=True).text).group(0)


def without_numbers(page):
    return CHANGING.sub("", page)
