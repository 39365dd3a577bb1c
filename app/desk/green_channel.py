"""The green channel: theme → questions → notice sheet → one form → documents → received.

Every step is a page of its own that saves what it was given into the draft before anything else;
going back loses nothing, and a retry after receipt is shown the case.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.desk import (
    green_begun,
    green_parts,
    green_picks,
    green_ready,
    green_receive,
    green_steps,
    green_typing,
    green_values,
    notice_sheet,
    papers,
)
from app.desk.green_intake import Intake
from app.guard import needs, to_write
from app.services import blueprints, drafts, publishing
from app.services.papers import of_draft as of_intake

STEPS = tuple(green_begun.STEPS)
pages = Blueprint("green_channel", __name__, url_prefix="/desk/green-channel")


@pages.get("")
@needs("draft.write")
def choose() -> str:
    """The themes offered at this counter, and the intakes that were begun."""
    session, now = transaction.session(), clock.now()
    offered = publishing.offered(session, at=now)
    return render_template(
        "desk/green/choose.html",
        offered=[(version, blueprints.blueprint(session, version.sha256)) for version in offered],
        begun=green_begun.listed(session, offered, now=now),
    )


@pages.post("")
@needs("draft.write")
def begin() -> Response:
    """Begin an intake of a theme; nothing is received yet."""
    session = transaction.session()
    version = publishing.current(session, "joint", request.form.get("code", ""), at=clock.now())
    if version is None or not version.offered:
        abort(404)
    # One page offers several themes: the key is one theme's, so that each can be begun from it.
    key = request.form.get("key") and f"{request.form['key']} {version.code}"
    led_to = idempotency.seen(key)
    if led_to:
        return redirect(led_to)
    draft = drafts.begin(session, version, by=g.principal, now=clock.now())
    address = url_for("green_channel.step", token=draft.token, name="questions")
    idempotency.answered(key, "begin", address)
    return redirect(address)


@pages.get("/<string:token>")
@needs("draft.write")
def resume(token: str) -> Response:
    """Go on where the intake was left."""
    intake = Intake.open(token)
    return redirect(
        _case(intake)
        or url_for("green_channel.step", token=token, name=green_begun.next_step(intake))
    )


@pages.get("/<string:token>/<any(questions, notice, form, documents):name>")
@needs("draft.write")
def step(token: str, name: str) -> Response | str:
    """One step of the intake."""
    intake = Intake.open(token)
    done = _case(intake)
    if not done and name != "questions" and (not intake.settled or green_picks.wrong(intake)):
        done = url_for("green_channel.step", token=token, name="questions")
    if not done and name == "questions" and not intake.asks:
        done = url_for("green_channel.step", token=token, name="notice")
    return redirect(done) if done else _show(intake, name, forms=green_steps.forms_of(intake, name))


@pages.post("/<string:token>/<any(questions, form, documents):name>")
@needs("draft.write")
@transaction.reads_first
def forward(token: str, name: str) -> Response | tuple[str, int]:
    """Keep what this step was given and go on; what is wrong is said beside its field."""
    ready = green_ready.ready(token) if name == green_ready.STEP else None
    to_write()
    done_at_once = green_ready.received(ready)
    if done_at_once:
        return done_at_once
    intake, typed, refused = _keep(token, name, mine_wins=True)
    done = _case(intake)
    if done:
        return redirect(done)
    forms = green_steps.forms_of(intake, name, posted=typed.posted)
    wrong = [form for form in forms.values() if not form.validate()]
    green_parts.tell(forms, refused)
    unpicked = green_picks.wrong(intake) if name == "questions" else {}
    if green_typing.mark(forms, typed.both) or wrong or refused or unpicked:
        # What was typed stays in the draft though the step does not go on.
        transaction.commit()
        return _show(intake, name, forms=forms, unpicked=unpicked, refused=refused), 422
    drafts.keep(intake.draft, green_values.values_parts(intake, name, forms), now=clock.now())
    if name == "documents":
        return green_receive.receive(intake.anew(), request.form)
    return redirect(url_for("green_channel.step", token=token, name=STEPS[STEPS.index(name) + 1]))


@pages.post("/<string:token>/save/<any(questions, form, documents):name>")
@needs("draft.write")
def autosave(token: str, name: str) -> Any:
    """Keep what is being typed, right or wrong; the page stays as it is and learns its new version.

    Of the fields that were left (``X-Left``) it also learns what is wrong: the same reading as at the end.
    """
    intake, typed, _refused = _keep(token, name, mine_wins=False)
    told = {"X-Draft-Version": str(intake.draft.version)}
    if typed.both:
        # The rest of what was typed is kept though two pages disagree about a field.
        transaction.commit()
        return "", 409, told
    left = frozenset(request.headers.get("X-Left", "").split())
    wrong = green_steps.wrong_with(intake, name, typed.posted, left) if left else None
    return ({"say": wrong}, 200, told) if wrong else ("", 204, told)


@pages.post("/<string:token>/parts/<any(questions, form, documents):name>")
@needs("draft.write")
def parts(token: str, name: str) -> Response | tuple[str, int]:
    """Add, move or take away a row, add a file of a field or a paper or take it away; all typed is kept."""
    intake, _typed, refused = _keep(token, name, mine_wins=True, part=request.form.get("part", ""))
    done = _case(intake)
    if done:
        return redirect(done)
    if refused:
        transaction.commit()
        forms = green_steps.forms_of(intake, name)
        green_parts.tell(forms, refused)
        return _show(intake, name, forms=forms, refused=refused), 422
    field = request.form.get("part", "").split(":")[1:2]
    here = url_for(
        "green_channel.step", token=token, name=name, _anchor=field[0] if field else None
    )
    return redirect(here)


def _keep(
    token: str, name: str, *, mine_wins: bool, part: str = ""
) -> tuple[Intake, green_typing.Typed, dict[str, str]]:
    """Lay what was sent on what is kept, and do what a button inside the form asks; gives also, by
    field, what is wrong with a file. Nothing is done where the draft is a case already.
    """
    intake = Intake.open(token, lock=True)
    typed = green_typing.typed(intake.draft, name, request.form, mine_wins=mine_wins)
    refused: dict[str, str] = {}
    if intake.draft.case_id is None:
        refused = green_parts.add_files(intake, name, typed)
        green_parts.change(intake, typed, part)
        parts = typed.parts(intake.draft, name) | green_values.values_typed(
            intake, name, typed.posted
        )
        drafts.keep(intake.draft, parts, now=clock.now())
    return intake.anew(), typed, refused


@pages.post("/<string:token>/tell")
@needs("draft.write")
def tell(token: str) -> Response:
    """Give the notice sheet: to print, or told only. The first time counts as 一次告知 (R53)."""
    intake = Intake.open(token, lock=True)
    done, key = _case(intake), request.form.get("key")
    led_to = done or idempotency.seen(key)
    if led_to:
        return redirect(led_to)
    version = intake.version.id if intake.version else intake.draft.version_id
    documents = [line["document"] for line in intake.outline.lines]
    printed = bool(request.form.get("print"))
    drafts.tell(
        transaction.session(), token, documents, version=version, by=g.principal, now=clock.now(),
        sheet=notice_sheet.values(intake), printed=printed,
    )  # fmt: skip
    address = url_for("green_channel.sheet", token=token)
    if not printed:
        address = url_for("green_channel.choose")
        flash(_("Told once, and kept: go on with it when the applicant comes back."), "good")
    idempotency.answered(key, "tell", address)
    return redirect(address)


@pages.get("/<string:token>/sheet")
@needs("draft.write")
def sheet(token: str) -> str | Response:
    """The notice sheet as it is printed; only after it was given to print."""
    draft = Intake.open(token).draft
    paper = of_intake(transaction.session(), draft.id)
    back = url_for("green_channel.step", token=token, name="notice")
    if paper is None or not paper.printed:
        return redirect(back)
    return papers.page(paper, given=True, back=back)


def _show(intake: Intake, name: str, *, forms: dict[str, Any], **more: Any) -> str:
    more = {"unpicked": {}, **more}
    return render_template(
        f"desk/green/{name}.html",
        intake=intake,
        step=STEPS.index(name) + 2,
        forms=forms,
        groups=green_picks.groups(intake) if name == "questions" else [],
        unsettled=green_picks.wrong(intake) if name == "questions" else {},
        now=clock.now(),
        **more,
    )


@pages.errorhandler(drafts.DraftDone)
def done_meanwhile(_done: drafts.DraftDone) -> Response:
    """A colleague received the same intake in the same moment: this one is shown that case."""
    token = str((request.view_args or {})["token"])
    return redirect(_case(Intake.open(token)) or url_for("green_channel.resume", token=token))


def _case(intake: Intake) -> str | None:
    """Where the case stands that this draft has become."""
    number = drafts.case_number(transaction.session(), intake.draft)
    return url_for("cases.show", number=number) if number else None
