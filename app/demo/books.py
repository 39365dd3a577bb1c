"""The books of a demo centre: numbers, chain, rows and papers as the services write them, in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal
from app.demo.gathered import Gathered
from app.demo.life import Event, Life
from app.demo.voices import Voices
from app.domain import numbers as case_numbers
from app.domain.calendar import Calendar
from app.domain.case import rows_of
from app.models import Case, Department, NumberSeries, ServiceCentre
from app.services import case_effects, case_events, case_rows, intake, numbers, ranks, templates
from app.services.cases import File
from app.services.paper_sources import Names, Sources

#: Entries that are chained and written at once.
AT_ONCE = 5000
GO_ON = "SELECT setval(pg_get_serial_sequence('cases', 'id'), :last)"
#: What tells somebody else, by reading tables that are not written yet; nobody waits for these.
UNTOLD = ("owner_set", "asked", "answered")


class Known(Sources):
    """What papers are made of, from memory."""

    def __init__(self, books: Books, life: Life, file: File, by: Principal) -> None:
        """``life`` is whose papers they are."""
        super().__init__(books.session, file, by=by.username)
        self.books, self.life = books, life
        self.names = Names(books.centre, books.departments, by.name)

    def results(self) -> list[Any]:
        """What was granted so far."""
        rows = self.books.gathered.results[self.life.case_id]
        return [SimpleNamespace(**row) for row in rows]

    def template(self, kind: str, *, plan: Mapping[str, Any] | None) -> templates.Template | None:
        """Read once a version."""
        return self.books.template(self.life, kind, plan)

    def serials(self, series: Sequence[str]) -> list[int]:
        """From the counters of this run."""
        return [self.books.take(key) for key in series]

    def token(self) -> str:
        """Drawn by the seed: these papers prove nothing to anybody."""
        return f"demo{self.books.rng.getrandbits(120):030x}"


class Books:
    """Where a run writes: in the order of time, and whole cases at its end."""

    def __init__(self, session: Session, *, calendar: Calendar, rng: Random) -> None:
        """Numbers go on from those that were given out before."""
        self.session, self.calendar, self.rng = session, calendar, rng
        self.gathered, self.lives, self.acts = Gathered(), [], 0
        self.voices = Voices(self.gathered, rng)
        self.files: dict[int, File] = {}
        found = sa.select(ServiceCentre.prefix, ServiceCentre.name)
        self.prefix, self.centre = session.execute(found).one()
        names = sa.select(Department.code, Department.name)
        self.departments: dict[str, str] = dict(session.execute(names).tuples().all())
        series = sa.select(NumberSeries.key, NumberSeries.last)
        self._series: dict[str, int] = dict(session.execute(series).tuples().all())
        self._last = session.scalar(sa.select(sa.func.max(Case.id))) or 0
        self._templates: dict[tuple[int, str], templates.Template | None] = {}

    def take(self, series: str) -> int:
        """The next number of a series."""
        self._series[series] = self._series.get(series, 0) + 1
        return self._series[series]

    def template(
        self, life: Life, kind: str, plan: Mapping[str, Any] | None
    ) -> templates.Template | None:
        """How a paper of this kind looks under a case's version."""
        key = (life.service.version_id, kind)
        if key not in self._templates:
            self._templates[key] = templates.template(self.session, kind, plan=plan)
        return self._templates[key]

    def receive(self, life: Life, at: datetime) -> None:
        """The next number of the day, and the case's place."""
        self._last += 1
        life.case_id, kind = self._last, life.plan["kind"]
        serial = self.take(numbers.case_series(self.prefix, kind, day=at.date()))
        life.number = case_numbers.compose(self.prefix, at.date(), kind=kind, serial=serial)
        self.lives.append(life)
        self.files[life.case_id] = self._file(life, at)

    def _file(self, life: Life, at: datetime) -> File:
        taken = life.taken.intake
        columns = intake.case_columns(life.plan, life.number, taken=taken)
        lines = intake.document_columns(
            life.plan, taken.chosen, answers=taken.answers, ticks=taken.ticks, today=at.date()
        )
        return File(
            life.case_id, life.number, life.state, life.plan, self.calendar, life.facts,
            case=SimpleNamespace(**columns), intake=taken, lines=lines,
        )  # fmt: skip

    def note(
        self, life: Life, events: Sequence[Event], *, payload: dict[str, Any], by: Principal
    ) -> None:
        """Journal one act and give out its papers and results."""
        self.acts += 1
        file = self.files[life.case_id]
        first = (life.state or {})["seq"] - len(events)
        case_events.append(self.gathered, life.case_id, life.number, seq=first, events=[*events])  # type: ignore[arg-type]  # it takes what a session takes
        self._tick(life, events)
        told = [event for event in events if event["type"] not in UNTOLD]
        case_effects.follow(
            self.gathered,  # type: ignore[arg-type]  # as above
            file, told, payload=payload, sources=Known(self, life, file, by),
            now=datetime.fromisoformat(events[-1]["at"]),
        )  # fmt: skip
        if len(self.gathered.info["journal"]) >= AT_ONCE:
            self.chain()

    def _tick(self, life: Life, events: Sequence[Event]) -> None:
        """The points of papers that came later were looked at as those at the counter were."""
        for event in events:
            if event["type"] != "documents_received":
                continue
            lines = self.files[life.case_id].lines or {}
            after = {key: life.points(key) for key in event["documents"] if key in lines}
            before = {
                key: lines[key]["points"] for key in after if lines[key]["points"] != after[key]
            }
            for key, points in after.items():
                lines[key]["points"] = points
            data = {"task": event["task"], "documents": list(after), "before": before}
            data["after"] = {key: after[key] for key in before}
            journal.pending(self.gathered).append(  # type: ignore[arg-type]  # as above
                journal.Pending(
                    noun="case_document", ref=life.number, type="points_ticked", by=event["by"],
                    at=datetime.fromisoformat(event["at"]), data=data,
                )
            )  # fmt: skip

    def chain(self) -> None:
        """Chain and write the entries that wait, as a commit does."""
        self.session.info["journal"] = self.gathered.info.pop("journal", [])
        journal.write_pending(self.session)

    def finish(self, lives: Sequence[Life], *, now: datetime) -> None:
        """Write the rows of whole cases, and the numbers that were taken."""
        for life in lives:
            self._rows(life, now)
        self.gathered.write(self.session, {life.case_id for life in lives})

    def close(self) -> None:
        """What comes after all rows: ratings, void papers, the numbers that were taken, where ids go on."""
        self.voices.write(self.session)
        self.gathered.end(self.session)
        for key, last in self._series.items():
            self.session.merge(NumberSeries(key=key, last=last))
        self.session.flush()
        if self.session.get_bind().dialect.name == "postgresql":
            # Ids were given here: the database's own counter must not give them again.
            self.session.execute(sa.text(GO_ON), {"last": self._last})

    def _rows(self, life: Life, now: datetime) -> None:
        file, state = self.files[life.case_id], life.state or {}
        taken, whole = life.taken.intake, self.gathered
        columns = intake.case_columns(life.plan, life.number, taken=taken)
        rows = rows_of(state)
        case = {"id": life.case_id, **rows["case"], **columns}
        whole.execute(sa.insert(Case), [case | {"first_contact": life.first}])
        intake.write_people(whole, life.case_id, taken, blueprint=life.plan)  # type: ignore[arg-type]  # as above
        tasks = intake.task_columns(
            life.plan, life.number, applicant=columns["applicant"], keys=list(state["tasks"])
        )

        def beside(*, before: ranks.Rows, after: ranks.Rows) -> dict[str, dict[str, Any]]:
            found = ranks.beside(self.session, file, before=before, after=after, by="", now=now)
            for key, columns_of in found.items():
                at, who = life.entered.get(key, (None, None))
                columns_of |= {"entered_at": at, "entered_by": who}
            return found

        fixed = case_rows.Fixed(tasks, file.lines or {}, taken.appeal_columns())
        case_rows.write(whole, life.case_id, None, after=rows, fixed=fixed, beside=beside)  # type: ignore[arg-type]  # as above
