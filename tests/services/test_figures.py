"""What a theme's cases really took stands beside what is promised (R54)."""

from __future__ import annotations

from datetime import datetime

from app.services import figures
from tests.factories import desk
from tests.factories.machine import CATERING, LODGING

LATER = datetime(2026, 9, 22, 10, 0)


def test_the_cases_of_a_theme_are_counted_and_no_others(session):
    desk.accepted_case(session)
    desk.accepted_case(session, code=LODGING)
    session.flush()
    found = figures.of_theme(session, CATERING, now=LATER)
    assert (found.taken.accepted, found.taken.done) == (1, 0)
    assert ("documents", 12, 6) in found.measures
    assert (found.promise["min"], found.promise["value"]) == (3, 5)


def test_what_was_accepted_more_than_a_year_ago_is_not_counted(session):
    desk.accepted_case(session)
    session.flush()
    found = figures.of_theme(session, CATERING, now=datetime(2027, 9, 20, 9, 0))
    assert found.taken.accepted == 0


def test_a_theme_that_is_not_published_has_no_figures(session):
    assert figures.of_theme(session, "gone", now=LATER) is None
