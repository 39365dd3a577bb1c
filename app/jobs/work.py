"""One attempt at a job: every transaction of it begins by holding the job, and ends with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app import transaction
from app.services import jobs

#: The longest pause between two steps, in seconds.
LONGEST_PAUSE = 0.2


class Stopped(Exception):
    """The worker is asked to go: the job is left between two steps, for the next to go on."""


@dataclass(frozen=True)
class Work:
    """A job in the hands of a worker, with the time and whether it has been asked to stop."""

    job: jobs.Claimed
    now: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False

    @contextmanager
    def step(self) -> Iterator[transaction.UnitSession]:
        """One transaction of the job: what it writes and how far the job is, together or not at all.

        Raises Stopped before it begins, LostLease where another worker has taken the job over.
        """
        if self.stopping():
            raise Stopped
        with giving_way() as session:
            # First of all: whoever comes with a lapsed lease waits here, and finds the job gone on.
            jobs.hold(session, self.job, now=self.now())
            yield session


@contextmanager
def giving_way() -> Iterator[transaction.UnitSession]:
    """One transaction of many, and after it as long a pause as it took, where one writes at a time.

    SQLite lets whoever waits look ten times a second; steps without a pause would keep the windows
    out until they give up.
    """
    begun = time.monotonic()
    with transaction.unit() as session:
        yield session
    if session.get_bind().dialect.name == "sqlite":
        time.sleep(min(time.monotonic() - begun, LONGEST_PAUSE))
