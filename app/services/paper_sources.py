"""What the papers of one act are made of: read when a paper asks for it, and once an act."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.models import Applicant, CaseDocument, Department, Result, ServiceCentre
from app.services import numbers, templates

if TYPE_CHECKING:
    from app.services.cases import File

GOOD = ("granted", "partly")


class Names(NamedTuple):
    """The centre's name, the departments' by code, and that of who acts as it stands on paper."""

    centre: str
    departments: Mapping[str, str]
    clerk: str


class Sources:
    """Everything of one case that its papers print, and the numbers they take."""

    def __init__(self, session: Session, file: File, *, by: str) -> None:
        """``by`` is the user name of who acts."""
        self.session, self.file, self.by = session, file, by
        #: how papers are numbered today, where the act has read it already
        self.numbered: Mapping[str, Mapping[str, Any]] = {}
        #: what the applicant need not bring, once a paper asked for it
        self.exempt: list[dict[str, Any]] | None = None
        self._templates: dict[str, templates.Template | None] = {}
        self._in_hand: dict[str, list[int]] = defaultdict(list)

    @cached_property
    def names(self) -> Names:
        """Whose names stand on every paper, in one statement."""
        clerk = sa.select(User.last_name.concat(User.first_name)).where(User.username == self.by)
        query = sa.select(
            Department.code,
            Department.name,
            sa.select(ServiceCentre.name).limit(1).scalar_subquery().label("centre"),
            clerk.scalar_subquery().label("clerk"),
        )
        rows = self.session.execute(query).all()
        first = rows[0] if rows else SimpleNamespace(centre=None, clerk=None)
        known = {row.code: row.name for row in rows}
        return Names(str(first.centre or ""), known, str(first.clerk or self.by))

    @cached_property
    def person(self) -> Any:
        """The applicant: what the intake says, while the case is being received."""
        if self.file.intake is not None:
            taken = self.file.intake.applicant
            return SimpleNamespace(
                **{name: taken.get(name) or None for name in ("name", "organisation", "phone")}
            )
        mine = sa.select(Applicant).where(Applicant.case_id == self.file.case_id)
        return self.session.execute(mine).scalar_one()

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Key, name and copies of the case's papers, in the order of its list."""
        if self.file.lines is not None:
            return [{"key": key, **line} for key, line in self.file.lines.items()]
        columns = (CaseDocument.document, CaseDocument.name, CaseDocument.copies)
        mine = sa.select(*columns).where(CaseDocument.case_id == self.file.case_id)
        rows = self.session.execute(mine.order_by(CaseDocument.id))
        return [{"key": row.document, "name": row.name, "copies": row.copies} for row in rows]

    def people(self, usernames: Iterable[str]) -> dict[str, str]:
        """Names of staff as they stand on paper; asked only where a paper says who comes."""
        full = User.last_name.concat(User.first_name)
        mine = sa.select(User.username, full).where(User.username.in_(usernames))
        return dict(self.session.execute(mine).tuples().all())

    def results(self) -> Iterable[Any]:
        """What was granted so far, round by round; asked only where a part was."""
        tasks = (self.file.state or {}).get("tasks", {}).values()
        if not any(task["outcome"] in GOOD for task in tasks):
            return ()
        mine = sa.select(Result).where(Result.case_id == self.file.case_id)
        return self.session.execute(mine.order_by(Result.id)).scalars()

    def template(self, kind: str, *, plan: Mapping[str, Any] | None) -> templates.Template | None:
        """How a paper of this kind looks under a blueprint; None where the centre has none."""
        if kind not in self._templates:
            today = self.numbered.get(kind)
            self._templates[kind] = templates.template(self.session, kind, plan=plan, today=today)
        return self._templates[kind]

    def hold(self, series: Sequence[str]) -> None:
        """Take the next numbers of these series at once: they are given out by this act, or by nobody."""
        for key, serial in zip(series, numbers.take(self.session, series), strict=True):
            self._in_hand[key].append(serial)

    def serials(self, series: Sequence[str]) -> list[int]:
        """The next number of each series: those in hand, else taken now (R26)."""
        there = Counter({key: len(serials) for key, serials in self._in_hand.items()})
        if short := list((Counter(series) - there).elements()):
            self.hold(short)
        return [self._in_hand[key].pop(0) for key in series]

    def token(self) -> str:
        """A name for the paper's public page that nobody can guess."""
        return secrets.token_urlsafe(18)
