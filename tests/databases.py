"""Seeded databases as templates: made once a kind, copied in milliseconds for each test."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sqlite3
import tempfile
import uuid
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDED = datetime(2026, 1, 5, 9, 0)
KEYS = "k1:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
#: The same for all workers of one run.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:12]
#: So many houses are kept by a worker, the latest: all of them would fill a memory.
LATEST = 40
MEMORY, ROOM = Path("/dev/shm"), 3 << 30


def ground() -> str:
    """Where databases live that are thrown away: in memory where there is room, for a commit waits for a disk."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return str(MEMORY) if roomy else "/tmp"


class Template:
    """One migrated and seeded database per kind; ``copy`` gives a fresh one in milliseconds."""

    def __init__(self, kind, request):
        self.kind, self.request = kind, request
        self.folder = Path(tempfile.mkdtemp(prefix="youshi-db-", dir=ground()))
        self.made, self.kept = None, Kept(self)

    def copy(self) -> str:
        if self.made is None:
            self.made = MAKE[self.kind](self)
        return COPY[self.kind](self)

    def keep(self, address: str) -> str:
        """A copy as it stands now, to come back to; nobody may be connected."""
        return KEEP[self.kind](self, address)

    def go_back(self, address: str, kept: str) -> None:
        """Everything as it was when it was kept; nobody may be connected."""
        BACK[self.kind](self, address, kept)

    def drop(self, address: str) -> None:
        """A copy is thrown away as soon as nobody needs it: a thousand of them fill a memory."""
        DROP[self.kind](self, address)


class Kept(dict):
    """The latest of what was kept, by how the house got there."""

    def __init__(self, template):
        super().__init__()
        self.template = template

    def __setitem__(self, way, what):
        super().__setitem__(way, what)
        if len(self) > LATEST:
            address, *_rest = self.pop(next(iter(self)))
            FORGET[self.template.kind](self.template, address)


@contextmanager
def _turn(template):
    """The folder of the run, while it is this worker's alone."""
    run = template.request.getfixturevalue("tmp_path_factory").getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    with (run / f"seeding-{template.kind}").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield run


def _make_sqlite(template):
    """Seeded once a run: the first of its workers does it, the others wait and take a copy."""
    path = template.folder / "youshi.db"
    with _turn(template) as run:
        if not (run / "seeded.db").exists():
            seed(f"sqlite:///{path}")
            copied(path, run / "half.db").rename(run / "seeded.db")
    return path if path.exists() else copied(run / "seeded.db", path)


def copied(source, target):
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
    return target


def _copy_sqlite(template):
    path = Path(tempfile.mkdtemp(dir=template.folder)) / "youshi.db"
    path.touch(0o600)  # as flask prepare makes it
    # Nobody is connected to the template: its file is all of it, and is copied five times as fast.
    return f"sqlite:///{shutil.copyfile(template.made, path)}"


def _keep_sqlite(template, address):
    return str(copied(_path(address), Path(tempfile.mkdtemp(dir=template.folder)) / "kept.db"))


def _back_sqlite(_template, address, kept):
    copied(kept, _path(address))


def _forget_sqlite(_template, kept):
    shutil.rmtree(Path(kept).parent)


def _path(address):
    return address.removeprefix("sqlite:///")


def _drop_sqlite(_template, address):
    shutil.rmtree(Path(_path(address)).parent)


def _make_postgresql(template):
    """Seeded once a run too: a server copies for every worker from the same."""
    address, name = template.request.getfixturevalue("pg_server"), f"template_{RUN}"
    with _turn(template) as run:
        if not (run / "seeded.pg").exists():
            run_sql(address, f'CREATE DATABASE "{name}"')
            seed(pg_url(address, name))
            (run / "seeded.pg").touch()
    return address, name


def _copy_postgresql(template):
    address, source = template.made
    return pg_url(address, _from(address, source, f"t_{uuid.uuid4().hex[:10]}"))


def _from(address, source, name):
    run_sql(address, f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY file_copy')
    return name


def _keep_postgresql(template, address):
    return _from(template.made[0], _name(address), f"kept_{uuid.uuid4().hex[:10]}")


def _back_postgresql(template, address, kept):
    _drop_postgresql(template, address)
    _from(template.made[0], kept, _name(address))


def _forget_postgresql(template, name):
    run_sql(template.made[0], f'DROP DATABASE "{name}"')


def _name(address):
    return address.partition("?")[0].rsplit("/", 1)[1]


def _drop_postgresql(template, address):
    run_sql(template.made[0], f'DROP DATABASE "{_name(address)}" WITH (FORCE)')


MAKE = {"sqlite": _make_sqlite, "postgresql": _make_postgresql}
COPY = {"sqlite": _copy_sqlite, "postgresql": _copy_postgresql}
KEEP = {"sqlite": _keep_sqlite, "postgresql": _keep_postgresql}
BACK = {"sqlite": _back_sqlite, "postgresql": _back_postgresql}
DROP = {"sqlite": _drop_sqlite, "postgresql": _drop_postgresql}
FORGET = {"sqlite": _forget_sqlite, "postgresql": _forget_postgresql}


def pg_url(address: str, name: str) -> str:
    base = re.sub(r"^postgresql(\+\w+)?://", "postgresql+psycopg://", address)
    head, _, tail = base.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{tail}" if tail else "")


def run_sql(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(re.sub(r"\+\w+", "", address), autocommit=True) as connection:
        connection.execute(statement)


def seed(url: str) -> None:
    """Migrate, load seeds/ through the gate, make the demo accounts."""
    import pytest
    from flask_migrate import upgrade

    from app import create_app, transaction
    from app.demo import accounts as demo
    from app.services import catalogue, package_files, publishing

    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "YOUSHI_KEYS": KEYS})
    # Whichever test comes first, what the seeds write is of one day.
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.clock.now", lambda: SEEDED)
        patch.setattr("app.clock.today", SEEDED.date)
        upgrade()
        with transaction.unit() as session:
            package = package_files.read_package(ROOT / "seeds", known={})
            catalogue.import_package(session, package.content, by="system", now=SEEDED)
            publishing.publish_all(session, by="system", now=SEEDED)
            demo.ensure(session, now=SEEDED)
        from tests.conftest import close

        close(app)
