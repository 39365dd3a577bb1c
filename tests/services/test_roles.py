"""Further roles: composed of named grants, never of the administrators', never one's own."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role, User

from app import journal
from app.access import ADMINISTRATORS_OWN, BUILTIN, COMPOSABLE, GRANTS, SYSTEM
from app.access.principal import grants_of
from app.domain.refusal import Refused
from app.services import account_roles, roles, sign_in
from tests.factories.desk import NOW, person

ANQUAN = person("anquan", "security_admin")
READER = {"task.read", "scope.department"}


def test_a_role_gives_exactly_its_grants_to_who_holds_it(session):
    hold(session, composed(session))
    (row,) = sign_in.live(session, clerk(session).id, now=NOW)
    assert (row.roles, set(row.composed)) == (["查件员"], READER)
    assert grants_of(row.roles, row.composed) == READER


@pytest.mark.parametrize("role", sorted(set(BUILTIN) - {"security_admin"}))
def test_only_the_security_administrator_makes_roles(session, role):
    with pytest.raises(Refused, match="Only the security"):
        roles.compose(session, "查件员", READER, by=person("somebody", role))


@pytest.mark.parametrize("grant", sorted(ADMINISTRATORS_OWN))
def test_no_administrators_grant_is_in_a_further_role(session, grant):
    for by in (ANQUAN, SYSTEM):
        with pytest.raises(Refused, match="cannot be given"):
            roles.compose(session, "查件员", {*READER, grant}, by=by)


@pytest.mark.parametrize("grant", ["scope.system", "no.such", "task", ""])
def test_a_grant_that_is_none_is_not_given(session, grant):
    with pytest.raises(Refused, match="cannot be given"):
        roles.compose(session, "查件员", {*READER, grant}, by=ANQUAN)


def test_a_row_slipped_in_by_hand_gives_nothing(session):
    """FAB matched names by the beginning of a pattern; a grant counts only as it is written."""
    role = composed(session)
    slipped = ("account.write", "scope.system", "scope.cent", "case.*", ".*.write")
    role.permissions += [roles._row(session, grant) for grant in slipped]
    session.flush()
    hold(session, role)
    (row,) = sign_in.live(session, clerk(session).id, now=NOW)
    assert grants_of(row.roles, row.composed) == READER
    assert roles.grants_in(role) == READER


@pytest.mark.parametrize("name", [*BUILTIN, "Admin", "Public"])
def test_the_builtin_roles_are_locked(session, name):
    with pytest.raises(Refused, match="locked"):
        roles.compose(session, name, READER, by=ANQUAN)
    with pytest.raises(Refused, match="locked"):
        roles.change(session, Role(name=name), READER, by=ANQUAN)
    with pytest.raises(Refused, match="locked"):
        roles.remove(session, Role(name=name), by=ANQUAN)


def test_nobody_changes_a_role_they_hold(session):
    role, holder = composed(session), person("anquan", "security_admin")
    holder = type(holder)(**{**vars(holder), "roles": frozenset({"security_admin", "查件员"})})
    for act in (
        lambda: roles.change(session, role, {"task.read"}, by=holder),
        lambda: roles.remove(session, role, by=holder),
    ):
        with pytest.raises(Refused, match="they hold"):
            act()


def test_a_name_is_one_roles(session):
    composed(session)
    with pytest.raises(Refused, match="already"):
        roles.compose(session, " 查件员 ", {"task.read"}, by=ANQUAN)


@pytest.mark.parametrize("name", ["", "  ", "长" * 65])
def test_a_role_has_a_name(session, name):
    with pytest.raises(Refused) as why:
        roles.compose(session, name, READER, by=ANQUAN)
    assert why.value.refusal.rule == "name"


def test_a_change_signs_its_holders_out_and_counts_at_once(session):
    role = composed(session)
    hold(session, role)
    roles.change(session, role, {*READER, "task.claim"}, by=ANQUAN)
    session.flush()
    assert sign_in.live(session, clerk(session).id, now=NOW) == []
    assert roles.grants_in(role) == {*READER, "task.claim"}


def test_a_role_somebody_holds_stays(session):
    role = composed(session)
    hold(session, role)
    with pytest.raises(Refused, match="is held by") as why:
        roles.remove(session, role, by=ANQUAN)
    assert why.value.refusal.values == {"name": "查件员", "count": 1}


def test_a_role_nobody_holds_goes_and_is_journaled(session):
    roles.remove(session, composed(session), by=ANQUAN)
    session.flush()
    assert session.scalar(sa.select(Role.id).where(Role.name == "查件员")) is None
    made, gone = journal.pending(session)[-2:]
    assert (made.type, made.by, made.data) == (
        "role_composed",
        "anquan",
        {"before": [], "after": sorted(READER)},
    )
    assert (gone.type, gone.ref) == ("role_removed", "查件员")


def test_everything_but_the_administrators_own_may_be_composed():
    assert COMPOSABLE == GRANTS - ADMINISTRATORS_OWN
    for role in ("system_admin", "security_admin", "audit_admin"):
        assert BUILTIN[role] & COMPOSABLE <= {"journal.verify"}


def composed(session):
    role = roles.compose(session, "查件员", READER, by=ANQUAN)
    session.flush()
    return role


def hold(session, role):
    """Give the role to a clerk, who signs in."""
    account_roles.set_roles(session, clerk(session), [role.name], by=ANQUAN)
    session.flush()
    sign_in.begin(session, clerk(session).id, now=NOW)
    session.flush()


def clerk(session):
    return session.scalars(sa.select(User).where(User.username == "piaoyu")).one()


@pytest.fixture
def session(untouched):
    return untouched
