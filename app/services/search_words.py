"""The words of a case kept beside it, in the transaction of the act that changed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.search_words import Person, words_of
from app.models import Agent, Answer, Applicant, Case, Task
from app.models.words import WORDS
from app.services import blueprints, name_sounds

if TYPE_CHECKING:
    from app.services.cases import File

#: Cases whose words are made at once.
AT_ONCE = 500
_INSERT = sa.insert(WORDS)
_UPDATE = (
    sa.update(WORDS).where(WORDS.c.rowid == sa.bindparam("case")).values(words=sa.bindparam("said"))
)
_PEOPLE = (
    sa.select(Case.id, Applicant.name, Applicant.organisation, Agent.name.label("agent"))
    .outerjoin(Applicant, Applicant.case_id == Case.id)
    .outerjoin(Agent, Agent.case_id == Case.id)
)
ANSWER = "answer."


def keep_first(session: Session, file: File) -> None:
    """The words of a case that was just received: nothing is read for them."""
    taken = file.intake
    assert taken is not None  # noqa: S101 - a case is received from an intake
    agent = (taken.agent or {}).get("name")
    people = _people(taken.applicant["name"], taken.applicant.get("organisation"), agent)
    row = {"rowid": file.case_id, "words": _words(file, people, taken.answers)}
    session.connection().execute(_INSERT, [row])


def keep(session: Session, file: File, values: Mapping[str, Any]) -> None:
    """The words of a case anew; ``values`` are what this act corrected, by field."""
    row = session.execute(_PEOPLE.where(Case.id == file.case_id)).one()
    right = {
        field.removeprefix(ANSWER): value
        for field, value in values.items()
        if field.startswith(ANSWER)
    }
    people = _people(row.name, row.organisation, row.agent)
    said = _words(file, people, {**file.facts.answers, **right})
    session.execute(_UPDATE, [{"case": file.case_id, "said": said}])


def _words(file: File, people: Sequence[Person], answers: Mapping[str, Any]) -> str:
    assert file.state is not None  # noqa: S101 - what has words has happened
    departments = {key: task["department"] for key, task in file.state["tasks"].items()}
    return words_of(
        file.number,
        file.blueprint,
        departments=departments,
        people=people,
        answers=answers,
        external=file.case.external_ref,
    )


def _people(name: str | None, organisation: str | None, agent: str | None) -> list[Person]:
    return [
        *(name_sounds.person(one) for one in (name, agent) if one),
        *([name_sounds.firm(organisation)] if organisation else []),
    ]


def rebuild(session: Session) -> int:
    """The words of every case made anew from its rows; gives how many cases there are."""
    session.execute(sa.delete(WORDS))
    made = 0
    for said in _of_all(session):
        session.execute(_INSERT, said)
        made += len(said)
    if session.get_bind().dialect.name == "sqlite":
        # One piece instead of many: a search asks each of them.
        session.execute(sa.text("INSERT INTO case_words(case_words) VALUES ('optimize')"))
    return made


def differing(session: Session) -> Iterator[str]:
    """The numbers of cases whose words are not what their rows say."""
    numbers = sa.select(Case.id, Case.number)
    for made in _of_all(session):
        ids = [row["rowid"] for row in made]
        kept = dict(session.execute(sa.select(WORDS).where(WORDS.c.rowid.in_(ids))).tuples().all())
        wrong = [row["rowid"] for row in made if kept.get(row["rowid"]) != row["words"]]
        if wrong:
            found = session.execute(numbers.where(Case.id.in_(wrong)).order_by(Case.id))
            yield from (row.number for row in found)


def unfound(session: Session) -> int:
    """How many cases have no words at all: nobody finds them."""
    lost = ~sa.exists().where(WORDS.c.rowid == Case.id)
    return int(session.scalar(sa.select(sa.func.count()).select_from(Case).where(lost)) or 0)


def _of_all(session: Session) -> Iterator[list[dict[str, Any]]]:
    last = 0
    while rows := _next(session, last):
        yield _of_some(session, rows)
        last = rows[-1].id


def _next(session: Session, last: int) -> Sequence[Any]:
    columns = (Case.id, Case.number, Case.blueprint, Case.external_ref)
    query = sa.select(*columns).where(Case.id > last)
    return session.execute(query.order_by(Case.id).limit(AT_ONCE)).all()


def _of_some(session: Session, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The words of some cases by the columns of their rows alone: three questions, however many."""
    ids = [row.id for row in rows]
    people = {row.id: row for row in session.execute(_PEOPLE.where(Case.id.in_(ids)))}
    parts = sa.select(Task.case_id, Task.key, Task.department).where(Task.case_id.in_(ids))
    given = sa.select(Answer.case_id, Answer.field, Answer.value).where(
        Answer.case_id.in_(ids), Answer.sealed.is_(None)
    )
    departments, answers = (_by_case(session, query) for query in (parts, given))
    return [
        {
            "rowid": row.id,
            "words": words_of(
                row.number,
                blueprints.blueprint(session, row.blueprint),
                departments=departments.get(row.id, {}),
                people=_people(*people[row.id][1:]),
                answers=answers.get(row.id, {}),
                external=row.external_ref,
            ),
        }
        for row in rows
    ]


def _by_case(session: Session, query: Any) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for case_id, key, value in session.execute(query):
        found.setdefault(case_id, {})[key] = value
    return found
