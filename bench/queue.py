"""The work queue beside its floor, over HTTP, signed in, interleaved: ``make bench``.

Prints the p50 of both and their ratio at 10,000 and 100,000 cases, and checks first that both pages
say the same. The goal: at most 3 × the floor, and 100,000 cases cost at most a millisecond more
than 10,000. All four servers run at once and are asked in one shuffled order, so that whatever
else the machine does meets all of them alike.
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
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from bench.fill import fill

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROUNDS = int(os.environ.get("YOUSHI_BENCH_ROUNDS", "200"))
SIZES = (10_000, 100_000)
WARM, ROWS = 10, 25
PAGE = "/desk/queue?scope=department"
OFFICER, DEPARTMENT = "scjg1", "SCJG"
KEYS = "k1:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        with ExitStack() as running:
            seeded = prepare(folder)
            asked = {count: serve(folder, seeded, count, running) for count in SIZES}
            for ours, floor in asked.values():
                compare(ours.get(PAGE), floor.get(PAGE))
            report(measure(asked), len(asked[SIZES[0]][0].get(PAGE).encode()))
    finally:
        shutil.rmtree(folder)


def compare(ours: str, floor: str) -> None:
    """Both say the same words in the same order; raises AssertionError."""
    assert words(ours) == words(floor), "the floor does not say what the page says"
    assert ours.count("<tr data-row") == floor.count("<tr data-row") == ROWS


def words(page: str) -> str:
    """What a person reads between the head of the table and its end."""
    start = page.index("<tbody>")
    table = page[start : page.index("</table>", start)]
    return " ".join(re.sub(r"<[^>]+>", " ", table).split())


def report(times: dict[tuple[int, str], list[float]], size: int) -> None:
    """A small table, and what ten times the cases add."""
    p50 = {key: statistics.median(found) for key, found in times.items()}
    print(f"{'cases':>8} {'n':>5} {'ours ms':>8} {'floor ms':>9} {'ratio':>6}")
    for count in SIZES:
        ours, floor = p50[count, "ours"], p50[count, "floor"]
        n = len(times[count, "ours"])
        print(f"{count:>8} {n:>5} {ours:>8.2f} {floor:>9.2f} {ours / floor:>6.2f}")
    print(f"{SIZES[1]:,} cases add {p50[SIZES[1], 'ours'] - p50[SIZES[0], 'ours']:+.2f} ms")
    print(f"the page is {size / 1024:.1f} KiB")


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


def serve(folder: Path, seeded: Path, count: int, running: ExitStack) -> tuple[Person, Person]:
    """Ours and the floor over a database of so many cases, each with somebody signed in."""
    path = folder / f"{count}.db"
    shutil.copyfile(seeded, path)
    fill(path, count)
    ours = running.enter_context(Server("app:create_app()", environment(folder, path)))
    person = Person(ours.port).sign_in()
    frame = folder / f"{count}.html"
    frame.write_text(person.get(PAGE), encoding="utf-8")
    floor_environment = {
        **environment(folder, path),
        "FLOOR_DB": str(path),
        "FLOOR_FRAME": str(frame),
        "FLOOR_DEPARTMENT": DEPARTMENT,
        "FLOOR_USER": OFFICER,
    }
    floor = running.enter_context(Server("bench.floor:create()", floor_environment))
    return person, Person(floor.port, person.cookies)


def measure(asked: dict[int, tuple[Person, Person]]) -> dict[tuple[int, str], list[float]]:
    """Milliseconds of every answer by size and side, asked in one shuffled order."""
    people = {
        (count, name): person
        for count, pair in asked.items()
        for name, person in zip(("ours", "floor"), pair, strict=True)
    }
    times: dict[tuple[int, str], list[float]] = {key: [] for key in people}
    order = [*people] * ROUNDS
    random.Random(1).shuffle(order)
    for key in [*people] * WARM:
        people[key].get(PAGE)
    for key in order:
        begun = time.perf_counter()
        people[key].get(PAGE)
        times[key].append((time.perf_counter() - begun) * 1000)
    return times


class Server:
    """gunicorn with one worker of one thread."""

    def __init__(self, application: str, env: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.words = [BIN / "gunicorn", "--config", "gunicorn.conf.py", application]
        self.env = {**env, "PORT": str(self.port), "YOUSHI_WORKER": "off"}

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
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return page


if __name__ == "__main__":
    main()
