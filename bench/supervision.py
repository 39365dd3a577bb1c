"""A bulletin over everything there is, and the supervisor's board beside a floor that says the same.

``CASES=1000000 python -m bench.supervision``; with ``DATABASE_URL`` of a filled PostgreSQL the bulletin is drawn there.
The floor of the board is raw sqlite3 and Flask: whose session it is, the same counts and rows of the wall,
what the worker counted, put into the page as it came.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import statistics
import time
from datetime import timedelta
from typing import Any

from flask import Flask, abort, request

from bench.fill import CASES, filled
from bench.floor import WHO
from bench.serving import OFFICER, ROUNDS, environment, interleaved

PERIODS = {"a month": 30, "a year": 365, "ten years": 3650}
DRAWN = 7
BOARD = "/supervision/board"
WALL = (
    "SELECT sum(sort_at < :now), sum(sort_at >= :now), sum(sort_at >= :now AND owner IS NULL)"
    " FROM task WHERE state = 'open' AND sort_at <= :soon"
)
HELD = (
    "SELECT (SELECT count(*) FROM task WHERE state = 'open' AND sort_at = '9999-12-31 00:00:00.000000' AND held),"
    " (SELECT count(*) FROM cases WHERE phase IN ('received','supplementing','in_progress','suspended','issuing'))"
)
PRESSING = (
    "SELECT number, name, department, owner, due_at, warn_at, rank_at, held FROM task"
    " WHERE state = 'open' AND rank_at <= :week ORDER BY rank_at, id LIMIT 8"
)
COUNTED = "SELECT result, finished_at FROM job WHERE kind = 'supervision' AND state = 'done' ORDER BY id DESC LIMIT 1"
NAMES = "SELECT code, coalesce(short_name, name) FROM department UNION ALL SELECT username, last_name || first_name FROM ab_user"
ORDERS = "SELECT count(*), sum(due_at < :now) FROM supervision_order WHERE answered_at IS NULL"


def main() -> None:
    """Draw bulletins, then ask for the board."""
    given = os.environ.get("DATABASE_URL")
    path = None if given else filled(CASES)
    if path:
        os.environ.update(environment(path.parent / "base", path))
    from app import create_app

    app = create_app()
    with app.app_context():
        _draw()
    if path:
        _board(app, str(path))


def _draw() -> None:
    from app import clock, transaction
    from app.domain.bulletin import Period
    from app.services import bulletins

    until = clock.today() - timedelta(days=1)
    for name, days in PERIODS.items():
        period, took = Period(until - timedelta(days=days), until), []
        for _time in range(DRAWN):
            begun = time.perf_counter()
            with transaction.reading_apart() as apart:
                drawn = bulletins.draw(apart, period, now=clock.now())
            took.append(time.perf_counter() - begun)
        received = drawn.figures["total"]["received"]
        print(
            f"bulletin of {name:<10} {received:>9,} received  p50 {statistics.median(took):6.2f} s  (goal 3 s, n {DRAWN})"
        )


def _board(app: Any, path: str) -> None:
    """Ours and the floor in one shuffled order, each through its own test client."""
    from app import clock, transaction
    from app.services import jobs, supervising

    with app.app_context():
        begun = time.perf_counter()
        with transaction.reading_apart() as apart:
            found = supervising.counted(apart, now=clock.now())
        print(f"counted by the worker once an hour in {time.perf_counter() - begun:.1f} s")
        with transaction.unit() as session:
            jobs.add(session, supervising.KIND, title="", payload={}, by="system", now=clock.now())
            job = jobs.claim(session, now=clock.now())
            assert job
            jobs.finish(session, job, found, now=clock.now())
    client = _signed_in(app)
    sent = _statements(app, lambda: client.get(BOARD))
    cookie = client.get_cookie("youshi").value
    page = client.get(BOARD).text
    floor = _floor(path, page).test_client()
    floor.set_cookie("youshi", cookie)
    assert len(floor.get("/").text) == len(page)
    times = interleaved({"ours": lambda: client.get(BOARD), "floor": lambda: floor.get("/")})
    ours, theirs = (statistics.median(times[name]) for name in ("ours", "floor"))
    print(
        f"board {ours:.2f} ms, floor {theirs:.2f} ms: {ours / theirs:.2f} x (goal 5), {sent} statements (goal 10), {len(page):,} bytes, n {ROUNDS}"
    )


def _signed_in(app: Any) -> Any:
    import re

    from app.demo.accounts import PASSWORD

    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login/").text)
    assert token
    client.post("/login/", data={"username": "ducha", "password": PASSWORD, "csrf_token": token[1]})
    assert client.get(BOARD).status_code == 200, OFFICER
    return client


def _statements(app: Any, act: Any) -> int:
    from sqlalchemy import event

    from app.extensions import db

    sent: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _u, text, *_: sent.append(text))
    act()
    return sum(not text.startswith(("BEGIN", "PRAGMA")) for text in sent)


def _floor(path: str, page: str) -> Flask:
    base = sqlite3.connect(path, isolation_level=None)
    app = Flask("floor", static_folder=None)
    from app import clock

    today = clock.today()
    told = {
        "now": f"{today} 12:00:00",
        "soon": f"{today + timedelta(days=1)} 23:59:59",
        "week": f"{today + timedelta(days=7)} 12:00:00",
    }

    @app.get("/")
    def board() -> str:
        digest = hashlib.sha256(request.cookies.get("youshi", "").encode()).hexdigest()
        if base.execute(WHO, (digest,)).fetchone() is None:
            abort(403)
        read = [
            base.execute(text, told).fetchall()
            for text in (WALL, HELD, PRESSING, COUNTED, NAMES, ORDERS)
        ]
        # The page as it came, and every fact turned to text as a page would have it.
        return page if all(str(row) for rows in read for row in rows) else ""

    return app


if __name__ == "__main__":
    main()
