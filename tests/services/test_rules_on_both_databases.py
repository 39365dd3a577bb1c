"""The table of rules is the same on either database: a refusal leaves no row, an act the same rows."""

from __future__ import annotations

import pytest

from tests.factories.asked_of import brings_about, does_not_take_in, named, refuses, takes_in
from tests.factories.rule_office import Office
from tests.factories.rules import RULES, TAKEN


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.refused], ids=named)
def test_what_a_rule_refuses_changes_nothing(office, at, rule):
    at.set(rule.when)
    refuses(office, "service", rule)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.becomes], ids=named)
def test_what_a_rule_brings_about_stands_in_the_rows(office, at, rule):
    at.set(rule.when)
    brings_about(office, "service", rule)


@pytest.mark.parametrize("one", [one for one in TAKEN if one.refused], ids=named)
def test_what_a_rule_refuses_to_take_in_is_not_there(office, at, one):
    does_not_take_in(office, "service", one)


@pytest.mark.parametrize("one", [one for one in TAKEN if one.becomes], ids=named)
def test_what_is_taken_in_stands_in_the_rows(office, at, one):
    takes_in(office, "service", one)


@pytest.fixture(scope="module")
def office(shared_app):
    """One centre for the whole table: what is refused leaves it as it was."""
    return Office(shared_app)
