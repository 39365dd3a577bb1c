"""The same pages without a server, in this process: statements, and the least CPU, which a busy machine does not move."""

from __future__ import annotations

import os
import time
from typing import Any

from bench.desk_asked import Desk

#: The least of so many times as much together.
TIMES, TOGETHER = 12, 8


def statements(desk: Desk) -> dict[str, int]:
    """How many statements each page of the product takes, its session's included."""
    from sqlalchemy import event

    from app import create_app
    from app.extensions import db

    os.environ.update(desk.env)
    app, sent = create_app(), []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _u, text, *_: sent.append(text))
    counts = {}
    for name, client, address in _clients(desk, app, desk.people):
        client.get(address)
        sent.clear()
        client.get(address)
        counts[name] = sum(not text.startswith(("BEGIN", "PRAGMA")) for text in sent)
    return counts


def cpu(desk: Desk) -> dict[str, float]:
    """Milliseconds of CPU of one page, of the product and of its floor."""
    from app import create_app
    from bench import floor

    os.environ.update({**desk.env, "FLOOR_FOLDER": str(desk.folder)})
    ours, floors = create_app(), floor.create()
    asked = [*_clients(desk, ours, desk.people), *_clients(desk, floors, desk.floors)]
    least: dict[str, float] = {}
    for _time in range(TIMES):
        for name, client, address in asked:
            begun = time.process_time()
            for _once in range(TOGETHER):
                client.get(address)
            took = (time.process_time() - begun) * 1000 / TOGETHER
            least[name] = min(took, least.get(name, took))
    return least


def _clients(desk: Desk, app: Any, people: dict[str, Any]) -> list[tuple[str, Any, str]]:
    found = []
    for name, (person, address) in desk.where.items():
        if person in people.values():
            client = app.test_client()
            client.set_cookie("youshi", person.cookies["youshi"])
            assert client.get(address).status_code == 200, name
            found.append((name, client, address))
    return found
