"""A closed case, its link, and what somebody said by it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.models import Case, Rating
from app.services import rating_links, ratings
from tests.factories import closed, desk

CLOSED = datetime(2026, 9, 17, 9, 0)
#: A quarter past nine the next day: the day of the tests.
GIVEN = datetime(2026, 9, 18, 9, 15)
RECTIFIER = desk.officer("DCKP", "dckp1")


def case(session, at=CLOSED):
    # By mail, so that no link goes along: what is rated here is rated by the link that is asked for.
    closed.closed_case(session, at, way="mail", tracking="EX1")
    return session.scalars(sa.select(Case).order_by(Case.id.desc()).limit(1)).one()


def link(session, of=None, channel="window"):
    made = rating_links.link(session, of or case(session), channel, by="lijing", now=GIVEN)
    assert isinstance(made, Rating), made
    return rating_links.token(made)


def rated(session, level, words="", *, contact=False, of=None, channel="window"):
    token = link(session, of, channel)
    given = ratings.give(session, token, level=level, words=words, contact=contact, now=GIVEN)
    assert isinstance(given, Rating), given
    return given


def answered(session, rating, reply="已经改正，抱歉。", by=RECTIFIER, at=None):
    """The rectification of a bad rating from its first step to its reply."""
    from app.services import cases

    number = session.get_one(Case, rating.rectification_id).number
    now = at or GIVEN
    for command in ({"verb": "finish_step", "task": "main", "opinion": "属实"}, {"verb": "grant", "task": "main", "reply": reply}):  # fmt: skip
        done = cases.perform(session, number, command, by=by, now=now)
        assert isinstance(done, cases.Performed), done
    session.refresh(rating)
    return number
