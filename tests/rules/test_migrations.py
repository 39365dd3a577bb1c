"""The migrations make what the models say, on both databases, and the databases guard it themselves."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade

from app import create_app
from app.models import Model
from app.models.words import is_mapped
from tests.conftest import KEYS, close
from tests.databases import pg_url, run_sql

AT = datetime(2026, 9, 18, 9, 40)
#: Table → what the database says when somebody touches what is written once.
FROZEN = {
    "journal_entry": "append-only",
    "access_entry": "append-only",
    "chain_seal": "append-only",
    "event_text": "append-only",
    "service_version": "does not change",
}


def test_the_migrations_make_the_tables_of_the_models(migrated):
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_mapped})
        assert compare_metadata(context, Model.metadata) == []


def test_both_chains_have_their_head_from_the_start(guarded):
    with guarded.connect() as connection:
        found = connection.execute(
            sa.text("SELECT chain, seq, hash FROM chain_head ORDER BY chain")
        )
        assert [tuple(row) for row in found] == [("access", 0, "0" * 64), ("records", 0, "0" * 64)]


@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = 'forged'", "DELETE FROM {0}"])
def test_what_is_written_once_is_neither_changed_nor_deleted(guarded, table, statement):
    assert refused(guarded, statement.format(table, COLUMN[table]), FROZEN[table])
    assert held(guarded, table) == 1


@pytest.mark.parametrize("table", FROZEN)
def test_nor_is_it_written_over_or_emptied_at_once(guarded, table):
    wrong = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "postgresql": f"TRUNCATE {table} CASCADE",
    }[guarded.dialect.name]
    assert refused(guarded, wrong, FROZEN[table])
    assert held(guarded, table) == 1


def test_a_version_number_cannot_be_taken_over_under_another_id(guarded):
    if guarded.dialect.name == "sqlite":
        names = [column.name for column in Model.metadata.tables["service_version"].columns]
        fresh = ", ".join("99" if name == "id" else name for name in names)
        wrong = f"INSERT OR REPLACE INTO service_version SELECT {fresh} FROM service_version"
    else:
        wrong = "UPDATE service_version SET id = 99"
    assert refused(guarded, wrong, "does not change")


def test_a_version_may_end(guarded):
    with guarded.begin() as connection:
        connection.execute(
            sa.text("UPDATE service_version SET state = 'retired', valid_until = valid_from")
        )
    assert held(guarded, "service_version", "state = 'retired'") == 1


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def address(request, tmp_path_factory):
    """Makes an empty database of one kind: ``address()``."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'youshi.db'}"
    server = request.getfixturevalue("pg_server")

    def make():
        name = f"migrated_{uuid.uuid4().hex[:8]}"
        run_sql(server, f'CREATE DATABASE "{name}"')
        return pg_url(server, name)

    return make


def migrate(url):
    """A database as the migrations make it."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "YOUSHI_KEYS": KEYS})
    with app.app_context():
        upgrade()
        close(app)


def create(url):
    """A database as the tables' own definitions make it."""
    engine = sa.create_engine(url)
    Model.metadata.create_all(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def migrated(address):
    url = address()
    migrate(url)
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=[migrate, create])
def guarded(request, address):
    """A database made in either way, with a row in each guarded table."""
    url = address()
    request.param(url)
    yield from engine_with_rows(url)


def engine_with_rows(url):
    """One row in each guarded table."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for name in FROZEN:
            connection.execute(Model.metadata.tables[name].insert(), row(name))
    yield engine
    engine.dispose()


def row(name):
    """Something for every column that must be filled."""
    table = Model.metadata.tables[name]
    values = {
        column.name: VALUE[kind_of(column.type)]
        for column in table.columns
        if not column.nullable and not (column.primary_key and column.name != "id")
    }
    return values | {"id": 1}


def kind_of(column_type):
    """The Python type of a column; of our own types what they keep (sealed text is given as text)."""
    try:
        return column_type.python_type
    except NotImplementedError:
        return str


VALUE = {int: 1, str: "x", datetime: AT, bool: True, dict: [], bytes: b"x"}
COLUMN = {
    "journal_entry": "type",
    "access_entry": "type",
    "chain_seal": "hash",
    "event_text": "field",
    "service_version": "name",
}


def refused(engine, statement, why):
    """The database refuses, and says why."""
    with pytest.raises(sa.exc.DBAPIError, match=why), engine.begin() as connection:
        connection.execute(sa.text(statement))
    return True


def held(engine, table, where="true"):
    with engine.connect() as connection:
        return connection.execute(
            sa.text(f"SELECT count(*) FROM {table} WHERE {where}")
        ).scalar_one()
