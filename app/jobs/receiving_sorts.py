"""What a sheet may hold: applications of a theme, or appeals; each with its columns and how a row is received."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from flask_babel import gettext as _

from app.access import Principal
from app.domain.case import Refusal
from app.domain.refusal import msgid
from app.forms import appeal_rows, sheet_papers, sheet_rows
from app.forms.appeal_choices import offered, plans
from app.forms.appeals import AT, CAME, Choices
from app.forms.sheet_rows import Theme
from app.services import appeal_columns, appeals, blueprints, calendars, cases, publishing
from app.services.cases import Performed
from app.services.sheet_columns import Column, columns
from app.services.sheet_reading import Row
from app.services.workbook_files import NotAWorkbook

GONE = msgid("This theme is not received at this counter any more.")


class Ready(NamedTuple):
    """A row read: how it is received, or what is wrong by column's name; what it comes to, and which papers lack."""

    receive: Callable[[Any, datetime], Performed | Refusal] | None
    wrong: dict[str, str]
    comes_to: str = ""
    lacks: Sequence[str] = ()


class Sort(Protocol):
    """One sort of sheet."""

    columns: list[Column]

    def ready(self, row: Row, *, source: str, ref: str) -> Ready:
        """A row through the forms of the counter."""

    def places(self, row: Row, refused: Refusal) -> list[str]:
        """Names of the columns at which a refusal is said; none where it is about the whole row."""


@dataclass(frozen=True)
class OfATheme:
    """Applications of one theme."""

    theme: Theme
    columns: list[Column]

    def ready(self, row: Row, *, source: str, ref: str) -> Ready:
        """The intake of a row with what follows it."""
        said = sheet_rows.read(self.theme, row, source=source, ref=ref)
        intake = said.intake
        if intake is None:
            return Ready(None, said.wrong)
        by, then = self.theme.by, [said.then]
        return Ready(
            lambda session, now: cases.receive(session, intake, by=by, now=now, then=then),
            {}, said.then["verb"], said.lacks,
        )  # fmt: skip

    def places(self, row: Row, refused: Refusal) -> list[str]:
        """At the papers, what is promised of them, and the conditions."""
        return sheet_papers.places(self.theme.blueprint, row, refused)


@dataclass(frozen=True)
class OfAppeals:
    """Appeals: what a hotline hands on."""

    choices: Choices
    by: Principal
    columns: list[Column]

    def ready(self, row: Row, *, source: str, ref: str) -> Ready:
        """The entry of a row; known by its sender's number, else by its place in the file."""
        said = appeal_rows.read(self.choices, row)
        entry, by = said.entry, self.by
        if entry is None:
            return Ready(None, said.wrong)
        return Ready(
            lambda session, now: appeals.register(
                session, entry, by=by, now=now, source=source, ref=ref
            ),
            {},
        )

    def places(self, _row: Row, refused: Refusal) -> list[str]:
        """At the field at which the window's form says it."""
        name = f"appeal.{AT.get(refused.rule, '')}"
        return [name] if name in {column.name for column in self.columns} else []


def sort_of(session: Any, code: str, *, by: Principal, now: datetime) -> Sort:
    """The sort of a sheet as it is now. Raises NotAWorkbook where it cannot be received any more."""
    if code == appeal_columns.CODE:
        choices = offered(session, plans(session, now=now), by=by)
        return OfAppeals(choices, by, appeal_columns.columns(choices.classes, CAME, say=_))
    version = publishing.current(session, "joint", code, at=now)
    if version is None or not version.offered:
        raise NotAWorkbook(GONE)
    plan = blueprints.blueprint(session, version.sha256)
    theme = Theme(version.id, plan, calendars.current(session), by, now)
    return OfATheme(theme, columns(plan, say=_))
