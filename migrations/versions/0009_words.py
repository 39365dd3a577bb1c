"""The words a case is found by, with those of the cases that were there before."""

from __future__ import annotations

from alembic import op
from sqlalchemy.orm import Session

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MADE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE case_words USING fts5"
        "(words, detail=none, columnsize=0, tokenize='ascii')",
    ],
    "postgresql": [
        "CREATE TABLE case_words"
        " (rowid integer CONSTRAINT pk_case_words PRIMARY KEY, words text NOT NULL)",
        "CREATE INDEX ix_case_words_tokens ON case_words USING gin"
        " (array_to_tsvector(string_to_array(translate(words, E'\\n', ' '), ' ')))",
    ],
}


def upgrade() -> None:
    """Forward."""
    for statement in MADE[op.get_bind().dialect.name]:
        op.execute(statement)
    if op.get_bind().exec_driver_sql("SELECT 1 FROM cases LIMIT 1").first():
        from app.services import search_words

        search_words.rebuild(Session(op.get_bind()))


def downgrade() -> None:
    """Back."""
    op.execute("DROP TABLE case_words")
