"""Every act on a case by its verb: the form of the desk checks it, ``services.cases`` does it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, abort, g, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock, idempotency, problems, transaction
from app.access import ACTING
from app.api import base
from app.api.schemas import act_schema
from app.domain.case import VERBS, Refusal
from app.forms import act_forms, acts, payloads
from app.forms.setting import Setting
from app.guard import needs
from app.models import CaseDocument
from app.services import (
    approvals,
    case_access,
    case_events,
    case_numbers,
    cases,
    colleagues,
    correctable,
    identity_checks,
)
from app.services import reference as names
from app.services.cases import File

pages = Blueprint("api_acts", __name__, url_prefix=f"{base.ROOT}/cases")
#: Verbs that no program gives: time acts by itself, and what opens a case is its own resource.
NOT_GIVEN = frozenset({"receive", "tick", "recalculate", "reclassify"})
GIVEN = tuple(verb for verb in VERBS if verb not in NOT_GIVEN)
#: Words of an address that are a verb by another name.
ALIAS = {"issue": "finish_step", "return": "return_task"}
#: Verb → what its command needs that nobody sends.
BESIDE: dict[str, Callable[[Session, File], dict[str, Any]]] = {
    "undo": lambda session, file: {"log": case_events.events_of(session, file.case_id)},
}


class Around:
    """What a form may need beside the fold, read when it is asked for."""

    def __init__(self, file: File, task: str | None) -> None:
        """The case, and the part whose department's people may be asked for."""
        self.session, self.file, self.task = transaction.session(), file, task

    @cached_property
    def ticks(self) -> dict[str, list[bool]]:
        """Papers of the case's list with their points as they were ticked last."""
        query = sa.select(CaseDocument.document, CaseDocument.points)
        query = query.where(CaseDocument.case_id == self.file.case_id).order_by(CaseDocument.id)
        return dict(self.session.execute(query).tuples().all())

    @property
    def listed(self) -> list[str]:
        """Papers of the case's list in its order."""
        return [*self.ticks]

    @cached_property
    def departments(self) -> dict[str, str]:
        """Names of departments by code."""
        return names.reference(self.session).departments

    @cached_property
    def colleagues(self) -> dict[str, str]:
        """The people of the part's department."""
        part = (self.file.state or {"tasks": {}})["tasks"].get(self.task)
        return colleagues.of(self.session, part["department"]) if part else {}

    @cached_property
    def requests(self) -> dict[str, str]:
        """Requests that this account answers, by their verb."""
        mine = approvals.answered_by(g.principal, self.file.state or {"asks": {}})
        return {number: str(one["verb"]) for number, one in mine.items()}

    @cached_property
    def corrections(self) -> list[correctable.Entry]:
        """What of the case's data can be put right, masked as everywhere."""
        return correctable.entries(self.session, self.file, by=g.principal)


@pages.get("/<string:number>/acts/<string:act>")
@needs(*ACTING)
def ask(number: str, act: str) -> Response:
    """What an act asks here and now, as a JSON Schema; ``part`` names one of the case's own parts."""
    file, verb, task = _taken(number, request.args.get("part"), act, lock=False)
    return base.answer(act_schema(acts.specs_of(verb, _setting(file, task)), title=verb))


@pages.post("/<string:number>/<string:act>")
@needs(*ACTING)
def do(number: str, act: str) -> Response:
    """Do an act on the case, or on the work task whose number this is."""
    return _once(number, None, act)


@pages.post("/<string:number>/<string:part>/<string:act>")
@needs(*ACTING)
def do_part(number: str, part: str, act: str) -> Response:
    """Do an act on one of the case's own parts: intake, papers, hand-over, a check."""
    return _once(number, part, act)


def key_of() -> str | None:
    """The key under which this very request is done once; None where it brings none."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > idempotency.LONGEST or not key.isprintable():
        base.stop(problems.answer(400, _("An idempotency key has at most 64 signs.")))
    # What it stands for goes into it: under one key two different acts are two.
    return key or None


def fingerprint() -> str:
    """What was sent, in short: the same key with something else is a mistake of the program."""
    whole = request.path.encode() + b"\0" + request.get_data()
    return hashlib.sha256(whole).hexdigest()[:32]


def _once(number: str, part: str | None, act: str) -> Response:
    sent, key = base.sent(), key_of()
    before = idempotency.seen(key)
    if before:
        return replayed(before, key)
    file, verb, task = _taken(number, part, act, lock=True)
    expected, payload = base.expected(), _payload(file, verb, task, sent)
    command = {"verb": verb, "task": task, **payload}
    try:
        done = cases.act_on(
            transaction.session(), file, command, by=g.principal, now=clock.now(), expected=expected
        )
    except cases.Stale as stale:
        return problems.answer(412, headers={"ETag": f'"{stale.current}"'}, version=stale.current)
    if isinstance(done, Refusal):
        return base.refused(done)
    where = url_for("api_cases.show", number=done.number)
    idempotency.answered(key, f"{verb} {fingerprint()}", where)
    return base.answer(did(done), headers={"Location": where})


def replayed(where: str, key: str | None) -> Response:
    """The answer to a request that was done already: where it led, and nothing again."""
    if not idempotency.is_same(key, fingerprint()):
        return problems.answer(422, _("This idempotency key was used for something else."))
    number = where.rpartition("/")[2]
    return base.answer(
        {"number": number, "replayed": True},
        headers={"Location": where, "Idempotent-Replayed": "true"},
    )


def did(done: cases.Performed) -> dict[str, Any]:
    """What an act did."""
    return {
        "number": done.number,
        "version": done.state["seq"],
        "events": [event["type"] for event in done.events],
        "papers": [*done.papers],
    }


def _taken(number: str, part: str | None, act: str, *, lock: bool) -> tuple[File, str, str | None]:
    """The case taken out, the verb and the part's key; 404 where there is none of them."""
    verb, task = ALIAS.get(act, act.replace("-", "_")), part.replace("-", "_") if part else None
    session = transaction.session()
    if verb not in GIVEN or "\0" in f"{number}{part}":
        abort(404)
    try:
        if "-" in number and task is None:
            number, task = case_numbers.locate(session, number, by=g.principal)
        file = cases.take(session, number, by=g.principal, lock=lock)
    except cases.NoSuchCase:
        abort(404)
    if task is not None and task not in (file.state or {"tasks": {}})["tasks"]:
        abort(404)
    return file, verb, task


def _setting(file: File, task: str | None) -> Setting:
    return Setting(file.state or {}, file.blueprint, task, Around(file, task))


def _payload(file: File, verb: str, task: str | None, sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent as the command carries it; ends the request where it does not fit."""
    if verb in BESIDE:
        return BESIDE[verb](transaction.session(), file)
    command = {"verb": verb, "task": task}
    # Whose act it is not is not told what its form would ask: the door refuses, and notes it.
    if case_access.may_act(transaction.session(), g.principal, file, command=command):
        return {}
    specs = acts.specs_of(verb, _setting(file, task))
    filled, wrong = payloads.posted(specs, _defaults(specs) | sent)
    form = act_forms.form_class(specs, checks=identity_checks.CHECKS, today=clock.today())(filled)
    if not form.validate():
        wrong += payloads.problems(form, specs)
    if wrong:
        base.stop(problems.wrong(wrong))
    return act_forms.payload_of(form, specs)


def _defaults(specs: list[dict[str, Any]]) -> dict[str, Any]:
    """What is chosen where nothing is said: only where a page leaves no choice."""
    only = {"choice"}
    return {
        spec["key"]: spec["default"]
        for spec in specs
        if spec.get("default") and spec["kind"] in only
    }
