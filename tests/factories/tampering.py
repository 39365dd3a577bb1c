"""What somebody with the database's password could do: SQL with the triggers taken away."""

from __future__ import annotations

import json

import sqlalchemy as sa

from app import journal
from app.models import ChainHead, JournalEntry

TABLES = ("journal_entry", "access_entry", "chain_seal", "event_text")


def run(session, *statements):
    """The statements on a database that does not defend itself; committed."""
    take_triggers_away(session)
    for statement in statements:
        session.execute(sa.text(portable(session, statement)))
    session.commit()


def take_triggers_away(session):
    if session.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    named = session.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in named.scalars().all():
        session.execute(sa.text(f"DROP TRIGGER {name}"))


def portable(session, statement):
    return statement.replace("x'00'", "'\\x00'") if is_postgresql(session) else statement


def is_postgresql(session):
    return session.get_bind().dialect.name == "postgresql"


ALL_BUT_THE_LINK = tuple(
    name for name in JournalEntry.__table__.c.keys() if name not in ("id", "prev", "hash")
)


def swap(session, one, other, columns=ALL_BUT_THE_LINK):
    """Two entries change places: all they say, or these columns of it; their hashes stay. Not committed."""
    rows = {entry: _row(session, entry, columns) for entry in (one, other)}
    if "case_seq" in columns:
        _write(session, one, {"case_seq": None})
        _write(session, other, {"case_seq": None})
    _write(session, one, rows[other])
    _write(session, other, rows[one])


def cut(session, *, after):
    """The tail goes, with its texts, and the head is put back as if it had never been."""
    run(
        session,
        f"DELETE FROM event_text WHERE entry_id > {after}",
        f"DELETE FROM journal_entry WHERE id > {after}",
        f"UPDATE chain_head SET seq = {after}, hash = (SELECT hash FROM journal_entry WHERE id = {after}) WHERE chain = 'records'",
    )


def forge(session, entry):
    """An entry is edited and everything after it is hashed anew, the head too."""
    run(session)
    table = JournalEntry.__table__
    rows = session.execute(sa.select(table).where(table.c.id >= entry).order_by(table.c.id))
    prev = None
    for row in rows.mappings().all():
        prev = prev or row["prev"]
        changed = {**row, "by": "forger" if row["id"] == entry else row["by"], "prev": prev}
        body = {
            name: changed[name] for name in ("by", "noun", "ref", "type", "case_id", "case_seq")
        }
        body |= {"seq": row["id"], "at": row["at"].isoformat(), "data": json.loads(row["data"])}
        prev = changed["hash"] = journal.link(prev, body)
        _write(session, row["id"], changed)
    session.execute(sa.update(ChainHead).filter_by(chain="records").values(hash=prev))
    session.commit()


def _row(session, entry, columns):
    query = sa.select(*[JournalEntry.__table__.c[name] for name in columns])
    return dict(session.execute(query.filter_by(id=entry)).mappings().one())


def _write(session, entry, values):
    session.execute(
        sa.update(JournalEntry.__table__)
        .where(JournalEntry.__table__.c.id == entry)
        .values(**values)
    )
