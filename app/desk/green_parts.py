"""Rows and files of a form while it is typed: added, moved and taken away without losing a word.

The same buttons work with script and without: each sends the whole form along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app import transaction
from app.desk import adding
from app.desk.green_intake import Intake
from app.desk.green_steps import SPECS
from app.desk.green_typing import Typed
from app.forms import kinds
from app.forms.kind_rows import fields_in, is_mark
from app.services import attachments
from app.services.attachments import Place


def add_files(intake: Intake, step: str, typed: Typed) -> dict[str, str]:
    """Keep the files that came with the form; gives by field what is wrong with one."""
    kept = adding.keep(_papers(intake) if step == "documents" else _fields(intake, step))
    for box, number in kept.numbers:
        if step != "documents":
            _listed(intake, typed, f"{box}-files").append(str(number))
    return kept.wrong


def _fields(intake: Intake, step: str) -> Callable[[str], Place | None]:
    """A file of a field is named by what is typed there."""
    keys = {kinds.name_of(spec["key"]): spec["key"] for spec in SPECS[step](intake)}

    def place_of(box: str) -> Place | None:
        key = keys.get(box.partition("-")[0])
        return Place(draft=intake.draft.id, field=key) if key else None

    return place_of


def _papers(intake: Intake) -> Callable[[str], Place | None]:
    """A file of a paper stands with the paper, of those that this situation asks."""
    asked = {line["document"] for line in intake.outline.lines}

    def place_of(box: str) -> Place | None:
        paper = adding.paper_of(box)
        return Place(draft=intake.draft.id, document=paper) if paper in asked else None

    return place_of


def change(intake: Intake, typed: Typed, part: str) -> None:
    """Do what a button asks: ``add:f_x``, ``up:f_x:3``, ``down:f_x:3``, ``remove:f_x:3``, ``drop:f_x:7``."""
    wanted, _colon, rest = part.partition(":")
    name, _colon, mark = rest.partition(":")
    if wanted in CHANGES:
        CHANGES[wanted](intake, typed, name, mark)


def _listed(intake: Intake, typed: Typed, name: str) -> list[str]:
    """A list among what is typed, as one that is changed now."""
    typed.stamps[name] = intake.draft.version + 1
    return typed.values.setdefault(name, [])


def _add(intake: Intake, typed: Typed, name: str, _mark: str) -> None:
    rows = _listed(intake, typed, f"{name}-rows")
    rows.append(str(max((int(mark) for mark in rows if is_mark(mark)), default=0) + 1))


def _remove(intake: Intake, typed: Typed, name: str, mark: str) -> None:
    rows = _listed(intake, typed, f"{name}-rows")
    rows[:] = [one for one in rows if one != mark] or [""]
    for inner in [one for one in typed.values if one.startswith(f"{name}-{mark}-")]:
        del typed.values[inner]


def _move(by: int) -> Callable[[Intake, Typed, str, str], None]:
    def move(intake: Intake, typed: Typed, name: str, mark: str) -> None:
        rows = _listed(intake, typed, f"{name}-rows")
        rows[:] = [one for one in rows if one]
        if mark in rows:
            at = rows.index(mark)
            rows.insert(max(0, at + by), rows.pop(at))

    return move


def _drop(intake: Intake, typed: Typed, name: str, number: str) -> None:
    if not adding.paper_of(name):
        files = _listed(intake, typed, f"{name}-files")
        files[:] = [one for one in files if one != number] or [""]
    if number.isascii() and number.isdigit():
        attachments.drop(transaction.session(), intake.draft, int(number))


CHANGES: dict[str, Callable[[Intake, Typed, str, str], None]] = {
    "add": _add,
    "remove": _remove,
    "up": _move(-1),
    "down": _move(1),
    "drop": _drop,
}


def tell(forms: Mapping[str, Any], wrong: Mapping[str, str]) -> None:
    """Put what is wrong with a file beside the field it was added to."""
    for form in forms.values():
        for field in fields_in(form):
            if field.name in wrong:
                field.errors = [*field.errors, wrong[field.name]]
