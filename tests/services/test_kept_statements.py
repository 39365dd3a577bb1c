"""Statements are kept for rights, not for people: a centre of three hundred keeps no more of them than one of three."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.access import BUILTIN, POLICIES, anyone_like, principal_of, told
from app.services import board, case_read, queue, queue_counts, search
from app.services.cases import NoSuchCase

NOW = datetime(2026, 9, 24, 9, 0, tzinfo=UTC)
#: What each policy is asked: for reading, and for each act with rows of its own.
ROWS = [
    row
    for noun, policy in POLICIES.items()
    for row in ((noun,), *((noun, grant) for grant in policy.acts))
]
#: What is kept → a page that asks for it.
KEPT = {
    queue._rows_for: lambda session, by: queue.page(session, queue.Filter(), by=by, now=NOW),
    queue._arrived: lambda session, by: queue.arrived(session, queue.Filter(), by=by, now=NOW),
    queue_counts._statement: lambda session, by: queue_counts.around(session, by=by, today=NOW.date()),
    case_read._header_for: lambda session, by: nobody(case_read.open_page, session, by),
    board._rows_for: lambda session, by: board.lines(session, "catering", by=by),
    search._statement: lambda session, by: search.find(session, search.Asked("王小红"), by=by),
}  # fmt: skip


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: f"{kept.__module__}.{kept.__name__}")
def test_people_with_the_same_rights_share_their_statements(session, kept):
    KEPT[kept](session, clerk("first"))
    before = kept.cache_info().misses
    for name in ("second", "third"):
        KEPT[kept](session, clerk(name))
    assert kept.cache_info().misses == before


@pytest.mark.parametrize("role", sorted(BUILTIN))
def test_a_shared_statement_reaches_what_the_person_reaches(role):
    by = replace(clerk("wang"), roles=frozenset({role}), grants=BUILTIN[role])
    for noun, *grant in ROWS:
        ours, theirs = (select(POLICIES[noun].rows(who, *grant)) for who in (anyone_like(by), by))
        assert spelled(ours.params(told(by))) == spelled(theirs), (noun, grant)


def clerk(name):
    # Whatever else of the person a policy asked for would be seen in its rows.
    return principal_of(
        user_id=1, username=name, name=name, roles=["window_clerk"], departments=[name, "hall"],
        department=name, window=name,
    )  # fmt: skip


def nobody(read, session, by):
    with pytest.raises(NoSuchCase):
        read(session, "LJ20260101A00001", by=by)


def select(clause):
    return sa.select(sa.literal(1)).where(clause)


def spelled(query):
    return str(query.compile(compile_kwargs={"literal_binds": True}))
