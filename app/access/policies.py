"""The policies of the nouns whose rows are not everybody's (house §8; R96)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from app.access.asked import approvals_answered
from app.access.colleagues import covers_seen, covers_set, messages_of, notes_of
from app.access.kept import drafts_of, views_kept, views_of
from app.access.masks import HIDDEN_INDEX, NAME, NUMBER, OTHERS, PERSON, SEALED, TEXT
from app.access.policy import Policy, Where
from app.access.principal import Principal, may
from app.models import (
    Agent,
    Answer,
    Applicant,
    Approval,
    Assistance,
    Attachment,
    Card,
    Case,
    CaseDocument,
    CaseNote,
    Cover,
    Department,
    Draft,
    Hold,
    Message,
    Paper,
    Result,
    SavedView,
    Survey,
    Task,
)


def _own(principal: Principal) -> list[str]:
    return sorted(principal.departments)


def _windows() -> Any:
    return sa.select(Department.code).where(Department.window.is_(True))


def received_at_the_windows(principal: Principal) -> Any:
    """Cases that the general windows (or one's own) received: every window clerk sees them."""
    return sa.or_(Case.window.in_(_windows()), Case.window.in_(_own(principal)))


def _some(model: Any, *where: Any) -> Any:
    """Whether there is a row beside the model's, whatever else the statement around it selects."""
    return sa.exists().where(*where).correlate(model)


def _any(clauses: Iterable[Any]) -> Any:
    # An empty OR is true in some dialects and refused in others; nobody's reach is nothing.
    found = list(clauses)
    return sa.or_(*found) if found else sa.false()


def cases_reached(principal: Principal) -> Any:
    """Cases of the centre, of the windows, or with a part of one's own departments."""
    if may(principal, "scope.centre"):
        return sa.true()
    # Any part, in whatever state: who granted yesterday may read the case today.
    of_mine = _some(Case, Task.case_id == Case.id, Task.department.in_(_own(principal)))
    return _any(
        clause
        for grant, clause in (
            ("scope.window", received_at_the_windows(principal)),
            ("scope.department", of_mine),
            ("scope.below", of_mine),
        )
        if may(principal, grant)
    )


def tasks_of_mine(principal: Principal) -> Any:
    """Parts of one's own departments."""
    if may(principal, "scope.department") or may(principal, "scope.below"):
        return Task.department.in_(_own(principal))
    return sa.false()


def _tasks_at_the_window(principal: Principal) -> Any:
    """Parts of cases that the windows received."""
    if may(principal, "scope.window"):
        # For window clerks every part: they are asked at the counter how all of it stands.
        return _some(Task, Case.id == Task.case_id, received_at_the_windows(principal))
    return sa.false()


def tasks_reached(principal: Principal) -> Any:
    """One's own parts; for window clerks also every part of the cases the windows received."""
    if may(principal, "scope.centre"):
        return sa.true()
    return sa.or_(tasks_of_mine(principal), _tasks_at_the_window(principal))


def _extendable_cases(principal: Principal) -> Any:
    """The centre's head extends the case as a whole."""
    # Rows, not the grant alone: a composed role may hold the grant without the reach.
    return sa.true() if may(principal, "scope.centre") else sa.false()


def _correctable_cases(principal: Principal) -> Any:
    """What was entered is put right where it was entered: by the windows, by the head of that window."""
    here = Case.window.in_(_own(principal))
    there = received_at_the_windows(principal) if may(principal, "scope.window") else here
    return sa.and_(cases_reached(principal), there)


def _of_case(model: Any) -> Where:
    """Rows that follow the header: seen by whoever sees the case."""
    return lambda principal: _some(model, Case.id == model.case_id, cases_reached(principal))


def _contents(model: Any) -> Where:
    """Rows of the case's contents: the window's and the centre's readers.

    An officer sees a line only where their own part uses it, which the blueprint knows and no
    column does: services ask ``uses`` with the departments of the parts that use the line.
    """

    def reach(principal: Principal) -> Any:
        if may(principal, "scope.centre"):
            return sa.true()
        if not may(principal, "scope.window"):
            return sa.false()
        return _some(model, Case.id == model.case_id, received_at_the_windows(principal))

    return reach


def uses(principal: Principal, departments: Collection[str]) -> bool:
    """Whether a document or answer line of a visible case is shown: the departments whose parts use it."""
    if may(principal, "scope.centre") or may(principal, "scope.window"):
        return True
    return not principal.departments.isdisjoint(departments)


def mask_part(principal: Principal, row: Any) -> dict[str, Any]:
    """A part as this person sees it: whole where it is reached, else who, state and due only."""
    shown = POLICIES["task"].mask(principal, row)
    wide = (
        may(principal, "scope.centre")
        or may(principal, "scope.window")
        or may(principal, "scope.system")
    )
    # Their own part whole, the others' by a list of columns: a new column is hidden until named.
    if wide or shown["department"] in principal.departments:
        return shown
    return {name: value for name, value in shown.items() if name in OTHERS}


def _papers(principal: Principal) -> Any:
    """Papers of a part go with the part, papers of the case with the case."""
    if may(principal, "scope.centre"):
        return sa.true()
    of_part = _some(
        Paper, Task.case_id == Paper.case_id, Task.key == Paper.task, tasks_reached(principal)
    )
    return sa.or_(
        of_part,
        sa.and_(
            Paper.task.is_(None),
            _some(Paper, Case.id == Paper.case_id, cases_reached(principal)),
        ),
    )


def _voidable_papers(principal: Principal) -> Any:
    """A paper is declared void where it was made: by the head of that part or window; by supervisors."""
    if may(principal, "scope.centre"):
        return sa.true()
    of_part = _some(
        Paper, Task.case_id == Paper.case_id, Task.key == Paper.task, tasks_of_mine(principal)
    )
    of_window = _some(Paper, Case.id == Paper.case_id, Case.window.in_(_own(principal)))
    return sa.or_(of_part, sa.and_(Paper.task.is_(None), of_window))


_ACTING = dict.fromkeys(
    ("task.claim", "task.work", "task.transfer", "task.assign", "task.extend"), tasks_of_mine
)

POLICIES: dict[str, Policy] = {
    policy.noun: policy
    for policy in (
        Policy(
            "case",
            Case,
            cases_reached,
            acts={"case.extend": _extendable_cases, "case.correct": _correctable_cases},
        ),
        Policy("task", Task, tasks_reached, acts=_ACTING),
        Policy("hold", Hold, _of_case(Hold)),
        Policy("card", Card, _of_case(Card)),
        Policy(
            "applicant",
            Applicant,
            _of_case(Applicant),
            masks=PERSON | {"organisation": NAME, "credit_code": NUMBER} | HIDDEN_INDEX,
        ),
        Policy("agent", Agent, _of_case(Agent), masks=PERSON | HIDDEN_INDEX),
        Policy("answer", Answer, _contents(Answer), masks={"sealed": SEALED}),
        Policy("case_document", CaseDocument, _contents(CaseDocument)),
        Policy("attachment", Attachment, _contents(Attachment), masks={"name": SEALED}),
        # The token opens the paper's page: shown in a list, it would be a key under the mat.
        Policy(
            "paper",
            Paper,
            _papers,
            acts={"paper.void": _voidable_papers},
            masks={"content": SEALED, "token": SEALED},
        ),
        Policy("result", Result, _contents(Result), masks={"number": NUMBER} | HIDDEN_INDEX),
        Policy("survey", Survey, _of_case(Survey)),
        Policy("approval", Approval, approvals_answered),
        Policy("assistance", Assistance, _of_case(Assistance), masks={"place": TEXT, "said": TEXT}),
        Policy(
            "note",
            CaseNote,
            lambda principal: notes_of(principal, _of_case(CaseNote)),
            masks={"text": TEXT},
        ),
        Policy("cover", Cover, covers_seen, acts={"cover.write": covers_set}),
        Policy("message", Message, messages_of),
        Policy("draft", Draft, drafts_of, masks={"content": SEALED}),
        Policy("saved_view", SavedView, views_of, acts={"saved_view.write": views_kept}),
    )
}
