"""An entry of either chain as a sentence: acts on cases, changes of the configuration, grants, readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _

from app.domain import numbers
from app.landing import role_name
from app.services.audit_trail import Entry
from app.services.reference import Reference
from app.services.standing import RolesThen
from app.services.trail_subjects import Subject
from app.telling import access, beside, days, events
from app.telling.configuration import NOUNS, Change, changes, sentence
from app.telling.told import Told

SYSTEM = "system"


class Said(NamedTuple):
    """One entry in words, with what stands beside it."""

    entry: Entry
    at: datetime
    who: str
    role: str
    text: str
    refused: bool
    why: str
    changes: list[Change]
    case: str


class Known(NamedTuple):
    """The names the sentences need, read once a page."""

    reference: Reference
    roles: RolesThen
    subjects: Mapping[str, Subject]
    #: What is published under a reference of the trail (kind/code) → its name.
    versions: Mapping[str, str] = {}
    #: Reference of a decision → what the limit it names by its key was then.
    limits: Mapping[str, str] = {}


def by_day(entries: Iterable[Entry], known: Known) -> list[tuple[str, list[Said]]]:
    """The sentences by day, in the order of the entries."""
    told = [said(entry, known) for entry in entries]
    return [
        (f"{days.day(day)} {days.weekday(day)}", list(lines))
        for day, lines in groupby(told, key=lambda line: line.at.date())
    ]


def said(entry: Entry, known: Known) -> Said:
    """One entry in words; what no sentence is known for is told by its own name, never left out."""
    subject = known.subjects.get(entry.ref)
    tell = SAYS.get(entry.kind, _of_access)
    return Said(
        entry,
        entry.at,
        _who(entry, known),
        _role(entry, known),
        _told(tell, entry, known),
        entry.kind == "refusals",
        _why(entry),
        changes(entry.data) if entry.kind == "configuration" else [],
        entry.ref if subject else _case(entry),
    )


def _case(entry: Entry) -> str:
    """The case that something beside one is about: a part by its number, a rating by its way."""
    try:
        return numbers.parse(entry.ref.partition("/")[0]).case if entry.kind == "acts" else ""
    except (numbers.Mistyped, numbers.NotANumber):
        return ""


def _told(tell: Callable[[Entry, Known], str], entry: Entry, known: Known) -> str:
    try:
        return tell(entry, known)
    except (KeyError, TypeError, AttributeError, ValueError, StopIteration):
        # An altered entry is shown and not an error: what is wrong with it the proof says.
        return plain(entry)


def plain(entry: Entry) -> str:
    """An entry by its own name."""
    return _("%(type)s: %(what)s", type=entry.type, what=entry.ref)


def _who(entry: Entry, known: Known) -> str:
    nobody = {SYSTEM: _("System"), "nobody": _("Somebody")}
    return nobody.get(entry.by) or known.reference.people.get(entry.by, entry.by)


def _role(entry: Entry, known: Known) -> str:
    """Under which roles they acted, as they were held at that moment."""
    if entry.by == SYSTEM:
        return _("by itself")
    return _(", ").join(role_name(role) for role in known.roles.of(entry.by, entry.at))


def _why(entry: Entry) -> str:
    purpose = entry.texts.get("purpose")
    if purpose:
        return _("For: %(purpose)s", purpose=purpose)
    given = [entry.texts[name] for name in (*events.timeline.WHY, "law") if name in entry.texts]
    return _("; ").join(dict.fromkeys(given))


def _of_case(entry: Entry, known: Known) -> str:
    subject = known.subjects.get(entry.ref)
    if entry.type == "due_set":
        return _due(entry, subject, known)
    if subject is None or entry.type not in events.SAID:
        more = beside.Beside(entry.ref, entry.data, known.reference.people, known.limits)
        return beside.SAYS[entry.type](more) if entry.type in beside.SAYS else plain(entry)
    return events.SAID[entry.type](Told(entry.data, subject, known.reference))


def _due(entry: Entry, subject: Subject | None, known: Known) -> str:
    if subject is None:
        return plain(entry)
    what = Told(entry.data, subject, known.reference).task
    found = [one["at"] for one in (entry.data["due"] or {}).values() if one]
    if not found:
        return _("the due date of “%(task)s” stands still.", task=what)
    moment = datetime.fromisoformat(min(found))
    return _("the due date of “%(task)s” is %(day)s.", task=what, day=days.due(moment, entry.at))


def _of_configuration(entry: Entry, known: Known) -> str:
    named = known.versions.get(entry.ref, entry.ref) if entry.noun == "version" else entry.ref
    return sentence(entry.noun, named, entry.type, entry.data)


def _of_access(entry: Entry, known: Known) -> str:
    subject = known.subjects.get(entry.ref)
    # On a case the desk's sentences say more: which act was refused at which part.
    if entry.type in ("refused", "unmasked") and subject is not None:
        return events.SAID[entry.type](Told(entry.data, subject, known.reference))
    name = known.reference.people.get(entry.ref)
    who = _("%(name)s (%(username)s)", name=name, username=entry.ref) if name else entry.ref
    told = access.Told(who, entry.data, known.reference.departments, entry.noun)
    say = access.SENTENCES.get(entry.type)
    return say(told) if say else plain(entry)


#: Kind of an entry → its sentence; what is not here is of the access chain or of grants.
SAYS: dict[str, Callable[[Entry, Known], str]] = {
    "acts": _of_case,
    "configuration": _of_configuration,
}

__all__ = ["NOUNS", "Known", "Said", "by_day", "plain", "said"]
