"""Intakes that were begun and are not received yet: what each is of, for whom, where it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import g
from sqlalchemy.orm import Session

from app.desk import green_picks
from app.desk.green_intake import Intake
from app.models import Draft, ServiceVersion
from app.services import blueprints, drafts, publishing
from app.translations import lazy_gettext as _l

#: Steps that have a page of their own, in order; choosing the theme comes before, receipt after.
STEPS: dict[str, Any] = {
    "questions": _l("Ask the situation"),
    "notice": _l("Notice sheet"),
    "form": _l("Fill the one form"),
    "documents": _l("Check the documents"),
}

#: Version of a draft in which nothing was kept yet.
FRESH = 1


class Begun(NamedTuple):
    """An intake as the list of those begun shows it."""

    draft: Draft
    name: str
    title: str
    step: str
    received: bool


def next_step(intake: Intake) -> str:
    """The step that the person is shown who goes on with it."""
    draft = intake.draft
    # What was taken over from another case nobody has looked at here: it begins where it would.
    untouched = draft.version == FRESH and not draft.told
    if intake.asks and (untouched or not _answered(intake)):
        return "questions"
    if intake.content.get("applicant") and not untouched:
        return "documents"
    return "form" if draft.told else "notice"


def _answered(intake: Intake) -> bool:
    # Of picks alone nothing is left in the answers; what another version asks anew is not answered.
    looked_at = bool(intake.kept) or "picked" in intake.content or bool(intake.draft.told)
    return looked_at and intake.settled and not green_picks.wrong(intake)


def listed(session: Session, offered: Sequence[ServiceVersion], *, now: datetime) -> list[Begun]:
    """The intakes of the person who asks, each under the version that is in force now."""
    in_force = {(version.kind, version.code): version for version in offered}
    return [
        _begun(session, one, in_force, now) for one in drafts.open_ones(session, by=g.principal)
    ]


def _begun(
    session: Session, draft: Draft, in_force: dict[tuple[str, str], ServiceVersion], now: datetime
) -> Begun:
    version = in_force.get((draft.kind, draft.code))
    if draft.kind == "single":
        # What follows a case is one item, which no counter offers by itself (R49).
        version = publishing.current(session, draft.kind, draft.code, at=now)
    plan = (
        blueprints.blueprint(session, version.sha256)
        if version
        else blueprints.of_version(session, draft.version_id)
    )
    intake = Intake(draft, version, plan)
    return Begun(
        draft, plan["name"], intake.title, str(STEPS[next_step(intake)]), version is not None
    )
