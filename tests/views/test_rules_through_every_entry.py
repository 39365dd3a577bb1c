"""A rule holds whichever way an act comes in: page, chosen rows, sheet, other system, job; one table for all.

The service itself is asked on both databases (``services/test_rules_on_both_databases``). What an
entry cannot carry stands in its ``without``, and is proved to have no way in.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.api.acts import NOT_GIVEN
from app.domain.case import VERBS
from app.models import Paper
from app.services import bulk
from app.telling.verbs import BUTTON
from tests.factories.asked_of import brings_about, does_not_take_in, named, refuses, takes_in
from tests.factories.entries import ENTRIES
from tests.factories.receipts import RECEIVING
from tests.factories.rule_office import Office
from tests.factories.rules import RULES, TAKEN

#: Asked apart, on both databases.
APART = "service"
CARRIED = [(entry, rule) for rule in RULES for entry, way in ENTRIES.items() if entry != APART and rule.act.verb not in way.without]  # fmt: skip
RECEIVED = [(entry, one) for one in TAKEN for entry, way in RECEIVING.items() if entry != APART and one.number not in way.without]  # fmt: skip


@pytest.mark.parametrize(("entry", "rule"), [one for one in CARRIED if one[1].refused], ids=named)
def test_what_a_rule_refuses_no_entry_does_and_nothing_changes(office, at, entry, rule):
    at.set(rule.when)
    refuses(office, entry, rule)


@pytest.mark.parametrize(("entry", "rule"), [one for one in CARRIED if one[1].becomes], ids=named)
def test_what_a_rule_brings_about_every_entry_brings_about(office, at, entry, rule):
    at.set(rule.when)
    brings_about(office, entry, rule)


@pytest.mark.parametrize(("entry", "one"), [one for one in RECEIVED if one[1].refused], ids=named)
def test_what_a_rule_refuses_to_take_in_no_entry_takes_in(office, at, entry, one):
    does_not_take_in(office, entry, one)


@pytest.mark.parametrize(("entry", "one"), [one for one in RECEIVED if one[1].becomes], ids=named)
def test_what_is_taken_in_is_the_same_case_whichever_way_it_came(office, at, entry, one):
    takes_in(office, entry, one)


@pytest.mark.parametrize(
    "one", [one for one in TAKEN if one.number in RECEIVING["sheet"].without], ids=named
)
def test_no_row_asks_to_be_accepted_and_one_that_lacks_a_required_paper_gets_the_notice(
    office, one
):
    takes_in(office, "sheet", one._replace(becomes=ASKED_FOR))


ASKED_FOR = {"phase": "supplementing", "intake held": True, "accepted": None, "paper": "supplement"}


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
