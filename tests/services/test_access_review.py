"""权限核查: who may do what, by which role, since when and by whom; and what had better be asked about."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import event

from app.access import BUILTIN
from app.services import access_review, account_roles, accounts, roles
from tests.conftest import NOW, keep
from tests.databases import SEEDED
from tests.factories.desk import person

ANQUAN = person("anquan", "security_admin")


def test_a_person_holds_what_their_roles_give_and_each_right_names_its_role(session):
    clerk = held(session)["lijing"]
    assert clerk.grants.keys() == BUILTIN["window_clerk"]
    assert set(map(tuple, clerk.grants.values())) == {("window_clerk",)}
    assert [(one.role, one.at, one.by) for one in clerk.given] == [("window_clerk", SEEDED, "system")]  # fmt: skip


def test_a_role_is_held_since_it_was_given_last_and_by_whom(session, at):
    given(session, "lijing", "window_clerk", "officer")
    at.set("2026-09-19T09:00")
    given(session, "lijing", "window_clerk")
    at.set("2026-09-20T09:00")
    given(session, "lijing", "window_clerk", "officer")
    since = {one.role: (one.at, one.by) for one in held(session)["lijing"].given}
    assert since == {"window_clerk": (SEEDED, "system"), "officer": (at.now, "anquan")}


def test_a_right_that_two_roles_give_names_both(session):
    given(session, "lijing", "window_clerk", "officer")
    assert held(session)["lijing"].grants["task.work"] == ["officer", "window_clerk"]
    assert held(session)["lijing"].grants["case.receive"] == ["window_clerk"]


def test_rights_that_had_better_be_apart_are_asked_about(session):
    roles.compose(session, "发布员", {"version.publish"}, by=ANQUAN)
    session.flush()
    given(session, "scjg1", "officer", "发布员")
    officer = held(session)["scjg1"]
    assert officer.apart == (("version.publish", "task.work"),) and officer.asked_about
    assert not held(session)["scjg0"].apart


def test_what_nobody_has_used_for_ninety_days_is_asked_about_unless_it_is_closed(session):
    quarter = SEEDED + timedelta(days=90)
    assert not held(session, quarter)["lijing"].asked_about
    assert held(session, quarter + timedelta(seconds=1))["lijing"].asked_about
    user(session, "lijing").last_login = quarter
    accounts.set_active(session, user(session, "piaoyu"), False, by=ANQUAN)
    keep(session)
    later = held(session, quarter + timedelta(days=80))
    assert not later["lijing"].asked_about and not later["piaoyu"].asked_about


def test_by_right_a_closed_account_holds_nothing(session):
    roles.compose(session, "收件员", {"case.receive"}, by=ANQUAN)
    session.flush()
    given(session, "piaoyu", "window_clerk", "收件员")
    accounts.set_active(session, user(session, "piaoyu"), False, by=ANQUAN)
    keep(session)
    people = held(session).values()
    assert access_review.by_grant(people)["case.receive"] == ["window_clerk"]
    clerks = access_review.by_role(people)["window_clerk"]
    who = {one.username for one in clerks.people}
    assert "lijing" in who and "piaoyu" not in who
    assert "case.receive" in clerks.grants and "backup.write" not in clerks.grants


def test_it_costs_the_same_however_many_there_are(session):
    done = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *words: done.append(words[2]))
    assert len(held(session)) > 20
    assert len([one for one in done if one.startswith("SELECT")]) == 4


def held(session, now=NOW):
    return {one.username: one for one in access_review.holders(session, now=now)}


def given(session, username, *names):
    account_roles.set_roles(session, user(session, username), names, by=ANQUAN)
    keep(session)


def user(session, username):
    return session.execute(sa.select(User).where(User.username == username)).scalar_one()
