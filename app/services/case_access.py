"""Who may see and act on which case: the policies of app.access, asked with a case in hand."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, acting_grant, may
from app.domain.case import Refusal
from app.models import Task

if TYPE_CHECKING:
    from app.services.cases import File

#: Refused by access: what others may do is not said, only whose it is.
NOT_YOURS = Refusal(
    "access", "This is done by whoever handles it. You may read it, not act on it.", {}
)
NO_COUNTER = Refusal(
    "access", "Cases are received at the window; your account does not receive.", {}
)


def visible(by: Principal) -> Any:
    """The where-clause of the cases a person may see."""
    return POLICIES["case"].rows(by)


def visible_tasks(by: Principal) -> Any:
    """The where-clause of the tasks a person may see."""
    return POLICIES["task"].rows(by)


def may_receive(by: Principal, window: str) -> Refusal | None:
    """Only the windows receive, each for its own department."""
    # Not by role: a composed role may receive, and a clerk without a window may not. What opens by
    # itself (a bad rating's rectification) is received by nobody.
    here = window in by.departments or may(by, "scope.system")
    allowed = may(by, "case.receive") and here
    return None if allowed else NO_COUNTER


def may_act(
    session: Session, by: Principal, file: File, *, command: dict[str, Any]
) -> Refusal | None:
    """Whether a command is this person's to give at all; the domain decides about the rest."""
    verb, key = _meant(file, command)
    grant = acting_grant(verb, on_task=bool(key))
    if key is None:
        allowed = POLICIES["case"].may(by, grant, file.case)
        return None if allowed else NOT_YOURS
    # Asked of the database: the task may have changed hands since the page was read.
    mine = sa.select(Task.id).where(
        Task.case_id == file.case_id, Task.key == key, POLICIES["task"].rows(by, grant)
    )
    return None if session.execute(mine).first() else NOT_YOURS


def _meant(file: File, command: dict[str, Any]) -> tuple[str, str | None]:
    """The verb and the part whose grant is asked: of an answer those of what it answers."""
    asks = (file.state or {}).get("asks", {})
    one = asks.get(str(command.get("ask"))) if command["verb"] == "answer" else None
    return (f"answer_{one['verb']}", one["task"]) if one else (command["verb"], command.get("task"))


def signature(by: Principal) -> dict[str, Any]:
    """Who gives a command: name, the roles they act in, the departments they act for."""
    return {
        "by": by.username,
        "roles": by.capacities,
        "departments": departments_of(by),
    }


def departments_of(by: Principal) -> list[str]:
    """The departments whose tasks a person works on."""
    return sorted(by.departments)


def holds_grant(by: Principal, verb: str, *, task: str | None) -> bool:
    """Whether a verb is this person's to offer at all."""
    return may(by, acting_grant(verb, on_task=bool(task)))


def narrower(by: Principal) -> list[str]:
    """Grants of acts on the whole of a case that may reach fewer cases than this person reads."""
    # A window's clerk reads what the windows received, and that is what they may put right.
    if may(by, "scope.window"):
        return []
    return [grant for grant in POLICIES["case"].acts if may(by, grant)]


def reaches(by: Principal, reached: Collection[str], *, verb: str) -> bool:
    """Whether an act on the whole of a case that is read is this person's; ``reached`` of the ``narrower``."""
    grant = acting_grant(verb, on_task=False)
    if grant not in POLICIES["case"].acts or may(by, "scope.window"):
        return True
    return grant in reached
