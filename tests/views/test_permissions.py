"""The declared table is the whole house: every route and method, its grants, and who holds them."""

from __future__ import annotations

import pytest

from app import guard
from app.access import BUILTIN
from tests.factories.doors import PEOPLE
from tests.factories.permissions import LINES, TABLE

SELF_GUARDED = {"static", "appbuilder.static", "UtilView.back"}
GIVEN_BY_FLASK = {"HEAD", "OPTIONS"}


def routes(app):
    return {
        (method, rule.rule): grants
        for rule, grants in guard.rules(app)
        for method in rule.methods - GIVEN_BY_FLASK
    }


def test_no_route_is_undeclared_and_no_line_is_left_over(app):
    assert {(line.method, line.rule) for line in LINES} == set(routes(app))


def test_every_line_names_the_grants_that_the_view_asks(app):
    asked = routes(app)
    said = {(line.method, line.rule): set(line.needs) for line in LINES}
    assert {door: set(asked[door] or ()) for door in said} == said


def test_only_known_views_guard_themselves(app):
    undeclared = {rule.endpoint for rule, grants in guard.rules(app) if grants is None}
    assert undeclared == SELF_GUARDED


@pytest.mark.parametrize("grant", TABLE["grants"])
def test_the_roles_of_a_grant_are_those_that_hold_it(grant):
    assert set(TABLE["grants"][grant]) == {role for role in BUILTIN if grant in BUILTIN[role]}


def test_every_grant_of_a_line_has_its_roles_and_every_role_its_person():
    asked = {grant for line in LINES for grant in line.needs if grant}
    assert asked == set(TABLE["grants"])
    assert set(BUILTIN) <= set(PEOPLE)


def test_no_line_is_without_an_effect():
    """Where a line opens a door, the table says by what one sees that it did open."""
    effects = ("shows", "leads", "changes", "access", "gives", "gives_any")
    assert [line.name for line in LINES if not any(name in line.said for name in effects)] == []
    acts = [line for line in LINES if line.method != "GET"]
    assert [line.name for line in acts if "changes" not in line.said] == []
