"""A case begins: its number, its own row, and beside it who applies and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from app.domain import numbers as composed
from app.services import case_effects, case_rows, intake, numbers, papers
from app.services.opened import File
from app.services.paper_sources import Sources


def open_case(
    session: Session,
    file: File,
    row: dict[str, Any],
    *,
    events: Sequence[dict[str, Any]],
    sources: Sources,
) -> None:
    """Number a new case and the papers it calls for in one statement; write its row and its people.

    ``row`` are the columns of the case's own row that its fold gives.
    """
    taken, standing = file.intake, file.standing
    assert taken is not None  # noqa: S101 - a case without rows comes from an intake only
    assert standing is not None  # noqa: S101 - and was received at a counter
    sources.names, sources.numbered = standing.names, standing.numbered
    day = row["received_at"].date()
    series = numbers.case_series(standing.prefix, row["kind"], day=day)
    # Decided by now: the series stay locked until COMMIT, and whoever receives waits for them.
    sources.hold([series, *_papers(file, events, sources)])
    (serial,) = sources.serials([series])
    file.number = composed.compose(standing.prefix, day, kind=row["kind"], serial=serial)
    named = intake.case_columns(file.blueprint, file.number, taken=taken)
    contact = {"first_contact": taken.first_contact or sources.by}
    file.case_id = case_rows.insert_case(session, {**row, **named, **contact})
    file.case = SimpleNamespace(id=file.case_id, **named)
    intake.write_people(session, file.case_id, taken, blueprint=file.blueprint)


def _papers(file: File, events: Sequence[dict[str, Any]], sources: Sources) -> list[str]:
    """The series of the papers that will be given out with the case."""
    return [
        papers.series_of(sheet)
        for sheet in case_effects.called_for(file, events)
        if sources.template(sheet.kind, plan=sheet.plan) is not None
    ]
