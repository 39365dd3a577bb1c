"""Papers of chosen rows printed together: whose they are, which are left out, and that it is kept."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app import journal
from app.models import Paper, Task
from app.services import bulk
from app.services.cases import NoSuchCase
from tests.conftest import NOW
from tests.factories import desk, lives

WINDOW = ["receipt", "acceptance"]


def test_a_part_prints_its_own_papers_and_the_window_what_it_gives_out(session, decided):
    assert printed(session, "hand_over") == WINDOW
    assert printed(session, "reg", by=desk.officer("SCJG")) == ["decision_refuse"]


def test_whoever_checks_afterwards_prints_nothing_of_the_windows(session, decided):
    assert printed(session, "fire.check", by=desk.officer("XFJY")) == []
    assert printed(session, "intake") == WINDOW


def test_nobody_prints_what_is_anothers(session, decided):
    assert printed(session, "reg", by=desk.officer("XFJY")) == []
    with pytest.raises(NoSuchCase):
        printed(session, "reg", by=desk.officer("YLBZ"))


def test_whoever_sees_everything_and_may_print_nothing_prints_nothing(session, decided):
    assert printed(session, "hand_over", by=desk.person("jiancha", "auditor")) == []


def test_what_is_void_is_printed_no_more(session, decided):
    session.execute(sa.update(Paper).where(Paper.kind == "receipt").values(void_at=NOW))
    assert printed(session, "hand_over") == ["acceptance"]


def test_each_sheet_is_kept_as_a_reading_of_the_full_name(session, decided):
    printed(session, "hand_over")
    kept = {one.ref: (one.type, one.data) for one in journal.take_access(session)}
    session.flush()
    numbers = session.scalars(sa.select(Paper.number).where(Paper.printed == 1)).all()
    assert len(numbers) == 2 and kept == dict.fromkeys(numbers, ("printed", {"count": 1}))


def printed(session, key, *, by=desk.CLERK):
    """Kinds of the papers that came out."""
    found = bulk.act(session, "print", number_of(session, key), by=by, now=NOW)
    return [] if found is bulk.NOTHING_TO_PRINT else [paper.kind for paper in found]


def number_of(session, key):
    return session.scalar(sa.select(Task.number).where(Task.key == key))


@pytest.fixture
def decided(session):
    lives.decided(session, desk.accepted_case(session).number, "reg", "refuse", **lives.REASON)
