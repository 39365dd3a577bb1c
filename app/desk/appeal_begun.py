"""What the registering form begins with: what came in online, what was kept as a draft, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, g, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.forms.appeals import Choices
from app.models import Case, Draft, OnlineAppeal
from app.refusals import sentence
from app.services import appeal_drafts, drafts, online_appeals

#: Fields of the page that are no part of what was typed.
BESIDE = frozenset({"csrf_token", "key", "draft", "online", "again", "at_once"})


@dataclass
class Begun:
    """Where the form comes from; both may be: what came online may be kept as a draft."""

    online: OnlineAppeal | None = None
    draft: Draft | None = None
    #: The case that it has become meanwhile.
    case_id: int | None = None
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> dict[str, str]:
        """As which system, and under which number, it is registered."""
        online = self.online
        return {"source": online_appeals.SOURCE, "ref": online.number} if online else {}

    @property
    def is_over(self) -> bool:
        """Whether it was registered, or set aside, meanwhile."""
        return bool(self.case_id or (self.online and self.online.settled_at))


def read(session: Session, values: Any, *, lock: bool = False) -> Begun:
    """What an address or a form names; another window's and nobody's get one same answer."""
    try:
        return _read(session, values, lock=lock)
    except (drafts.NoSuchDraft, online_appeals.NoSuchAppeal):
        abort(404)


def _read(session: Session, values: Any, *, lock: bool) -> Begun:
    begun, by = Begun(), g.principal
    if values.get("draft"):
        try:
            begun.draft = appeal_drafts.one(session, values["draft"], by=by, lock=lock)
            begun.typed = appeal_drafts.typed(begun.draft)
        except drafts.DraftDone as done:
            begun.case_id = done.case_id
    number = values.get("online") or begun.typed.get("online")
    if number:
        begun.online = online_appeals.one(session, number, by=by, lock=lock)
        begun.case_id = begun.case_id or begun.online.case_id
    return begun


def filled(begun: Begun, choices: Choices) -> MultiDict[str, str] | None:
    """The values that the form begins with; None where it begins empty."""
    if begun.typed:
        return MultiDict(begun.typed)
    row = begun.online
    if row is None:
        return None
    values = {"name": row.name, "phone": row.phone, "said": row.said, "about": row.about}
    named = choices.departments.get(row.department or "", "")
    return MultiDict(
        {
            "channel": "online",
            "departments": named,
            **{key: text or "" for key, text in values.items()},
        }
    )


def typed_in(form: Any) -> dict[str, str]:
    """What of a posted form is kept as a draft."""
    kept = {name: text for name, text in form.items() if name not in BESIDE}
    return kept | ({"online": form["online"]} if form.get("online") else {})


def over(session: Session, begun: Begun) -> Response:
    """It was registered or set aside meanwhile: its case is shown, or the list."""
    number = session.get_one(Case, begun.case_id).number if begun.case_id else None
    flash(sentence(online_appeals.SETTLED), "warn")
    there = url_for("cases.show", number=number) if number else url_for("appeals.show")
    return redirect(there, code=303)
