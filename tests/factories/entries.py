"""The entries of the house, each asked the same: do this act on this case; what came of it, in words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from flask_babel import force_locale

from app import transaction
from app.domain.case import VERBS, Refusal
from app.refusals import sentence
from app.services import cases, receiving_many
from tests.factories import program
from tests.factories.browser import Browser, text_of

#: Days are meant to their end wherever they are typed.
DAYS = ("expected", "deadline")
#: A field that the head of a page says is to be put right.
LISTED = re.compile(r'<li><a href="#f_(\w+?)(?:-0)?"')


class Came(NamedTuple):
    """What came of an act: done or not, the words, the rule and fields where the entry names them."""

    done: bool
    said: str
    rule: str | None = None
    fields: frozenset = frozenset()


class Entry:
    """One way in. ``without`` says which verbs cannot come this way, and why."""

    without: dict[str, str] = {}  # noqa: RUF012 - never changed
    #: Whether it asks for what an act needs, field by field, before the act is tried.
    asks = False
    #: Whether what is not yours is not told from what is not there.
    hides = False

    def __init__(self, app):
        self.app = app

    def ready(self, who, when):
        """Whatever comes before the act itself: to sign in, to be given a key."""


class Service(Entry):
    """As a job or a command calls it."""

    def do(self, case, act, when):
        with self.app.app_context(), force_locale("zh"), transaction.unit() as session:
            by = receiving_many.acting(session, act.who)
            try:
                done = cases.perform(
                    session, case.number, command_of(act), by=by, now=datetime.fromisoformat(when)
                )
            except cases.NoSuchCase:
                return Came(False, "", "access")
            return (
                Came(False, sentence(done), done.rule)
                if isinstance(done, Refusal)
                else Came(True, "")
            )


def command_of(act):
    """An act as a program of our own gives it."""
    given = {name: value for name, value in act.given.items() if value is not None}
    given |= {day: f"{given[day]}T23:59:59" for day in DAYS if day in given}
    given |= {"documents": given.pop("came")} if "came" in given else {}
    return {"verb": act.verb, "task": act.part, **given}


class Form(Entry):
    """The page of the desk, as a browser sends it."""

    asks = True
    without = dict.fromkeys(("tick", "recalculate"), "time acts by itself") | dict.fromkeys(
        ("receive", "answer_department", "settle_finding", "decide_in_group", "carry_out"),
        "its own pages",
    )

    def __init__(self, app):
        super().__init__(app)
        self.browsers = {}

    def ready(self, who, when):
        if (who, when) not in self.browsers:
            self.browsers[who, when] = Browser(self.app).sign_in(who)
            self.browsers[who, when].get("/desk/cases")  # a page with a token on it
        return self.browsers[who, when]

    def do(self, case, act, when):
        middle = f"/{act.part.replace('_', '-')}" if act.part else ""
        address = f"/desk/cases/{case.number}{middle}/{act.verb.replace('_', '-')}"
        answer = self.ready(act.who, when).post(address, [*self.pairs(case, act.given)])
        text = text_of(answer.text)
        fields = frozenset(LISTED.findall(answer.text))
        return Came(answer.status_code == 303, text, fields=fields)

    def pairs(self, case, given):
        for name, value in given.items():
            if name == "came":
                yield from (
                    ("f_points", f"{paper}:{at}")
                    for paper in value
                    for at in range(case.points(paper))
                )
            elif isinstance(value, list):
                yield from ((f"f_{name}", str(one)) for one in value)
            elif value is not None:
                yield (
                    f"f_{name}",
                    YES.get(value, str(value)) if isinstance(value, bool) else str(value),
                )


YES = {True: "yes", False: "no"}


class Api(Entry):
    """Another system by key: an account of its own with the place and the role of the person."""

    asks = True
    without = {verb: Form.without[verb] for verb in ("tick", "recalculate", "receive")} | {
        "reclassify": "what it asks hangs on the class that is chosen"
    }

    def __init__(self, app):
        super().__init__(app)
        self.keys = {}

    def ready(self, who, when):
        if who not in self.keys:
            with self.app.app_context(), transaction.reading() as session:
                by = receiving_many.acting(session, who)
            name = f"{who}-api"
            program.account(self.app, name, role=next(iter(by.roles)), department=by.department)
            self.keys[who] = program.Program(self.app, program.key(self.app, name))
        return self.keys[who]

    def do(self, case, act, when):
        given = {k: v for k, v in act.given.items() if v is not None}
        if "came" in given:
            given = {"points": {paper: [True] * case.points(paper) for paper in given["came"]}}
        given |= {k: [str(one) for one in given[k]] for k in ("confirmed",) if k in given}
        part = f"/{act.part}" if act.part else ""
        answer = self.ready(act.who, when).post(f"/cases/{case.number}{part}/{act.verb}", given)
        return problem(answer)


def problem(answer):
    """What a program is answered."""
    body = answer.json
    if answer.status_code < 300:
        return Came(True, "")
    fields = frozenset(one["path"].strip("/").split("/")[0] for one in body.get("errors", ()))
    said = " ".join([body["detail"], *(one["detail"] for one in body.get("errors", ()))])
    return Came(False, said, body.get("rule"), fields)


class Bulk(Form):
    """Chosen rows of the queue, one here."""

    asks, hides = False, True
    without = dict.fromkeys(
        VERBS.keys() - {"claim", "release", "assign"},
        "several rows are claimed, released and assigned at once; all else is done case by case",
    )

    def do(self, case, act, when):
        person = self.ready(act.who, when)
        pairs = [("task", case.task_number(act.part)), *act.given.items()]
        answer = person.post(f"/desk/queue/{act.verb}", pairs)
        text = text_of(answer.text)
        return Came("1 件里办成 1 件" in text, text)


ENTRIES = {"service": Service, "form": Form, "api": Api, "bulk": Bulk}
