"""What the registering form may choose from, for every door: classes in force, departments, who helps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.access import Principal
from app.forms.appeals import Choices
from app.services import appeal_known, blueprints, colleagues, versions
from app.services import reference as names

Plans = Mapping[str, dict[str, Any]]


def plans(session: Session, *, now: datetime) -> Plans:
    """The classes in force, each with its blueprint."""
    codes = [one.code for one in versions.all_in_force(session, "appeal", at=now)]
    hashes = versions.digests(session, "appeal", codes, at=now)
    return {code: blueprints.blueprint(session, sha256) for code, sha256 in hashes.items()}


def offered(session: Session, classes: Plans, *, by: Principal) -> Choices:
    """What whoever registers may choose."""
    return Choices(
        classes={code: plan["name"] for code, plan in classes.items()},
        departments=names.reference(session).departments,
        helpers=colleagues.of_all(session, _handling(classes.values(), by)),
        people_of=lambda codes: _people(session, codes),
        demanded={code: demanded(plan) for code, plan in classes.items()},
    )


def demanded(plan: Mapping[str, Any], outcome: str = "registered") -> list[list[str]]:
    """Texts that a class demands to be said, lists of which one is enough."""
    works = (task for task in plan["tasks"] if task["kind"] == "work")
    return [way for task in works for way in (task.get("closing") or {}).get(outcome, [])]


def _handling(classes: Iterable[Mapping[str, Any]], by: Principal) -> set[str]:
    """The departments whose people help: those of the classes, and the window that registers."""
    own = {by.department} if by.department else set()
    tasks = (task for plan in classes for task in plan["tasks"])
    return own | {task["department"] for task in tasks if task["kind"] == "work"}


def _people(session: Session, codes: Collection[str]) -> Mapping[str, str]:
    return appeal_known.people(session, codes)
