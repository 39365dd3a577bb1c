"""Packages in and out for administrators: tried first, brought in only when confirmed.

What was tried is kept as a proposed job; confirming brings exactly that in, checked again against the
rows as they are then. Nothing is published.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Job
from app.services import catalogue, catalogue_rows, package_files, workbooks
from app.services.catalogue import ImportReport
from app.services.catalogue_bindings import BINDINGS

KIND = "import"
#: First bytes of a workbook: it is a packed folder.
PACKED = b"PK\x03\x04"


@dataclass(frozen=True)
class Tried:
    """What bringing a file in would do: every problem by its place, or what would be added and changed."""

    token: str
    name: str
    wrong: list[tuple[str, str, str]]
    added: list[str]
    changed: list[str]
    unchanged: int


class NoSuchProposal(LookupError):
    """There is nothing of this token to confirm, or it was confirmed already."""


def propose(session: Session, name: str, data: bytes, *, by: str, now: datetime) -> Tried:
    """Read a file (YAML or a workbook) and say what it would do; kept for the confirmation.

    Raises workbooks.NotAWorkbook.
    """
    known = catalogue.known(session)
    content, wrong = READ[data.startswith(PACKED)](name, data, known)
    report = ImportReport() if wrong else compare(session, content)
    job = Job(
        token=secrets.token_urlsafe(12),
        kind=KIND,
        state="proposed" if not wrong else "refused",
        title=name[:200],
        payload=content,
        result={"wrong": wrong, "added": report.added, "changed": report.changed},
        total=len(report.added) + len(report.changed),
        done=0,
        attempts=0,
        by=by,
        at=now,
    )
    session.add(job)
    return Tried(job.token, name, wrong, report.added, report.changed, len(report.unchanged))


def _read_yaml(name: str, data: bytes, known: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    try:
        return package_files.read_text(data.decode("utf-8"), name, known=known).content, []
    except UnicodeDecodeError:
        return {}, [(name, "", "the file is not in UTF-8")]
    except package_files.PackageRefused as refused:
        found = [(f"{one.file}:{one.line}", one.key, _said(one)) for one in refused.problems]
        return {}, found


def _read_workbook(_name: str, data: bytes, known: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    read = workbooks.read(data, known=known)
    return read.content, [
        (f"{one.sheet} {one.column}{one.row or ''}", "", _said(one)) for one in read.wrong
    ]


READ = {False: _read_yaml, True: _read_workbook}


def _said(one: Any) -> str:
    return f"{one.message} ({one.expected})" if one.expected else str(one.message)


def compare(session: Session, package: Mapping[str, Any]) -> ImportReport:
    """What importing a checked package would add and change; nothing is written."""
    report = ImportReport()
    for binding in BINDINGS:
        entries = binding.entries(package)
        there = catalogue.entries_of(session, binding.top, list(entries)) if entries else {}
        for key, entry in entries.items():
            after = catalogue_rows.tidy(binding, entry)
            kept = report.added if key not in there else report.changed
            if key in there and there[key] == after:
                kept = report.unchanged
            kept.append(f"{binding.top}/{key}")
    return report


def confirm(session: Session, token: str, *, by: str, now: datetime) -> ImportReport:
    """Bring in what was tried under this token, once; all or nothing, nothing published.

    Raises NoSuchProposal; PackageRefused where the rows have changed so that it fits no longer.
    """
    query = sa.select(Job).where(Job.token == token, Job.kind == KIND, Job.by == by)
    job = session.execute(query.with_for_update()).scalar_one_or_none()
    if job is None or job.state != "proposed":
        raise NoSuchProposal(token)
    report = catalogue.import_package(session, job.payload, by=by, now=now)
    # Once done it cannot be done again, and what was tried need not be kept.
    job.state, job.done, job.finished_at, job.payload = "done", job.total, now, {}
    return report


def annotated(session: Session, token: str, *, by: str) -> bytes:
    """The workbook that was tried, with what is wrong at its cells. Raises NoSuchProposal."""
    query = sa.select(Job).where(Job.token == token, Job.kind == KIND, Job.by == by)
    job = session.execute(query).scalar_one_or_none()
    if job is None or not job.payload:
        raise NoSuchProposal(token)
    return workbooks.write(job.payload, notes=[_note(*one) for one in (job.result or {})["wrong"]])


def _note(place: str, _key: str, said: str) -> workbooks.Wrong:
    """(item fields C7, …) → the cell it names."""
    sheet, _space, cell = place.rpartition(" ")
    column = cell.rstrip("0123456789")
    row = cell.removeprefix(column)
    return workbooks.Wrong(sheet, int(row) if row else 0, column, said, "")


__all__ = ["NoSuchProposal", "Tried", "annotated", "compare", "confirm", "propose"]
