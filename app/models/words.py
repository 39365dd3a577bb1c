"""The words a case is found by, one text a case: full text in SQLite, a GIN index in PostgreSQL.

It is no mapped table, for SQLite's is a virtual one; both are read and written by the same
statements, ``rowid`` being the case's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.models.base import Model
from app.models.cases import Case

WORDS = sa.table("case_words", sa.column("rowid", sa.Integer), sa.column("words", sa.Text))
#: What the index is over, in queries too.
TOKENS = "array_to_tsvector(string_to_array(translate(words, E'\\n', ' '), ' '))"
MADE: dict[str, Sequence[str]] = {
    # Grams are cut before they come here. Where they stand in the text nobody asks the index.
    "sqlite": (
        "CREATE VIRTUAL TABLE case_words USING fts5(words, detail=none, columnsize=0, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE case_words (rowid integer CONSTRAINT pk_case_words PRIMARY KEY, words text NOT NULL)",
        f"CREATE INDEX ix_case_words_tokens ON case_words USING gin ({TOKENS})",
    ),
}


def is_mapped(_row: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether a table of the database is one of the models': the words and their shadows are not."""
    return not (kind == "table" and (name or "").startswith(WORDS.name))


@sa.event.listens_for(Model.metadata, "after_create")
def _make(_metadata: Any, connection: sa.Connection, tables: Any = None, **_more: Any) -> None:
    if Case.__table__ in (tables or ()):
        for statement in MADE.get(connection.dialect.name, ()):
            connection.exec_driver_sql(statement)
