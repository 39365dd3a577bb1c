"""Accounts: only the security administrator, never their own, never an administrator's (house §8)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role, User, assoc_user_role

from app import hashing, journal
from app.access import ALONE, BUILTIN, SYSTEM
from app.domain.refusal import Refused
from app.models.account import Staff, StaffDepartment
from app.services import account_passwords, account_places, account_roles, accounts, sign_in
from app.services.account_places import Place
from app.services.accounts import NewAccount
from tests.factories.desk import NOW, person

ANQUAN = person("anquan", "security_admin")
SECRET = "Hailan-jiang7"
ADMINISTRATORS = ("xitong", "anquan", "shenji")
#: Every way an account is touched.
ACTS = {
    "roles": lambda unit, user, by: account_roles.set_roles(unit, user, ["supervisor"], by=by),
    "place": lambda unit, user, by: account_places.set_place(unit, user, Place("GAJ"), by=by),
    "disable": lambda unit, user, by: accounts.set_active(unit, user, False, by=by),
    "rename": lambda unit, user, by: accounts.rename(unit, user, "朴玉花", by=by),
    "password": lambda unit, user, by: account_passwords.reset(unit, user, SECRET, by=by, now=NOW),
    "unlock": lambda unit, user, by: account_passwords.unlock(unit, user, by=by),
    "sessions": lambda unit, user, by: accounts.end_sessions(unit, user, by=by),
    "session": lambda unit, user, by: accounts.end_session(unit, user, session_of(unit, user), by=by),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_the_security_administrator_touches_an_account(session, act):
    for role in BUILTIN:
        if role != "security_admin":
            refused(session, act, "piaoyu", person("somebody", role), "Only the security")


@pytest.mark.parametrize("act", ACTS)
def test_nobody_touches_their_own_account(session, act):
    refused(session, act, "piaoyu", person("Piaoyu", "security_admin"), "their own")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("username", ADMINISTRATORS)
def test_an_administrators_account_is_touched_at_the_console_only(session, act, username):
    refused(session, act, username, person("another", "security_admin"), "on the server alone")


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_journaled_with_who_did_it_and_no_password(session, act):
    before = len(journal.pending(session))
    ACTS[act](session, user_of(session, "piaoyu"), ANQUAN)
    (entry,) = journal.pending(session)[before:]
    assert (entry.noun, entry.ref, entry.by) == ("account", "piaoyu", "anquan")
    assert SECRET not in journal.canonical(entry.data)


@pytest.mark.parametrize("role", sorted(ALONE))
def test_nobody_is_made_an_administrator_on_the_web(session, role):
    with pytest.raises(Refused, match="on the server alone"):
        create(session, roles=(role,), by=ANQUAN)
    with pytest.raises(Refused, match="on the server alone"):
        account_roles.set_roles(session, user_of(session, "piaoyu"), [role], by=ANQUAN)


@pytest.mark.parametrize("role", sorted(ALONE))
def test_an_administrator_holds_no_other_role(session, role):
    for other in (set(BUILTIN) | {"composed"}) - {role}:
        with pytest.raises(Refused) as why:
            account_roles.set_roles(session, user_of(session, "piaoyu"), [role, other], by=SYSTEM)
        assert why.value.refusal.rule == "roles"


@pytest.mark.parametrize("role", sorted(ALONE))
def test_the_database_itself_keeps_administrators_apart(session, role):
    others = [*sorted(ALONE - {role}), "officer"]
    for number, other in enumerate(others):
        for held, added in ((role, other), (other, role)):
            user = create(session, username=f"x{number}-{held[:3]}", roles=(held,), by=SYSTEM)
            assert not held_beside(session, user, added)


def test_nor_can_a_row_be_turned_into_a_second_role(session):
    user = create(session, roles=("officer", "supervisor"), by=SYSTEM)
    turned = sa.update(assoc_user_role).where(
        assoc_user_role.c.user_id == user.id,
        assoc_user_role.c.role_id == role_of(session, "officer"),
    )
    with pytest.raises(sa.exc.DBAPIError, match="exclude each other"), session.begin_nested():
        session.execute(turned.values(role_id=role_of(session, "security_admin")))


def test_two_ordinary_roles_may_be_held_together(session):
    user = create(session, roles=("officer", "supervisor"), by=ANQUAN)
    assert {role.name for role in user.roles} == {"officer", "supervisor"}


@pytest.mark.parametrize("role", ["Admin", "Public", "no_such"])
def test_roles_that_are_none_are_not_given(session, role):
    session.add_all([Role(name="Admin"), Role(name="Public")])
    with pytest.raises(Refused, match="no such role"):
        create(session, roles=(role,), by=ANQUAN)


@pytest.mark.parametrize(
    "username", ["Jin", "a", "金", "jin hai", "-jin", "j" * 33, "", "system", "nobody"]
)
def test_a_user_name_is_plain_and_never_one_the_journal_uses(session, username):
    with pytest.raises(Refused) as why:
        create(session, username=username, by=ANQUAN)
    assert why.value.refusal.rule == "username"


def test_a_user_name_is_one_persons(session):
    create(session, by=ANQUAN)
    with pytest.raises(Refused, match="taken"):
        create(session, by=ANQUAN)


@pytest.mark.parametrize("place", [Place("NONE"), Place("GAJ", departments=("NONE",))])
def test_a_department_that_does_not_exist_is_nobodys_scope(session, place):
    with pytest.raises(Refused, match="no such department"):
        create(session, place=place, by=ANQUAN)
    with pytest.raises(Refused, match="no such department"):
        account_places.set_place(session, user_of(session, "piaoyu"), place, by=ANQUAN)


def test_a_window_gives_no_right_whosever_it_is(session):
    user = create(session, place=Place("GAJ", window="SW01"), by=ANQUAN)
    token = sign_in.begin(session, user.id, now=NOW)
    (row,) = sign_in.live(session, user.id, now=NOW)
    assert (row.departments, row.token) == (["GAJ"], sign_in.token_hash(token))


def test_nobody_sits_at_a_window_that_is_not_there(session):
    with pytest.raises(Refused, match="no such window"):
        create(session, place=Place("GAJ", window="SWJ"), by=ANQUAN)


def test_the_words_of_former_days_stay_until_a_window_is_chosen(session):
    user = create(session, place=Place("GAJ"), by=ANQUAN)
    session.execute(sa.update(Staff).where(Staff.user_id == user.id).values(window="二楼 3 号"))
    account_places.set_place(session, user, Place("SWJ", window="二楼 3 号"), by=ANQUAN)
    assert account_places.place_of(session, user) == Place("SWJ", window="二楼 3 号")


def test_further_departments_are_in_scope(session):
    user = create(session, place=Place("GAJ", departments=("SWJ", "GAJ")), by=ANQUAN)
    sign_in.begin(session, user.id, now=NOW)
    assert sign_in.live(session, user.id, now=NOW)[0].departments == ["GAJ", "SWJ"]
    account_places.set_place(session, user, Place("GAJ"), by=ANQUAN)
    assert session.scalars(sa.select(StaffDepartment).filter_by(user_id=user.id)).all() == []


def test_a_new_account_must_change_the_password_it_was_given(session):
    user = create(session, by=ANQUAN)
    assert session.get(Staff, user.id).must_change
    assert hashing.matches(user.password, SECRET)


def test_a_reset_password_must_be_changed_and_lifts_the_lock(session):
    user = user_of(session, "piaoyu")
    for _ in range(sign_in.FAILURES):
        assert not attempt(session, "wrong")
    account_passwords.reset(session, user, SECRET, by=ANQUAN, now=NOW)
    assert attempt(session, SECRET)
    assert session.get(Staff, user.id).must_change


def test_the_last_five_passwords_do_not_come_back(session):
    user = create(session, by=ANQUAN)
    used = [SECRET, *(f"Hailan-jiang-{number}" for number in range(5))]
    for password in used[1:]:
        account_passwords.change(session, user, password, now=NOW)
        session.flush()
    for password in used[1:]:
        with pytest.raises(Refused, match="may not come back"):
            account_passwords.change(session, user, password, now=NOW)
    account_passwords.change(session, user, SECRET, now=NOW)


def test_what_changes_nothing_is_not_journaled(session):
    user, before = user_of(session, "piaoyu"), len(journal.pending(session))
    accounts.set_active(session, user, True, by=ANQUAN)
    account_roles.set_roles(session, user, ["window_clerk"], by=ANQUAN)
    account_places.set_place(session, user, account_places.place_of(session, user), by=ANQUAN)
    assert len(journal.pending(session)) == before


def create(session, username="jinhai", *, by, **changes):
    account = {"name": "金海", "password": SECRET, "roles": ("officer",), "place": Place("GAJ")}
    user = accounts.create(session, NewAccount(username, **account | changes), by=by, now=NOW)
    session.flush()
    return user


def user_of(session, username):
    return session.scalars(sa.select(User).where(User.username == username)).one()


def role_of(session, name):
    return session.scalars(sa.select(Role.id).where(Role.name == name)).one()


def session_of(session, user):
    sign_in.begin(session, user.id, now=NOW)
    return sign_in.live(session, user.id, now=NOW)[0].id


def attempt(session, password):
    return sign_in.attempt(session, username="piaoyu", password=password, now=NOW)


def refused(session, act, username, by, why):
    user, before = user_of(session, username), len(journal.pending(session))
    with pytest.raises(Refused, match=why):
        ACTS[act](session, user, by)
    assert len(journal.pending(session)) == before


def held_beside(session, user, name):
    """Whether the database takes a second role for this user; it says why not."""
    row = {"user_id": user.id, "role_id": role_of(session, name)}
    try:
        with session.begin_nested():
            session.execute(sa.insert(assoc_user_role).values(**row))
    except sa.exc.DBAPIError as refused:
        assert "exclude each other" in str(refused)
        return False
    return True


@pytest.fixture
def session(untouched):
    return untouched
