"""The production server: one thread a process (threads cost a third of the throughput, measured)."""

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from gunicorn.workers.gthread import TConn, ThreadWorker

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count()))
threads = 1
keepalive = 15
timeout = 60
graceful_timeout = 20
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
#: Read once and forked: a start costs one import instead of one a worker, and the workers share its memory.
preload_app = True

#: Seconds after which a new connection that says nothing is watched beside the others, and heard when it speaks.
SILENT = 0.005


def briefly(connection: TConn, _asked: float, wait: Callable = TConn.wait_for_data) -> bool:
    """Browsers open connections ahead; the one thread waited five seconds on each and heard nobody else."""
    return wait(connection, SILENT)


TConn.wait_for_data = briefly


class Counter(ThreadWorker):
    """One queue before all counters: who is busy takes nobody else, and sends on whoever comes back to it.

    A browser's connection stays with the process that took it. Left so, thirty of fifty clerks may wait at
    one process while the other has time.
    """

    #: Who came and who was served: the first is counted by the one that takes them, the second by the one thread.
    came = served = 0

    def enqueue_req(self, conn: TConn) -> None:
        """Somebody to be served, now or after who is before them."""
        self.came += 1
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """One request; what comes behind it is looked at while it is served."""
        try:
            return super().handle(conn)
        finally:
            self.served += 1

    @property
    def here(self) -> int:
        """How many are served or wait to be."""
        return self.came - self.served

    @property
    def worker_connections(self) -> int:
        """How many connections may be open before no further one is taken; asked before each look."""
        return 0 if self.here >= self.cfg.threads else self.cfg.worker_connections

    @worker_connections.setter  # the library hands it its own setting
    def worker_connections(self, _count: int) -> None: ...

    @property
    def max_keepalived(self) -> int:
        """How many are kept for a next request; none while somebody waits here."""
        waits = self.here > self.cfg.threads
        return 0 if waits else self.cfg.worker_connections - self.cfg.threads

    @max_keepalived.setter  # as above
    def max_keepalived(self, _count: int) -> None: ...


worker_class = Counter

#: What keeps a worker while the server runs; without one no card is written, nothing is deemed accepted.
working: list[subprocess.Popen] = []


def when_ready(_server: object) -> None:
    """Start it once, from the master; YOUSHI_WORKER=off where flask worker is a service of its own."""
    if os.environ.get("YOUSHI_WORKER") != "off":
        words = [sys.executable, Path(__file__).with_name("bin") / "working.py"]
        # A session of its own: Ctrl-C stops the server, and the server stops this.
        working.append(subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True))


def pre_fork(_server: object, _worker: object) -> None:
    """What was read before the fork is no rubbish: no worker looks through it again."""
    gc.freeze()


def post_fork(_server: object, worker: object) -> None:
    """No two workers speak over one connection."""
    application = worker.app.wsgi()
    with application.app_context():
        for engine in application.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)


def on_exit(_server: object) -> None:
    """Let go of its input: it ends after the step it is at."""
    for child in working:
        child.stdin.close()
