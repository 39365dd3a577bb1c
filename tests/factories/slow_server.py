"""An application behind the production server's own settings, with one page that waits until it may go on."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
#: Seconds at most for what takes a moment.
PATIENCE = 20


def create_app() -> Flask:
    """``/`` answers at once, ``/slow`` when somebody laid a file beside it."""
    app = Flask(__name__)
    app.extensions["sqlalchemy"] = SimpleNamespace(engines={})
    folder = Path(os.environ["SLOW_FOLDER"])

    @app.get("/")
    def quick() -> str:
        return "quick"

    @app.get("/slow")
    def slow() -> str:
        (folder / "begun").touch()
        until(folder / "go")
        return "slow"

    return app


def until(file: Path) -> None:
    """Wait for a file."""
    end = time.monotonic() + PATIENCE
    while not file.exists():
        assert time.monotonic() < end, f"{file.name} did not come"
        time.sleep(0.01)


class SlowServer:
    """The production server with so many processes."""

    def __init__(self, folder: Path, port: int, processes: int) -> None:
        """``folder`` is where its slow page looks."""
        self.folder, self.port = folder, port
        given = {"SLOW_FOLDER": folder, "PORT": port, "WEB_CONCURRENCY": processes}
        given |= {"YOUSHI_WORKER": "off"}
        words = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        self.process = subprocess.Popen(
            [*words, "tests.factories.slow_server:create_app()"],
            cwd=ROOT,
            env={**os.environ, **{name: str(value) for name, value in given.items()}},
        )

    def browser(self) -> http.client.HTTPConnection:
        """A connection of its own."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE / 2)

    def ready(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return answer(asking(self.browser(), "/"))
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        (self.folder / "go").touch()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def asking(browser: http.client.HTTPConnection, page: str) -> http.client.HTTPConnection:
    """Ask for a page and do not wait."""
    browser.request("GET", page)
    return browser


def answer(browser: http.client.HTTPConnection) -> str:
    """What the connection is told to do after the answer that was waited for."""
    told = browser.getresponse()
    told.read()
    return told.headers["Connection"]
