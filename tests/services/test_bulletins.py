"""A bulletin says what was received and done in a period, and every figure of it stands in the events."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.domain.bulletin import Period, rate
from app.domain.causes import Cause
from app.models import Bulletin, ChainSeal
from app.services import bulletin_proof, bulletins, causes, ratings
from tests.conftest import keep
from tests.factories import appeals, desk, lives, rated
from tests.factories.machine import CATERING

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
LATER = datetime(2026, 10, 8, 9, 0)


def test_what_was_received_is_counted_as_a_whole_and_by_what_it_is_of(session, mixed):
    figures = bulletins.draw(session, SEPTEMBER, now=LATER).figures
    assert figures["total"]["received"] == sum(
        line["received"] for line in figures["entries"].values()
    )
    assert figures["total"]["received"] == figures["kinds"]["joint"]["received"] + sum(
        line["received"] for kind, line in figures["kinds"].items() if kind != "joint"
    )
    assert figures["total"]["done"] > 0
    assert figures["departments"]


def test_a_void_case_was_never_received(session):
    lives.LIVES["void"](session)
    keep(session)
    assert bulletins.draw(session, SEPTEMBER, now=LATER).figures["total"]["received"] == 0


def test_every_figure_of_a_hundred_periods_is_that_of_the_events(session, mixed):
    dice, first = random.Random(20261127), date(2026, 8, 20)
    for _number in range(100):
        since = first + timedelta(days=dice.randrange(60))
        period = Period(since, since + timedelta(days=dice.randrange(45)))
        drawn = bulletins.draw(session, period, now=LATER)
        anew = bulletin_proof.derived(session, period, upto=drawn.head[0])
        assert bulletin_proof.differing(drawn.figures, anew) == []


def test_the_reports_ten_appeals_and_nine_done_are_ninety_per_cent(session, at):
    """The figures of the window as the report has them, by the way they came; every one from the events."""
    channels = ["walk_in"] * 6 + ["phone"] * 3 + ["hotline"]
    numbers = [appeals.registered(session, channel=channel).number for channel in channels]
    for number in numbers[:9]:
        appeals.answered(session, number)
    keep(session)
    drawn = bulletins.draw(session, SEPTEMBER, now=LATER)
    line = drawn.figures["kinds"]["appeal"]
    assert (line["received"], line["done"], str(rate(line))) == (10, 9, "90.0")
    ways = {way: (one["received"], one["done"]) for way, one in drawn.figures["channels"].items()}
    assert ways == {"walk_in": (6, 6), "phone": (3, 3), "hotline": (1, 0)}
    same(session, SEPTEMBER, drawn)


def test_ratings_count_by_their_level_and_what_a_review_took_out_stands_apart(session, at):
    at.set("2026-09-25T10:00")
    for level in (5, 4, 1):
        row = rated.rated(session, level)
    ratings.exclude(session, row.id, why="说的不是这件事", by=desk.SUPERVISOR, now=at.now)
    keep(session)
    drawn = bulletins.draw(session, SEPTEMBER, now=LATER)
    assert drawn.figures["ratings"] == {"5": 1, "4": 1, "excluded": 1}
    same(session, SEPTEMBER, drawn)


def test_repeat_causes_stand_with_what_was_decided_and_the_same_from_the_events(session, at):
    number = desk.accepted_case(session).number
    for day in (18, 19, 21):
        now = datetime(2026, 9, day, 10)
        appeals.registered(session, "refused_to_do", about=number, now=now)
    cause = Cause("refused_to_do", "SCJG", f"joint/{CATERING}")
    at.set("2026-09-20T10:00")
    row = causes.decide(session, cause, SEPTEMBER, outcome="unchanged", named="", why="没有错", last=0, by=desk.SUPERVISOR, now=at.now)  # fmt: skip
    keep(session)
    drawn = bulletins.draw(session, SEPTEMBER, now=LATER)
    line = {"received": 3, "before": 0, "after": 1, "decision": row.id}
    assert drawn.figures["causes"] == {cause.key: line}
    same(session, SEPTEMBER, drawn)


def test_themes_stand_beside_the_period_before_and_the_middle_of_their_days(session, at):
    for _number in range(5):
        lives.restaurant(session)
    keep(session)
    for period, now in ((SEPTEMBER, (5, 0.0)), (Period(date(2026, 10, 1), date(2026, 10, 31)), (0, None))):  # fmt: skip
        drawn = bulletins.draw(session, period, now=LATER)
        line = drawn.figures["themes"][f"joint/{CATERING}"]
        assert (line["closed"], line["days"]) == now
        same(session, period, drawn)
    assert (line["closed_before"], line["days_before"]) == (5, 0.0)


def same(session, period, drawn):
    anew = bulletin_proof.derived(session, period, upto=drawn.head[0])
    assert bulletin_proof.differing(drawn.figures, anew) == []


def test_published_it_stays_as_it_is_whatever_happens_afterwards(session, mixed, supervisor):
    row = published(session, supervisor)
    keep(session)
    kept = row.figures
    desk.accepted_case(session)
    keep(session)
    assert session.get(Bulletin, row.id).figures == kept
    assert (
        bulletins.publish(
            session,
            row,
            bulletins.draw(session, SEPTEMBER, now=LATER),
            words="",
            by=supervisor,
            now=LATER,
        )
        is bulletins.STANDS
    )


@pytest.mark.parametrize("statement", ["UPDATE bulletin SET title = 'x'", "DELETE FROM bulletin"])
def test_the_database_itself_keeps_a_published_one(session, mixed, supervisor, statement):
    published(session, supervisor)
    keep(session)
    with pytest.raises(DBAPIError, match="does not change"):
        session.execute(sa.text(statement))
    session.rollback()


def test_the_heads_are_sealed_with_it(session, mixed, supervisor):
    before = session.execute(sa.select(sa.func.count(ChainSeal.id))).scalar()
    published(session, supervisor)
    session.flush()
    assert session.execute(sa.select(sa.func.count(ChainSeal.id))).scalar() == before + 2


def test_a_period_that_is_not_over_gets_none(session):
    assert bulletins.refused(SEPTEMBER, "九月通报", today=date(2026, 9, 30)) is bulletins.NOT_OVER
    assert bulletins.refused(SEPTEMBER, "九月通报", today=date(2026, 10, 1)) is None


def published(session, by):
    drawn = bulletins.draw(session, SEPTEMBER, now=LATER)
    row = bulletins.keep(session, SEPTEMBER, drawn, title="九月通报", by=by)
    return bulletins.publish(session, row, drawn, words="本月平稳。", by=by, now=LATER)


@pytest.fixture
def mixed(session):
    """One case of every life that the desk knows."""
    for life in lives.LIVES:
        lives.LIVES[life](session)
    keep(session)


@pytest.fixture
def supervisor(session):
    return desk.person("wangjd", "supervisor")
