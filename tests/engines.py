"""Statements compiled once for all engines of a run: compiling them anew for each test is a fifth of its time."""

from __future__ import annotations

import sqlalchemy as sa

#: Kind of database → the first engine; the others speak its dialect, for what is compiled is of one dialect.
FIRST: dict[str, sa.Engine] = {}
#: More than the house has statements: nothing that was compiled is thrown away.
KEPT = 20_000


def engine(address, **options):
    """An engine of its own at this address; what others compiled for its kind of database is not compiled again."""
    made = sa.create_engine(address, **options | {"query_cache_size": KEPT})
    made.commits = 0
    sa.event.listen(made, "commit", _count)
    if made.name not in FIRST:
        with made.connect():  # the dialect learns of the server what it must know
            FIRST[made.name] = made
    first = FIRST[made.name]
    if first is not made:
        made.dialect.initialize = lambda _connection: None  # it is not asked for anything
        made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    return made


def _count(connection):
    """Whether anything was written is known without asking the database."""
    connection.engine.commits += 1


def of_an_application(_db, _key, options, _app):
    """The same for the engines that Flask-SQLAlchemy makes: its place to customize them."""
    return engine(**{"address": options.pop("url")} | options)
