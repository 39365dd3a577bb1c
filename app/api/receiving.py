"""Cases that another system sends: received by the forms of the counter, once under each number of theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, url_for
from flask_babel import gettext as _

from app import bearer, clock, idempotency, problems, transaction
from app.api import acts, base
from app.domain.case import Refusal
from app.domain.case.acceptance import to_confirm
from app.forms.intakes import Sent
from app.guard import needs
from app.services import blueprints, calendars, cases, external, versions

pages = Blueprint("api_receiving", __name__, url_prefix=f"{base.ROOT}/cases")
NAMES = frozenset({
    "kind", "code", "applicant", "agent", "answers", "picked", "documents", "confirmed", "then", "deadline",
    "commitment", "external_ref", "external_source",
})  # fmt: skip
Commands = list[dict[str, Any]]


@pages.post("")
@needs("case.receive")
def receive() -> Response:
    """Receive a case, and accept it or ask for what is missing in the same act."""
    sent, key = base.sent(), acts.key_of()
    before = idempotency.seen(key)
    if before:
        return acts.replayed(before, key)
    session, now = transaction.session(), clock.now()
    version = _version(sent, session, now)
    if version is None:
        said = _("There is no service of this code that is received now.")
        return problems.wrong([{"path": "/code", "detail": said}])
    plan = blueprints.blueprint(session, version.sha256)
    read = Sent(plan, sent, now, calendars.current(session))
    errors = [*_wrong_names(sent), *read.errors]
    named, wrong = theirs(sent)
    then = _then(sent, read, errors)
    if errors or wrong:
        return problems.wrong([*errors, *wrong])
    taken = read.intake(
        version.id, window=g.principal.department or "", by=g.principal.username, **named
    )
    done = cases.receive(session, taken, by=g.principal, now=now, then=then)
    if isinstance(done, Refusal):
        return base.refused(done)
    where = url_for("api_cases.show", number=done.number)
    idempotency.answered(key, f"receive {acts.fingerprint()}", where)
    # What came before under the same number of theirs is no new case.
    return base.answer(acts.did(done), 201 if done.events else 200, headers={"Location": where})


def _version(sent: dict[str, Any], session: Any, now: Any) -> Any:
    kind, code = sent.get("kind", "joint"), sent.get("code")
    if not isinstance(kind, str) or not isinstance(code, str):
        return None
    found = versions.current(session, kind, code, at=now)
    return found if found is not None and found.offered else None


def _wrong_names(sent: dict[str, Any]) -> list[dict[str, str]]:
    said = _("There is no such field.")
    return [{"path": f"/{name}", "detail": said} for name in sorted(set(sent) - NAMES)]


def theirs(sent: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Under which number of whose it came: a key sends under its own name alone."""
    ref, source = sent.get("external_ref"), sent.get("external_source") or bearer.source()
    if ref is None:
        return {}, []
    if bearer.source() is not None and source != bearer.source():
        said = _("A key sends under its own name: %(name)s.", name=bearer.source())
        return {}, [{"path": "/external_source", "detail": said}]
    wrong = [
        {"path": f"/{name}", "detail": _("A text of at most %(max)s signs is expected here.", max=most)}
        for name, value, most in (("external_ref", ref, external.REF), ("external_source", source, external.SOURCE))
        if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable()
    ]  # fmt: skip
    return ({}, wrong) if wrong else ({"external_source": source, "external_ref": ref}, [])


def _then(sent: dict[str, Any], read: Sent, errors: list[dict[str, str]]) -> Commands:
    then = sent.get("then") or ""
    if not isinstance(then, str) or then not in THEN:
        said = _("One of these is expected here: %(words)s.", words=", ".join(filter(None, THEN)))
        errors.append({"path": "/then", "detail": said})
        return []
    return THEN[then](sent, read, errors)


def _confirmed(sent: dict[str, Any], read: Sent, errors: list[dict[str, str]]) -> list[int]:
    """Places of the conditions that were confirmed, of those there are."""
    given, most = sent.get("confirmed") or [], len(to_confirm(read.blueprint))
    fits = isinstance(given, list) and all(
        isinstance(one, int) and not isinstance(one, bool) and 0 <= one < most for one in given
    )
    if not fits:
        said = _("Places of acceptance conditions are expected here, from 0 to %(last)s.", last=max(0, most - 1))  # fmt: skip
        errors.append({"path": "/confirmed", "detail": said})
    return sorted(set(given)) if fits else []


def _accept(sent: dict[str, Any], read: Sent, errors: list[dict[str, str]]) -> Commands:
    return [{"verb": "accept", "task": "intake", "confirmed": _confirmed(sent, read, errors)}]


def _accept_deferred(sent: dict[str, Any], read: Sent, errors: list[dict[str, str]]) -> Commands:
    day = _day(sent.get("deadline"))
    if day is None:
        said = _("Write by which day the missing papers come, as 2026-09-18.")
        errors.append({"path": "/deadline", "detail": said})
    return [
        {
            "verb": "accept_deferred",
            "task": "intake",
            "confirmed": _confirmed(sent, read, errors),
            "deadline": f"{day}T23:59:59",
            "commitment": sent.get("commitment") is True,
        }
    ]


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _supplement(_sent: dict[str, Any], read: Sent, _errors: list[dict[str, str]]) -> Commands:
    return [
        {"verb": "supplement", "task": "intake", "fault": "incomplete", "documents": read.missing}
    ]


#: What follows the receipt in the same act → its commands.
THEN: dict[str, Callable[[dict[str, Any], Sent, list[dict[str, str]]], Commands]] = {
    "": lambda *_nothing: [],
    "accept": _accept,
    "accept_deferred": _accept_deferred,
    "supplement": _supplement,
}
