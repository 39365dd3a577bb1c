"""What many tests begin with is gone through once a worker, and only where nothing else has happened."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Draft
from tests.factories import green
from tests.factories.browser import Door


def test_the_second_house_goes_on_from_the_first(app, own_app, database, begin):
    for house in (app, own_app):
        clerk, base = Door(house, database).once("begun", "lijing", begin)
        assert clerk.get(f"{base}/questions").status_code == 200
    assert len(begin.times) == 1


def test_what_comes_after_is_kept_with_what_came_before(app, own_app, database, rows, begin):
    for house in (app, own_app):
        door = Door(house, database)
        door.once("first of two", "lijing", begin)
        door.once("second of two", "piaoyu", begin)
    assert len(begin.times) == 2
    assert len(rows(sa.select(Draft.id))) == 2


def test_where_something_else_happened_it_is_gone_through(app, own_app, database, begin):
    for house in (app, own_app):
        door = Door(house, database)
        door("ducha")
        door.once("after a visitor", "lijing", begin)
    assert len(begin.times) == 2


@pytest.fixture
def begin():
    def act(clerk):
        act.times.append(clerk)
        return green.begin(clerk, "catering_green_channel")

    act.times = []
    return act
