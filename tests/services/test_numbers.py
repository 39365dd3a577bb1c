"""Numbers are never given twice: eight takers at once, no gap, no double."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.numbers import Mistyped, NotANumber, parse
from app.models import Case, NumberSeries, Paper
from app.services import numbers
from tests.conftest import keep
from tests.factories import desk, lives
from tests.services.test_race import at_once


def test_eight_takers_get_every_number_once(session):
    engine, taken, lock = session.get_bind(), [], threading.Lock()
    session.rollback()

    def take():
        for _ in range(25):
            with Session(engine) as unit:
                number = numbers.take(unit, ["test"])[0]
                unit.commit()
            with lock:
                taken.append(number)

    takers = [threading.Thread(target=take) for _ in range(8)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert sorted(taken) == list(range(1, 201))


def test_a_rollback_gives_the_number_back(session):
    assert numbers.take(session, ["x"]) == [1]
    session.rollback()
    assert numbers.take(session, ["x"]) == [1]
    assert session.scalar(sa.select(NumberSeries.last).where(NumberSeries.key == "x")) == 1


def test_eight_windows_receiving_over_the_turn_of_the_year_leave_no_gap_and_no_double(session, at):
    """Case numbers by day, papers by kind and year (R26, R107); every fourth act is taken back."""
    moments = [at.set("2026-12-31T23:59:59"), at.set("2027-01-01T00:00:01")]
    engine = session.get_bind()
    session.rollback()

    def window(unit, place):
        for turn, now in enumerate(moments * 2):
            with Session(engine) as act:
                desk.accepted_case(act, now=now)
                act.rollback() if (turn + place) % 4 == 0 else keep(act)

    at_once(session, [lambda unit, place=place: window(unit, place) for place in range(8)])
    stored = session.scalars(sa.select(Case.number)).all()
    assert len(set(stored)) == len(stored) == 24
    parsed = [parse(number) for number in stored]
    for day in {number.day for number in parsed}:
        serials = sorted(number.serial for number in parsed if number.day == day)
        assert serials == list(range(1, len(serials) + 1))
    papers = session.execute(sa.select(Paper.kind, Paper.year, Paper.serial, Paper.number)).all()
    for kind, year in {(paper.kind, paper.year) for paper in papers}:
        serials = sorted(p.serial for p in papers if (p.kind, p.year) == (kind, year))
        assert serials == list(range(1, len(serials) + 1))
    accepted = {paper.number for paper in papers if paper.kind == "acceptance"}
    assert {"龙政务受〔2026〕0001号", "龙政务受〔2027〕0001号"} <= accepted


def test_a_mistyped_number_is_noticed_by_its_check_character(session):
    number = desk.accepted_case(session).number
    for place in range(len(number)):
        other = "7" if number[place] != "7" else "8"
        with pytest.raises((NotANumber, Mistyped)):
            parse(number[:place] + other + number[place + 1 :])


def test_numbers_of_a_void_case_stay_taken_and_its_papers_are_void(session):
    lives.void(session)
    desk.accepted_case(session)
    query = sa.select(Paper.number, Paper.void_at.is_not(None)).filter_by(kind="acceptance")
    assert session.execute(query.order_by(Paper.id)).tuples().all() == [
        ("龙政务受〔2026〕0001号", True),
        ("龙政务受〔2026〕0002号", False),
    ]
