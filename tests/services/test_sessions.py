"""A cookie that was copied is dead after whatever ends its session: logout, reset, disabling, new rights, time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role, User

from app import transaction
from app.access import SYSTEM
from app.demo.accounts import PASSWORD
from app.models import Department
from app.models.account import Session, StaffDepartment
from app.services import account_passwords, account_places, account_roles, accounts, roles, sign_in
from app.services.account_places import Place
from tests.conftest import NOW
from tests.factories.browser import Browser

#: What ends a session → how, done by somebody else (each to a person of its own).
ENDINGS = {
    "cgzf1": ("password", lambda unit, user: account_passwords.reset(unit, user, "Hailan-jiang7", by=SYSTEM, now=NOW)),
    "gaj1": ("disabled", lambda unit, user: accounts.set_active(unit, user, False, by=SYSTEM)),
    "rsj1": ("roles", lambda unit, user: account_roles.set_roles(unit, user, ["supervisor"], by=SYSTEM)),
    "sbj1": ("staff", lambda unit, user: account_places.set_place(unit, user, Place("GAJ"), by=SYSTEM)),
    "scjg1": ("staff", lambda unit, user: account_places.set_place(unit, user, Place("SCJG", departments=("GAJ",)), by=SYSTEM)),
    "sthj1": ("ended", lambda unit, user: accounts.end_sessions(unit, user, by=SYSTEM)),
    "swj1": ("staff", lambda unit, user: unit.add(StaffDepartment(user_id=user.id, department="GAJ"))),
    "wsjk1": ("roles", lambda _unit, user: setattr(user, "roles", [])),
    "xfjy1": ("roles", lambda unit, user: taken_from(role(unit, "officer"), user)),
    "ylbz0": ("staff", lambda unit, _user: unit.add(Department(code="YLBZ_A", name="一科", parent="YLBZ", more={}))),
}  # fmt: skip


@pytest.mark.parametrize("username", ENDINGS)
def test_a_cookie_is_dead_once_rights_changed(app, username, stolen):
    why, change = ENDINGS[username]
    copy = stolen(username)
    with app.app_context(), transaction.unit() as unit:
        change(unit, user_of(unit, username))
    assert not alive(copy)
    assert ended(app, username) == [why]


def test_a_cookie_is_dead_after_signing_out(stolen):
    copy = stolen("zfjs1")
    stolen.owner.get("/password")
    assert stolen.owner.post("/logout/").status_code == 302
    assert not alive(copy)


def test_a_cookie_is_dead_after_one_changed_ones_own_password(stolen):
    copy, new = stolen("zfjs0"), "Hailan-jiang-2026"
    stolen.owner.get("/password")
    answer = stolen.owner.post("/password", old=PASSWORD, new=new, again=new)
    assert answer.status_code == 302
    assert not alive(copy)
    assert alive(stolen.owner)


def test_a_composed_roles_holder_signs_in_anew_when_it_changes(app, stolen):
    with app.app_context(), transaction.unit() as unit:
        made = roles.compose(unit, "查件员", {"task.read", "scope.centre"}, by=SYSTEM)
        unit.flush()
        account_roles.set_roles(unit, user_of(unit, "wsjk0"), [made.name], by=SYSTEM)
    copy = stolen("wsjk0")
    with app.app_context(), transaction.unit() as unit:
        roles.change(unit, role(unit, "查件员"), {"task.read"}, by=SYSTEM)
    assert not alive(copy)


def test_half_an_hour_without_a_page_ends_a_session(at, stolen):
    copy = stolen("cgzf0")
    at.now = NOW + timedelta(minutes=29, seconds=59)
    assert alive(copy)
    at.now += timedelta(minutes=29, seconds=59)
    assert alive(copy)
    at.now += timedelta(minutes=30)
    assert not alive(copy)


def test_eight_hours_end_a_session_however_busy(at, stolen):
    copy = stolen("gaj0")
    for step in range(1, 24):
        at.now = NOW + timedelta(minutes=20 * step)
        assert alive(copy), at.now
    at.now = NOW + timedelta(hours=8)
    assert not alive(copy)


def test_every_login_has_a_new_cookie_and_a_planted_one_is_not_kept(app):
    planted = Browser(app)
    planted.client.set_cookie("youshi", "planted-by-somebody-else")
    planted.sign_in("rsj0")
    first = cookie(planted)
    assert first != "planted-by-somebody-else"
    assert cookie(Browser(app).sign_in("rsj0")) != first


def test_one_session_can_be_ended_and_the_others_go_on(app):
    here, there = Browser(app).sign_in("sbj0"), Browser(app).sign_in("sbj0")
    with app.app_context(), transaction.unit() as unit:
        user = user_of(unit, "sbj0")
        number = unit.scalar(
            sa.select(Session.id).where(Session.token == sign_in.token_hash(cookie(here)))
        )
        accounts.end_session(unit, user, number, by=SYSTEM)
    assert (alive(here), alive(there)) == (False, True)


def test_anothers_session_is_not_ended_by_its_number(app, stolen):
    copy = stolen("scjg0")
    with app.app_context(), transaction.unit() as unit:
        number = unit.scalar(
            sa.select(Session.id).where(Session.token == sign_in.token_hash(cookie(copy)))
        )
        accounts.end_session(unit, user_of(unit, "sbj0"), number, by=SYSTEM)
    assert alive(copy)


def alive(browser):
    return browser.client.get("/password").status_code == 200


def cookie(browser):
    return browser.client.get_cookie("youshi").value


def user_of(unit, username):
    return unit.scalars(sa.select(User).where(User.username == username)).one()


def role(unit, name):
    return unit.scalars(sa.select(Role).where(Role.name == name)).one()


def taken_from(held, user):
    held.user.remove(user)


def ended(app, username):
    with app.app_context():
        unit = transaction.session()
        query = sa.select(Session.ended_why).where(Session.user_id == user_of(unit, username).id)
        return list(unit.scalars(query))


@pytest.fixture
def app(shared_app, at):
    return shared_app


@pytest.fixture
def stolen(app):
    """``stolen("gaj1")``: somebody else's browser with a copy of that person's cookie, which works."""

    def copied(username):
        copied.owner = Browser(app).sign_in(username)
        copy = Browser(app)
        copy.client.set_cookie("youshi", cookie(copied.owner))
        assert alive(copy)
        return copy

    return copied
