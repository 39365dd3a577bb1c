"""Files that answer a field: told by their content, kept encrypted with the intake, handed on to its case."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.field_parts import FILES_LIMIT, numbers_in
from app.domain.refusal import Refusal
from app.models import Attachment, Draft

#: Bytes of one file, and files of one intake.
LARGEST, MOST = 10 * 1024 * 1024, 60
#: What an office file may be when it is taken apart, so that none is a bomb (hazards §8).
UNPACKED, MEMBERS, RATIO = 100 * 1024 * 1024, 2000, 100
#: First bytes → what it is, and how its name ends.
SIGNATURES: dict[bytes, tuple[str, str]] = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
#: A part that tells what a packed file is.
PACKED: dict[str, tuple[str, str]] = {
    "word/document.xml": (f"{_OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "OFD.xml": ("application/ofd", "ofd"),
}
#: Ends of names that a file of a kind may keep.
ENDS = {"jpg": ("jpg", "jpeg")}
LONGEST = 120

TOO_LARGE = Refusal("attachment", "A file may have 10 MB at most.", {})
EMPTY = Refusal("attachment", "This file is empty.", {})
NOT_TAKEN = Refusal(
    "attachment",
    "This file is not taken: it is none of PDF, OFD, JPG, PNG, DOCX and XLSX by its content.",
    {},
)
TOO_MANY = Refusal("attachment", "At most 20 files.", {})


@dataclass(frozen=True)
class Stored:
    """What is known of a file without opening it."""

    id: int
    name: str
    size: int
    media_type: str
    field: str | None


def kind_of(content: bytes) -> tuple[str, str] | None:
    """(media type, end of its name) by what a file holds, whatever it is called; None where it is not taken."""
    for sign, kind in SIGNATURES.items():
        if content.startswith(sign):
            return kind
    return _packed(content) if content.startswith(b"PK\x03\x04") else None


def _packed(content: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    names = {part.filename for part in parts}
    sizes = sum(part.file_size for part in parts)
    if len(parts) > MEMBERS or sizes > min(UNPACKED, RATIO * len(content)):
        return None
    # A macro has no business in a paper that somebody hands in.
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for part, kind in PACKED.items() if part in names), None)


def add(
    session: Session,
    draft: Draft,
    field: str,
    *,
    name: str,
    content: bytes,
    by: str,
    now: datetime,
) -> int | Refusal:
    """Keep a file with an intake; gives its number. The same content at one field is kept once."""
    refused = _refused(content)
    if refused:
        return refused
    kind = kind_of(content)
    if kind is None:
        return NOT_TAKEN
    digest = hashlib.sha256(content).hexdigest()
    there = of_draft(session, draft)
    same = sa.select(Attachment.id).where(
        Attachment.draft_id == draft.id, Attachment.field == field, Attachment.sha256 == digest
    )
    kept = session.execute(same).scalar()
    if kept is not None:
        return int(kept)
    if len(there) >= MOST or sum(one.field == field for one in there.values()) >= FILES_LIMIT * 3:
        return TOO_MANY
    row = Attachment(
        draft_id=draft.id,
        field=field,
        name=_named(name, kind[1]),
        media_type=kind[0],
        size=len(content),
        sha256=digest,
        content=content,
        by=by,
        at=now,
    )
    session.add(row)
    session.flush()  # the form carries its number
    return row.id


def _refused(content: bytes) -> Refusal | None:
    if len(content) > LARGEST:
        return TOO_LARGE
    return None if content else EMPTY


def _named(name: str, end: str) -> str:
    """The name as it is shown and given back: no path, no sign that could be more than a name."""
    plain = re.sub(
        r"[\x00-\x1f\x7f\"<>|:*?\u202a-\u202e\u2066-\u2069]", "", re.split(r"[\\/]", name)[-1]
    )
    stem, dot, given = plain.strip(" .").rpartition(".")
    if not dot or given.lower() not in ENDS.get(end, (end,)):
        # Called .jpg and being a PDF, it would not open where it is saved.
        stem, given = (stem if dot and len(given) <= 5 else plain.strip(" .")), end  # noqa: PLR2004 - an ending
    return f"{stem[:LONGEST] or 'file'}.{given.lower()}"


_KNOWN = (Attachment.id, Attachment.name, Attachment.size, Attachment.media_type, Attachment.field)


def of_draft(session: Session, draft: Draft) -> dict[int, Stored]:
    """The files of an intake by number."""
    return _known(session, Attachment.draft_id == draft.id)


def of_case(session: Session, case_id: int, *, fields: Collection[str]) -> dict[int, Stored]:
    """The files that answer these fields of a case, by number."""
    return _known(session, Attachment.case_id == case_id, Attachment.field.in_(fields))


def _known(session: Session, *where: Any) -> dict[int, Stored]:
    query = sa.select(*_KNOWN).where(*where).order_by(Attachment.id)
    return {row.id: Stored(*row) for row in session.execute(query)}


def content_of(session: Session, number: int) -> bytes:
    """The bytes of a file; who may have them the caller has asked. Raises CipherError."""
    query = sa.select(Attachment.content).where(Attachment.id == number)
    return bytes(session.execute(query).scalar_one() or b"")


def drop(session: Session, draft: Draft, number: int) -> None:
    """Take a file out of an intake; one that is not its own stays."""
    session.execute(
        sa.delete(Attachment).where(Attachment.id == number, Attachment.draft_id == draft.id)
    )


def hand_on(
    session: Session,
    draft: Draft,
    case_id: int,
    *,
    specs: Iterable[Mapping[str, Any]],
    answers: Mapping[str, Any],
) -> None:
    """What the answers name goes with the case, under the same numbers; the rest goes with the draft."""
    named = {n for spec in specs for n in numbers_in(answers.get(spec["key"]), spec)}
    own = Attachment.draft_id == draft.id
    session.execute(
        sa.update(Attachment)
        .where(own, Attachment.id.in_(named))
        .values(case_id=case_id, draft_id=None)
    )
    session.execute(sa.delete(Attachment).where(own))


def forget(session: Session, drafts: sa.Select[tuple[int]]) -> None:
    """Remove the files of intakes that are removed."""
    session.execute(sa.delete(Attachment).where(Attachment.draft_id.in_(drafts)))
