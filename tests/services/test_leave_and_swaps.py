"""请假、换班、培训、日历: asked by one, answered by another; what it leads to in the roster and the queue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
from app.models import Cover, Leave, Message, PostFeed, PostGap
from app.services import covers, handing_over, leaves, post_feeds, swaps, training
from tests.factories import desk
from tests.factories.posts import HEAD, JIN, LI, MONDAY, NOW, PIAO, at, shift, third_clerk
from tests.factories.working import at_work, job, scanned


def test_leave_is_asked_for_answered_by_the_head_and_only_then_counts(session):
    row = ask(session)
    assert (row.state, told(session, "leave_asked")) == ("asked", ["zhuren"])
    assert leaves.answer(session, row.id, agree=True, by=LI, now=NOW) == leaves.NOT_YOURS
    assert leaves.answer(session, row.id, agree=True, by=HEAD, now=NOW).state == "approved"
    assert leaves.answer(session, row.id, agree=False, by=HEAD, now=NOW) == leaves.ANSWERED
    assert told(session, "leave_answered") == ["lijing"]


@pytest.mark.parametrize(
    ("change", "refused"),
    [({"kind": "holiday"}, leaves.KIND), ({"until": at(MONDAY, 0, 0)}, leaves.BACKWARDS),
     ({"since": at(date(2026, 9, 1)), "until": at(date(2026, 9, 2))}, leaves.PASSED),
     ({"stands_in": "xfjy1"}, leaves.UNABLE), ({"person": "piaoyu"}, leaves.NOBODY)],
)  # fmt: skip
def test_what_leave_is_not_asked_for(session, change, refused):
    assert ask(session, **change) == refused
    ask(session)
    assert ask(session) == leaves.TWICE


def test_whoever_takes_over_has_a_cover_for_these_days_and_it_ends_with_the_leave(session):
    row = approved(session, stands_in="piaoyu")
    cover = session.scalars(sa.select(Cover)).one()
    assert (cover.person, cover.stands_in, cover.since, cover.until) == ("lijing", "piaoyu", MONDAY, MONDAY)  # fmt: skip
    assert covers.standing_in(session, {"lijing"}, today=MONDAY) == {"piaoyu"}
    assert handing_over.take(session, row.id, by=PIAO, now=NOW).taken_at == NOW
    assert handing_over.take(session, row.id, by=PIAO, now=NOW) == handing_over.TAKEN
    assert leaves.end(session, row.id, by=LI, now=NOW).state == "called_off"
    session.flush()
    assert covers.standing_in(session, {"lijing"}, today=MONDAY) == set()


def test_the_b_of_a_shift_stands_in_on_that_day_alone_and_only_while_a_is_away(session):
    shift(session, "lijing", "piaoyu")
    assert covers.standing_in(session, {"lijing"}, today=MONDAY) == set()
    approved(session, until=at(MONDAY + timedelta(days=2), 0, 0))
    assert covers.standing_in(session, {"lijing"}, today=MONDAY) == {"piaoyu"}
    assert covers.standing_in(session, {"lijing"}, today=MONDAY + timedelta(days=1)) == set()


def test_both_away_is_an_alarm_to_the_head_of_the_centre_once(session):
    shift(session, "lijing", "piaoyu")
    approved(session)
    assert told(session, "both_away") == []
    approved(session, person="piaoyu")
    assert told(session, "both_away") == ["zhuren"]
    assert session.scalar(sa.select(sa.func.count()).select_from(PostGap)) == 2


def test_where_nobody_is_set_beside_them_the_alarm_does_not_say_both(session):
    shift(session, "lijing", None)
    approved(session)
    assert (told(session, "both_away"), told(session, "only_away")) == ([], ["zhuren"])


def test_who_is_away_and_why_is_not_everybodys(session):
    approved(session)
    assert len(leaves.listed(session, by=LI)) == len(leaves.listed(session, by=HEAD)) == 1
    assert leaves.listed(session, by=PIAO) == []
    with pytest.raises(leaves.NoSuchLeave):
        leaves.one(session, session.scalar(sa.select(Leave.id)), by=PIAO)


def test_a_swap_is_asked_by_one_agreed_by_the_other_and_both_shifts_change(clerks):
    mine, theirs = shift(clerks, "lijing", "piaoyu"), shift(clerks, "jinhai", "piaoyu", day=date(2026, 9, 22))  # fmt: skip
    row = swaps.ask(clerks, mine.id, other="jinhai", in_return=theirs.id, by=LI, now=NOW)
    assert swaps.answer(clerks, row.id, agree=True, by=LI, now=NOW) == swaps.ASKER
    assert swaps.answer(clerks, row.id, agree=True, by=JIN, now=NOW).state == "agreed"
    assert [(one.a, one.edited, one.version) for one in (mine, theirs)] == [("jinhai", True, 1), ("lijing", True, 1)]  # fmt: skip
    assert told(clerks, "swap_answered") == ["lijing"]


def test_a_swap_that_breaks_a_rule_is_refused_when_it_is_asked(clerks):
    mine = shift(clerks, "lijing", "piaoyu")
    assert asked(clerks, mine, "piaoyu").rule == "R85"
    shift(clerks, "jinhai", None, window="ZH02")
    assert asked(clerks, mine, "jinhai").rule == "R86"
    assert swaps.ask(clerks, mine.id, other="lijing", in_return=None, by=JIN, now=NOW) == swaps.NOT_YOURS  # fmt: skip
    assert asked(clerks, mine, "lijing") == swaps.NOBODY_ELSE


def test_a_swap_is_declined_withdrawn_and_asked_once(clerks):
    mine = shift(clerks, "lijing", "piaoyu")
    row = asked(clerks, mine, "jinhai")
    assert asked(clerks, mine, "jinhai") == swaps.TWICE
    assert swaps.withdraw(clerks, row.id, by=LI, now=NOW).state == "withdrawn"
    assert swaps.answer(clerks, row.id, agree=True, by=JIN, now=NOW) == swaps.ANSWERED
    with pytest.raises(swaps.NoSuchSwap):
        swaps.one(clerks, row.id, desk.officer("XFJY"))


def test_who_has_no_record_in_the_quarter_is_due(session):
    assert {"lijing", "piaoyu"} <= training.due(session, "2026Q3", by=HEAD).keys()
    day = date(2026, 9, 17)
    training.record(session, ["lijing"], topic="医保政策", done_on=day, by=HEAD, now=NOW)
    assert "lijing" not in training.due(session, "2026Q3", by=HEAD)
    assert "lijing" in training.due(session, "2026Q4", by=HEAD)
    assert training.due(session, "2026Q3", by=PIAO).keys() == {"piaoyu"}


@pytest.mark.parametrize(("people", "topic", "days", "by"), [([], "x", 0, HEAD), (["who"], "x", 0, HEAD), (["lijing"], " ", 0, HEAD), (["lijing"], "x", 1, HEAD), (["lijing"], "x", 0, LI)])  # fmt: skip
def test_what_is_no_training_on_record(session, people, topic, days, by):
    day = NOW.date() + timedelta(days=days)
    done = training.record(session, people, topic=topic, done_on=day, by=by, now=NOW)
    assert isinstance(done, Refusal)


def test_a_calendar_address_is_kept_as_its_hash_and_a_new_one_ends_the_old(session):
    first = post_feeds.make(session, "person", "lijing", by=LI, now=NOW)
    second = post_feeds.make(session, "person", "lijing", by=LI, now=NOW)
    assert first[1] not in session.scalars(sa.select(PostFeed.token)).all()
    assert post_feeds.opened(session, first[1]) is None
    assert post_feeds.opened(session, second[1]).subject == "lijing"
    assert post_feeds.make(session, "person", "lijing", by=PIAO, now=NOW) == post_feeds.NOT_YOURS
    assert post_feeds.make(session, "window", "ZH01", by=LI, now=NOW) == post_feeds.NOT_YOURS


def test_a_shift_during_leave_falls_out_of_ones_own_calendar_and_its_sequence_grows(session):
    row = shift(session, "lijing", "piaoyu")
    feed, _secret = post_feeds.make(session, "person", "lijing", by=LI, now=NOW)
    approved(session)
    assert (row.version, post_feeds.shifts(session, feed, now=NOW)) == (1, [(row, True)])


def test_the_days_look_names_gaps_once_whoever_looks(app, session):
    assert "roster" not in scanned(app, session, NOW)
    shift(session, "lijing", "piaoyu")
    session.commit()
    assert "roster" in scanned(app, session, NOW)
    at_work(app)
    assert job(session, kind="roster").result["gaps"] > 0
    assert told(session, "post_gap") == ["zhuren"]
    assert "roster" not in scanned(app, session, NOW)


@pytest.fixture
def clerks(session):
    third_clerk(session)
    return session


def ask(session, *, by=LI, **change):
    fields = {"person": "lijing", "since": at(MONDAY, 0, 0), "until": at(MONDAY, 0, 0) + timedelta(days=1), "kind": "sick"}  # fmt: skip
    return leaves.ask(session, leaves.Wanted(**{**fields, **change}), by=by, now=NOW)


def approved(session, **change):
    row = ask(session, by=HEAD, **change)
    assert isinstance(row, Leave), row
    session.flush()
    return row


def asked(session, mine, other):
    return swaps.ask(session, mine.id, other=other, in_return=None, by=LI, now=NOW)


def told(session, kind):
    query = sa.select(Message.person).where(Message.kind == kind).order_by(Message.person)
    return session.scalars(query).all()
