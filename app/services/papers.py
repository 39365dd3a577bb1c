"""Numbered papers: given out by the act that calls for them, in its transaction (R26); void ones are kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, files, journal, stored_json
from app.domain.refusal import Refusal
from app.models import Applicant, Case, Draft, Paper, inserting
from app.services import blueprints, numbers
from app.services.paper_sources import Sources
from app.services.templates import Template

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
#: What a paper's row says as its sheet does.
PLAIN = ("case_id", "draft_id", "task", "kind", "by")


@dataclass(frozen=True)
class Sheet:
    """A paper that is to be given out. ``values`` fill its template; they may hold names and are kept encrypted."""

    kind: str
    values: Mapping[str, Any]
    by: str
    now: datetime
    case_id: int | None = None
    draft_id: int | None = None
    task: str | None = None
    copies: int | None = None
    #: the blueprint that pins the template; without one it is today's
    plan: Mapping[str, Any] | None = None


def issue(session: Session, sheet: Sheet) -> str | None:
    """Number and keep one paper; its text is frozen with it. None where the centre has no such paper."""
    return next(
        iter(issue_all(session, [sheet], sources=Sources(session, NO_CASE, by=sheet.by))), None
    )


def issue_all(session: Session, sheets: Iterable[Sheet], *, sources: Sources) -> list[str]:
    """Number and keep the papers of one act; gives the numbers, none for what the centre has no paper of."""
    known = [(sheet, sources.template(sheet.kind, plan=sheet.plan)) for sheet in sheets]
    found = [(sheet, template) for sheet, template in known if template is not None]
    if not found:
        return []
    # Last before the insert: the series stay locked until COMMIT, and others wait for them.
    serials = sources.serials([series_of(sheet) for sheet, _template in found])
    rows = [
        _row(sheet, template, serial, sources.token())
        for (sheet, template), serial in zip(found, serials, strict=True)
    ]
    inserting.insert(session, Paper, rows)
    return [row["number"] for row in rows]


def series_of(sheet: Sheet) -> str:
    """The series that numbers a paper (R26)."""
    return numbers.paper_series(sheet.kind, day=sheet.now.date())


def _row(sheet: Sheet, template: Template, serial: int, token: str) -> dict[str, Any]:
    number = numbers.paper_number(template.series, serial, day=sheet.now.date())
    copies = sheet.copies or template.copies
    values = {**sheet.values, "number": number, "copies": copies}
    # The blocks with it: nothing that is edited or published later rewrites what somebody holds.
    content = {"blocks": template.blocks, "values": values}
    # What is kept is what was marked, letter for letter.
    text = journal.canonical(content)
    plain = {name: getattr(sheet, name) for name in PLAIN}
    return plain | {
        "title": template.name,
        "number": number,
        "year": sheet.now.year,
        "serial": serial,
        "copies": copies,
        "issued_at": sheet.now,
        "token": token,
        "content": stored_json.Written(content, text),
        "mark": _mark(number, text),
    }


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
        sheet = Sheet("notice_sheet", values, by, now, draft_id=draft.id, plan=plan)
        number = issue(session, sheet)
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
    session.flush()
    session.connection().execute(_HAND_ON, {"of": draft_id, "case": case_id})


#: Built once, and past the unit of work: every receipt sends it, and no paper of an intake is an object by then.
_GIVEN = sa.update(Paper.__table__).where(Paper.draft_id == sa.bindparam("of"))
_HAND_ON = _GIVEN.values(case_id=sa.bindparam("case"), draft_id=None)


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
    sheet = Sheet(
        paper.kind, values, by, now, case_id=paper.case_id,
        draft_id=paper.draft_id, task=paper.task, copies=paper.copies, plan=plan,
    )  # fmt: skip
    return issue(session, sheet)


def _told(values: Mapping[str, Any]) -> list[Any]:
    return [values.get(name) for name in TOLD]


def mark_of(paper: Any) -> str:
    """The mark on the sheet and on the page that proves it; who lacks the key can make none."""
    return str(paper.mark or _mark(paper.number, journal.canonical(paper.content)))


def _mark(number: str, content: str) -> str:
    """The mark of a number and a content in its canonical JSON."""
    key = cipher.held().derived("paper mark")
    text = f"[{journal.canonical(number)},{content}]"
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


def sheet_of(paper: Paper) -> bytes:
    """The kept sheet. Raises FileGone where it was not drawn yet, FileAltered."""
    if paper.pdf is None:
        raise files.FileGone(paper.number)
    return files.get(paper.pdf, context=ARCHIVED)


def unarchived(session: Session, *, after: int = 0, limit: int) -> list[int]:
    """Papers without an archived sheet, the oldest first; not those emptied with their intake."""
    query = sa.select(Paper.id).where(
        Paper.id > after,
        Paper.pdf.is_(None),
        sa.or_(Paper.case_id.is_not(None), Paper.draft_id.is_not(None)),
    )
    return list(session.execute(query.order_by(Paper.id).limit(limit)).scalars())
