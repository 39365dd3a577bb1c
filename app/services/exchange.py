"""Packages in and out for administrators: tried first, brought in only when confirmed.

A file is one job, from the moment it is given until what it says stands in the rows: read, proposed,
confirmed, brought in, published where that was asked. What takes a moment is done at once; what is
big goes to a worker (app.jobs.imports), by the same functions.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from app.models import Job
from app.services import catalogue, publishing, workbook_notes, workbooks
from app.services.catalogue import ImportReport
from app.services.catalogue_bindings import BINDINGS, BY_TOP
from app.services.exchange_reading import PACKED, Tried, try_file

KIND = "import"
#: Bytes that are read within a second; the same in a packed folder. A longer file goes to a worker.
SHORT = {False: 64 * 1024, True: 48 * 1024}
#: Entries that are brought in within a second.
FEW = 100


class NoSuchProposal(LookupError):
    """There is nothing of this token to confirm, or it was confirmed already."""


def take(session: Session, name: str, data: bytes, *, by: str, now: datetime) -> Job:
    """A file that is given: tried at once, or waiting for a worker where that takes longer.

    Raises workbooks.NotAWorkbook.
    """
    job = Job(
        token=secrets.token_urlsafe(12), kind=KIND, state="waiting", title=name[:200],
        payload={"step": "read", "file": packed(data)},
        total=0, done=0, attempts=0, by=by, at=now,
    )  # fmt: skip
    if len(data) <= SHORT[data.startswith(PACKED)]:
        for column, value in proposed(try_file(session, name, data), data).items():
            setattr(job, column, value)
    session.add(job)
    return job


def proposed(tried: Tried, data: bytes) -> dict[str, Any]:
    """The columns of a job whose file was read: it waits for its confirmation, or is refused.

    What is refused is kept as it was given: its notes are written into the file itself.
    """
    return {
        "state": "refused" if tried.wrong else "proposed",
        "payload": {"file": packed(data)} if tried.wrong else {"content": tried.content},
        "result": tried.said(),
        "total": len(tried.report.added) + len(tried.report.changed),
        "done": 0,
        "lease_until": None,
    }


def packed(data: bytes) -> str:
    """The bytes of a file as a job keeps them."""
    return base64.b64encode(data).decode()


def file_of(payload: Mapping[str, Any]) -> bytes:
    """The bytes of a file that waits to be read."""
    return base64.b64decode(payload["file"])


def confirm(
    session: Session, token: str, *, by: str, now: datetime, publish: bool = False
) -> ImportReport | None:
    """Bring in what was tried under this token, once; all or nothing, checked again against the rows.

    Nothing is published unless ``publish`` asks. None where a worker will do it. Raises
    NoSuchProposal; PackageRefused where the rows have changed so that it fits no longer.
    """
    job = of(session, token, by=by, lock=True)
    if job is None or job.state != "proposed":
        raise NoSuchProposal(token)
    content = job.payload["content"]
    if publish or _many(content):
        job.state, job.attempts, job.done, job.total, job.at = "waiting", 0, 0, 0, now
        job.payload = {"step": "bring", "content": content, "publish": publish}
        return None
    report = catalogue.import_package(session, content, by=by, now=now)
    # Once done it cannot be done again, and what was tried need not be kept.
    job.state, job.done, job.finished_at, job.payload = "done", job.total, now, {}
    return report


def _many(content: Mapping[str, Any]) -> bool:
    return sum(len(binding.entries(content)) for binding in BINDINGS) > FEW


def to_publish(content: Mapping[str, Any]) -> list[list[str]]:
    """Kind and code of what a package names itself, in order: another's unfinished work is not its."""
    return [
        [kind, code]
        for kind, top in publishing.ORDER.items()
        for code in sorted(BY_TOP[top].entries(content))
    ]


def of(session: Session, token: str, *, by: str, lock: bool = False) -> Job | None:
    """A person's own file by its token."""
    query = sa.select(Job).where(Job.token == token, Job.kind == KIND, Job.by == by)
    return session.execute(query.with_for_update() if lock else query).scalar_one_or_none()


def recent(session: Session, *, by: str, most: int = 8) -> list[Job]:
    """A person's latest files."""
    query = sa.select(Job).where(Job.kind == KIND, Job.by == by).order_by(Job.id.desc())
    # Without the payload, which is as long as the file itself.
    light = query.options(defer(Job.payload)).limit(most)
    return list(session.execute(light).scalars())


def annotated(session: Session, token: str, *, by: str, say: Callable[[str], str] = str) -> bytes:
    """The workbook that was refused, with what is wrong at its cells, as ``say`` puts it.

    Raises NoSuchProposal.
    """
    job = of(session, token, by=by)
    if job is None or job.state != "refused" or job.result is None:
        raise NoSuchProposal(token)
    notes = [_note(place, say(said)) for place, _key, said in job.result["wrong"]]
    return workbook_notes.annotate(file_of(job.payload), notes)


def _note(place: str, said: str) -> workbooks.Wrong:
    """(item fields C7, …) → the cell it names."""
    sheet, _space, cell = place.rpartition(" ")
    column = cell.rstrip("0123456789")
    row = cell.removeprefix(column)
    return workbooks.Wrong(sheet, int(row) if row else 0, column, said, "")
