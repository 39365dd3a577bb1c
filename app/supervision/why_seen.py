"""Why could they see this, and why not: the rights of that moment and the rule that decided."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template

from app import transaction
from app.guard import needs
from app.landing import role_name
from app.services import reference as names
from app.services import trail_subjects, why_seen
from app.services.why_seen import Why
from app.supervision import trail
from app.telling import days, grants
from app.telling import trail as telling
from app.telling.told import Told

pages = Blueprint("why_seen", __name__, url_prefix="/trail/why")


@pages.get("/<int(max=2147483647):number>")
@needs("journal.read")
def show(number: int) -> str:
    """The answer for one reading or refusal of a case."""
    session = transaction.session()
    why = why_seen.explain(session, number, by=g.principal)
    if why is None:
        abort(404)
    known = trail.known([why.entry])
    return render_template(
        "supervision/why_seen.html",
        why=why,
        said=telling.said(why.entry, known),
        parts=_parts(why),
        grant=grants.words(why.grant),
        departments=[
            known.reference.departments.get(one, one) for one in sorted(why.person.departments)
        ],
        roles=[role_name(role) for role in sorted(why.person.roles)],
        givers=[role_name(role) for role in why.given_by],
        words=days,
    )


def _parts(why: Why) -> list[str]:
    """The parts of the person's departments, by name."""
    session = transaction.session()
    found = trail_subjects.subjects(session, {why.case.number}, by=g.principal)
    subject, reference = found[why.case.number], names.reference(session)
    return [Told({"task": key}, subject, reference).task for key in why.parts]
