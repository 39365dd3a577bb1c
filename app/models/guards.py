"""What no door may do is refused by the database itself: one table of what is guarded, and how.

The same statements run after ``create_all`` (tests) and in the migration that makes a table.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.models import appeals, journal, themes  # noqa: F401 - whose columns are read here
from app.models.base import Model
from app.models.guard_kinds import AppendOnly, Completed, Frozen, Guard, Kept, StoodOn
from app.models.rating_guards import Given, Said

_OF_A_VERSION = (
    "cases c JOIN service_version v ON v.id = c.version_id"
    " WHERE v.kind = '{kind}' AND v.code = OLD.key"
)
#: Of the tables that the first migration makes.
_FIRST: dict[str, Guard] = {
    **dict.fromkeys(("journal_entry", "access_entry", "chain_seal", "event_text"), AppendOnly()),
    "service_version": Frozen(
        "service_version_frozen", "version_frozen", "a published version does not change",
        open=("valid_until", "state"),
    ),
    "service_item": StoodOn("task WHERE item = OLD.key"),
    "theme": StoodOn(_OF_A_VERSION.format(kind="joint")),
    "appeal_class": StoodOn(_OF_A_VERSION.format(kind="appeal")),
    "department": StoodOn("task WHERE department = OLD.code"),
    "document_type": StoodOn("case_document WHERE document = OLD.key"),
}  # fmt: skip
#: Table → what of it stays as it is.
GUARDED: dict[str, Guard] = {
    **_FIRST,
    "bulletin": Kept("OLD.published_at IS NOT NULL", "a published bulletin does not change"),
    "cause_decision": Kept("OLD.id IS NOT NULL", "a decision stays as it was written"),
    # What of a finding is written after it was found, each once: all else stays as it was found (R73).
    "finding": Completed(
        "finding_kept", "a finding stays as it was found",
        later=("measures", "settled_at", "settled_by", "settled"),
    ),
    "rating": Given(),
    "rating_review": Kept("OLD.decided_at IS NOT NULL", "a review that was decided does not change"),
    "grading": Kept("OLD.id IS NOT NULL", "a quarter that is frozen does not change"),
    "revisit": Said(),
}  # fmt: skip


def statements(table: str, dialect: str) -> list[str]:
    """What sets the guards of a table on a database of this kind."""
    return [*getattr(GUARDED[table], dialect)(table)]


HEADS = "INSERT INTO chain_head (chain, seq, hash) VALUES ('records', 0, '{zero}'), ('access', 0, '{zero}')".format(
    zero="0" * 64
)


@sa.event.listens_for(Model.metadata, "after_create")
def _guard(_metadata: Any, connection: sa.Connection, tables: Any = None, **_more: Any) -> None:
    # Only what was just made: create_all on a database that has a table makes nothing.
    made = {table.name for table in tables or ()}
    for name in GUARDED:
        if name in made:
            for statement in statements(name, connection.dialect.name):
                connection.exec_driver_sql(statement)
    if journal.JournalEntry.__tablename__ in made:
        connection.exec_driver_sql(HEADS)


# As migrations that have landed ask for them: 0001 for the first tables, 0023 for findings.
_KINDS = ("sqlite", "postgresql")
GUARDS = {kind: [one for table in _FIRST for one in statements(table, kind)] for kind in _KINDS}
OF_FINDINGS = {kind: statements("finding", kind) for kind in _KINDS}


def unguard_findings(dialect: str) -> list[str]:
    """What takes the guards of findings away before their table goes."""
    if dialect == "sqlite":
        return []  # triggers go with their table
    return ["DROP FUNCTION finding_kept() CASCADE"]
