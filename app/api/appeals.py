"""Appeals that another system sends, a hotline above all: by the form of the window, once under each number."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import clock, idempotency, problems, transaction
from app.api import acts, base
from app.api.receiving import theirs
from app.domain.case import Refusal
from app.domain.refusal import msgid
from app.forms import appeals as forms
from app.forms.appeal_choices import offered, plans
from app.guard import needs
from app.services import appeals

pages = Blueprint("api_appeals", __name__, url_prefix=f"{base.ROOT}/cases/appeals")
#: Name in JSON → name of the form's field, where they differ.
FIELD = {"class": "code", "why": "why_outside"}
TEXTS = (
    "class", "name", "phone", "channel", "external_ref", "about", "said", "reason", "progress", "guidance",
    "explanation", "agent", "handled_by", "ground", "why", "competent_department", "remedy",
)  # fmt: skip
LISTS = ("departments", "people")
Problems = list[dict[str, str]]


@pages.post("")
@needs("case.receive")
def register() -> Response:
    """Register an appeal; sent again under the same number of the same system it is the same case."""
    sent, key = base.sent(), acts.key_of()
    before = idempotency.seen(key)
    if before:
        return acts.replayed(before, key)
    session, now, wrong = transaction.session(), clock.now(), list[dict[str, str]]()
    choices = offered(session, plans(session, now=now), by=g.principal)
    form = forms.appeal_form(choices, _posted(sent, wrong))
    right = forms.validate(form, choices)
    named, of_source = theirs(sent)
    wrong += [*of_source, *([] if right else _of_form(form))]
    if wrong:
        return problems.wrong(wrong)
    entry = forms.entry_of(form, helpers=choices.helpers)
    source = named.get("external_source") or ""
    done = appeals.register(session, entry, by=g.principal, now=now, source=source)
    if isinstance(done, Refusal):
        transaction.rollback()
        return base.refused(done)
    where = url_for("api_cases.show", number=done.number)
    idempotency.answered(key, f"register {acts.fingerprint()}", where)
    return base.answer(acts.did(done), 201 if done.events else 200, headers={"Location": where})


def _posted(sent: dict[str, Any], wrong: Problems) -> MultiDict[str, str]:
    """What was sent as the form would send it; what is no field of it is said."""
    pairs = []
    for name, value in sent.items():
        if name in TEXTS and isinstance(value, str):
            pairs.append((FIELD.get(name, name), value))
        elif name in LISTS and isinstance(value, list) and all(isinstance(v, str) for v in value):
            pairs.append((name, "\n".join(value)))
        elif name == "named" and isinstance(value, bool):
            pairs += [("named", "y")] if value else []
        elif name != "external_source" or not isinstance(value, str):
            wrong.append({"path": f"/{name}", "detail": _(SAY[name in (*TEXTS, *LISTS, "named")])})
    return MultiDict(pairs)


#: Whether there is such a field → what is wrong with it.
SAY = {
    True: msgid("This is not a value of this field."),
    False: msgid("There is no such field."),
}


def _of_form(form: forms.AppealForm) -> Problems:
    called = {field: name for name, field in FIELD.items()}
    return [
        {"path": f"/{called.get(field.name, field.name)}", "detail": str(said)}
        for field in form
        for said in field.errors
    ]
