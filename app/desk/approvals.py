"""待批: the requests that wait for this person's answer, whichever case they are of."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from app import transaction
from app.guard import needs
from app.services import approvals
from app.services import reference as names
from app.telling import days
from app.telling.verbs import BUTTON

pages = Blueprint("approvals", __name__, url_prefix="/desk/approvals")
#: What was asked for → the words of what would be done.
WORDS = {verb: BUTTON[verb] for verb in ("void", "supplement", "extend")}


@pages.get("")
@needs("approval.read")
def show() -> str:
    """The oldest first: somebody waits."""
    session = transaction.session()
    rows = approvals.waiting(session, by=g.principal)
    known = names.reference(session)
    return render_template("desk/approvals.html", rows=rows, known=known, words=days, verbs=WORDS)
