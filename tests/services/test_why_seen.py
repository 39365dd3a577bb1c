"""Why somebody could see a row is told from the rule that lets them: a reason wherever it is reached, and only there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.access import POLICIES, Role, principal_of
from tests.conftest import keep
from tests.factories import desk


@pytest.mark.parametrize("role", Role)
def test_a_reason_is_given_exactly_where_the_row_is_reached(cases, role):
    """Every noun of a case, from the window, from a department with a part in it and from one without."""
    for department in ("ZHCK", "XFJY", "WSJK", None):
        person = desk.person("x", role, department)
        for policy in POLICIES.values():
            for row in cases.scalars(sa.select(policy.model)):
                reached = policy.may(person, f"{policy.noun}.read", row)
                assert bool(policy.why(person, row)) == reached, (policy.noun, department)


@pytest.mark.parametrize(
    ("role", "department", "why"),
    [
        ("window_clerk", "ZHCK", ["windows", "part"]),
        ("officer", "XFJY", ["part"]),
        ("officer", "WSJK", []),
        ("auditor", None, ["centre"]),
        ("system_admin", None, []),
    ],
)
def test_the_reason_is_named(cases, role, department, why):
    case = cases.scalars(sa.select(POLICIES["case"].model)).first()
    person = desk.person("x", role, department)
    assert [ground.name for ground in POLICIES["case"].why(person, case)] == why


def test_a_composed_role_without_a_reach_reaches_nothing_and_is_given_no_reason(cases):
    person = principal_of(
        user_id=1, username="x", name="x", roles=["查件员"], composed=["case.read", "task.read"]
    )
    row = cases.scalars(sa.select(POLICIES["task"].model)).first()
    assert POLICIES["task"].why(person, row) == []


@pytest.fixture
def cases(session):
    desk.accepted_case(session)
    keep(session)
    return session
