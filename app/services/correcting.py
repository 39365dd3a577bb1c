"""更正: what stands in the rows of a case is put right; what stood there is kept sealed (spine §9).

A field is named by its row and column: ``applicant.phone``, ``agent.name``, ``answer.area``. The
journal gets the names and one HMAC of each value; the old values go beside it, encrypted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.domain.case.state import Event
from app.domain.field_readers import half_width
from app.domain.fields import NOTHING
from app.domain.masking import mask_name
from app.domain.refusal import Refusal
from app.models import Agent, Answer, Applicant, Case, EventText, JournalEntry, Task
from app.services import intake
from app.services.correcting_checks import problem_of

if TYPE_CHECKING:
    from app.services.cases import File

#: Who a case is about → table, and the columns that can be put right.
PEOPLE: dict[str, tuple[Any, tuple[str, ...]]] = {
    "applicant": (Applicant, ("name", "organisation", "id_type", "id_number", "credit_code", "phone")),
    "agent": (Agent, ("name", "id_type", "id_number", "phone")),
}  # fmt: skip
SECRET = ("id_number", "credit_code", "phone")
ANSWER = "answer"
SAME = Refusal(
    "correct",
    "What you filled in is what stands there already, so nothing was corrected.",
    {},
)


def values_of(session: Session, case_id: int) -> dict[str, Any]:
    """Every value of a case that can be put right, by field; None where nothing stands.

    Raises CipherError where a stored value cannot be read.
    """
    found: dict[str, Any] = {}
    for noun, (table, columns) in PEOPLE.items():
        query = sa.select(*[getattr(table, name) for name in columns])
        row = session.execute(query.where(table.case_id == case_id)).one_or_none()
        if row is not None:
            found |= {f"{noun}.{name}": getattr(row, name) for name in columns}
    answers = intake.facts_of(session, case_id).answers
    return found | {f"{ANSWER}.{key}": value for key, value in answers.items()}


def prepared(
    session: Session, file: File, command: dict[str, Any], *, now: datetime
) -> dict[str, Any] | Refusal:
    """The command with what the rows say beside its ``values``: fields, marks, old values, answers.

    Refused where a value is none of its field, or where nothing would change.
    """
    held = values_of(session, file.case_id)
    wanted = {field: _plain(field, value) for field, value in (command.get("values") or {}).items()}
    problem = problem_of(file.blueprint, held=held, wanted=wanted, today=now.date())
    if problem:
        return problem
    changed = {field: value for field, value in wanted.items() if held.get(field) != value}
    if wanted and not changed and not command.get("documents"):
        return SAME
    return {
        **command,
        "values": changed,
        "fields": sorted(changed),
        "answers": {_key(name): value for name, value in changed.items() if _is_answer(name)},
        "marks": {
            field: [mark(one, number=file.number, field=field) for one in (held.get(field), value)]
            for field, value in changed.items()
        },
        "before": journal.canonical({field: held.get(field) for field in changed}),
    }


def mark(value: Any, *, number: str, field: str) -> str | None:
    """The HMAC of a value in its place: the same phone of another case gives another mark."""
    if value in NOTHING:
        return None
    return cipher.seal_of_text(journal.canonical([number, field, value]))


def write(session: Session, file: File, values: Mapping[str, Any], *, by: str) -> None:
    """Bring the rows to the corrected values by field, with everything that is derived from them."""
    for noun, (table, columns) in PEOPLE.items():
        given = {name: values[f"{noun}.{name}"] for name in columns if f"{noun}.{name}" in values}
        if given:
            secret = {name: value for name, value in given.items() if name in SECRET}
            row = {**given, **intake.blind_indexes(secret)}
            session.execute(sa.update(table).where(table.case_id == file.case_id).values(**row))
    for field, value in values.items():
        if _is_answer(field):
            _write_answer(session, file, _key(field), value, by=by)
    _show_everywhere(session, file.case_id, values.get("applicant.name"))


def _write_answer(session: Session, file: File, key: str, value: Any, *, by: str) -> None:
    """What only a person can judge is judged anew by whoever corrects it."""
    spec = next(field for field in file.blueprint["fields"] if field["key"] == key)
    here = (Answer.case_id == file.case_id, Answer.field == key)
    if value in NOTHING:
        session.execute(sa.delete(Answer).where(*here))
        return
    row = intake.answer_columns(spec, value)
    found = session.execute(sa.select(Answer.id, Answer.by).where(*here)).one_or_none()
    if found is None:
        session.execute(sa.insert(Answer), [{"case_id": file.case_id, **row}])
    else:
        # In its place: the answers are read in the order in which the counter asked.
        session.execute(sa.update(Answer).where(*here).values(**row, by=found.by and by))


def _show_everywhere(session: Session, case_id: int, name: str | None) -> None:
    """Lists show the masked name; whoever has a part open is told before they decide on old data."""
    shown = {"applicant": mask_name(name)} if name else {}
    if shown:
        session.execute(sa.update(Case).where(Case.id == case_id).values(**shown))
        session.execute(sa.update(Task).where(Task.case_id == case_id).values(**shown))
    running = sa.update(Task).where(Task.case_id == case_id, Task.state != "closed")
    session.execute(running.values(version=Task.version + 1))


def differing(session: Session, case: Any, events: list[Event]) -> Iterator[tuple[str, Any, Any]]:
    """Fields that were corrected and are not what they were corrected to: (field, mark now, mark then)."""
    marks = {
        field: pair[1]
        for event in events
        if event["type"] == "corrected"
        for field, pair in (event.get("marks") or {}).items()
    }
    if not marks:
        return
    try:
        held = values_of(session, case.id)
    except cipher.CipherError:
        yield "values", "unreadable", "as corrected"
        return
    for field, then in marks.items():
        now = mark(held.get(field), number=case.number, field=field)
        if now != then:
            yield field, now, then


def earlier(session: Session, case_id: int) -> list[tuple[Any, str, dict[str, Any]]]:
    """What stood there before each correction, oldest first: (when, by whom, value by field)."""
    query = (
        sa.select(JournalEntry.at, JournalEntry.by, EventText.text)
        .join(EventText, EventText.entry_id == JournalEntry.id)
        .where(JournalEntry.case_id == case_id, EventText.field == "before")
        .order_by(JournalEntry.case_seq)
    )
    return [(row.at, row.by, json.loads(row.text)) for row in session.execute(query)]


def _plain(field: str, value: Any) -> Any:
    """Nothing is None; a number of a person is in plain signs, as it is printed."""
    if isinstance(value, str) and not _is_answer(field):
        value = half_width(value).upper() if _key(field) in SECRET else value.strip()
    return None if value in NOTHING else value


def _is_answer(field: str) -> bool:
    return field.startswith(f"{ANSWER}.")


def _key(field: str) -> str:
    return field.partition(".")[2]
