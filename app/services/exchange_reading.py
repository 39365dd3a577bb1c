"""A file of a package read and laid beside the rows: every problem by its place, or what would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.services import calendars, catalogue, catalogue_rows, package_files, workbooks
from app.services.catalogue import ImportReport
from app.services.catalogue_bindings import BINDINGS

#: First bytes of a workbook: it is a packed folder.
PACKED = b"PK\x03\x04"


@dataclass
class Tried:
    """What bringing a file in would do: every problem by its place, or what would be added and changed."""

    content: Any
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    report: ImportReport = field(default_factory=ImportReport)

    def said(self) -> dict[str, Any]:
        """As a job keeps it."""
        return {
            "wrong": [list(one) for one in self.wrong],
            "added": self.report.added,
            "changed": self.report.changed,
            "unchanged": len(self.report.unchanged),
        }


def try_file(session: Session, name: str, data: bytes) -> Tried:
    """Read a file (YAML or a workbook) and say what it would do; nothing is written.

    Raises workbooks.NotAWorkbook.
    """
    content, wrong = READ[data.startswith(PACKED)](name, data, catalogue.known(session))
    return Tried(content, wrong, ImportReport() if wrong else compare(session, content))


def _read_yaml(name: str, data: bytes, known: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    try:
        return package_files.read_text(data.decode("utf-8"), name, known=known).content, []
    except UnicodeDecodeError:
        return {}, [(name, "", "the file is not in UTF-8")]
    except package_files.PackageRefused as refused:
        return {}, problems(refused)


def problems(refused: package_files.PackageRefused) -> list[tuple[str, str, str]]:
    """Place, key and sentence of everything a package is refused for."""
    return [(f"{one.file}:{one.line}", one.key, _said(one)) for one in refused.problems]


def _read_workbook(_name: str, data: bytes, known: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    read = workbooks.read(data, known=known)
    return read.content, [
        (f"{one.sheet} {one.column}{one.row or ''}", "", _said(one)) for one in read.wrong
    ]


READ = {False: _read_yaml, True: _read_workbook}


def _said(one: Any) -> str:
    return f"{one.message} ({one.expected})" if one.expected else str(one.message)


def compare(session: Session, package: Mapping[str, Any]) -> ImportReport:
    """What importing a checked package would add and change; nothing is written."""
    report = ImportReport()
    for binding in BINDINGS:
        entries = binding.entries(package)
        there = catalogue.entries_of(session, binding.top, list(entries)) if entries else {}
        for key, entry in entries.items():
            after = catalogue_rows.tidy(binding, entry)
            kept = report.added if key not in there else report.changed
            if key in there and there[key] == after:
                kept = report.unchanged
            kept.append(f"{binding.top}/{key}")
    if package.get("calendar"):
        latest = calendars.latest(session)
        same = latest and calendars.as_package(latest) == calendars.normal(package["calendar"])
        (report.unchanged if same else report.changed).append("calendar/calendar")
    return report
