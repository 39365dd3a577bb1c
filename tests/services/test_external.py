"""Cases that another system sends under its own number: once, found by it, not told to strangers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
from app.models import Case, JournalEntry
from app.services import cases, external, search, search_words
from app.services.search import Asked
from tests.conftest import keep
from tests.factories import desk

THEIRS = {"external_source": "province", "external_ref": "JL-2026/0917-4"}


def test_the_same_number_sent_again_is_the_same_case(session):
    first = sent(session)
    keep(session)
    before = counts(session)
    again = sent(session)
    assert (again.number, again.case_id, again.events) == (first.number, first.case_id, [])
    assert counts(session) == before


def test_the_number_of_one_system_says_nothing_of_anothers(session):
    first, other = sent(session), sent(session, external_source="bank")
    assert first.number != other.number


def test_many_cases_have_no_number_elsewhere(session):
    numbers = {desk.accepted_case(session).number, desk.accepted_case(session).number}
    assert len(numbers) == 2
    assert external.case_number(session, None, None) is None


def test_who_may_not_see_the_case_is_not_told_of_it(session):
    sent(session)
    keep(session)
    stranger = desk.person("sqck1", "officer", "WSJK")
    # Whoever receives at another place without the windows' reach.
    stranger = type(stranger)(**{**vars(stranger), "grants": frozenset({"case.receive"})})
    answer = sent(session, by=stranger, window="WSJK")
    assert isinstance(answer, Refusal)
    assert answer.rule == "external"


@pytest.mark.parametrize("typed", ["JL-2026/0917-4", "0917-4", "jl-2026"])
def test_a_case_is_found_by_it(session, typed):
    number = sent(session).number
    assert found(session, typed) == [number]


def test_words_made_anew_still_find_it(session):
    number = sent(session).number
    keep(session)
    assert list(search_words.differing(session)) == []
    search_words.rebuild(session)
    assert found(session, "JL-2026/0917-4") == [number]


def test_the_database_itself_keeps_it_once(session):
    sent(session)
    other = desk.accepted_case(session)
    wrong = sa.update(Case).where(Case.number == other.number).values(**THEIRS)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(wrong)


def sent(session, by=desk.CLERK, **more):
    taken = desk.intake_of(session, **{**THEIRS, **more})
    return cases.receive(session, taken, by=by, now=desk.NOW, then=[])


def found(session, typed):
    return [row.number for row in search.find(session, Asked(typed), by=desk.CLERK).rows]


def counts(session):
    return [
        session.scalar(sa.select(sa.func.count()).select_from(table))
        for table in (Case, JournalEntry)
    ]
