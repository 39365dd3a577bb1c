"""A rule holds whichever way an act comes in: page, chosen rows, sheet, other system, job; one table for all.

What an entry cannot carry stands in its ``without``, and is proved to have no way in.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.api.acts import NOT_GIVEN
from app.domain.case import VERBS
from app.models import Paper
from app.services import bulk
from app.telling.verbs import BUTTON
from tests.factories.entries import ENTRIES
from tests.factories.receipts import RECEIVING
from tests.factories.rule_office import Office
from tests.factories.rules import RULES, TAKEN

CARRIED = [(entry, rule) for rule in RULES for entry, way in ENTRIES.items() if rule.act.verb not in way.without]  # fmt: skip
RECEIVED = [(entry, one) for one in TAKEN for entry, way in RECEIVING.items() if one.number not in way.without]  # fmt: skip


def named(value):
    return value if isinstance(value, str) else f"{value.number}: {value.says}"


@pytest.mark.parametrize(("entry", "rule"), [one for one in CARRIED if one[1].refused], ids=named)
def test_what_a_rule_refuses_no_entry_does_and_nothing_changes(office, at, entry, rule):
    at.set(rule.when)
    case, way = office.standing(rule.stands), office.ready(entry, rule)
    before = case.rows()
    came = way.do(case, case.resolved(rule.act), rule.when)
    assert not came.done and case.rows() == before
    # A form offers nobody who may not have it, and says so at the field; a program hears the rule.
    if rule.at and way.asks and came.fields:
        assert came.fields == {rule.at}, came
    elif not (way.hides and rule.refused == "access"):
        assert office.sentence(case, rule) in came.said, came
        assert came.rule in (None, rule.refused)


@pytest.mark.parametrize(("entry", "rule"), [one for one in CARRIED if one[1].becomes], ids=named)
def test_what_a_rule_brings_about_every_entry_brings_about(office, at, entry, rule):
    at.set(rule.when)
    case = office.standing(rule.stands, anew=True)
    came = office.ready(entry, rule).do(case, case.resolved(rule.act), rule.when)
    assert came.done, came
    assert case.stands(*rule.becomes) == rule.becomes


@pytest.mark.parametrize(("entry", "one"), [one for one in RECEIVED if one[1].refused], ids=named)
def test_what_a_rule_refuses_to_take_in_no_entry_takes_in(office, at, entry, one):
    before = office.received()
    came, _number = office.receiving[entry].receive(one.receipt)
    assert not came.done and office.received() == before
    assert office.sentence_at_receipt(one.receipt) in came.said, came
    assert came.rule in (None, one.refused)


@pytest.mark.parametrize(("entry", "one"), [one for one in RECEIVED if one[1].becomes], ids=named)
def test_what_is_taken_in_is_the_same_case_whichever_way_it_came(office, at, entry, one):
    came, number = office.receiving[entry].receive(one.receipt)
    assert came.done, came
    assert office.case(number).stands(*one.becomes) == one.becomes


def test_papers_have_no_gap_whichever_entry_gave_them_out(office):
    """After all that was refused above (R26)."""
    last, count = sa.func.max(Paper.serial), sa.func.count()
    for row in office.read(
        sa.select(Paper.kind, Paper.year, last, count).group_by(Paper.kind, Paper.year)
    ):
        assert row[2] == row[3], row


def test_what_an_entry_does_not_carry_it_has_no_way_for():
    assert ENTRIES["form"].without.keys() == VERBS.keys() - BUTTON.keys()
    assert ENTRIES["api"].without.keys() == NOT_GIVEN
    assert ENTRIES["bulk"].without.keys() == VERBS.keys() - bulk.ACTS.keys()


@pytest.fixture(scope="module")
def office(shared_app):
    """One centre for the whole table: what is refused leaves it as it was."""
    return Office(shared_app)
