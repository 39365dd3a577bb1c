"""A large catalogue costs few statements: what is previewed, published and brought in does not ask row by row."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import event

from app.services import catalogue, derivation
from bench.catalogue import catalogue as made
from bench.catalogue import one_theme
from tests.factories import desk

THEME = "big_theme_0"


def test_a_preview_takes_few_statements_however_many_items_a_theme_has(untouched):
    assert previewed(untouched, 2) == previewed(untouched, 8) <= 24


def test_what_is_compared_with_the_rows_is_read_noun_by_noun(untouched):
    catalogue.import_package(untouched, made(2, 40), by="mulu", now=desk.NOW)
    with counted(untouched) as few:
        again = catalogue.import_package(untouched, made(2, 40), by="mulu", now=desk.NOW)
    assert again.added == again.changed == []
    catalogue.import_package(untouched, made(6, 120), by="mulu", now=desk.NOW)
    with counted(untouched) as many:
        catalogue.import_package(untouched, made(6, 120), by="mulu", now=desk.NOW)
    assert len(many) == len(few) <= 60


def test_what_is_new_is_looked_up_noun_by_noun_too(untouched):
    with counted(untouched) as sent:
        catalogue.import_package(untouched, made(6, 120), by="mulu", now=desk.NOW)
    # Rows are written one by one where a database does not take many and give their numbers back.
    assert sum(one.startswith("SELECT") for one in sent) <= 60


def previewed(session, parts):
    package = one_theme(parts)
    catalogue.import_package(session, package, by="mulu", now=desk.NOW)
    session.flush()
    content = package["themes"][THEME]
    with counted(session) as sent:
        derivation.derive(session, "themes", THEME, content=content, now=desk.NOW)
    return len(sent)


@contextmanager
def counted(session):
    """The statements that are sent meanwhile; many rows sent at once are one."""
    sent, engine = [], session.get_bind()

    def count(_connection, _cursor, statement, *_more):
        sent.append(statement[:60])

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield sent
        session.flush()
    finally:
        event.remove(engine, "before_cursor_execute", count)
