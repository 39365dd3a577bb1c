"""The production server: one thread a process (threads cost a third of the throughput, measured)."""

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from gunicorn.workers.gthread import TConn

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count()))
worker_class = "gthread"
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
