"""登记诉求: one door for the window, the sheet and other systems (R70–R74, R77, R79, R80)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.access import Principal
from app.domain import numbers
from app.domain.case import Refusal
from app.models import ServiceVersion
from app.services import appeal_known, assistance, blueprints, cases, versions
from app.services.cases import Performed
from app.services.intake import Intake

NO_CLASS = Refusal("R70", "Choose the class of the appeal.", {})
NO_CASE = Refusal("R77", "There is no case of this number that you may see.", {})
MISTYPED = Refusal("R107", "The last character of the number does not fit: check it again.", {})
NOT_HERE = Refusal(
    "R74", "It is closed at once only where the window that registers it also handles it.", {}
)
ITS_OWN = Refusal(
    "R80", "It is about the department that would handle it: choose another to handle it.", {}
)
#: Longest words of a person that are kept.
LONGEST = 4000


@dataclass(frozen=True)
class Entry:
    """One appeal as it is registered; values are checked and normalised by the form."""

    code: str
    name: str
    phone: str
    channel: str
    said: str
    about: str = ""
    departments: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    anonymous: bool = True
    external_ref: str = ""
    #: what the person is told at once: reason, progress, explanation, guidance, agent
    told: dict[str, str] = field(default_factory=dict)
    #: username of the colleague who helps or acts for the person
    helper: str = ""
    #: the department that handles it, where that is not the class's own
    handled_by: str = ""
    #: ground, reason, competent_department, remedy: where it is not for the centre
    outside: dict[str, str] = field(default_factory=dict)
    #: answered and closed in the same act
    at_once: bool = False


def register(
    session: Session,
    entry: Entry,
    *,
    by: Principal,
    now: datetime,
    source: str = "",
    ref: str = "",
) -> Performed | Refusal:
    """Register an appeal, hand it on, and close it at once where that was asked: one act or none.

    ``source`` names the system (or the sheet) that sent it: sent again under the same number, ``ref``
    or else the hotline's, it is the same case.
    A number of the hotline that is registered already is no reason to refuse (R79).
    """
    version = versions.current(session, "appeal", entry.code, at=now)
    if version is None:
        return NO_CLASS
    about = _about(session, entry.about, by=by)
    if isinstance(about, Refusal):
        return about
    plan = blueprints.blueprint(session, version.sha256)
    then = _then(plan, entry, by=by)
    if isinstance(then, Refusal):
        return then
    theirs = _theirs(session, entry, source=source, ref=ref or entry.external_ref, by=by)
    taken = _taken(version, entry=entry, by=by, about=about, theirs=theirs)
    done = cases.receive(session, taken, by=by, now=now, then=then)
    if isinstance(done, Refusal) or not entry.helper or not done.events:
        return done
    helped = assistance.arrange(
        session, done.number, "guided", person=entry.helper, appointed_at=now, place="", by=by, now=now
    )  # fmt: skip
    return helped if isinstance(helped, Refusal) else done


def _about(session: Session, number: str, *, by: Principal) -> str | Refusal | None:
    """The case it is about: optional, but then there (R77)."""
    if not number:
        return None
    try:
        numbers.parse(number)
    except numbers.Mistyped:
        return MISTYPED
    except numbers.NotANumber:
        return NO_CASE
    found = appeal_known.case(session, number, by=by)
    return number if found else NO_CASE


def _theirs(
    session: Session, entry: Entry, *, source: str, ref: str, by: Principal
) -> dict[str, Any]:
    """The unique number of a sender; who registers a known one again at the window gets another case."""
    if not ref or (not source and appeal_known.by_ref(session, entry.external_ref, by=by)):
        return {}
    return {"external_source": source or "hotline", "external_ref": ref}


def _taken(
    version: ServiceVersion,
    *,
    entry: Entry,
    by: Principal,
    about: str | None,
    theirs: dict[str, Any],
) -> Intake:
    applicant = {"name": entry.name, "id_type": "id_card", "phone": entry.phone}
    given = {
        "channel": entry.channel, "departments": entry.departments, "about": about,
        "anonymous": entry.anonymous, "said": entry.said, "external_ref": entry.external_ref,
        **entry.told,
    }  # fmt: skip
    return Intake(
        version_id=version.id, window=by.department or "", applicant=applicant, answers={}, chosen=[],
        documents=[], barred=entry.people, appeal=given, **theirs,
    )  # fmt: skip


def _then(plan: dict[str, Any], entry: Entry, *, by: Principal) -> list[dict[str, Any]] | Refusal:
    """What follows the registration in the same act: handed on, told that it is not ours, or answered."""
    main = next(task for task in plan["tasks"] if task["kind"] == "work")
    here = entry.handled_by or main["department"]
    if here in entry.departments:
        return ITS_OWN
    if entry.handled_by and entry.handled_by != main["department"]:
        said = {"department": entry.handled_by, "reason": entry.said}
        return [{"verb": "transfer", "task": main["key"], **said}]
    if not entry.outside and not entry.at_once:
        return []
    if here not in by.departments:
        return NOT_HERE
    way = "in_person" if entry.channel == "walk_in" else "phone"
    steps = [{"verb": "finish_step", "task": main["key"]}] * (len(main["steps"]) - 1)
    if entry.outside:
        reason = entry.outside["reason"]
        texts = {"explanation": reason, "guidance": entry.outside.get("remedy") or reason}
        ended = {"verb": "refuse", **texts, "remedy": "-", **entry.outside}
    else:
        ended = {"verb": "grant", **entry.told}
    told = [
        {**ended, "task": main["key"], "way": way},
        {"verb": "finish_step", "task": "hand_over"},
        {"verb": "deliver", "task": "hand_over", "way": way},
    ]
    return [*steps, *told]
