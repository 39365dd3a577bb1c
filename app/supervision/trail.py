"""The trail: what everybody did, was refused and read, as sentences; and what the last proof of it found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, journal, transaction
from app.access import may
from app.guard import needs
from app.services import audit_trail, proving, standing, trail_subjects
from app.services import reference as names
from app.services.audit_trail import Asked, Entry, Place
from app.services.cause_catalogue import kept_then
from app.supervision import chain_export
from app.telling import days, trail
from app.telling.access import chain_name
from app.telling.configuration import NOUNS

pages = Blueprint("trail", __name__, url_prefix="/trail")
_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(records|access)\.(\d{1,15})")
#: Nouns that one may ask for, in the order of their words.
ASKED = ("case", "task", "paper", "attachment", "case_document", *audit_trail.GRANTS, *audit_trail.CONFIGURATION)  # fmt: skip


@pages.get("")
@needs("journal.read", "access.read")
def show() -> str:
    """A page of the trail, as far as it is asked for and the reader's."""
    session = transaction.session()
    asked, wrong = _asked()
    entries, more = audit_trail.page(session, asked, by=g.principal, after=_after())
    told = known(entries)
    return render_template(
        "supervision/trail.html",
        asked=asked,
        wrong=wrong,
        days=trail.by_day(entries, told),
        more=more and f"{more.at.isoformat(timespec='seconds')}.{more.chain}.{more.id}",
        people=told.reference.people,
        kinds=audit_trail.kinds(g.principal),
        nouns=_nouns(),
        words=days,
        chains=chain_export.offered(),
        chain_name=chain_name,
        **proofs(),
    )


@pages.post("/verify")
@needs("journal.verify")
def verify() -> Response:
    """Have both chains and every case proved; a worker does it, the page says how far it is."""
    proving.ask(transaction.session(), by=g.principal.username, now=clock.now())
    flash(_("It is being checked entry by entry; you may go on meanwhile."), "good")
    wide = may(g.principal, "journal.read") or may(g.principal, "access.read")
    return redirect(url_for("trail.show") if wide else url_for("landing.show"))


def proofs() -> dict[str, Any]:
    """What the banner says: the last proof, the one under way, heads and seals."""
    session = transaction.session()
    return {
        "found": proving.last(session),
        "running": proving.under_way(session),
        "failed": proving.failed(session),
        "heads": {name: journal.head(session, name) for name in journal.TABLES},
        "seals": {row.chain: row for row in proving.sealed(session)},
    }


def known(entries: list[Entry]) -> trail.Known:
    """The names of people, cases and roles at that time: a fixed number of statements."""
    session = transaction.session()
    since = min((entry.at for entry in entries), default=clock.now())
    nouns = ("case", *audit_trail.BESIDE, *audit_trail.AROUND)
    refs = {entry.ref for entry in entries if entry.noun in nouns}
    published = {entry.ref for entry in entries if entry.noun == "version"}
    return trail.Known(
        names.reference(session),
        standing.roles_then(session, {entry.by for entry in entries}, since),
        trail_subjects.subjects(session, refs, by=g.principal),
        trail_subjects.version_names(session, published),
        dict(_limits(entries)),
    )


def _limits(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """What decisions call the limits that they change; those kept by their key by their length."""
    for entry in entries:
        if entry.type == "cause_decided" and entry.data.get("part") == "sla":
            said = {"noun": "sla", "key": entry.data["key"], "name": entry.data["name"]}
            yield entry.ref, kept_then(transaction.session(), **said, at=entry.at)


def _nouns() -> list[tuple[str, str]]:
    held = audit_trail.kinds(g.principal)
    asked = ASKED if "acts" in held else audit_trail.GRANTS
    return [(noun, str(NOUNS.get(noun, noun))) for noun in asked]


def _asked() -> tuple[Asked, list[str]]:
    """What is asked for, and what of it was no day."""
    given = {name: request.args.get(name, "").strip()[:64] for name in ("case", "person", "noun")}
    kind = request.args.get("kind", "")
    if kind and kind not in audit_trail.KINDS:
        abort(400)
    wrong: list[str] = []
    since, until = (_day(name, wrong) for name in ("since", "until"))
    return Asked(**given, kind=kind, since=since, until=until), wrong


def _day(name: str, wrong: list[str]) -> date | None:
    text = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong.append(text[:20])
        return None


def _after() -> Place | None:
    text = request.args.get("after", "")
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    try:
        at = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        at = None
    if found is None or at is None:
        abort(400)
    return Place(at, found[2], int(found[3]))
