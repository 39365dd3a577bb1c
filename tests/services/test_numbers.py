"""Numbers are never given twice: eight takers at once, no gap, no double."""

from __future__ import annotations

import threading

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import NumberSeries
from app.services import numbers


def test_eight_takers_get_every_number_once(session):
    engine, taken, lock = session.get_bind(), [], threading.Lock()
    session.rollback()

    def take():
        for _ in range(25):
            with Session(engine) as unit:
                number = numbers.take(unit, "test")
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
    assert numbers.take(session, "x") == 1
    session.rollback()
    assert numbers.take(session, "x") == 1
    assert session.scalar(sa.select(NumberSeries.last).where(NumberSeries.key == "x")) == 1
