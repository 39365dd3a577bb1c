"""今天谁在岗: who sits at the window now, who of them is away, and what is still to come; two statements."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from app.models import Leave, Shift
from app.services import on_post
from tests.factories import desk
from tests.factories.appeals import CLERK

DAY = date(2026, 9, 18)


def test_a_and_b_of_the_shift_that_is_on(session, window):
    shift(session, window)
    (post,) = today(session)
    assert (post.shift.a, post.shift.b, post.is_on, post.away) == ("wenxiu", "sqck1", True, set())


def test_who_is_on_leave_is_away_and_a_later_absence_is_told(session, window):
    shift(session, window)
    leave(session, "wenxiu", 8, 10)
    leave(session, "sqck1", 10, 11)
    (post,) = today(session)
    assert post.away == {"wenxiu"}
    assert [(one.since.hour, one.there, one.away) for one in post.later] == [
        (10, ("wenxiu",), ("sqck1",))
    ]


def test_leave_that_is_only_asked_for_keeps_nobody_away(session, window):
    shift(session, window)
    leave(session, "wenxiu", 8, 10, state="asked")
    assert today(session)[0].away == set()


def test_before_the_shift_nobody_is_on_and_after_it_there_is_none(session, window):
    shift(session, window)
    assert today(session, at=datetime(2026, 9, 18, 8))[0].is_on is False
    assert today(session, at=datetime(2026, 9, 18, 12)) == []


def test_another_departments_window_is_not_shown(session, window):
    shift(session, window)
    assert on_post.today(session, by=desk.officer("XFJY"), now=desk.NOW) == []


def test_it_takes_two_statements(session, window):
    shift(session, window)
    leave(session, "wenxiu", 8, 10)
    seen = []
    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    today(session)
    assert len(seen) == 2


def today(session, at=desk.NOW):
    return on_post.today(session, by=CLERK, now=at)


def shift(session, window):
    since, until = datetime(2026, 9, 18, 8, 30), datetime(2026, 9, 18, 11, 30)
    session.add(
        Shift(window=window, day=DAY, since=since, until=until, a="wenxiu", b="sqck1",
              changed_by="zhuren", changed_at=desk.NOW)
    )  # fmt: skip
    session.flush()


def leave(session, person, since, until, state="approved"):
    first, last = datetime(2026, 9, 18, since), datetime(2026, 9, 18, until)
    session.add(
        Leave(
            person=person,
            kind="annual",
            since=first,
            until=last,
            state=state,
            by=person,
            at=desk.NOW,
        )
    )
    session.flush()


@pytest.fixture
def window():
    """The appeal window's own."""
    return "YS01"
