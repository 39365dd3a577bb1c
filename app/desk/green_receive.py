"""The end of an intake: 受理 (receive + accept), 容缺受理 or 出补正告知书, one transaction, one key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import clock, idempotency, transaction
from app.desk import green_steps
from app.desk.green_intake import Intake
from app.domain.case import Refusal
from app.domain.field_readers import half_width
from app.forms.calendar_texts import read_day
from app.refusals import sentence
from app.services import attachments, cases, drafts, intake, papers


class Act(NamedTuple):
    """What is received, the commands after receipt, the moment; what it came to where it was decided before."""

    taken: intake.Intake
    then: list[dict[str, Any]]
    now: datetime
    foreseen: cases.Foreseen | None = None


def receive(taken_out: Intake, posted: MultiDict[str, str]) -> Response | Any:
    """Make the draft, which this request has locked, a case with what the clerk chose; a retry answers with the same case."""
    done_already = idempotency.seen(posted.get("key"))
    if done_already:
        return redirect(done_already, code=303)
    token = taken_out.draft.token
    if posted.get("act") not in ACTS:
        return redirect(url_for("green_channel.step", token=token, name="documents"))
    step = green_steps.unfinished(taken_out)
    if step and taken_out.version is not None:
        flash(_("Something more is asked here now; fill it in and go on."), "warning")
        return redirect(url_for("green_channel.step", token=token, name=step))
    then = wanted(taken_out, posted)
    if isinstance(then, str) or unlooked(taken_out, posted):
        return _again(taken_out, then)
    done = _received(taken_out, Act(taken_in(taken_out), then, clock.now()), posted)
    return _again(taken_out, sentence(done)) if isinstance(done, Refusal) else done


def at_once(taken_out: Intake, act: Act, posted: MultiDict[str, str]) -> Response | None:
    """``receive`` of what was looked through before; None where it is refused, and nothing has changed then."""
    done_already = idempotency.seen(posted.get("key"))
    if done_already:
        return redirect(done_already, code=303)
    done = _received(taken_out, act, posted)
    return None if isinstance(done, Refusal) else done


def _received(taken_out: Intake, act: Act, posted: MultiDict[str, str]) -> Response | Refusal:
    session, now = transaction.session(), act.now
    done = cases.receive(
        session, act.taken, by=g.principal, now=now, then=act.then, foreseen=act.foreseen
    )
    if isinstance(done, Refusal):
        return done
    _hand_on(taken_out, done.case_id)
    drafts.become(session, taken_out.draft, done.case_id, now=now)
    address = url_for("cases.show", number=done.number)
    idempotency.answered(posted.get("key"), "receive", address)
    flash(_said(WORDS[posted["act"]](done.number), f"{address}?tab=papers"), "good")
    return redirect(address)


def _hand_on(taken_out: Intake, case_id: int) -> None:
    """What was given out and added while it was a draft goes with the case."""
    session = transaction.session()
    if taken_out.files:
        attachments.hand_on(
            session, taken_out.draft, case_id, specs=taken_out.blueprint["fields"],
            answers=taken_out.said_here,
            documents=[line["document"] for line in taken_out.outline.lines],
        )  # fmt: skip
    if taken_out.draft.told:
        papers.hand_on(session, taken_out.draft.id, case_id)


def wanted(taken_out: Intake, posted: MultiDict[str, str]) -> list[dict[str, Any]] | str:
    """The commands after receipt, or the sentence of what stands in the way."""
    if taken_out.version is None:
        return str(_("This theme is not received at this counter any more."))
    return ACTS[posted["act"]](taken_out, posted)


def unlooked(taken_out: Intake, posted: MultiDict[str, str]) -> bool:
    """A notice that asks for everything is rarely meant: where no paper came, it is asked first."""
    return posted["act"] == "supplement" and not taken_out.received and not posted.get("sure")


def _said(fact: str, papers: str) -> Markup:
    """The fact, and the way to the papers that came with it."""
    way = Markup('{} <a href="{}">{}</a>')
    return way.format(fact, papers, _("Print its papers"))


def _again(taken_out: Intake, then: str | list[dict[str, Any]]) -> tuple[str, int]:
    """The same step with the reason, or asking whether it is meant; what was ticked is in the draft."""
    transaction.commit()
    why = then if isinstance(then, str) else ""
    said = {"why": why, "sure": not why, "now": clock.now()}
    page = render_template("desk/green/documents.html", intake=taken_out, step=5, forms={}, **said)
    return page, 422


def _accept(taken: Intake, _posted: MultiDict[str, str]) -> list[dict[str, Any]]:
    return [{"verb": "accept", "task": "intake", "confirmed": _confirmed(taken)}]


def _confirmed(taken: Intake) -> list[int]:
    """Places of the conditions that were ticked; what an older page sent says nothing."""
    ticked = taken.content.get("confirmed") or []
    return [at for at in range(len(taken.conditions)) if str(at) in ticked]


def _accept_deferred(taken: Intake, posted: MultiDict[str, str]) -> list[dict[str, Any]] | str:
    typed = posted.get("deadline", "").strip()
    day = read_day(half_width(typed))
    if typed and not day:
        return str(_("Write by which day the missing papers come, as 2026-09-18."))
    return [
        {
            "verb": "accept_deferred",
            "task": "intake",
            "confirmed": _confirmed(taken),
            "deadline": f"{day}T23:59:59" if day else "",
            "commitment": bool(posted.get("commitment")),
        }
    ]


def _supplement(taken: Intake, _posted: MultiDict[str, str]) -> list[dict[str, Any]]:
    asked = [line["document"] for line in taken.missing]
    return [{"verb": "supplement", "task": "intake", "fault": "incomplete", "documents": asked}]


#: What the clerk chose → the commands after receipt, or the sentence of what is missing.
ACTS: dict[str, Callable[[Intake, MultiDict[str, str]], list[dict[str, Any]] | str]] = {
    "accept": _accept,
    "accept_deferred": _accept_deferred,
    "supplement": _supplement,
}
WORDS = {
    "accept": lambda number: _("Accepted, number %(number)s.", number=number),
    "accept_deferred": lambda number: _(
        "Accepted with papers deferred, number %(number)s.", number=number
    ),
    "supplement": lambda number: _(
        "Received, number %(number)s; the supplement notice lists everything that is missing.",
        number=number,
    ),
}


def taken_in(taken: Intake) -> intake.Intake:
    """The intake as the service receives it."""
    draft, content = taken.draft, taken.content
    return intake.Intake(
        version_id=taken.version.id if taken.version else draft.version_id,
        window=draft.window,
        first_contact=draft.owner,
        applicant=content.get("applicant") or {},
        agent=content.get("agent"),
        answers=taken.said_here,
        judged=content.get("judged") or {},
        chosen=taken.outline.chosen,
        documents=taken.received,
        ticks=content.get("ticks") or {},
        told=draft.told,
        notice_documents=draft.told_documents,
        links=content.get("links") or [],
    )
