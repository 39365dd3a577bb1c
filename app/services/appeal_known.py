"""What is there already when an appeal is typed: the case it is about, the hotline's number, the people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.models import Appeal, Case, Task
from app.services import case_access, colleagues

#: Cases of one number of the hotline that are shown.
SHOWN = 5


def case(session: Session, number: str, *, by: Principal) -> Any:
    """Number, name and phase of a case this person may see; None where there is none."""
    query = sa.select(Case.id, Case.number, Case.name, Case.phase, Case.received_at)
    return session.execute(query.where(Case.number == number, case_access.visible(by))).first()


def waits_at(session: Session, case_id: int) -> list[str]:
    """Departments at which a case stands now."""
    query = sa.select(Task.department).where(Task.case_id == case_id, Task.state == "open")
    return list(session.scalars(query.distinct().order_by(Task.department)))


def by_ref(session: Session, ref: str, *, by: Principal) -> list[Any]:
    """Appeals registered under this number of the hotline, the latest first (R79)."""
    query = (
        sa.select(Case.number, Case.name, Case.phase, Case.received_at)
        .join(Appeal, Appeal.case_id == Case.id)
        .where(Appeal.external_ref == ref.strip(), case_access.visible(by))
    )
    return list(session.execute(query.order_by(Case.id.desc()).limit(SHOWN)))


def people(session: Session, departments: Iterable[str]) -> dict[str, str]:
    """Who works in these departments: username → name."""
    return colleagues.of_all(session, list(departments))
