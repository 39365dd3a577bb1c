"""What the form of an act may need beside the case's fold: read when it is asked for, and not twice."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa
from flask import g, request
from sqlalchemy.orm import Session

from app import clock
from app.domain.case.state import name_of
from app.forms.reclassifying import code_of
from app.models import CaseDocument
from app.services import approvals, colleagues, correctable, other_classes
from app.services import reference as names
from app.services.case_page import Page
from app.services.cases import File
from app.telling.verbs import BUTTON
from app.translations import gettext as _


class Around:
    """What a form may need beside the fold, read when it is asked for."""

    def __init__(self, session: Session, file: File, task: str | None, page: Page | None) -> None:
        """The case, and the part whose department's people may be asked for; its page where it was read."""
        self.session, self.file, self.task, self.page = session, file, task, page

    @cached_property
    def ticks(self) -> dict[str, list[bool]]:
        """Papers of the case's list with their points as they were ticked last."""
        query = sa.select(CaseDocument.document, CaseDocument.points)
        rows = self.session.execute(
            query.where(CaseDocument.case_id == self.file.case_id).order_by(CaseDocument.id)
        )
        return dict(rows.tuples().all())

    @cached_property
    def listed(self) -> list[str]:
        """Papers of the case's list in its order."""
        return self.page.listed if self.page else [*self.ticks]

    @cached_property
    def departments(self) -> dict[str, str]:
        """Names of departments by code."""
        return self._known.departments

    @property
    def _known(self) -> names.Reference:
        return self.page.known if self.page else names.reference(self.session)

    @cached_property
    def colleagues(self) -> dict[str, str]:
        """The people of the part's department."""
        state = self.file.state or {"tasks": {}}
        part = state["tasks"].get(self.task)
        there = colleagues.of(self.session, part["department"]) if part else {}
        # Whoever is complained of is never offered as a handler (R80).
        return {person: name for person, name in there.items() if person not in state["barred"]}

    @cached_property
    def requests(self) -> dict[str, str]:
        """Requests that this person answers, in short."""
        mine = approvals.answered_by(g.principal, self.file.state or {"asks": {}})
        plan, people = self.file.blueprint, self._known.people
        return {
            number: _(
                "%(act)s: %(part)s (%(who)s)",
                act=BUTTON[one["verb"]],
                part=name_of(plan, one["task"] or ""),
                who=people.get(one["by"], one["by"]),
            )
            for number, one in mine.items()
        }

    @cached_property
    def classes(self) -> dict[str, str]:
        """Other classes the case could become one of: code → name."""
        return other_classes.classes(self.session, self.file, now=clock.now())

    @cached_property
    def becoming(self) -> other_classes.Becoming | None:
        """The class that was chosen, as the case would have it; its page can be called up again."""
        code = code_of(self.classes, request.values.get("f_to", ""))
        now = clock.now()
        return (code and other_classes.becoming(self.session, self.file, code, now=now)) or None

    @cached_property
    def corrections(self) -> list[correctable.Entry]:
        """What of the case's data can be put right, masked as everywhere."""
        return correctable.entries(self.session, self.file, by=g.principal, page=self.page)
