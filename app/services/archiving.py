"""归档: a closed case taken out whole for the archive; asked for with a purpose, made by a worker (ADR 0042)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain.refusal import Refusal, Word, msgid
from app.models import Case, CaseFile, Job, Task
from app.services import archive_entries, archive_zip, jobs
from app.services.archive_entries import Entry
from app.services.unmasking import LONGEST

KIND, GRANT = "case_file", "case.archive"

NO_PURPOSE = Refusal("archive", "Say what the file is for.", {})
RUNS = msgid("The case still runs, so it has no file yet. Still open: %(parts)s.")
#: Parts of the whole case → what they are called.
CALLED = {
    "intake": msgid("Acceptance"),
    "hand_over": msgid("Hand-over"),
    "papers": msgid("Deferred papers"),
}
#: What goes on after a case is closed: its file is made without it, and made anew when that is done.
AFTER = ("check", "inquiry")


def case_of(session: Session, number: str, *, by: Principal, lock: bool = False) -> Case | None:
    """The case, where it is this person's to take out whole; None where there is none or it is not."""
    query = sa.select(Case).where(Case.number == number, POLICIES["case"].rows(by, GRANT))
    return session.execute(query.with_for_update() if lock else query).scalar_one_or_none()


def still_open(session: Session, case: Case) -> list[Any]:
    """What of a case is not closed: kind and name of each part."""
    query = sa.select(Task.kind, Task.name).where(Task.case_id == case.id, Task.state != "closed")
    return list(session.execute(query.order_by(Task.id)))


def runs(session: Session, case: Case) -> Refusal | None:
    """Why a case has no file yet: it still runs, and what of it does."""
    if case.closed_at is not None:
        return None
    parts = [part for part in still_open(session, case) if part.kind not in AFTER]
    named = [Word(CALLED[part.kind]) if part.kind in CALLED else part.name for part in parts]
    return Refusal("archive", RUNS, {"parts": named})


def ask(
    session: Session, case: Case, *, purpose: str, by: Principal, now: datetime
) -> CaseFile | Refusal:
    """Have a worker make the file of a closed case; one that is on its way is not asked for twice.

    Asking is a reading of the whole case and stands with its purpose in the access chain. Refused
    without a purpose, and while the case runs.
    """
    said = purpose.strip()[:LONGEST]
    refused = runs(session, case) or (None if said else NO_PURPOSE)
    if refused:
        return refused
    under_way = _under_way(session, case)
    if under_way is not None:
        return under_way
    last = sa.select(sa.func.max(CaseFile.seq)).where(CaseFile.case_id == case.id)
    row = CaseFile(
        case_id=case.id, seq=(session.execute(last).scalar() or 0) + 1, by=by.username,
        asked_at=now, purpose=said,
    )  # fmt: skip
    session.add(row)
    session.flush()  # the job carries its number
    job = jobs.add(
        session, KIND, title=case.number, payload={"file": row.id}, by=by.username, now=now
    )
    session.flush()  # the row carries the job's
    row.job_id = job.id
    journal.access(session, "case", case.number, "file_asked", purpose=said, file=row.seq)
    return row


def _under_way(session: Session, case: Case) -> CaseFile | None:
    """A file that a worker has still to make."""
    waits = sa.and_(CaseFile.stored.is_(None), Job.state.in_(jobs.OPEN))
    query = sa.select(CaseFile).join(Job, Job.id == CaseFile.job_id)
    return session.execute(query.where(CaseFile.case_id == case.id, waits)).scalars().first()


def files_of(session: Session, case: Case) -> list[tuple[CaseFile, Job | None]]:
    """The files of a case, the newest first, each with the work that makes it as long as that is known."""
    query = sa.select(CaseFile, Job).outerjoin(Job, Job.id == CaseFile.job_id)
    mine = query.where(CaseFile.case_id == case.id).order_by(CaseFile.seq.desc())
    return [(row[0], row[1]) for row in session.execute(mine)]


def one_of(session: Session, case: Case, seq: int) -> CaseFile | None:
    """A file that was made, by its number."""
    mine = (CaseFile.case_id == case.id, CaseFile.seq == seq, CaseFile.stored.is_not(None))
    return session.execute(sa.select(CaseFile).where(*mine)).scalar_one_or_none()


def keep(
    session: Session, row: CaseFile, entries: list[Entry], *, dated: datetime, now: datetime
) -> None:
    """Keep what a file is put together by, and its hash: in the row and in the chain of records.

    The whole is read once for it. Raises FileGone, FileAltered, OSError.
    """
    whole = hashlib.sha256()
    for piece in pieces({one.name: one for one in entries}, dated):
        whole.update(piece)
    row.sha256, row.made_at = whole.hexdigest(), now
    row.size = archive_zip.length((one.name, one.size) for one in entries)
    row.entries = len(entries)
    row.manifest = next(one.sha256 for one in entries if one.name == archive_entries.MANIFEST)
    row.stored = _same(session, row) or archive_entries.sealed_list(entries, dated=dated)
    number = session.get_one(Case, row.case_id).number
    said = {"file": row.seq, "sha256": row.sha256, "manifest": row.manifest, "size": row.size}
    journal.record(session, "case", number, "file_made", by=row.by, **said)


def _same(session: Session, row: CaseFile) -> str | None:
    """Where the same file stands already: nothing changed since it was made."""
    there = (CaseFile.case_id == row.case_id, CaseFile.sha256 == row.sha256, CaseFile.id != row.id)
    query = sa.select(CaseFile.stored).where(*there, CaseFile.stored.is_not(None))
    return session.execute(query.limit(1)).scalar()


def pieces(parts: dict[str, Entry], dated: datetime) -> Iterator[bytes]:
    """The ZIP, piece by piece; each part is held against the list as it goes. Raises FileGone, FileAltered."""
    sizes = ((one.name, one.size) for one in parts.values())
    return archive_zip.packed(sizes, lambda name: archive_entries.content(parts[name]), dated=dated)


def note_taken(
    session: Session, case: Case, row: CaseFile, *, purpose: str, kind: str
) -> Refusal | None:
    """Have it journaled that somebody takes a file out, and what for. Refused without a purpose."""
    said = purpose.strip()[:LONGEST]
    if not said:
        return NO_PURPOSE
    journal.access(
        session, "case", case.number, "file_taken", purpose=said, file=row.seq, format=kind
    )
    return None
