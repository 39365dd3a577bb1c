"""Files of an intake or a case: told by what they hold, kept sealed beside the database under their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import files
from app.domain.field_parts import FILES_LIMIT, numbers_in
from app.domain.refusal import Refusal
from app.models import Attachment, Draft
from app.services import file_kinds

#: Bytes of one file; files of one intake or case; files of one paper.
LARGEST, MOST, MOST_OF_A_PAPER = 10 * 1024 * 1024, 60, 20
#: What is sealed is sealed for this and opens as nothing else.
CONTENT, PREVIEW = "attachment.content", "attachment.preview"

TOO_LARGE = Refusal("attachment", "A file may have 10 MB at most.", {})
EMPTY = Refusal("attachment", "This file is empty.", {})
TOO_MANY = Refusal("attachment", "At most 20 files.", {})
FULL = Refusal("attachment", "At most 60 files in one case: put pages of one paper into one PDF.", {})  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """What is known of a file without opening it."""

    id: int
    name: str
    size: int
    media_type: str
    field: str | None
    document: str | None
    stored: str
    preview: str | None
    by: str
    at: datetime
    struck_at: datetime | None = None
    struck_by: str | None = None
    struck_why: str | None = None
    #: The case it was handed in with, where it was taken over from that.
    taken_from: str | None = None

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it: every picture was drawn anew when it came."""
        return self.media_type == file_kinds.JPEG[0]


@dataclass(frozen=True)
class Place:
    """Where a file belongs: an intake or a case, and there the field it answers or the paper it shows."""

    draft: int | None = None
    case: int | None = None
    field: str | None = None
    document: str | None = None

    @property
    def whole(self) -> Any:
        """Every file of the intake or the case."""
        of_draft = Attachment.draft_id == self.draft
        return of_draft if self.case is None else Attachment.case_id == self.case

    @property
    def here(self) -> Any:
        """The files of the same field or paper."""
        if self.document is None:
            return sa.and_(self.whole, Attachment.field == self.field)
        return sa.and_(self.whole, Attachment.document == self.document)

    @property
    def most(self) -> int:
        """Files that may be here; a field in rows that repeat has several rows' files."""
        return FILES_LIMIT * 3 if self.document is None else MOST_OF_A_PAPER


def add(
    session: Session, place: Place, *, name: str, content: bytes, by: str, now: datetime
) -> int | Refusal:
    """Keep a file; gives its number. The same content at one place is kept once.

    The bytes are in the store before the row is written. Raises OSError where the store is away.
    """
    read = _read(content, paper=place.document is not None)
    if isinstance(read, Refusal):
        return read
    kept, kind = read
    digest = hashlib.sha256(kept).hexdigest()
    there = session.execute(
        sa.select(Attachment.id).where(
            place.here, Attachment.sha256 == digest, Attachment.struck_at.is_(None)
        )
    ).scalar()
    full = None if there is not None else _full(session, place)
    if there is not None or full:
        return full or int(there or 0)
    preview = file_kinds.small(kept, kind)
    row = Attachment(
        case_id=place.case,
        draft_id=place.draft,
        field=place.field,
        document=place.document,
        name=file_kinds.named(name, kind[1]),
        media_type=kind[0],
        size=len(kept),
        sha256=digest,
        stored=files.put(kept, context=CONTENT),
        preview=files.put(preview, context=PREVIEW) if preview else None,
        by=by,
        at=now,
    )
    session.add(row)
    session.flush()  # the form carries its number
    return row.id


def _read(content: bytes, *, paper: bool) -> tuple[bytes, tuple[str, str]] | Refusal:
    if len(content) > LARGEST:
        return TOO_LARGE
    return file_kinds.taken(content, paper=paper) if content else EMPTY


def _full(session: Session, place: Place) -> Refusal | None:
    count = sa.select(sa.func.count(), sa.func.count().filter(place.here)).where(place.whole)
    of_all, here = session.execute(count.where(Attachment.struck_at.is_(None))).one()
    if here >= place.most:
        return TOO_MANY
    return FULL if of_all >= MOST else None


#: The columns of what is known of a file, in its order.
KNOWN = tuple(getattr(Attachment, name) for name in Stored.__dataclass_fields__)


def of_draft(session: Session, draft: Draft) -> dict[int, Stored]:
    """The files of an intake by number."""
    session.flush()
    found = session.connection().execute(_OF_DRAFT, {"of": draft.id})
    return {row.id: Stored(*row) for row in found}


#: Built once: every step of an intake asks it.
_OF_DRAFT = (
    sa.select(*KNOWN).where(Attachment.draft_id == sa.bindparam("of")).order_by(Attachment.id)
)


def of_case(
    session: Session, case_id: int, *, fields: Collection[str], documents: Collection[str] = ()
) -> dict[int, Stored]:
    """The files that answer these fields or show these papers of a case, by number."""
    theirs = sa.or_(Attachment.field.in_(fields), Attachment.document.in_(documents))
    return _known(session, Attachment.case_id == case_id, theirs)


def _known(session: Session, *where: Any) -> dict[int, Stored]:
    query = sa.select(*KNOWN).where(*where).order_by(Attachment.id)
    return {row.id: Stored(*row) for row in session.execute(query)}


def content_of(stored: Stored) -> bytes:
    """The bytes of a file; who may have them the caller has asked.

    Raises FileGone, FileAltered, CipherError.
    """
    return files.get(stored.stored, context=CONTENT)


def preview_of(stored: Stored) -> bytes:
    """The preview of a picture, as small as a thumb. Raises FileGone, FileAltered, CipherError."""
    return files.get(stored.preview or "", context=PREVIEW)


def drop(session: Session, draft: Draft, number: int) -> None:
    """Take a file out of an intake; one that is not its own stays."""
    session.execute(
        sa.delete(Attachment).where(Attachment.id == number, Attachment.draft_id == draft.id)
    )


#: What a file that is taken over keeps: its bytes stand once, and two rows name them.
KEPT = (
    "field",
    "document",
    "name",
    "media_type",
    "size",
    "sha256",
    "stored",
    "preview",
    "by",
    "at",
)


def take_over(
    session: Session,
    draft: Draft,
    case_id: int,
    *,
    number: str,
    documents: Collection[str],
    named: Collection[int] = (),
) -> dict[int, int]:
    """Files of a case that count, into an intake following it (R49): gives their old and new numbers."""
    query = sa.select(Attachment).where(
        Attachment.case_id == case_id,
        sa.or_(Attachment.document.in_(documents), Attachment.id.in_(named)),
        Attachment.struck_at.is_(None),
    )
    rows = session.execute(query.order_by(Attachment.id)).scalars().all()
    if not rows:
        return {}
    mine = {"draft_id": draft.id, "taken_from": number}
    taken = [mine | {name: getattr(row, name) for name in KEPT} for row in rows]
    fresh = sa.insert(Attachment).returning(Attachment.id, sort_by_parameter_order=True)
    return dict(zip((row.id for row in rows), session.scalars(fresh, taken), strict=True))


def hand_on(
    session: Session,
    draft: Draft,
    case_id: int,
    *,
    specs: Iterable[Mapping[str, Any]],
    answers: Mapping[str, Any],
    documents: Collection[str],
) -> None:
    """What the answers name and what shows a paper of the list goes with the case, under the same
    numbers; the rest goes with the draft.
    """
    named = {n for spec in specs for n in numbers_in(answers.get(spec["key"]), spec)}
    own = Attachment.draft_id == draft.id
    theirs = sa.or_(Attachment.id.in_(named), Attachment.document.in_(documents))
    session.execute(sa.update(Attachment).where(own, theirs).values(case_id=case_id, draft_id=None))
    session.execute(sa.delete(Attachment).where(own))


def forget(session: Session, drafts: sa.Select[tuple[int]]) -> None:
    """Remove the files of intakes that are removed; the sweep takes their bytes away."""
    session.execute(sa.delete(Attachment).where(Attachment.draft_id.in_(drafts)))
