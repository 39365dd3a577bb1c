"""What the benches share: a seeded database, servers of one thread, a person signed in, a shuffled order."""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROUNDS = int(os.environ.get("YOUSHI_BENCH_ROUNDS", "200"))
WARM = 10
OFFICER = "scjg1"
#: Whoever looks at Flask-AppBuilder's own list; the password is the same.
FAB_USER = "bench"
KEYS = "k1:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def environment(folder: Path, path: Path) -> dict[str, str]:
    """What a server here needs."""
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "YOUSHI_INSTANCE": str(folder),
        "FLASK_APP": "app",
        "SECRET_KEY": "bench",
        "YOUSHI_KEYS": KEYS,
        "WEB_CONCURRENCY": "1",
    }


def prepare(folder: Path, *, one: bool = True) -> Path:
    """A seeded database, with one real case where that is enough."""
    path = folder / "seeded.db"
    for words in (["db", "upgrade"], ["bootstrap"], ["seed"], ["demo-accounts"]):
        subprocess.run(
            [BIN / "flask", *words],
            cwd=ROOT,
            env=environment(folder, path),
            check=True,
            capture_output=True,
        )
    if one:
        subprocess.run(
            [sys.executable, "-m", "bench.one_case"],
            cwd=ROOT,
            env=environment(folder, path),
            check=True,
            capture_output=True,
        )
    return path


def interleaved(asked: Mapping[Any, Callable[[], object]]) -> dict[Any, list[float]]:
    """Milliseconds of every call, in one shuffled order: what else the machine does meets all alike."""
    times: dict[Any, list[float]] = {key: [] for key in asked}
    order = [*asked] * ROUNDS
    random.Random(1).shuffle(order)
    for key in [*asked] * WARM:
        asked[key]()
    for key in order:
        begun = time.perf_counter()
        asked[key]()
        times[key].append((time.perf_counter() - begun) * 1000)
    return times


def table_words(page: str) -> str:
    """What a person reads between the head of a page's table and its end."""
    start = page.index("<tbody>")
    return " ".join(re.sub(r"<[^>]+>", " ", page[start : page.index("</table>", start)]).split())


class Server:
    """gunicorn with one worker of one thread."""

    def __init__(self, application: str, env: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        how = "gunicorn.conf.py" if application.startswith("app:") else "bench/floor_server.py"
        here = ["--bind", f"127.0.0.1:{self.port}"]
        self.words = [BIN / "gunicorn", "--config", how, *here, application]
        self.env = {**env, "PORT": str(self.port), "YOUSHI_WORKER": "off"}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.words, cwd=ROOT, env=self.env)
        for _ in range(200):
            if self._answers():
                return self
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def cpu(self) -> float:
        """Milliseconds of CPU that its worker has used so far."""
        master = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        used = 0
        for worker in master.read_text().split():
            fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used * 1000 / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def __exit__(self, *_what: object) -> None:
        self.process.terminate()
        self.process.wait()


class Person:
    """One keep-alive connection."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.cookies = cookies or {}

    def sign_in(self, username: str = OFFICER, password: str = "") -> Person:
        from app.demo.accounts import PASSWORD

        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.get("/login/")).group(1)
        self.call(
            "POST",
            "/login/",
            urllib.parse.urlencode(
                {
                    "username": username,
                    "password": password or PASSWORD,
                    "csrf_token": token,
                }
            ),
        )
        return self

    def get(self, address: str) -> str:
        try:
            return self.call("GET", address)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server lets an idle connection go while the next one starts.
            self.connection.close()
            return self.call("GET", address)

    def call(self, method: str, address: str, body: str | None = None) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode(errors="replace")  # a file is no page
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page
