"""Who may do what, and why: per person and per right, to be looked through, printed and taken out."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _

from app import clock, transaction
from app.guard import needs
from app.landing import role_name
from app.services import access_review
from app.services import reference as names
from app.services.access_review import Holder
from app.taking_out import Line, sent
from app.telling import days, grants

pages = Blueprint("access_review", __name__, url_prefix="/trail/access")
VIEWS = ("person", "grant")


@pages.get("")
@needs("journal.read", "grant_trail.read")
def show() -> str:
    """Every account, or every right."""
    view = request.args.get("by", VIEWS[0])
    if view not in VIEWS:
        abort(400)
    session = transaction.session()
    people = access_review.holders(session, now=clock.now())
    held = access_review.by_grant(people)
    return render_template(
        "supervision/access_review.html",
        view=view,
        people=people,
        ask=[person for person in people if person.asked_about],
        held=held,
        roles=access_review.by_role(people),
        groups=grants.grouped(list(held)),
        grouped=grants.grouped,
        phrase=grants.words,
        role_name=role_name,
        names=names.reference(session).people,
        now=clock.now(),
        words=days,
    )


@pages.post("/export")
@needs("journal.export", "grant_trail.export")
def export() -> Response:
    """A line for each person and right, with the role that gives it, since when and by whom."""
    session = transaction.session()
    people = access_review.holders(session, now=clock.now())
    known = names.reference(session).people
    return sent("account", _lines(people, known), what="access_review")


def _lines(people: list[Holder], known: dict[str, str]) -> Iterator[Line]:
    yield [_("User name"), _("Name"), _("Department"), _("Active"), _("Right"), _("Named"), _("Role"), _("Held since"), _("Role given by")]  # fmt: skip
    for person in people:
        since = {given.role: given for given in person.given}
        for grant, roles in person.grants.items():
            for role in roles:
                given = since[role]
                yield [
                    person.username, person.name, person.department,
                    _("yes") if person.active else _("no"), grants.words(grant), grant,
                    role_name(role), given.at, known.get(given.by or "", given.by or ""),
                ]  # fmt: skip
