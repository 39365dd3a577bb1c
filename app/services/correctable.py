"""What one person may put right in a case, with what stands there now as far as they may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.models import Answer
from app.services.case_page import Answered, Page, sees_answer
from app.services.cases import File
from app.services.correcting import ANSWER, PEOPLE

#: Columns of a person that are put right together: a number means nothing without its paper.
TOGETHER = (("name",), ("organisation",), ("id_type", "id_number"), ("credit_code",), ("phone",))
#: Columns that only a business has.
OF_A_BUSINESS = ("organisation", "credit_code")
#: Kinds that have a door of their own: a file is added and taken away, not typed anew.
ELSEWHERE = ("attachment",)


@dataclass(frozen=True)
class Entry:
    """One thing that can be put right: whose it is, its columns (or its field), what stands there.

    ``now`` has the values as they are shown without a purpose; ``sealed``: they are not whole.
    """

    noun: str
    names: tuple[str, ...]
    now: dict[str, Any]
    sealed: bool
    spec: dict[str, Any] | None = None

    @property
    def key(self) -> str:
        """Its name: the last of its columns says what it is."""
        return f"{self.noun}.{self.names[-1]}"


def entries(
    session: Session, file: File, *, by: Principal, page: Page | None = None
) -> list[Entry]:
    """What this person may put right, in the order in which it was asked at the counter.

    Nothing is read again that ``page`` has.
    """
    people, answers = (page.people, page.answered) if page else _read(session, file)
    return [
        *_of_people(people["applicant"], file, by=by, noun="applicant"),
        *_of_people(people["agent"], file, by=by, noun="agent"),
        *(_of_answers(answers, file, by=by) if may(by, "answer.read") else ()),
    ]


def _read(session: Session, file: File) -> tuple[dict[str, Any], list[Answered]]:
    people = {
        noun: session.scalar(sa.select(table).where(table.case_id == file.case_id))
        for noun, (table, _columns) in PEOPLE.items()
    }
    given = sa.select(Answer.field, Answer.value, Answer.sealed, Answer.by)
    rows = session.execute(given.where(Answer.case_id == file.case_id))
    return people, [Answered(*row) for row in rows]


def _of_people(row: Any, file: File, *, by: Principal, noun: str) -> Iterator[Entry]:
    columns = PEOPLE[noun][1]
    if row is None or not may(by, f"{noun}.read"):
        return
    shown = POLICIES[noun].mask(by, row)
    alone = file.blueprint.get("for") == ["natural_person"]
    for names in TOGETHER:
        if set(names) <= set(columns) and not (alone and names[0] in OF_A_BUSINESS):
            now = {name: shown[name] for name in names}
            yield Entry(
                noun, names, now, sealed=any(now[name] != getattr(row, name) for name in names)
            )


def _of_answers(given: Iterable[Answered], file: File, *, by: Principal) -> Iterator[Entry]:
    rows = {row.field: POLICIES["answer"].mask(by, row._asdict()) for row in given}
    tasks = (file.state or {})["tasks"]
    departments = {key: task["department"] for key, task in tasks.items()}
    for spec in file.blueprint["fields"]:
        key = spec["key"]
        asked = not spec.get("items") or set(spec["items"]) & set(tasks)
        if not asked or spec["kind"] in ELSEWHERE or not sees_answer(by, departments, spec=spec):
            continue
        row = rows.get(key, {"value": None, "sealed": None})
        sealed = row["sealed"] is not None
        yield Entry(ANSWER, (key,), {key: row["sealed"] if sealed else row["value"]}, sealed, spec)
