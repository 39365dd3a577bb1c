"""Many applications handed in as a sheet: a job from the file to the last case, its file sealed while it waits.

A row is known by the number that its sender gave it, else by the file and its place there: a sheet
that is handed in twice, or a worker that was killed, receives nothing a second time.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session, defer

from app import cipher
from app.access import Principal, principal_of
from app.models import Case, Job, Staff
from app.services import external, jobs, sheet_template, sign_in
from app.services.sheet_columns import Column
from app.services.sheet_reading import Row
from app.services.workbook_files import be_small
from app.services.workbook_reading import Wrong

KIND = "receive"
#: What rows without a number of their own come from.
SHEET = "sheet"
#: Cases looked up in one statement.
TOGETHER = 500


class NoSuchSheet(LookupError):
    """There is no sheet of this token to go on with, or it was received already."""


def take(
    session: Session, name: str, data: bytes, *, code: str, source: str, by: Principal, now: datetime, language: str
) -> Job:  # fmt: skip
    """A sheet that is handed in, to be tried by a worker. Raises NotAWorkbook."""
    be_small(data)
    payload = {
        "step": "try", "code": code, "source": source.strip()[: external.SOURCE] or SHEET,
        "file": _sealed(data), "mark": hashlib.sha256(data).hexdigest()[:24], "language": language,
    }  # fmt: skip
    return jobs.add(session, KIND, title=name, payload=payload, by=by.username, now=now)


def _sealed(data: bytes) -> str:
    return base64.b64encode(cipher.seal(data, context=KIND)).decode()


def file_of(payload: dict[str, Any]) -> bytes:
    """The bytes of a sheet that waits; they hold personal values and lie sealed."""
    return cipher.unseal(base64.b64decode(payload["file"]), context=KIND)


def key_of(payload: dict[str, Any], row: Row) -> tuple[str, str]:
    """Source and number by which the case of a row is known."""
    own = row.of("ref").get("number", "")[: external.REF]
    return (payload["source"], own) if own else (SHEET, f"{payload['mark']}-{row.number}")


def confirm(session: Session, token: str, *, by: Principal, now: datetime) -> Job:
    """Have a worker receive the rows of a sheet that was tried, once. Raises NoSuchSheet."""
    job = of(session, token, by=by, lock=True)
    if job is None or job.state != "proposed":
        raise NoSuchSheet(token)
    job.state, job.attempts, job.done, job.at = "waiting", 0, 0, now
    job.payload = {**job.payload, "step": "receive"}
    job.result = {"again": [], "refused": [], "keys": [], "beside": []}
    return job


def drop(session: Session, token: str, *, by: Principal) -> None:
    """Forget a sheet of which nothing was received, with all that stands in it. Raises NoSuchSheet."""
    job = of(session, token, by=by, lock=True)
    if job is None or job.state not in ("proposed", "refused"):
        raise NoSuchSheet(token)
    session.delete(job)


def of(session: Session, token: str, *, by: Principal, lock: bool = False) -> Job | None:
    """A person's own sheet by its token."""
    query = sa.select(Job).where(Job.token == token, Job.kind == KIND, Job.by == by.username)
    return session.execute(query.with_for_update() if lock else query).scalar_one_or_none()


def recent(session: Session, *, by: Principal, most: int = 8) -> list[Job]:
    """A person's latest sheets."""
    query = sa.select(Job).where(Job.kind == KIND, Job.by == by.username).order_by(Job.id.desc())
    return list(session.execute(query.options(defer(Job.payload)).limit(most)).scalars())


def numbers(session: Session, keys: list[list[Any]]) -> dict[int, str]:
    """Row → the number of its case, for [row, source, ref] each."""
    found: dict[tuple[str | None, str | None], str] = {}
    for at in range(0, len(keys), TOGETHER):
        pairs = [(source, ref) for _row, source, ref in keys[at : at + TOGETHER]]
        query = sa.select(Case.external_source, Case.external_ref, Case.number)
        named = sa.tuple_(Case.external_source, Case.external_ref).in_(pairs)
        found |= {(source, ref): number for source, ref, number in session.execute(query.where(named)).tuples()}  # fmt: skip
    return {row: found[source, ref] for row, source, ref in keys if (source, ref) in found}


def annotated(
    session: Session, token: str, *, by: Principal, columns: Sequence[Column] = (), words: str = ""
) -> bytes:
    """The sheet that was tried, with what is wrong at its cells, under the columns of its template. Raises NoSuchSheet."""
    job = of(session, token, by=by)
    if job is None or job.state != "refused" or job.result is None:
        raise NoSuchSheet(token)
    notes = [Wrong(sheet, row, letter, said, "") for sheet, row, letter, _head, said in job.result["wrong"]]  # fmt: skip
    return sheet_template.noted(file_of(job.payload), notes, columns=columns, words=words)


def acting(session: Session, username: str) -> Principal | None:
    """Who handed a sheet in, as their rights stand now; None where the account is closed."""
    row = session.execute(
        sa.select(User.id, User.first_name, User.last_name, Staff.department, Staff.window)
        .outerjoin(Staff, Staff.user_id == User.id)
        .where(User.username == username, User.active)
    ).one_or_none()
    if row is None:
        return None
    roles, composed, departments = sign_in.rights(session, row.id)
    return principal_of(
        user_id=row.id, username=username, name=row.last_name + row.first_name, roles=roles,
        composed=composed, department=row.department, departments=departments, window=row.window,
    )  # fmt: skip
