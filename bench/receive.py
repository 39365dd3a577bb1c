"""Receiving and accepting a case of seven parts beside the same rows through the ORM's unit of work, in CPU.

Ours is the whole act, to its commit: what stands at the counter, the decision, the merged list, two papers, what is
found by search, the chain. Beside it the same act whose rows are mapped objects (``add_all`` and a flush a table), and
those rows alone, by somebody who is handed every value and only writes. All in one process, one after another in
shuffled order; only CPU is taken, for a commit waits for a disk.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from sqlalchemy.orm import Session as OrmSession

from bench.serving import environment, prepare

ROUNDS = int(os.environ.get("YOUSHI_BENCH_ROUNDS", "200"))
WARM = 20
PARTS = 7
GOAL = 0.5
ACT, ROWS = "the act by the unit of work", "its rows alone by it"


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        os.environ.update(environment(folder, prepare(folder)))
        from app import create_app

        app = create_app()
        with app.app_context():
            code = of_seven_parts()
            act = Act(code)
            sent = statements(act)
            rows = Rows(act())
            report(cpu({"ours": act, ACT: partial(by_objects, act), ROWS: rows}), len(sent))
    finally:
        shutil.rmtree(folder)


def report(times: dict[str, list[float]], sent: int) -> None:
    """A small table."""
    p50 = {name: statistics.median(found) for name, found in times.items()}
    ours = p50.pop("ours")
    print(f"the act to its commit: {ours:.2f} ms of CPU, {sent} statements beside BEGIN and COMMIT")
    for name, found in p50.items():
        print(
            f"{name:>28} {found:>8.2f} ms  ratio {ours / found:.2f}  (n {len(times[name])}, goal {GOAL})"
        )


def cpu(sides: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Milliseconds of CPU of every turn, in one shuffled order."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    order = [*sides] * ROUNDS
    random.Random(1).shuffle(order)
    for name in [*sides] * WARM:
        sides[name]()
    gc.freeze()  # as the server does before it forks
    for name in order:
        begun = time.process_time()
        sides[name]()
        times[name].append((time.process_time() - begun) * 1000)
    return times


def of_seven_parts() -> str:
    """The code of a published theme of so many parts."""
    import json

    from app import transaction
    from app.models import ServiceVersion

    joint = sa.select(ServiceVersion).where(ServiceVersion.kind == "joint")
    for version in transaction.session().scalars(joint.order_by(ServiceVersion.id)):
        plan = json.loads(version.blueprint)
        if sum(task["kind"] == "work" for task in plan["tasks"]) == PARTS:
            return str(version.code)
    raise LookupError(PARTS)


class Act:
    """The product's own act, again and again."""

    def __init__(self, code: str) -> None:
        from app import clock, transaction
        from tests.factories import desk

        self.now, self.by = clock.now(), desk.CLERK
        self.taken = desk.intake_of(transaction.session(), code)
        transaction.rollback()
        self.then = [desk.ACCEPT]

    def __call__(self) -> int:
        from app import transaction
        from app.extensions import db
        from app.services import cases

        with transaction.unit() as session:
            done = cases.receive(session, self.taken, by=self.by, now=self.now, then=self.then)
            assert isinstance(done, cases.Performed), done
        db.session.remove()
        return done.case_id


def by_objects(act: Act) -> None:
    """The product's own act, every row it writes a mapped object."""
    from app.models import inserting
    from app.transaction import UnitSession

    with (
        patch.object(UnitSession, "connection", in_its_place),
        patch.object(inserting, "insert", objects),
    ):
        act()


def objects(session: Any, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """In the place of ``inserting.insert``: mapped objects, and a flush a table."""
    if made := [model(**row) for row in rows]:
        session.add_all(made)
        session.flush()


def in_its_place(session: Any) -> Objects:
    """A session's connection, while everything is to be an object."""
    return Objects(session)


@cache
def mapped() -> dict[Any, Any]:
    """Table → its class."""
    from app.models import Model

    return {mapper.local_table: mapper.class_ for mapper in Model.registry.mappers}


class Objects:
    """In the place of a connection: an insert becomes ``add_all`` and a flush, the head is an object too."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def execute(self, statement: Any, given: Any = None) -> Any:
        table = mapped().get(getattr(statement, "table", None))
        if table is None:
            return OrmSession.connection(self.session).execute(statement, given)
        if "moved" in given:
            head = self.session.get_one(table, given["moved"])
            head.seq, head.hash = given["last"], given["its"]
            return None
        made = [table(**row) for row in (given if isinstance(given, list) else [given])]
        self.session.add_all(made)
        self.session.flush()
        return SimpleNamespace(inserted_primary_key=sa.inspect(made[0]).identity)


def statements(act: Act) -> list[str]:
    """What one act sends, once what a process keeps has been read."""
    from app.extensions import db

    act()
    sent: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", heard)
    act()
    sa.event.remove(db.engine, "before_cursor_execute", heard)
    return [statement for statement in sent if not statement.startswith("BEGIN")]


class Rows:
    """The rows of one received case, written anew by the unit of work under other numbers."""

    def __init__(self, case_id: int) -> None:
        from app import models, transaction
        from app.models.journal import ChainHead
        from app.models.words import WORDS

        session = transaction.session()
        self.case = columns(session.get_one(models.Case, case_id))
        tables = (models.Applicant, models.Agent, models.Answer, models.Task, models.CaseDocument, models.Paper)  # fmt: skip
        self.rows = {
            table: [
                columns(row) for row in session.scalars(sa.select(table).filter_by(case_id=case_id))
            ]
            for table in tables
        }
        entries = sa.select(models.JournalEntry).filter_by(case_id=case_id)
        self.entries = [
            columns(row) for row in session.scalars(entries.order_by(models.JournalEntry.id))
        ]
        self.words = session.execute(
            sa.select(WORDS.c.words).where(WORDS.c.rowid == case_id)
        ).scalar_one()
        self.series = list(session.scalars(sa.select(models.NumberSeries.key)))
        self.turn, self.models, self.head, self.table = count(1), models, ChainHead, WORDS
        transaction.rollback()

    def __call__(self) -> None:
        from app import transaction
        from app.extensions import db

        with transaction.unit() as session:
            self._write(session, f"{next(self.turn)}")
        db.session.remove()

    def _write(self, session: Any, turn: str) -> None:
        for key in self.series:
            session.get_one(self.models.NumberSeries, key).last += 1
        case = self.models.Case(**{**self.case, "number": f"{self.case['number']}/{turn}"})
        session.add(case)
        session.flush()
        for table, rows in self.rows.items():
            session.add_all([table(**self._own(row, case.id, turn)) for row in rows])
        head = session.get_one(self.head, "records", with_for_update=True)
        session.add_all(
            [
                self.models.JournalEntry(**{**row, "id": head.seq + at, "case_id": case.id})
                for at, row in enumerate(self.entries, start=1)
            ]
        )
        head.seq, head.hash = head.seq + len(self.entries), self.entries[-1]["hash"]
        session.execute(sa.insert(self.table), [{"rowid": case.id, "words": self.words}])

    def _own(self, row: dict[str, Any], case_id: int, turn: str) -> dict[str, Any]:
        """A row of this turn: what must be unique is."""
        mine = {**row, "case_id": case_id}
        for name in ("number", "token"):
            if mine.get(name):
                mine[name] = f"{mine[name]}/{turn}"
        if "serial" in mine:
            mine["serial"] += 100_000 * int(turn)
        return mine


def columns(row: Any) -> dict[str, Any]:
    """A row's values by attribute, but for its id."""
    names = [attribute.key for attribute in sa.inspect(type(row)).column_attrs]
    return {name: getattr(row, name) for name in names if name != "id"}


if __name__ == "__main__":
    main()
