"""Cases to read, each as the one who asks sees it; and finding them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, request
from flask_babel import gettext as _

from app import clock, problems, transaction
from app.access import POLICIES, may
from app.api import base
from app.domain.numbers import row_number
from app.guard import needs
from app.refusals import sentence
from app.services import case_read, case_tabs, cases, search, timeline
from app.services.case_page import Page
from app.services.search import Asked

pages = Blueprint("api_cases", __name__, url_prefix=base.ROOT)
CASE = (
    "number", "kind", "name", "applicant", "window", "lead", "phase", "outcome", "received_at", "complete_at",
    "accepted_at", "deemed", "closed_at", "promise_at", "legal_at", "due_at", "warn_at", "provisional", "told",
    "chosen", "external_source", "external_ref",
)  # fmt: skip
TASK = (
    "key", "number", "kind", "item", "name", "department", "owner", "acted_by", "state", "step_name", "outcome", "round",
    "opened_at", "closed_at", "held", "promise_at", "legal_at", "due_at", "warn_at", "provisional", "version",
)  # fmt: skip
HOLD = ("kind", "since", "until", "expected", "documents", "effect")
DOCUMENT = ("document", "name", "necessity", "copies", "points", "received_at")
PAPER = ("task", "title", "number", "issued_at", "printed", "void_at", "void_why")


@pages.get("/cases/<string:number>")
@needs("task.read")
def show(number: str) -> Response:
    """One case: its header, its parts with their holds and dues, its papers, its applicant masked."""
    page = _opened(number, "documents", "papers")
    return base.answer(_whole(page), etag=_stamp(page))


@pages.get("/cases/<string:number>/timeline")
@needs("task.read")
def trail(number: str) -> Response:
    """What happened, the latest first: events, refusals, and the reasons that are yours to read."""
    page = _opened(number, "trail")
    lines = timeline.woven(page.events, page.notes)
    return base.answer({"rows": [_line(page, line) for line in lines]})


@pages.get("/cases/<string:number>/acts")
@needs("task.read")
def offered(number: str) -> Response:
    """What may be done now, and what not and by which rule."""
    page = _opened(number)
    rows = [
        {
            "act": offer.verb.replace("_", "-"),
            "part": offer.task,
            "may": offer.may,
            "version": page.state["seq"] if page.task(offer.task) is None else page.task(offer.task).version,
            **({"rule": offer.refusal.rule, "detail": sentence(offer.refusal)} if offer.refusal else {}),
        }
        for offer in page.offers(clock.now())
    ]  # fmt: skip
    return base.answer({"rows": rows})


@pages.get("/search")
@needs("task.read")
def find() -> Response:
    """Cases by number, name, initials, two signs, phone, ID number or the number of another system."""
    asked = base.asked()
    unknown = set(asked) - {"q", "state", "after"}
    state, after = asked.get("state", ""), asked.get("after", "0") or "0"
    if unknown or (state and state not in search.STATES):
        return base.wrong_argument(next(iter(unknown), "state"))
    if after != "0" and not row_number(after):
        return base.wrong_argument("after")
    found = search.find(
        transaction.session(), Asked(asked.get("q", ""), state, int(after)), by=g.principal
    )
    if found.short:
        return problems.answer(
            400, _("Too short to look for: two signs, or three letters or digits.")
        )
    rows = [_listed(row) for row in found.rows]
    return base.page(rows, found.after)


def _listed(row: Any) -> dict[str, Any]:
    shown = POLICIES["case"].mask(g.principal, row)
    return {name: _json(shown[name]) for name in CASE if name in shown}


def _opened(number: str, *want: str) -> Page:
    """The case as this account sees it; 404 where there is none or it is not theirs: the two look the same."""
    session = transaction.session()
    if "\0" in number or request.args:
        abort(404)
    try:
        page = case_read.open_page(session, number, by=g.principal)
    except cases.NoSuchCase:
        abort(404)
    for tab in want:
        if may(g.principal, GRANTS[tab]):
            setattr(page, *case_tabs.READ[tab](session, page))
    return page


#: What is read beside the case → the grant that shows it.
GRANTS = {"documents": "case_document.read", "papers": "paper.read", "trail": "task.read"}


def _stamp(page: Page) -> str:
    """The case's version; what its parts have changed since makes it another."""
    return f"{page.state['seq']}"


def _whole(page: Page) -> dict[str, Any]:
    shown = POLICIES["case"].mask(g.principal, page.case)
    return {
        **{name: _json(shown[name]) for name in CASE},
        "version": page.state["seq"],
        "applicant_details": _applicant(page),
        "answers": [_answer(one) for one in page.answers],
        "parts": [_part(page, task) for task in page.tasks],
        "documents": _rows(page.documents, DOCUMENT),
        "papers": _rows(page.papers, PAPER),
    }


def _applicant(page: Page) -> dict[str, Any]:
    names_shown = ("name", "organisation", "id_type", "id_number", "credit_code", "phone")
    return {name: page.applicant.get(name) for name in names_shown if page.applicant}


def _answer(one: dict[str, Any]) -> dict[str, Any]:
    """An answer that is this account's to read; what is personal stays sealed."""
    value = one["sealed"] if one["sealed"] is not None else one["value"]
    return {"field": one["spec"]["key"], "label": one["spec"]["label"], "value": value}


def _part(page: Page, task: Any) -> dict[str, Any]:
    fold = page.state["tasks"][task.key]
    own = page.reads(task.key)
    holds = [{name: hold.get(name) for name in HOLD} for hold in fold["holds"]] if own else []
    return {**{name: _json(getattr(task, name)) for name in TASK}, "holds": holds}


def _rows(rows: Any, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: _json(getattr(row, name)) for name in columns} for row in rows]


def _line(page: Page, line: timeline.Line) -> dict[str, Any]:
    return {
        "at": _json(line.at),
        "by": line.by,
        "type": line.type,
        "part": line.task,
        "why": line.why if page.reads(line.task) else "",
        "followed": [event["type"] for event in line.follows],
    }


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
