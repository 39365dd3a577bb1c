"""Why a row is reached: each relation by its name. What is reached is any of them, so no reason can lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.access.principal import Principal, may
from app.models import AppealDepartment, Case, Department, Task


class Ground(NamedTuple):
    """A relation between a person and rows: its name, the grant that counts it, and the rows."""

    name: str
    grant: str
    clause: Any


Grounds = Callable[[Principal], list[Ground]]

CENTRE, WINDOWS, PART, OTHER = "centre", "windows", "part", "rule"


def any_of(clauses: Iterable[Any]) -> Any:
    """Whether one of them holds; nobody's reach is nothing."""
    # An empty OR is true in some dialects and refused in others.
    found = list({id(clause): clause for clause in clauses}.values())
    return sa.or_(*found) if found else sa.false()


def either(grounds: Grounds) -> Callable[[Principal], Any]:
    """The rows that are reached on any of these grounds."""
    return lambda principal: any_of(ground.clause for ground in grounds(principal))


def exists(model: Any, *where: Any) -> Any:
    """Whether there is a row beside the model's, whatever else the statement around it selects."""
    return sa.exists().where(*where).correlate(model)


def of_own(column: Any, principal: Principal) -> Any:
    """Whether a column names one of one's own departments."""
    # Said one by one: a list is spelled out anew by every execution of the statement.
    return any_of([column == code for code in principal.own])


def received_at_the_windows(principal: Principal) -> Any:
    """Cases that the general windows (or one's own) received: every window clerk sees them."""
    windows = sa.select(Department.code).where(Department.window.is_(True))
    there = sa.or_(Case.window.in_(windows), of_own(Case.window, principal))
    # An appeal about one's own window is not for its clerks to read, wherever it was registered (R73).
    ours = of_own(AppealDepartment.department, principal)
    return sa.and_(there, ~exists(Case, AppealDepartment.case_id == Case.id, ours))


def _held(principal: Principal, grounds: Iterable[Ground]) -> list[Ground]:
    """The grounds whose grant is held; the whole centre leaves nothing for the others to add."""
    found = [ground for ground in grounds if may(principal, ground.grant)]
    whole = [ground for ground in found if ground.name == CENTRE]
    return whole or found


def of_cases(principal: Principal) -> list[Ground]:
    """Cases of the centre, of the windows, or with a part of one's own departments."""
    # Any part, in whatever state: who granted yesterday may read the case today.
    mine = exists(Case, Task.case_id == Case.id, of_own(Task.department, principal))
    return _held(
        principal,
        [
            Ground(CENTRE, "scope.centre", sa.true()),
            Ground(WINDOWS, "scope.window", received_at_the_windows(principal)),
            Ground(PART, "scope.department", mine),
            Ground(PART, "scope.below", mine),
        ],
    )


def of_tasks(principal: Principal) -> list[Ground]:
    """One's own parts; for window clerks also every part of the cases the windows received."""
    mine = of_own(Task.department, principal)
    # Every part: window clerks are asked at the counter how all of it stands.
    there = exists(Task, Case.id == Task.case_id, received_at_the_windows(principal))
    return _held(
        principal,
        [
            Ground(CENTRE, "scope.centre", sa.true()),
            Ground(PART, "scope.department", mine),
            Ground(PART, "scope.below", mine),
            Ground(WINDOWS, "scope.window", there),
        ],
    )


def of_case(model: Any) -> Grounds:
    """Rows that follow the header: on the grounds on which the case is seen."""
    return lambda principal: [
        ground._replace(clause=exists(model, Case.id == model.case_id, ground.clause))
        for ground in of_cases(principal)
    ]


def of_contents(model: Any) -> Grounds:
    """Rows of the case's contents: the window's and the centre's readers.

    An officer sees a line only where their own part uses it, which the blueprint knows and no
    column does: services ask ``uses`` with the departments of the parts that use the line.
    """

    def found(principal: Principal) -> list[Ground]:
        there = exists(model, Case.id == model.case_id, received_at_the_windows(principal))
        return _held(
            principal,
            [
                Ground(CENTRE, "scope.centre", sa.true()),
                Ground(WINDOWS, "scope.window", there),
            ],
        )

    return found
