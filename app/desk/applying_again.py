"""再次申请: from a part that was not granted to a new intake of its item alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.access import may
from app.desk.acts import Act
from app.domain.case import Refusal
from app.forms.sending import sent
from app.guard import needs
from app.refusals import sentence
from app.services import blueprints, case_numbers, cases, outline, reapplying
from app.services.case_page import Page
from app.translations import gettext as _

pages = Blueprint("applying_again", __name__, url_prefix="/desk/cases")


@pages.post("/<string:number>/apply-again")
@needs("draft.write")
def begin(number: str) -> Response:
    """Begin the intake and go on with it at its first step; pressed again it leads to the same."""
    session, key = transaction.session(), request.form.get("key")
    led_to = idempotency.seen(key)
    if led_to:
        return redirect(led_to, code=303)
    try:
        case, part = case_numbers.locate(session, number, by=g.principal)
        file = cases.take(session, case, by=g.principal)
    except cases.NoSuchCase:
        abort(404)
    draft = reapplying.take_over(session, file, part, by=g.principal, now=clock.now())
    if isinstance(draft, Refusal):
        flash(sentence(draft), "warning")
        return redirect(url_for("cases.show", number=case), code=303)
    plan = blueprints.of_version(session, draft.version_id)
    draft.content = {**draft.content, "typed": _typed(draft.content, plan)}
    address = url_for("green_channel.step", token=draft.token, name="questions")
    idempotency.answered(key, "apply_again", address)
    flash(_("Applicant, answers and papers of %(number)s are taken over.", number=case), "good")
    return redirect(address, code=303)


def _typed(content: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    """What was taken over as the pages of the intake would send it."""
    early = {spec["key"] for spec in outline.questions(plan)}
    typed: dict[str, dict[str, list[str]]] = {"questions": {}, "form": {}}
    for spec in plan["fields"]:
        value = content["answers"].get(spec["key"])
        step = typed["questions" if spec["key"] in early else "form"]
        for name, one in sent(spec, value) if value is not None else ():
            step.setdefault(name, []).append(one)
    person = {name: value for name, value in content["applicant"].items() if value}
    # A box that is ticked is sent as any word.
    typed["form"] |= {f"applicant-{name}": [str(value)] for name, value in person.items()}
    return typed


def offered(page: Page) -> list[Act]:
    """One act for each part that can be applied for again, at the counter."""
    if not may(page.by, "draft.write"):
        return []
    found = (row for row in page.tasks if reapplying.can(page.state["tasks"][row.key]))
    seen = page.state["seq"]
    return [
        Act(
            str(_("Apply for it again")), "refresh",
            url_for("applying_again.begin", number=row.number),
            at_once=True, version=seen, seen=seen, part=row.name,
        )
        for row in found
    ]  # fmt: skip
