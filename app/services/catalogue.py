"""Rows ↔ package: import is all or nothing and changes only what differs; export gives it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app import journal
from app.models import AcknowledgedWarning, AppealClass, CalendarRevision, ServiceCentre
from app.services import calendars
from app.services.catalogue_bindings import BINDINGS, RECTIFICATION, Binding, Child


@dataclass
class ImportReport:
    """What an import did, as ``noun/key``."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def known(session: Session) -> dict[str, dict[str, Any]]:
    """Keys that are in the rows already, by noun: what a package's references may point at."""
    found = {
        binding.top: dict.fromkeys(
            session.execute(sa.select(getattr(binding.model, binding.key))).scalars()
        )
        for binding in BINDINGS
    }
    exported = export_package(session)
    return {**found, "items": exported.get("items") or {}, "themes": exported.get("themes") or {}}


def import_package(
    session: Session, package: Mapping[str, Any], *, by: str, now: datetime
) -> ImportReport:
    """Bring the rows to what a checked package says; entries it does not name stay.

    The caller has had the package checked (package_files); each changed entry is journaled once.
    """
    report = ImportReport()
    session.info["journaled"] = True
    try:
        with session.no_autoflush:
            _import_centre(session, package, report)
            for binding in BINDINGS:
                for key, entry in (package.get(binding.top) or {}).items():
                    _import_entry(session, binding, key, entry, report)
            if package.get("rectification"):
                _import_entry(
                    session,
                    RECTIFICATION,
                    "rectification",
                    package["rectification"],
                    report,
                    rectification=True,
                )
            if package.get("calendar"):
                saved = calendars.save(
                    session, package["calendar"], reason=f"package, {by}", now=now
                )
                (report.added if saved else report.unchanged).append("calendar/calendar")
            _import_acknowledged(session, package.get("acknowledged") or [], report)
        session.flush()  # the listener must see these rows while it is told to be quiet
    finally:
        session.info.pop("journaled", None)
    for name in (*report.added, *report.changed):
        noun, _, key = name.partition("/")
        journal.record(session, noun, key, "imported", fresh=name in report.added)
    return report


def _import_centre(session: Session, package: Mapping[str, Any], report: ImportReport) -> None:
    said = package.get("centre")
    if not said:
        return
    row = session.execute(sa.select(ServiceCentre)).scalar_one_or_none()
    values = {
        "name": said["name"],
        "prefix": said["prefix"],
        "languages": said.get("languages") or ["zh"],
    }
    if row is None:
        session.add(ServiceCentre(**values, more={}))
        report.added.append("centre/centre")
    elif any(getattr(row, name) != value for name, value in values.items()):
        _set(row, values)
        report.changed.append("centre/centre")
    else:
        report.unchanged.append("centre/centre")


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _import_entry(
    session: Session,
    binding: Binding,
    key: str,
    entry: Mapping[str, Any],
    report: ImportReport,
    **fixed: Any,
) -> None:
    name = f"{binding.top}/{key}"
    row = session.execute(
        sa.select(binding.model).where(getattr(binding.model, binding.key) == key)
    ).scalar_one_or_none()
    if row is not None and _exported(binding, row) == _tidy(entry):
        report.unchanged.append(name)
        return
    if row is None:
        row = binding.model(**{binding.key: key}, **fixed)
        session.add(row)
        report.added.append(name)
    else:
        report.changed.append(name)
    _set(row, _columns(binding.columns, entry, known_keys={*binding.columns, *binding.children}))
    for child_key, child in binding.children.items():
        setattr(row, child.attribute, _child_rows(child, entry.get(child_key)))


def _columns(
    columns: Mapping[str, str], entry: Mapping[str, Any], *, known_keys: set[str]
) -> dict[str, Any]:
    """Column values of an entry; a key without a column is kept in ``more``."""
    values = {attribute: entry.get(name) for name, attribute in columns.items()}
    defaults = {
        "window": False,
        "commit": False,
        "green_channel": False,
        "points": [],
        "blocks": [],
    }
    for name, default in defaults.items():
        if name in values and values[name] is None:
            values[name] = default
    return {
        **values,
        "more": {name: value for name, value in entry.items() if name not in known_keys},
    }


def _child_rows(child: Child, said: Any) -> list[Any]:
    if child.keyed:
        return [
            child.model(key=key, **_columns_without_more(child, entry))
            for key, entry in (said or {}).items()
        ]
    rows = []
    for position, entry in enumerate(said or []):
        plain = {child.word: entry} if child.word and isinstance(entry, str) else entry
        rows.append(
            child.model(
                position=position, **_columns(child.columns, plain, known_keys=set(child.columns))
            )
        )
    return rows


def _columns_without_more(child: Child, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {attribute: entry.get(name) for name, attribute in child.columns.items()}


def _import_acknowledged(
    session: Session, said: Iterable[Mapping[str, Any]], report: ImportReport
) -> None:
    for entry in said:
        where = entry.get("at") or ""
        name = f"acknowledged/{entry['of']} {entry['code']} {where}".strip()
        match = sa.select(AcknowledgedWarning).where(
            AcknowledgedWarning.of == entry["of"],
            AcknowledgedWarning.code == entry["code"],
            AcknowledgedWarning.where == where,
        )
        row = session.execute(match).scalar_one_or_none()
        if row is None:
            session.add(
                AcknowledgedWarning(
                    of=entry["of"], code=entry["code"], where=where, reason=entry["reason"]
                )
            )
            report.added.append(name)
        elif row.reason != entry["reason"]:
            row.reason = entry["reason"]
            report.changed.append(name)
        else:
            report.unchanged.append(name)


def export_package(session: Session) -> dict[str, Any]:
    """Everything in the rows, in the package format; keys in order, nothing that says nothing."""
    package: dict[str, Any] = {"package": 1}
    centre = session.execute(sa.select(ServiceCentre)).scalar_one_or_none()
    if centre is not None:
        package["centre"] = {
            "name": centre.name,
            "prefix": centre.prefix,
            "languages": list(centre.languages),
        }
    latest = session.execute(
        sa.select(CalendarRevision).order_by(CalendarRevision.id.desc()).limit(1)
    ).scalar_one_or_none()
    if latest is not None:
        package["calendar"] = calendars.as_package(latest)
    for binding in BINDINGS:
        package[binding.top] = {
            getattr(row, binding.key): _exported(binding, row) for row in _rows(session, binding)
        }
    package["rectification"] = _rectification(session)
    package["acknowledged"] = [
        {
            "of": row.of,
            "code": row.code,
            **({"at": row.where} if row.where else {}),
            "reason": row.reason,
        }
        for row in session.execute(
            sa.select(AcknowledgedWarning).order_by(
                AcknowledgedWarning.of, AcknowledgedWarning.code, AcknowledgedWarning.where
            )
        ).scalars()
    ]
    return {name: value for name, value in package.items() if value}


def _rows(session: Session, binding: Binding) -> list[Any]:
    query = sa.select(binding.model).order_by(getattr(binding.model, binding.key))
    query = query.options(
        *(
            selectinload(getattr(binding.model, child.attribute))
            for child in binding.children.values()
        )
    )
    rows = session.execute(query).scalars()
    return [row for row in rows if not getattr(row, "rectification", False)]


def _rectification(session: Session) -> dict[str, Any] | None:
    row = session.execute(
        sa.select(AppealClass).where(AppealClass.rectification.is_(True))
    ).scalar_one_or_none()
    return _exported(RECTIFICATION, row) if row else None


def _exported(binding: Binding, row: Any) -> dict[str, Any]:
    """One row in the package's words."""
    entry = {name: getattr(row, attribute) for name, attribute in binding.columns.items()}
    for name, child in binding.children.items():
        rows = getattr(row, child.attribute)
        if child.keyed:
            entry[name] = {
                inner.key: {
                    key: getattr(inner, attribute) for key, attribute in child.columns.items()
                }
                for inner in rows
            }
        else:
            entry[name] = [_exported_child(child, inner) for inner in rows]
    return _tidy({**entry, **(row.more or {})})


def _exported_child(child: Child, row: Any) -> Any:
    entry = _tidy(
        {
            **{name: getattr(row, attribute) for name, attribute in child.columns.items()},
            **(row.more or {}),
        }
    )
    return entry[child.word] if child.word and set(entry) == {child.word} else entry


def _tidy(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says nothing: absent, empty, false flags. A step of one word is that word."""
    tidy = {
        name: value
        for name, value in entry.items()
        if value not in (None, [], {}) and not (value is False and name in FLAGS)
    }
    if "steps" in tidy:
        tidy["steps"] = [
            step["step"] if isinstance(step, Mapping) and set(step) == {"step"} else step
            for step in tidy["steps"]
        ]
    for name in ("fields", "documents", "items"):
        if isinstance(tidy.get(name), list):
            tidy[name] = [_tidy(inner) for inner in tidy[name]]
    return tidy


FLAGS = frozenset(
    {"window", "commit", "green_channel", "required", "optional", "sets_term", "roll"}
)
