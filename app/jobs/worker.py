"""The worker: one process in which time acts every minute and jobs are done as they come.

huey keeps the rhythm and the threads. Its queue is in memory on purpose: what is to be done stands in
our rows alone, so nothing can be lost with the queue, and nothing stands in two places.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from huey import MemoryHuey
from sqlalchemy.exc import DBAPIError

from app import clock
from app.jobs import running, scans, sending, ticking

log = logging.getLogger("youshi.worker")
#: Seconds between two looks for a job.
LOOK = 1
#: Seconds between two looks for a message to send.
POST = 5
#: One thread for jobs, one for time, one for what goes out: neither a long job nor a slow server
#: outside keeps a deemed acceptance waiting.
THREADS = 3
#: Seconds that a step under way has when the worker is asked to go.
GRACE = 25


def minute(now: Callable[[], Any]) -> None:
    """Time acts; what is due by the clock stands as jobs afterwards."""
    for number, why in ticking.tick(now=now(), alone=False).left.items():
        log.warning("%s was left as it is: %s", number, why)
    sending.forewarn(now=now())
    scans.due(now=now())


def consumer(app: Flask) -> Any:
    """Huey's consumer with our three tasks."""
    queue = MemoryHuey("youshi", results=False)

    @queue.periodic_task(lambda _at: True)  # type: ignore[untyped-decorator]  # huey is untyped
    def time_acts() -> None:
        _guarded(app, lambda: minute(clock.now))

    made = queue.create_consumer(
        workers=THREADS, initial_delay=0.1, max_delay=0.5, shutdown_timeout=GRACE,
        graceful_signal="TERM",
    )  # fmt: skip
    stopping = made.stop_flag.is_set

    def jobs_as_they_come() -> None:
        while not stopping() and running.run_next(now=clock.now, stopping=stopping):
            pass

    def messages_as_they_come() -> None:
        while not stopping() and sending.send_next(now=clock.now):
            pass

    _again(queue, "look", lambda: _guarded(app, jobs_as_they_come), every=LOOK)
    _again(queue, "post", lambda: _guarded(app, messages_as_they_come), every=POST)
    return made


def _again(queue: Any, name: str, act: Callable[[], Any], *, every: int) -> None:
    """Do something every so many seconds after it ended, so that it is never under way twice."""

    def run() -> None:
        try:
            act()
        finally:
            task.schedule(delay=every)

    task = queue.task(name=name)(run)
    task()


def _guarded(app: Flask, act: Callable[[], Any]) -> None:
    try:
        with app.app_context():
            act()
    except DBAPIError as problem:
        # A database that is away or locked comes back: a line, and the next time tries again.
        log.warning("the database does not answer: %s", ticking.first_line(problem))


def work(app: Flask, *, beside: bool) -> None:
    """Work until asked to go; ``beside`` a server also until whoever started it has gone."""
    logging.basicConfig(level=logging.WARNING, format="worker: %(message)s")
    made = consumer(app)
    if beside:
        threading.Thread(target=_watch, daemon=True).start()
    made.run()
    # Ctrl-C does not wait by itself: a step under way ends, it is not cut.
    for _worker, thread in made.worker_threads:
        thread.join(GRACE)


def _watch() -> None:
    """Whoever started us holds the other end of our input; when it is gone, however, so are we."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def once(*, now: Callable[[], Any]) -> int:
    """One round for those who have cron start it: time acts, every job that waits is done."""
    minute(now)
    count = 0
    while running.run_next(now=now):
        count += 1
    while sending.send_next(now=now):
        pass
    return count
