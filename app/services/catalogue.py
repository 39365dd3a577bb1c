"""Rows ↔ package: import is all or nothing and changes only what differs; export gives it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.models import AcknowledgedWarning, ServiceCentre
from app.services import calendar_rows, calendars, catalogue_rows, package_files, slices
from app.services.catalogue_bindings import BINDINGS, BY_TOP, Binding
from app.services.catalogue_entries import entries, entries_of, keys_of, row_of, rows

__all__ = [
    "ImportReport",
    "entries_of",
    "export_package",
    "import_package",
    "keys_of",
    "known",
    "put",
    "row_of",
    "used_by",
]

#: Nouns told whole where references are checked: what a condition may ask, what follows itself or is numbered.
WHOLE = ("items", "themes", "sla", "documents", "departments", "templates")
#: What one theme or item exported alone takes along.
NEEDED = ("departments", "items", "documents", "sla", "patterns")


@dataclass
class ImportReport:
    """What an import did, as ``noun/key``."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@dataclass
class _Import:
    """One import under way: its report, and a journal entry for each place that differs."""

    session: Session
    by: str
    now: datetime
    report: ImportReport = field(default_factory=ImportReport)

    def differs(
        self, top: str, key: str, *, noun: str, before: dict[str, Any] | None, after: dict[str, Any]
    ) -> bool:
        """Whether the rows must change here; reported and journaled with what differs."""
        place = f"{top}/{key}"
        if before == after:
            self.report.unchanged.append(place)
            return False
        (self.report.added if before is None else self.report.changed).append(place)
        old = before or {}
        changes = {
            name: [old.get(name), after.get(name)]
            for name in sorted({*old, *after})
            if old.get(name) != after.get(name)
        }
        journal.record(
            self.session, noun, key, "imported", by=self.by, fresh=before is None, changes=changes
        )
        return True


def known(session: Session) -> dict[str, dict[str, Any]]:
    """Keys that are in the rows already, by noun: what a package's references may point at.

    What follows itself or is numbered (papers, departments, templates) stands whole, and so do
    items, themes and limits.
    """
    found: dict[str, dict[str, Any]] = {}
    for binding in BINDINGS:
        if binding.top in WHOLE:
            found[binding.top] = entries(session, binding)
        else:
            keys = sa.select(getattr(binding.model, binding.key)).filter_by(**binding.fixed)
            found[binding.top] = dict.fromkeys(session.execute(keys).scalars())
    return found


def import_package(
    session: Session, package: Mapping[str, Any], *, by: str, now: datetime
) -> ImportReport:
    """Bring the rows to what a package says (R97); entries it does not name stay.

    Each entry that differs is one journal entry with what differs; the same package again writes
    nothing. Raises PackageRefused with every problem, before any row is touched.
    """
    # First of all: a package refused half-way would leave rows that nobody published.
    package_files.check(package_files.Package(dict(package)), known=known(session))
    running = _Import(session, by, now)
    with _quiet(session):
        _import_centre(running, package.get("centre"))
        for binding in BINDINGS:
            _import_noun(running, binding, binding.entries(package))
        # A new revision, never a changed one: dues name the revision they came from (R06).
        _import_calendar(running, package.get("calendar"))
        _import_acknowledged(running, package.get("acknowledged") or [])
    return running.report


@contextmanager
def _quiet(session: Session) -> Iterator[None]:
    """Rows change here without the listener's entries, for each noun has one of its own."""
    session.flush()  # what was changed before this import is journaled as ever
    session.info["journaled"] = True
    try:
        with session.no_autoflush:
            yield
        session.flush()  # while the listener is quiet
    finally:
        session.info.pop("journaled", None)


#: What a centre says that has no column of its own.
BESIDE = ("texts", "ratings", "online_appeals")


def _import_centre(running: _Import, said: Mapping[str, Any] | None) -> None:
    if not said:
        return
    row = running.session.execute(sa.select(ServiceCentre)).scalar_one_or_none()
    after = {"languages": ["zh"], **said}
    if not running.differs(
        "centre", "centre", noun="centre", before=_centre(row) if row else None, after=after
    ):
        return
    if row is None:
        row = ServiceCentre(more={})
        running.session.add(row)
    row.name, row.prefix, row.languages = after["name"], after["prefix"], after["languages"]
    row.more = {name: after[name] for name in BESIDE if after.get(name)}


def _centre(row: ServiceCentre) -> dict[str, Any]:
    return {"name": row.name, "prefix": row.prefix, "languages": list(row.languages), **row.more}


def _import_noun(running: _Import, binding: Binding, said: Mapping[str, Any]) -> None:
    if not said:
        return
    there = {getattr(row, binding.key): row for row in rows(running.session, binding, said)}
    for key, entry in said.items():
        row = there.get(key)
        before = None if row is None else catalogue_rows.read(binding, row)
        after = catalogue_rows.tidy(binding, entry)
        if running.differs(
            binding.top, key, noun=binding.model.__journal__, before=before, after=after
        ):
            if row is None:
                row = binding.model(**{binding.key: key}, **binding.fixed)
                running.session.add(row)
            catalogue_rows.write(binding, row, entry=entry)


def put(
    session: Session, top: str, key: str, *, entry: Mapping[str, Any], by: str, now: datetime
) -> bool:
    """Bring one checked entry's row to what it says; gives whether anything differed.

    Journaled like an import of that entry alone. The caller has had it checked.
    """
    running = _Import(session, by, now)
    with _quiet(session):
        _import_noun(running, BY_TOP[top], {key: entry})
    return not running.report.unchanged


def _import_calendar(running: _Import, said: Mapping[str, Any] | None) -> None:
    if not said:
        return
    said = calendars.with_closures(running.session, said)
    if running.differs(
        "calendar",
        "calendar",
        noun="calendar",
        before=calendars.in_force(running.session),
        after=calendars.normal(said),
    ):
        reason = f"{calendar_rows.BY_PACKAGE}{running.by}"
        calendars.save_revision(running.session, said, reason=reason, now=running.now)


def _import_acknowledged(running: _Import, said: Iterable[Mapping[str, Any]]) -> None:
    there = {(row.of, row.code, row.where): row for row in _acknowledged(running.session)}
    for entry in said:
        place = (entry["of"], entry["code"], entry.get("at") or "")
        row = there.get(place)
        before = {"reason": row.reason} if row else None
        after = {"reason": entry["reason"]}
        if running.differs(
            "acknowledged", " ".join(place).strip(), noun="acknowledged", before=before, after=after
        ):
            if row is None:
                row = AcknowledgedWarning(of=place[0], code=place[1], where=place[2])
                running.session.add(row)
            row.reason = entry["reason"]


def export_package(session: Session, *, only: tuple[str, str] | None = None) -> dict[str, Any]:
    """Everything in the rows, in the package format; nothing that says nothing.

    ``only=("themes", code)`` (or items, appeals): that entry with all it refers to, the warnings
    acknowledged for it and the paper templates, so that it compiles elsewhere to the same hash.
    Raises KeyError where there is no such entry.
    """
    whole: dict[str, Any] = {"package": 1}
    for binding in BINDINGS:
        there = entries(session, binding)
        whole[binding.top] = there.get(binding.top) if binding.single else there
    acknowledged = [_acknowledgement(row) for row in _acknowledged(session)]
    if only is not None:
        part = slices.closure(whole, only[0], code=only[1], nouns=NEEDED)
        kept = {only[1], *part.get("items", {})}
        whole = part | {"templates": whole["templates"]}
        acknowledged = [entry for entry in acknowledged if entry["of"] in kept]
    else:
        centre = session.execute(sa.select(ServiceCentre)).scalar_one_or_none()
        whole["centre"] = _centre(centre) if centre else None
        whole["calendar"] = calendars.in_force(session)
    whole["acknowledged"] = acknowledged
    return {name: value for name, value in whole.items() if value}


def used_by(session: Session, top: str, key: str) -> list[str]:
    """Where the rows refer to an entry (``items/food.documents.0.document``); none may be left over."""
    found = slices.references(export_package(session))
    return [".".join(map(str, path)) for noun, path, to in found if (noun, to) == (top, key)]


def _acknowledged(session: Session) -> list[AcknowledgedWarning]:
    columns = AcknowledgedWarning.of, AcknowledgedWarning.code, AcknowledgedWarning.where
    return list(session.execute(sa.select(AcknowledgedWarning).order_by(*columns)).scalars())


def _acknowledgement(row: AcknowledgedWarning) -> dict[str, Any]:
    where = {"at": row.where} if row.where else {}
    return {"of": row.of, "code": row.code, **where, "reason": row.reason}
