"""One house for the tests of a file: everybody is signed in once, each test finds it as it was."""

from __future__ import annotations

import pytest

from tests.conftest import KEYS, NOW, close
from tests.factories.doors import House


@pytest.fixture
def house(opened):
    """The house as it was when its doors opened."""
    opened.begin_anew()
    return opened


@pytest.fixture(scope="module")
def opened(database, still):
    from app import create_app

    made = create_app({"SQLALCHEMY_DATABASE_URI": database.copy(), "YOUSHI_KEYS": KEYS})
    opened = House(made)
    yield opened
    opened.close()
    with made.app_context():
        close(made)


@pytest.fixture(scope="module")
def still():
    """The tests' clock, for a whole file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.clock.now", lambda: NOW)
        patch.setattr("app.clock.today", NOW.date)
        yield
