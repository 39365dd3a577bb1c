"""One attempt at a job: every transaction of it begins by holding the job, and ends with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app import transaction
from app.services import jobs


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
        with transaction.unit() as session:
            # First of all: whoever comes with a lapsed lease waits here, and finds the job gone on.
            jobs.hold(session, self.job, now=self.now())
            yield session
