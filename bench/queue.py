"""The work queue beside its floor, over HTTP, signed in, interleaved: ``make bench``.

Prints the p50 of both and their ratio at 10,000 and 100,000 cases. The goal: at most 3 × the floor,
and 100,000 cases cost at most a millisecond more than 10,000.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path
from typing import Self

from bench.fill import fill

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROUNDS = 200
PAGE = "/desk/queue?scope=department"
OFFICER, DEPARTMENT = "scjg1", "SCJG"
KEYS = "k1:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        seeded = prepare(folder)
        found = {count: measure(folder, seeded, count) for count in (10_000, 100_000)}
        for count, (ours, floor, size) in found.items():
            print(
                f"{count:>7} cases: ours p50 {ours:.2f} ms, floor p50 {floor:.2f} ms, ratio {ours / floor:.2f}, page {size / 1024:.1f} KiB"
            )
        print(f"100,000 cases add {found[100_000][0] - found[10_000][0]:+.2f} ms")
    finally:
        shutil.rmtree(folder)


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


def prepare(folder: Path) -> Path:
    """A seeded database with one real case."""
    path = folder / "seeded.db"
    for words in (["db", "upgrade"], ["bootstrap"], ["seed"], ["demo-accounts"]):
        subprocess.run(
            [BIN / "flask", *words],
            cwd=ROOT,
            env=environment(folder, path),
            check=True,
            capture_output=True,
        )
    subprocess.run(
        [sys.executable, "-m", "bench.one_case"],
        cwd=ROOT,
        env=environment(folder, path),
        check=True,
        capture_output=True,
    )
    return path


def measure(folder: Path, seeded: Path, count: int) -> tuple[float, float, int]:
    """p50 in ms of ours and of the floor, and the bytes of our page."""
    path = folder / f"{count}.db"
    shutil.copyfile(seeded, path)
    fill(path, count)
    with Server("app:create_app()", environment(folder, path)) as ours:
        person = Person(ours.port).sign_in()
        frame = folder / "frame.html"
        frame.write_text(person.get(PAGE), encoding="utf-8")
        floor_environment = {
            **environment(folder, path),
            "FLOOR_DB": str(path),
            "FLOOR_FRAME": str(frame),
            "FLOOR_DEPARTMENT": DEPARTMENT,
        }
        with Server("bench.floor:create()", floor_environment) as floor:
            other = Person(floor.port, person.cookies)
            times = {"ours": [], "floor": []}
            pairs = [("ours", person), ("floor", other)] * ROUNDS
            random.Random(1).shuffle(pairs)
            for name, one in [*pairs[:20], *pairs]:
                begun = time.perf_counter()
                page = one.get(PAGE)
                times[name].append((time.perf_counter() - begun) * 1000)
            return (
                statistics.median(times["ours"][10:]),
                statistics.median(times["floor"][10:]),
                len(page.encode()),
            )


class Server:
    """gunicorn with one worker of one thread."""

    def __init__(self, application: str, env: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.words = [BIN / "gunicorn", "--config", "gunicorn.conf.py", application]
        self.env = {**env, "PORT": str(self.port)}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.words, cwd=ROOT, env=self.env)
        for _ in range(200):
            if self._answers():
                return self
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

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

    def sign_in(self) -> Person:
        from app.demo.accounts import PASSWORD

        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/login/")).group(1)
        self.call(
            "POST",
            "/login/",
            urllib.parse.urlencode(
                {"username": OFFICER, "password": PASSWORD, "csrf_token": token}
            ),
        )
        return self

    def get(self, address: str) -> str:
        return self.call("GET", address)

    def call(self, method: str, address: str, body: str | None = None) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page


if __name__ == "__main__":
    main()
