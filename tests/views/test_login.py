"""The way in: the same words for every failure, no way out of the house, one's own password first."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app import transaction
from app.access import SYSTEM
from app.demo.accounts import PASSWORD
from app.models.journal import AccessEntry
from app.services import account_passwords, accounts
from tests.factories.browser import Browser, text_of
from tests.services.test_sessions import alive, user_of

WRONG = "Hailan-jiang7"
ELSEWHERE = (
    "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil.example",
    "/\t/evil.example", "\n//evil.example", "http:evil.example", "///evil.example", "/desk/\\..\\evil",
)  # fmt: skip


def test_unknown_wrong_disabled_and_locked_read_the_same(app):
    with app.app_context(), transaction.unit() as unit:
        accounts.set_active(unit, user_of(unit, "gaj1"), False, by=SYSTEM)
    for _ in range(5):
        tries(app, "rsj1", WRONG)
    seen = {
        tries(app, username, password)
        for username, password in (
            ("nobody-here", WRONG),
            ("lijing", WRONG),
            ("gaj1", PASSWORD),
            ("rsj1", PASSWORD),
        )
    }
    assert len(seen) == 1
    ((status, words),) = seen
    assert status == 401
    assert "工号或密码不对" in words
    assert "锁 15 分钟" in words


def test_what_was_typed_comes_back_but_never_the_password(app):
    page = signing_in(app, username="lijing", password=WRONG)
    assert 'value="lijing"' in page.text
    assert WRONG not in page.text


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(app, address):
    browser = Browser(app)
    browser.get("/login/")
    answer = browser.client.post("/login/", query_string={"next": address}, data=typed(browser))
    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.client.get("/login/", query_string={"next": address}).location == "/"


def test_nor_does_another_host_in_the_request(app):
    answer = Browser(app).client.get(
        "/desk/queue", headers={"Host": "evil.example"}, follow_redirects=False
    )
    assert answer.location == "/login/?next=/desk/queue"


def test_one_goes_on_to_where_one_wanted(app):
    browser = Browser(app)
    wanted = browser.get("/desk/queue?scope=all&theme=开办").location
    browser.get(wanted)
    assert browser.post(wanted, username="lijing", password=PASSWORD).location.startswith(
        "/desk/queue?scope=all&theme="
    )


def test_a_given_password_is_changed_before_anything_else(app):
    given = "Kznf6-Xmzh3-Yeuu4"
    with app.app_context(), transaction.unit() as unit:
        account_passwords.reset(unit, user_of(unit, "swj1"), given, by=SYSTEM, now=unit_now())
    person = Browser(app).sign_in("swj1", given)
    assert person.get("/desk/queue").location == "/password"
    assert person.get("/").location == "/password"
    person.get("/password")
    answer = person.post("/desk/queue/claim", task="1")
    assert answer.location == "/password"
    assert change(person, given, "Hailan-jiang-2027").status_code == 302
    assert person.get("/desk/queue").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        (WRONG, "Hailan-jiang8", "Hailan-jiang8", "原密码不对"),
        (PASSWORD, "kurz", "kurz", "至少 10 位"),
        (PASSWORD, "Wsjk1-hailan", "Wsjk1-hailan", "不能有工号"),
        (PASSWORD, "Hailan-jiang8", "Hailan-jiang9", "两遍密码不一样"),
        (PASSWORD, PASSWORD, PASSWORD, "不能再用"),
    ],
)
def test_a_new_password_is_refused_beside_its_field(app, old, new, again, said):
    person = Browser(app).sign_in("wsjk1")
    answer = change(person, old, new, again)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert alive(person)


def test_every_attempt_is_in_the_access_chain_without_name_or_password(app):
    tries(app, "cgzf1", WRONG)
    tries(app, WRONG, WRONG)
    Browser(app).sign_in("cgzf1")
    failed, mistyped, came = entries(app)[-3:]
    assert (failed.type, failed.by, mistyped.type, came.type, came.by) == (
        "login_failed",
        "nobody",
        "login_failed",
        "login",
        "cgzf1",
    )
    assert failed.ref != mistyped.ref
    whole = json.dumps([[str(value) for value in entry] for entry in (failed, mistyped)])
    assert "cgzf1" not in whole
    assert WRONG.lower() not in whole.lower()


def test_a_refusal_is_in_the_access_chain_with_who_and_what(app):
    assert Browser(app).sign_in("cgzf0").get("/admin/users/list/").status_code == 403
    last = entries(app)[-1]
    assert (last.type, last.by, last.ref) == ("refused", "cgzf0", "/admin/users/list/")


def test_signing_out_tells_the_browser_to_forget(app):
    person = Browser(app).sign_in("sbj1")
    person.get("/password")
    answer = person.post("/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not alive(person)


def test_nobody_signs_out_by_a_link(app):
    assert Browser(app).sign_in("sbj0").get("/logout/").status_code == 405


def typed(browser, username="lijing", password=PASSWORD):
    return {"csrf_token": browser.token, "username": username, "password": password}


def signing_in(app, **fields):
    browser = Browser(app)
    browser.get("/login/")
    return browser.post("/login/", **fields)


def tries(app, username, password):
    page = signing_in(app, username=username, password=password)
    return page.status_code, text_of(page.text)


def change(person, old, new, again=None):
    person.get("/password")
    return person.post("/password", old=old, new=new, again=again or new)


def entries(app):
    columns = (
        AccessEntry.type,
        AccessEntry.by,
        AccessEntry.noun,
        AccessEntry.ref,
        AccessEntry.data,
    )
    with app.app_context():
        return transaction.session().execute(sa.select(*columns).order_by(AccessEntry.id)).all()


def unit_now():
    from app import clock

    return clock.now()


@pytest.fixture
def app(shared_app, at):
    return shared_app
