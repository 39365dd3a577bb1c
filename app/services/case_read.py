"""Reading a case for its page: six statements whatever the case holds.

The names and the calendar (``reference``), the case with its applicant, the events with their texts,
the parts, the answers, and what the open tab needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.access.policies import mask_part
from app.domain.case import HELD_BACK, TEXT_FIELDS, Facts, fold
from app.domain.masking import mask_text
from app.models import (
    Agent,
    Answer,
    Applicant,
    Attachment,
    Case,
    CaseDocument,
    CaseFile,
    EventText,
    JournalEntry,
    Paper,
    Task,
)
from app.services import attachments, blueprints, case_access, timeline
from app.services.case_page import Page
from app.services.cases import File, NoSuchCase
from app.services.reference import Reference

#: Columns of a part that a reader of another department does not get are None.
NOTHING = dict.fromkeys((column.key for column in sa.inspect(Task).columns), None)


def open_page(
    session: Session, number: str, *, by: Principal, known: Reference, want: str | None = None
) -> Page:
    """Read a case for one person, by its number or by that of one of its work tasks.

    ``want`` names the tab whose rows are read too: ``documents``, ``papers`` or ``trail``.
    Raises NoSuchCase where there is none or it is not theirs to see: the two look the same.
    """
    case, person, agent, listed, papers, to_print, beside = _header(session, number, by)
    events = _events(session, case.id)
    if not may(by, "applicant.name"):
        _mask_texts(events, [person and person.name, person and person.organisation, agent])
    state = fold(events)
    blueprint = blueprints.blueprint(session, state["blueprint"])
    answered = _rows(session, Answer, case.id)
    facts = _facts(answered, person)
    file = File(case.id, case.number, state, blueprint, known.calendar, facts, case=case)
    tasks = [
        SimpleNamespace(**NOTHING | mask_part(by, row)) for row in _rows(session, Task, case.id)
    ]
    seen = POLICIES["applicant"].mask(by, person) if may(by, "applicant.read") else {}
    page = Page(file, by, tasks, events, seen, answered, listed, papers, **beside)
    page.to_print = to_print
    page.focus = _focus(tasks, number, case.number)
    if want in READ:
        setattr(page, *READ[want](session, page))
    return page


def _header(session: Session, number: str, by: Principal) -> tuple[Any, ...]:
    documents = sa.select(sa.func.aggregate_strings(CaseDocument.document, " "))
    papers = sa.select(sa.func.count()).where(Paper.case_id == Case.id, POLICIES["paper"].rows(by))
    first = (
        sa.select(Paper.id, Paper.title)
        .where(Paper.case_id == Case.id, Paper.printed == 0, Paper.void_at.is_(None))
        .where(POLICIES["paper"].rows(by))
        .order_by(Paper.id)
        .limit(1)
        .correlate(Case)
    )
    query = sa.select(
        Case,
        Applicant,
        documents.where(CaseDocument.case_id == Case.id).scalar_subquery(),
        papers.correlate(Case).scalar_subquery(),
        first.with_only_columns(Paper.id).scalar_subquery(),
        first.with_only_columns(Paper.title).scalar_subquery(),
        sa.select(Agent.name).where(Agent.case_id == Case.id).correlate(Case).scalar_subquery(),
        *_beside(by),
    ).outerjoin(Applicant, Applicant.case_id == Case.id)
    whole = query.where(Case.number == number.partition("-")[0], case_access.visible(by))
    row = session.execute(whole).one_or_none()
    if row is None:
        raise NoSuchCase(number)
    to_print = (row[4], row[5]) if row[4] and may(by, "paper.print") else None
    count = row[3] if may(by, "paper.read") else 0
    beside = {"archives": bool(row[7]), "files_made": row[8], "followed": (row[9] or "").split()}
    return row[0], row[1], row[6], (row[2] or "").split(), count, to_print, beside


def _beside(by: Principal) -> list[Any]:
    """Whether this person may take the case out whole, how many files of it were made, which cases follow it."""
    after = sa.orm.aliased(Case)
    made = sa.select(sa.func.count(CaseFile.stored)).where(CaseFile.case_id == Case.id)
    follow = sa.select(sa.func.aggregate_strings(after.number, " ")).where(
        after.follows == Case.number, _visible_as(after, by)
    )
    return [
        sa.case((POLICIES["case"].rows(by, "case.archive"), 1), else_=0),
        made.correlate(Case).scalar_subquery(),
        follow.correlate(Case).scalar_subquery(),
    ]


def _visible_as(after: Any, by: Principal) -> Any:
    """The rule of who sees a case, asked of another row than the page's own."""
    return sa.exists().where(Case.id == after.id, case_access.visible(by)).correlate(after)


def _mask_texts(events: Iterable[dict[str, Any]], names: Iterable[str | None]) -> None:
    """Reasons and opinions may hold names (spine §9): who reads names masked reads them so here too."""
    known = [name for name in names if name]
    for event in events:
        for name in TEXT_FIELDS:
            if isinstance(event.get(name), str):
                event[name] = mask_text(event[name], known)


def _events(session: Session, case_id: int) -> list[dict[str, Any]]:
    """The events with their free text put back, for those who read the trail of a case they see."""
    # What stood there before a correction stays sealed: it is read by unmasking alone.
    told = sa.and_(EventText.entry_id == JournalEntry.id, EventText.field.not_in(HELD_BACK))
    query = (
        sa.select(JournalEntry.id, JournalEntry.data, EventText.field, EventText.text)
        .outerjoin(EventText, told)
        .where(JournalEntry.case_id == case_id)
        .order_by(JournalEntry.case_seq, EventText.id)
    )
    events: dict[int, dict[str, Any]] = {}
    for row in session.execute(query):
        if row.id not in events:
            events[row.id] = json.loads(row.data)
        if row.field:
            events[row.id][row.field] = row.text
    return list(events.values())


def _rows(session: Session, table: Any, case_id: int) -> list[Any]:
    query = sa.select(table).where(table.case_id == case_id).order_by(table.id)
    return list(session.execute(query).scalars())


def _facts(answered: Iterable[Any], person: Any) -> Facts:
    answers = {row.field: row.value if row.sealed is None else row.sealed for row in answered}
    return Facts(answers=answers, bad_credit=bool(person and person.bad_credit))


def _focus(tasks: Iterable[Any], number: str, case: str) -> str | None:
    """The part whose number was opened; raises NoSuchCase where the case has no such part."""
    found = next((task.key for task in tasks if task.number == number), None)
    if found is None and number != case:
        raise NoSuchCase(number)
    return str(found) if found else None


def _documents(session: Session, page: Page) -> tuple[str, tuple[Any, ...]]:
    """With the files that show each, in one statement."""
    shows = sa.and_(
        Attachment.case_id == CaseDocument.case_id, Attachment.document == CaseDocument.document
    )
    query = (
        sa.select(CaseDocument, *attachments.KNOWN)
        .outerjoin(Attachment, shows)
        .where(CaseDocument.case_id == page.case.id)
        .order_by(CaseDocument.id, Attachment.id)
    )
    rows = [row for row in session.execute(query) if row[0].document in page.keys]
    if may(page.by, "attachment.read"):
        page.scans = tuple(attachments.Stored(*row[1:]) for row in rows if row[1] is not None)
    return "documents", tuple(dict.fromkeys(row[0] for row in rows))


#: What the list of papers shows; the text itself stays sealed until it is printed.
LISTED = (Paper.id, Paper.task, Paper.title, Paper.number, Paper.issued_at, Paper.printed, Paper.void_at, Paper.void_why)  # fmt: skip


def _papers(session: Session, page: Page) -> tuple[str, tuple[Any, ...]]:
    if not page.paper_count:
        return "papers", ()
    query = sa.select(*LISTED).where(Paper.case_id == page.case.id, POLICIES["paper"].rows(page.by))
    return "papers", tuple(session.execute(query.order_by(Paper.id)))


def _notes(session: Session, page: Page) -> tuple[str, tuple[Any, ...]]:
    return "notes", tuple(timeline.notes(session, page.case.id, page.case.number, by=page.by))


#: Tab → how its rows are read, and where on the page they go.
READ: dict[str, Callable[[Session, Page], tuple[str, tuple[Any, ...]]]] = {
    "documents": _documents,
    "papers": _papers,
    "trail": _notes,
}
