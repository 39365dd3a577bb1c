"""Where the system and the audit administrator start: what is wrong, what ran, who came in, who was given what."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app import journal, menu, transaction
from app.access import SYSTEM
from app.models.journal import AccessEntry, ChainSeal
from app.services import account_roles
from tests.factories.browser import Browser, text_of
from tests.factories.working import at_work
from tests.services.test_sessions import user_of
from tests.views.test_login import tries

WRONG = "Hailan-jiang7"


@pytest.mark.parametrize(
    ("username", "start"),
    [("xitong", "/admin/system/"), ("shenji", "/admin/trail/"), ("anquan", "/admin/users/list/")],
)
def test_each_administrator_starts_on_a_page_of_their_own(app, username, start):
    assert Browser(app).sign_in(username).get("/").location == start


def test_nothing_stands_twice_in_the_menu():
    entries = [entry for _label, group in menu.MENU for entry in group]
    for entry in entries:
        others = [one for one in entries if one.endpoint == entry.endpoint and one is not entry]
        assert all(entry.grant == one.unless or one.grant == entry.unless for one in others)


def test_the_system_page_says_what_the_doctor_finds(app, monkeypatch):
    person = Browser(app).sign_in("xitong")
    assert "不缺什么" in person.page("/admin/system/")
    monkeypatch.setattr("app.doctor.PAPERS", ("no_such_paper",))
    assert "缺文书模板 no_such_paper" in person.page("/admin/system/")


def test_the_system_page_says_when_time_last_acted_and_when_it_does_not(app, at):
    person = Browser(app).sign_in("xitong")
    assert "flask worker" in person.page("/admin/system/")
    with app.app_context(), transaction.unit() as unit:
        journal.seal(unit)
    assert "2026-09-18 09:40" in person.page("/admin/system/")
    assert "flask worker" not in person.page("/admin/system/")
    at.set("2026-09-18T12:00")
    assert "flask worker" in Browser(app).sign_in("xitong").page("/admin/system/")


def test_the_system_page_says_when_the_last_backup_was(app, tmp_path):
    person = Browser(app).sign_in("xitong")
    assert "还没有备份" in person.page("/admin/system/")
    done = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "monday.db")])
    assert done.exit_code == 0, done.output
    assert "2026-09-18 09:40 monday.db" in person.page("/admin/system/")


def test_failed_logins_and_refusals_are_read_without_a_name_or_a_password(app):
    tries(app, WRONG, WRONG)
    Browser(app).sign_in("lijing").get("/admin/roles/list/")
    shenji = Browser(app).sign_in("shenji")
    failed = shenji.page("/admin/trail/?kind=failed")
    assert "有人 想登录，没登上" in failed
    assert WRONG not in failed
    assert "李静 想打开 /admin/roles/list/，被拒绝" in shenji.page("/admin/trail/?kind=refused")


def test_who_was_given_what_is_read_as_sentences(app):
    with app.app_context(), transaction.unit() as unit:
        account_roles.set_roles(unit, user_of(unit, "gaj1"), ["supervisor"], by=SYSTEM)
    page = Browser(app).sign_in("shenji").page("/admin/trail/grants")
    assert "公安承办（gaj1）的角色从 部门承办人 改成 督查员" in page


def test_pages_of_the_trail_follow_each_other_without_gap_or_repeat(app):
    shenji, seen, address = Browser(app).sign_in("shenji"), [], "/admin/trail/grants"
    while address:
        page = shenji.get(address).text
        seen += [int(part.split("<")[0]) for part in page.split('class="dim num">')[1:]]
        following = page.partition('rel="next" href="')[2].partition('"')[0]
        address = following.replace("&amp;", "&")
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) >= 32


def test_a_verification_is_asked_of_a_worker_and_leaves_its_entry(app):
    shenji = Browser(app).sign_in("shenji")
    assert "还没有核过" in shenji.page("/admin/trail/")
    proved(app, shenji)
    assert "环环相扣" in shenji.page("/admin/trail/")
    with app.app_context():
        query = sa.select(AccessEntry.by, AccessEntry.ref).where(AccessEntry.type == "verified")
        assert set(transaction.session().execute(query).tuples()) == {
            ("shenji", "records"),
            ("shenji", "access"),
        }


def test_a_broken_chain_is_said_in_red_with_its_first_bad_entry(app):
    with app.app_context(), transaction.unit() as unit:
        unit.add(
            ChainSeal(chain="records", seq=1, hash="0" * 64, at=user_of(unit, "gaj1").created_on)
        )
    shenji = Browser(app).sign_in("shenji")
    shenji.get("/admin/trail/")
    proved(app, shenji)
    page = shenji.get("/admin/trail/").text
    assert 'role="alert"' in page
    assert "第 1 条断了" in text_of(page)


@pytest.mark.parametrize(
    "address", ["?kind=no", "?after=x", "?after=-1", "grants?after=99999999999999999999"]
)
def test_a_mangled_address_is_no_fault(app, address):
    assert Browser(app).sign_in("shenji").get(f"/admin/trail/{address}").status_code == 400


def proved(app, administrator):
    """The button of the page, then a worker's turn."""
    asked = re.search(r'<form method="post" action="(/[^"]*verify)"', administrator.last.text)
    assert administrator.post(asked.group(1)).status_code == 302
    at_work(app)


@pytest.fixture
def app(shared_app, at):
    return shared_app
