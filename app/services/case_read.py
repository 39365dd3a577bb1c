"""Reading a case for its page: four statements whatever the case holds, three where no tab is open.

The case with its people and the names and the calendar (``reference``); the events with their texts and
the answers; the parts; and what the open tab needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import stored_json
from app.access import POLICIES, Principal, anyone_like, may, told
from app.access.policies import mask_part
from app.domain.case import HELD_BACK, TEXT_FIELDS, Facts, fold
from app.domain.masking import mask_text
from app.models import (
    Agent,
    Answer,
    Applicant,
    Case,
    CaseDocument,
    CaseFile,
    EventText,
    JournalEntry,
    Paper,
    Task,
)
from app.services import blueprints, case_access, reference
from app.services.case_page import Answered, Page
from app.services.case_tabs import READ
from app.services.cases import File, NoSuchCase

_C, _P, _G, _T = (table.__table__ for table in (Case, Applicant, Agent, Task))
#: Columns that lists order and count by, or that mirror the fold, which a page has itself.
BESIDE = frozenset(
    {"clock", "debts", "entered_at", "entered_by", "issued", "last_at", "light_due", "light_warn", "links",
     "missing_first", "rank_at", "reminded_at", "revoked", "sort_at", "term", "theme", "uncertain"}
)  # fmt: skip
_CASE, _PART = ([column for column in table.c if column.key not in BESIDE] for table in (_C, _T))
#: A part of which this person sees nothing.
NOTHING = dict.fromkeys(column.key for column in _PART)


def open_page(session: Session, number: str, *, by: Principal, want: str | None = None) -> Page:
    """Read a case for one person, by its number or by that of one of its work tasks.

    ``want`` names the tab whose rows are read too: ``documents``, ``papers`` or ``trail``.
    Raises NoSuchCase where there is none or it is not theirs to see: the two look the same.
    """
    # Asked for once: the session looks each time whether it may give it.
    connection = session.connection()
    head = _header(connection, number, by)
    case, person, agent = _records(head)
    events, answered = said_in(connection, case.id)
    if not may(by, "applicant.name"):
        _mask_texts(
            events, [person and person.name, person and person.organisation, agent and agent.name]
        )
    state = fold(events)
    known = reference.read(session, head)
    facts = Facts(answers=_given(answered), bad_credit=bool(person and person.bad_credit))
    blueprint = blueprints.blueprint(session, state["blueprint"])
    file = File(case.id, case.number, state, blueprint, known.calendar, facts, case=case)
    tasks = _tasks(connection, case.id, by)
    seen = POLICIES["applicant"].mask(by, person) if may(by, "applicant.read") else {}
    count = head.papers if may(by, "paper.read") else 0
    page = Page(
        file, by, known, tasks, events, seen, answered, _listed(head.listed), count,
        archives=bool(head.archives), files_made=head.made, followed=(head.followed or "").split(),
        reached=frozenset(grant for grant in case_access.narrower(by) if getattr(head, grant)),
    )  # fmt: skip
    page.people = {"applicant": person, "agent": agent}
    page.to_print = (head.paper, head.title) if head.paper and may(by, "paper.print") else None
    page.focus = _focus(tasks, number, case.number)
    if want in READ:
        setattr(page, *READ[want](session, page))
    return page


def _header(connection: sa.Connection, number: str, by: Principal) -> Any:
    values = {"number": number.partition("-")[0], **told(by)}
    row = connection.execute(_header_for(anyone_like(by)), values).one_or_none()
    if row is None:
        raise NoSuchCase(number)
    return row


#: Whose columns the header begins with, each with its names and where they stand.
_WHO = tuple(
    (tuple(column.key for column in columns), slice(begin, begin + len(columns)))
    for columns, begin in ((_CASE, 0), (_P.c, len(_CASE)), (_G.c, len(_CASE) + len(_P.c)))
)


def _records(head: Any) -> list[Any]:
    """The case, who applied and who came for them; None where there is nobody."""
    found = (dict(zip(names, head[place], strict=True)) for names, place in _WHO)
    return [SimpleNamespace(**values) if values["id"] else None for values in found]


@lru_cache(maxsize=64)
def _header_for(by: Principal) -> sa.Select[Any]:
    """The case with its people, its papers and the names that its page shows; built once for the same rights."""
    place = sa.cast(CaseDocument.id, sa.String).concat(" ").concat(CaseDocument.document)
    listed = sa.select(sa.func.aggregate_strings(place, reference.ROW))
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
        *_CASE,
        *_P.c,
        *_G.c,
        listed.where(CaseDocument.case_id == Case.id).scalar_subquery().label("listed"),
        papers.correlate(Case).scalar_subquery().label("papers"),
        first.with_only_columns(Paper.id).scalar_subquery().label("paper"),
        first.with_only_columns(Paper.title).scalar_subquery().label("title"),
        *_beside(by),
        *(
            column.label(name)
            for name, column in zip(reference.NAMED, reference.COLUMNS, strict=True)
        ),
    )
    with_people = query.outerjoin(Applicant, Applicant.case_id == Case.id).outerjoin(
        Agent, Agent.case_id == Case.id
    )
    return with_people.where(Case.number == sa.bindparam("number"), case_access.visible(by))


def _beside(by: Principal) -> list[Any]:
    """May this person take the case out whole, which acts reach it; files made of it, cases that follow it."""
    after = sa.orm.aliased(Case)
    made = sa.select(sa.func.count(CaseFile.stored)).where(CaseFile.case_id == Case.id)
    follow = sa.select(sa.func.aggregate_strings(after.number, " ")).where(
        after.follows == Case.number, _visible_as(after, by)
    )
    return [
        sa.case((POLICIES["case"].rows(by, "case.archive"), 1), else_=0).label("archives"),
        made.correlate(Case).scalar_subquery().label("made"),
        follow.correlate(Case).scalar_subquery().label("followed"),
        *(
            sa.case((POLICIES["case"].rows(by, grant), 1), else_=0).label(grant)
            for grant in case_access.narrower(by)
        ),
    ]


def _visible_as(after: Any, by: Principal) -> Any:
    """The rule of who sees a case, asked of another row than the page's own."""
    return sa.exists().where(Case.id == after.id, case_access.visible(by)).correlate(after)


def _listed(text: str | None) -> list[str]:
    """Papers of the list in the order in which they were put into it."""
    rows = [row.partition(" ") for row in text.split(reference.ROW)] if text else []
    return [document for _id, _sep, document in sorted(rows, key=lambda row: int(row[0]))]


def _mask_texts(events: Iterable[dict[str, Any]], names: Iterable[str | None]) -> None:
    """Reasons and opinions may hold names (spine §9): who reads names masked reads them so here too."""
    known = [name for name in names if name]
    for event in events:
        for name in TEXT_FIELDS:
            if isinstance(event.get(name), str):
                event[name] = mask_text(event[name], known)


#: Who told what stands in a row of _SAID.
EVENT, ANSWER = 0, 1
_J, _X, _A = (table.__table__ for table in (JournalEntry, EventText, Answer))
#: The events with their free text and the answers, as they are stored: one statement for all that was said.
_SAID: Any = sa.union_all(
    sa.select(
        sa.literal_column(str(EVENT)).label("what"),
        _J.c.case_seq.label("at"),
        _J.c.data.label("data"),
        _X.c.field.label("field"),
        sa.type_coerce(_X.c.text, sa.LargeBinary).label("sealed"),
        sa.cast(sa.null(), sa.String).label("by"),
    )
    # What stood there before a correction stays sealed: it is read by unmasking alone.
    .outerjoin(_X, sa.and_(_X.c.entry_id == _J.c.id, *(_X.c.field != name for name in HELD_BACK)))
    .where(_J.c.case_id == sa.bindparam("case")),
    sa.select(
        sa.literal_column(str(ANSWER)),
        _A.c.id,
        sa.cast(_A.c.value, sa.Text),
        _A.c.field,
        sa.type_coerce(_A.c.sealed, sa.LargeBinary),
        _A.c.by,
    ).where(_A.c.case_id == sa.bindparam("case")),
).order_by("what", "at")
_TEXT, _SEALED = EventText.__table__.c.text.type, Answer.__table__.c.sealed.type


def said_in(connection: sa.Connection, case_id: int) -> tuple[list[dict[str, Any]], list[Answered]]:
    """The events with their free text put back, for those who read the trail of a case they see; the answers."""
    events: dict[int, dict[str, Any]] = {}
    answered = []
    for what, at, data, field, sealed, by in connection.execute(_SAID, {"case": case_id}):
        if what == ANSWER:
            personal = _SEALED.process_result_value(sealed, None)
            answered.append(Answered(field, data and stored_json.loads(data), personal, by))
            continue
        if at not in events:
            events[at] = stored_json.loads(data)
        if field:
            events[at][field] = _TEXT.process_result_value(sealed, None)
    return list(events.values()), answered


_TASKS = sa.select(*_PART).where(_T.c.case_id == sa.bindparam("case")).order_by(_T.c.id)


def _tasks(connection: sa.Connection, case_id: int, by: Principal) -> list[Any]:
    """The parts as this person sees them: what a reader of another department does not get is None."""
    rows = connection.execute(_TASKS, {"case": case_id})
    found = (dict(zip(NOTHING, row, strict=True)) for row in rows)
    return [SimpleNamespace(**NOTHING | mask_part(by, values)) for values in found]


def _given(answered: Iterable[Answered]) -> dict[str, Any]:
    return {row.field: row.value if row.sealed is None else row.sealed for row in answered}


def _focus(tasks: Iterable[Any], number: str, case: str) -> str | None:
    """The part whose number was opened; raises NoSuchCase where the case has no such part."""
    found = next((task.key for task in tasks if task.number == number), None)
    if found is None and number != case:
        raise NoSuchCase(number)
    return str(found) if found else None
