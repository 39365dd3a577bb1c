"""Numbered papers: given out by the act that calls for them, in its transaction (R26); void ones are kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, files, journal
from app.domain.refusal import Refusal
from app.models import Applicant, Case, Draft, Paper
from app.services import blueprints
from app.services.paper_sources import Sources

#: What a sealed archived sheet is sealed for.
ARCHIVED = "paper.pdf"
#: Signs of the mark, and how they are read out: in fours.
MARK, SPELLED = 16, 4
#: What a notice sheet tells; who it is for and on which day is no other notice.
TOLD = ("conditions", "questions", "documents", "exempt", "parts", "promise_days", "told")

VOID_ALREADY = Refusal("R26", "This paper is void already.", {})
NO_REASON = Refusal("R26", "Say why it is void.", {})
#: A notice sheet stands on an intake: there is no case yet that it could be read from.
NO_CASE: Any = None


def issue(
    session: Session,
    *,
    kind: str,
    values: dict[str, Any],
    by: str,
    now: datetime,
    case_id: int | None = None,
    draft_id: int | None = None,
    task: str | None = None,
    copies: int | None = None,
    plan: Mapping[str, Any] | None = None,
    sources: Sources | None = None,
) -> str | None:
    """Number and keep one paper; its text is frozen with it. None where the centre has no such paper.

    ``values`` fill the template's placeholders; they may hold names and are kept encrypted. ``plan``
    is the blueprint that pins the template; without one it is today's.
    """
    read = sources or Sources(session, NO_CASE, by=by)
    template = read.template(kind, plan=plan)
    if template is None:
        return None
    # Last before the insert: the series stays locked until COMMIT, and others wait for it.
    number, serial = read.number(kind, template.series, day=now.date())
    given = copies or template.copies
    # The blocks with it: nothing that is edited or published later rewrites what somebody holds.
    said = {**values, "number": number, "copies": given}
    content = {"blocks": template.blocks, "values": said}
    known = {"case_id": case_id, "draft_id": draft_id, "task": task, "kind": kind, "by": by}
    paper = {
        **known,
        "title": template.name,
        "number": number,
        "year": now.year,
        "serial": serial,
        "copies": given,
        "issued_at": now,
        "token": read.token(),
        "content": content,
        "mark": _mark(number, content),
    }
    session.execute(sa.insert(Paper), [paper])
    return number


def tell(
    session: Session, draft: Draft, values: dict[str, Any], *, printed: bool, by: str, now: datetime
) -> Paper | None:
    """The numbered notice sheet of an intake: the same one again (R53), or where it tells something
    else a new one, the old then void. None where the centre has no such paper.
    """
    paper, old = of_draft(session, draft.id), None
    if paper is not None and _told(paper.content["values"]) != _told(values):
        old, paper = paper, None
    if paper is None:
        plan = blueprints.of_version(session, draft.version_id)
        number = issue(
            session,
            kind="notice_sheet",
            values=values,
            by=by,
            now=now,
            draft_id=draft.id,
            plan=plan,
        )
        if old is not None:
            _make_void(session, old, draft.token, why="", instead=number, by=by, now=now)
        paper = of_draft(session, draft.id)
    if paper is not None and printed:
        paper.printed += 1
    return paper


def of_draft(session: Session, draft_id: int) -> Paper | None:
    """The notice sheet of an intake that stands."""
    query = sa.select(Paper).where(Paper.draft_id == draft_id, Paper.void_at.is_(None))
    return session.execute(query.order_by(Paper.id.desc()).limit(1)).scalar_one_or_none()


def hand_on(session: Session, draft_id: int, case_id: int) -> None:
    """What was given on an intake belongs to the case it became."""
    mine = sa.update(Paper).where(Paper.draft_id == draft_id)
    session.execute(mine.values(case_id=case_id, draft_id=None))


def forget(session: Session, drafts: Any) -> None:
    """Empty the papers of intakes that nobody came back for; their numbers stay taken (R26)."""
    gone = sa.update(Paper).where(Paper.draft_id.in_(drafts))
    session.execute(gone.values(draft_id=None, content={"blocks": [], "values": {}}))


def void(
    session: Session, paper: Paper, why: str, *, case: str, anew: bool, by: str, now: datetime
) -> str | Refusal | None:
    """Declare a wrongly made paper void; its number stays taken (R26).

    ``anew`` gives out another in its place: what the act said, names as they are put right by now,
    in the template the case pins. ``case`` is the case's number. Gives the new paper's number, or a refusal.
    """
    if paper.void_at is not None:
        return VOID_ALREADY
    if not why.strip():
        return NO_REASON
    number = _anew(session, paper, by=by, now=now) if anew else None
    _make_void(session, paper, case, why=why.strip(), instead=number, by=by, now=now)
    return number


def _make_void(
    session: Session,
    paper: Paper,
    case: str,
    *,
    why: str,
    instead: str | None,
    by: str,
    now: datetime,
) -> None:
    paper.void_at, paper.void_by, paper.void_why = now, by, why or None
    # The reason may hold a name: the journal proves it and does not tell it (spine §9).
    proof = cipher.seal_of_text(why) if why else None
    journal.record(
        session, "paper", case, "paper_void",
        by=by, number=paper.number, instead=instead, reason=proof,
    )  # fmt: skip


def _anew(session: Session, paper: Paper, *, by: str, now: datetime) -> str | None:
    query = sa.select(Applicant).where(Applicant.case_id == paper.case_id)
    person = session.execute(query).scalar_one_or_none()
    values = {**paper.content["values"], "date": now.isoformat(timespec="seconds")}
    if person is not None:
        values |= {"applicant": person.organisation or person.name, "phone": person.phone or ""}
    pinned = session.execute(sa.select(Case.blueprint).where(Case.id == paper.case_id)).scalar()
    plan = blueprints.blueprint(session, pinned) if pinned else None
    return issue(
        session, kind=paper.kind, values=values, by=by, now=now, case_id=paper.case_id,
        draft_id=paper.draft_id, task=paper.task, copies=paper.copies, plan=plan,
    )  # fmt: skip


def _told(values: Mapping[str, Any]) -> list[Any]:
    return [values.get(name) for name in TOLD]


def mark_of(paper: Any) -> str:
    """The mark on the sheet and on the page that proves it; who lacks the key can make none."""
    return str(paper.mark or _mark(paper.number, paper.content))


def _mark(number: str, content: Mapping[str, Any]) -> str:
    text = journal.canonical([number, content])
    key = cipher.held().derived("paper mark")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:MARK].upper()


def spelled(mark: str) -> str:
    """A mark as it is read out: 8F3A 11C0 …"""
    return " ".join(mark[at : at + SPELLED] for at in range(0, len(mark), SPELLED))


def archive(session: Session, paper: Paper, drawn: bytes) -> None:
    """Keep the drawn sheet, sealed, under the hash of what stands there. Raises OSError."""
    paper.pdf = files.put(drawn, context=ARCHIVED)
    paper.pdf_sha256 = hashlib.sha256(drawn).hexdigest()
    session.flush()


def archived(paper: Paper) -> bytes | None:
    """The kept sheet; None where there is none, or none that is whole: it is drawn anew then."""
    if paper.pdf is None:
        return None
    try:
        return files.get(paper.pdf, context=ARCHIVED)
    except (files.FileGone, files.FileAltered):
        return None


def unarchived(session: Session, *, after: int = 0, limit: int) -> list[int]:
    """Papers without an archived sheet, the oldest first; not those emptied with their intake."""
    query = sa.select(Paper.id).where(
        Paper.id > after,
        Paper.pdf.is_(None),
        sa.or_(Paper.case_id.is_not(None), Paper.draft_id.is_not(None)),
    )
    return list(session.execute(query.order_by(Paper.id).limit(limit)).scalars())
