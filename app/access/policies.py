"""The policies of the nouns whose rows are not everybody's (house §8; R96)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

from app.access.appeals import (
    ACTS,
    findings_reached,
    group_items_reached,
    online_appeals_seen,
    questions_answered,
    questions_reached,
)
from app.access.archives import cases_archived
from app.access.asked import approvals_answered
from app.access.colleagues import covers_seen, covers_set, messages_of, notes_of
from app.access.grounds import (
    Grounds,
    either,
    exists,
    of_case,
    of_cases,
    of_contents,
    of_own,
    of_tasks,
    received_at_the_windows,
)
from app.access.kept import bulletins_seen, drafts_of, views_kept, views_of
from app.access.masks import HIDDEN_INDEX, NAME, NUMBER, NUMBERS, OTHERS, PERSON, SEALED, TEXT
from app.access.policy import Policy
from app.access.posts import leave_seen, shifts_seen, swaps_seen, training_seen
from app.access.principal import Principal, may
from app.models import (
    Agent,
    Answer,
    Appeal,
    AppealQuestion,
    Applicant,
    Approval,
    Assistance,
    Attachment,
    Bulletin,
    Card,
    Case,
    CaseDocument,
    CaseNote,
    Cover,
    Draft,
    Finding,
    GroupItem,
    Hold,
    Leave,
    Message,
    OnlineAppeal,
    Order,
    Paper,
    Rating,
    Result,
    SavedView,
    Shift,
    Survey,
    Swap,
    Task,
    TrainingRecord,
)

#: Cases and parts that a person reads.
cases_reached, tasks_reached = either(of_cases), either(of_tasks)


def tasks_of_mine(principal: Principal) -> Any:
    """Parts of one's own departments."""
    if may(principal, "scope.department") or may(principal, "scope.below"):
        return of_own(Task.department, principal)
    return sa.false()


def _extendable_cases(principal: Principal) -> Any:
    """The centre's head extends the case as a whole."""
    # Rows, not the grant alone: a composed role may hold the grant without the reach.
    return sa.true() if may(principal, "scope.centre") else sa.false()


def _correctable_cases(principal: Principal) -> Any:
    """What was entered is put right where it was entered: by the windows, by the head of that window."""
    here = of_own(Case.window, principal)
    there = received_at_the_windows(principal) if may(principal, "scope.window") else here
    return sa.and_(cases_reached(principal), there)


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
    of_part = exists(
        Paper, Task.case_id == Paper.case_id, Task.key == Paper.task, tasks_reached(principal)
    )
    return sa.or_(
        of_part,
        sa.and_(
            Paper.task.is_(None),
            exists(Paper, Case.id == Paper.case_id, cases_reached(principal)),
        ),
    )


def _ratings(principal: Principal) -> Any:
    """What was said of the cases of one's own departments; all of it for the centre's readers."""
    if may(principal, "scope.centre"):
        return sa.true()
    return of_own(Rating.department, principal)


def _orders(principal: Principal) -> Any:
    """An order goes with its part, to whichever department that goes; who is kept from one is from both."""
    if may(principal, "scope.centre"):
        return sa.true()
    mine = tasks_of_mine(principal), tasks_reached(principal)
    return exists(Order, Task.number == Order.number, *mine)


def _voidable_papers(principal: Principal) -> Any:
    """A paper is declared void where it was made: by the head of that part or window; by supervisors."""
    if may(principal, "scope.centre"):
        return sa.true()
    of_part = exists(
        Paper, Task.case_id == Paper.case_id, Task.key == Paper.task, tasks_of_mine(principal)
    )
    of_window = exists(Paper, Case.id == Paper.case_id, of_own(Case.window, principal))
    return sa.or_(of_part, sa.and_(Paper.task.is_(None), of_window))


def _reasoned(noun: str, model: Any, why: Callable[[Any], Grounds], **more: Any) -> Policy:
    """A policy whose reach is its grounds."""
    grounds = why(model)
    return Policy(noun, model, either(grounds), grounds=grounds, **more)


_WHOLE = {"case.extend": _extendable_cases, "case.correct": _correctable_cases, "case.archive": cases_archived}  # fmt: skip
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
            grounds=of_cases,
            acts=_WHOLE | ACTS,
        ),
        Policy("task", Task, tasks_reached, grounds=of_tasks, acts=_ACTING),
        _reasoned("hold", Hold, of_case),
        _reasoned("card", Card, of_case),
        _reasoned(
            "applicant",
            Applicant,
            of_case,
            masks=PERSON | {"organisation": NAME, "credit_code": NUMBER} | HIDDEN_INDEX,
        ),
        _reasoned("agent", Agent, of_case, masks=PERSON | HIDDEN_INDEX),
        _reasoned("answer", Answer, of_contents, masks={"sealed": SEALED}),
        _reasoned("case_document", CaseDocument, of_contents),
        _reasoned("attachment", Attachment, of_contents, masks={"name": SEALED}),
        # The token opens the paper's page: shown in a list, it would be a key under the mat.
        Policy(
            "paper",
            Paper,
            _papers,
            acts={"paper.void": _voidable_papers},
            masks={"content": SEALED, "token": SEALED},
        ),
        _reasoned("result", Result, of_contents, masks={"number": NUMBER} | HIDDEN_INDEX),
        _reasoned("survey", Survey, of_case),
        # Salt and token open the link: whoever reads them could rate.
        Policy(
            "rating",
            Rating,
            _ratings,
            masks={"words": NUMBERS, "reply": NUMBERS, "salt": SEALED, "token": SEALED},
        ),
        Policy("approval", Approval, approvals_answered),
        _reasoned("statement", Appeal, of_case, masks={"said": TEXT}),
        Policy(
            "question",
            AppealQuestion,
            questions_reached,
            acts={"question.answer": questions_answered},
        ),
        # Who sent it and what is theirs and their window's alone until it is registered.
        Policy("online_appeal", OnlineAppeal, online_appeals_seen, masks={"code": SEALED}),
        Policy("finding", Finding, findings_reached),
        Policy("problem_group", GroupItem, group_items_reached),
        _reasoned("assistance", Assistance, of_case, masks={"place": TEXT, "said": TEXT}),
        Policy(
            "note",
            CaseNote,
            lambda principal: notes_of(principal, either(of_case(CaseNote))),
            masks={"text": TEXT},
        ),
        Policy("cover", Cover, covers_seen, acts={"cover.write": covers_set}),
        Policy("roster", Shift, shifts_seen),
        Policy("leave", Leave, leave_seen, masks={"why": SEALED, "note": TEXT}),
        Policy("swap", Swap, swaps_seen),
        Policy("training", TrainingRecord, training_seen),
        Policy("message", Message, messages_of),
        Policy("order", Order, _orders),
        Policy("bulletin", Bulletin, bulletins_seen),
        Policy("draft", Draft, drafts_of, masks={"content": SEALED}),
        Policy("saved_view", SavedView, views_of, acts={"saved_view.write": views_kept}),
    )
}
