"""The store beside the rows: bytes that no row names any more go, rows whose bytes are gone are named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import files
from app.models import Attachment, CaseFile, Paper

#: Bytes are stored before their row commits: nobody's are only those that have been nobody's for long.
YOUNG = timedelta(days=1)
#: Files that the daily look holds against their names, the newest: the whole takes as long as a backup.
SAMPLE = 50


def named(session: Session, shard: str = "") -> set[str]:
    """The names that rows give, of one folder or of all."""
    columns = (Attachment.stored, Attachment.preview, Paper.pdf, CaseFile.stored)
    each = (sa.select(column).where(column.startswith(shard)) for column in columns)
    return {name for name in session.execute(sa.union_all(*each)).scalars() if name}


def sweep(session: Session, shard: str, *, now: datetime) -> int:
    """Remove from one folder what no row names and what a crash left half; gives how many."""
    there = files.names(shard)
    # The rows after the folder: what is stored meanwhile is in neither.
    kept = named(session, shard) if there else set()
    gone = [name for name in there if name not in kept and _is_old(name, now)]
    for name in gone:
        files.remove(name)
    return len(gone)


def _is_old(name: str, now: datetime) -> bool:
    try:
        return files.stored_at(name) < now - YOUNG
    except FileNotFoundError:
        return False  # another sweep was first


def missing(session: Session) -> Iterator[str]:
    """Names that rows give and the store has not; a folder at a time, and no file is read."""
    wanted = named(session)
    for shard in sorted({name[:2] for name in wanted}):
        yield from sorted(
            {name for name in wanted if name.startswith(shard)} - set(files.names(shard))
        )


def altered(session: Session, *, most: int | None = SAMPLE) -> Iterator[str]:
    """Names whose bytes are others than were put there; the newest ``most`` are read, None reads all."""
    # A paper's sheet is drawn again from its text; these stand nowhere else.
    for table in (Attachment, CaseFile):
        query = sa.select(table.stored).where(table.stored.is_not(None)).order_by(table.id.desc())
        for name in session.execute(query.limit(most) if most else query).scalars():
            if name and _is_altered(name):
                yield name


def _is_altered(name: str) -> bool:
    try:
        files.sealed(name)
    except files.FileGone:
        return False
    except files.FileAltered:
        return True
    return False
