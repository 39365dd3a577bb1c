"""The security administrator's pages: everything about others, nothing about themselves, no administrator."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app import transaction
from app.access import ALONE
from app.services import people
from tests.conftest import NOW
from tests.factories.browser import Browser, text_of
from tests.services.test_sessions import alive

GIVEN = "Kznf6-Xmzh3-Yeuu4"
FORMS = ("roles", "place", "password", "rename")
PRESSES = ("unlock", "end-sessions", "disable", "enable")


def test_ones_own_page_offers_nothing_and_says_why(anquan):
    page = anquan.page(f"/admin/users/show/{number(anquan, 'anquan')}")
    assert "自己的账号不能自己改" in page
    assert "重置密码" not in page


@pytest.mark.parametrize("username", ["anquan", "xitong", "shenji"])
@pytest.mark.parametrize("act", [*FORMS, *PRESSES])
def test_neither_oneself_nor_an_administrator_is_touched_by_a_forged_form(anquan, act, username):
    before = stored(anquan, username)
    fields = {
        "stamp": before.stamp,
        "roles": "officer",
        "department": "GAJ",
        "password": GIVEN,
        "name": "改名",
    }
    answer = post(anquan, act, username, **fields)
    assert answer.status_code == 422
    assert "改" in text_of(answer.text)
    assert stored(anquan, username) == before


@pytest.mark.parametrize("role", sorted(ALONE))
def test_no_administrator_is_made_by_a_forged_form(anquan, role):
    before = stored(anquan, "piaoyu")
    assert role not in anquan.get(f"/admin/users/roles/{before.id}").text
    assert post(anquan, "roles", "piaoyu", stamp=before.stamp, roles=role).status_code == 422
    assert stored(anquan, "piaoyu") == before
    assert opened(anquan, username="jinhai9", roles=role).status_code == 422
    assert "jinhai9" not in everybody(anquan)


def test_roles_departments_and_name_are_changed_and_the_person_signs_in_anew(anquan, app):
    person = Browser(app).sign_in("gaj1")
    saved(anquan, "roles", "gaj1", roles="supervisor")
    assert not alive(person)
    saved(
        anquan,
        "place",
        "gaj1",
        department="SWJ",
        window="ZH03",
        pairs=[("departments", "GAJ"), ("departments", "YLBZ")],
    )
    saved(anquan, "rename", "gaj1", name="尹 松")
    found = stored(anquan, "gaj1")
    assert (found.name, found.roles, found.department, found.further) == (
        "尹 松",
        ("supervisor",),
        "SWJ",
        ("GAJ", "YLBZ"),
    )
    assert "综合窗口 3 号" in anquan.page(f"/admin/users/show/{found.id}")


def test_a_disabled_person_is_out_at_once_and_may_be_let_in_again(anquan, app):
    person = Browser(app).sign_in("rsj1")
    assert post(anquan, "disable", "rsj1").status_code == 302
    assert not alive(person)
    assert "已停用" in anquan.page("/admin/users/list/?state=disabled")
    assert post(anquan, "enable", "rsj1").status_code == 302
    Browser(app).sign_in("rsj1")


def test_a_reset_password_is_proposed_shown_once_and_must_be_changed(anquan, app):
    page = anquan.get(f"/admin/users/password/{number(anquan, 'sbj1')}").text
    proposed = page.split('name="password"')[1].split('value="')[1].split('"')[0]
    saved(anquan, "password", "sbj1", password=proposed)
    assert proposed not in anquan.get(f"/admin/users/show/{number(anquan, 'sbj1')}").text
    assert Browser(app).sign_in("sbj1", proposed).get("/desk/queue").location == "/password"


def test_a_weak_password_is_refused_beside_its_field_and_stays(anquan):
    before = stored(anquan, "sbj0")
    answer = post(anquan, "password", "sbj0", stamp=before.stamp, password="kurz")
    assert answer.status_code == 422
    assert "至少 10 位" in text_of(answer.text)
    assert 'value="kurz"' in answer.text


def test_a_lock_is_shown_and_lifted(anquan, app):
    for _ in range(5):
        browser = Browser(app)
        browser.get("/login/")
        browser.post("/login/", username="swj1", password="wrong")
    assert "锁到 09:55" in anquan.page("/admin/users/list/?name=swj1")
    assert post(anquan, "unlock", "swj1").status_code == 302
    Browser(app).sign_in("swj1")


def test_open_sessions_are_shown_and_ended_one_by_one(anquan, app):
    here, there = Browser(app).sign_in("wsjk1"), Browser(app).sign_in("wsjk1")
    page = anquan.get(f"/admin/users/show/{number(anquan, 'wsjk1')}").text
    first, second = sorted(set(page.split("/end-session/")[n].split('"')[0] for n in (1, 2)))
    assert anquan.post(f"/admin/users/end-session/{first}").status_code == 302
    assert [alive(here), alive(there)].count(True) == 1
    assert post(anquan, "end-sessions", "wsjk1").status_code == 302
    assert not alive(here)
    assert not alive(there)


def test_a_form_that_was_overtaken_is_told_so_and_keeps_what_was_filled_in(anquan):
    before = stored(anquan, "ylbz1")
    saved(anquan, "rename", "ylbz1", name="先改的")
    answer = post(anquan, "rename", "ylbz1", stamp=before.stamp, name="后改的")
    assert answer.status_code == 409
    assert 'value="后改的"' in answer.text
    assert "您填的还在" in text_of(answer.text)
    saved(anquan, "rename", "ylbz1", name="后改的")


def test_a_new_account_is_opened_once_however_often_one_presses(anquan, app):
    anquan.get("/admin/users/add")
    first = opened(anquan, username="JinHai", key="k-1", roles="officer", department="GAJ")
    again = opened(anquan, username="JinHai", key="k-1", roles="officer", department="GAJ")
    assert (first.status_code, again.status_code) == (302, 302)
    assert first.location == again.location
    assert Browser(app).sign_in("jinhai", GIVEN).get("/").location == "/password"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("username", "lijing", "已有人用"),
        ("username", "金海", "小写字母"),
        ("name", "", "请填写"),
        ("password", "jinhai2-ABC", "工号"),
        ("department", "NONE", ""),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_nothing_typed_is_lost(
    anquan, field, value, said
):
    answer = opened(anquan, **{"username": "jinhai2", "window": "ZH03", field: value})
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert 'value="ZH03"' in answer.text
    assert "jinhai2" not in everybody(anquan)


def test_everything_that_is_wrong_with_a_new_account_is_said_at_once(anquan):
    answer = opened(anquan, username="jinhai4", name="", password="kurz")
    assert "有 2 处要改" in text_of(answer.text)


def everybody(browser):
    with browser.client.application.app_context():
        return set(transaction.session().scalars(sa.select(User.username)))


def number(browser, username):
    with browser.client.application.app_context():
        return transaction.session().scalar(sa.select(User.id).where(User.username == username))


def stored(browser, username):
    with browser.client.application.app_context():
        session = transaction.session()
        user = session.scalars(sa.select(User).where(User.username == username)).one()
        return people.one(session, user.id, now=NOW)


def post(browser, act, username, pairs=(), **fields):
    return browser.post(f"/admin/users/{act}/{number(browser, username)}", pairs, **fields)


def saved(browser, act, username, pairs=(), **fields):
    """An act by its form, as it stands now."""
    answer = post(browser, act, username, pairs, stamp=stored(browser, username).stamp, **fields)
    assert answer.status_code == 302, text_of(answer.text)


def opened(browser, **fields):
    given = {
        "username": "jinhai3",
        "name": "金海",
        "password": GIVEN,
        "department": "",
        "window": "",
    }
    return browser.post("/admin/users/add", **given | fields)


@pytest.fixture
def anquan(app):
    browser = Browser(app).sign_in("anquan")
    browser.get("/password")
    return browser


@pytest.fixture
def app(shared_app, at):
    return shared_app
