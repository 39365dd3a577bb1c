"""A case moved by commands alone: the pure machine with its log, for tests of rules."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from app.domain.blueprint import compile_blueprint
from app.domain.case import Facts, Refusal, decide, evolve, phase
from app.services.package_files import read_package
from tests.factories.calendars import china

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
CALENDAR = china()
CATERING, LODGING, NEWBORN = "catering_green_channel", "lodging_green_channel", "newborn_longjing"
HEADS = ("head", "government_head", "supervisor", "window_clerk")


@lru_cache
def package():
    return read_package(SEEDS).content


@lru_cache
def blueprint(kind, code):
    return compile_blueprint(package(), kind, code=code)


def one_item(**changes):
    """A single item of our own: two papers, one of them deferrable, a listed survey."""
    item = {
        "name": "许可",
        "department": "GAJ",
        "promise": {"value": 3, "unit": "working_day", "warn": 1},
        "legal": {
            "value": 20,
            "unit": "working_day",
            "warn": 3,
            "extend": {"cap": 10, "by": "head"},
        },
        "special": {"site_survey": {"name": "现场勘验"}},
        "steps": ["review", "survey", "decide"],
        "documents": [{"document": "A"}, {"document": "B", "necessity": "deferrable"}],
        **changes,
    }
    documents = {
        key: {"name": f"材料{key}", "kind": "proof", "source": "applicant"} for key in "AB"
    }
    departments = {"GAJ": {"name": "公安局"}}
    said = {"package": 1, "departments": departments, "documents": documents, "items": {"x": item}}
    return compile_blueprint(said, "single", code="x")


#: What a form of these verbs always carries; a test about it says otherwise.
USUAL = {
    **dict.fromkeys(("accept", "accept_deferred"), {"confirmed": [*range(9)]}),
    **dict.fromkeys(("grant", "grant_partly"), {"result_number": "证001"}),
}


class Moved:
    """A case and everything that was done to it."""

    def __init__(self, plan, answers=None, calendar=CALENDAR, *, bad_credit=False):
        self.plan, self.calendar = plan, calendar
        self.facts = Facts(answers=answers or {}, bad_credit=bad_credit)
        self.state, self.log = None, []

    def __call__(self, at, verb, **payload):
        payload = {**USUAL.get(verb, {}), **payload}
        command = {
            "verb": verb,
            "by": payload.pop("by", "lijing"),
            "roles": payload.pop("roles", HEADS),
            **payload,
        }
        answer = decide(
            self.plan,
            self.state,
            command,
            now=datetime.fromisoformat(at),
            calendar=self.calendar,
            facts=self.facts,
        )
        if isinstance(answer, Refusal):
            return answer
        for event in answer:
            self.state = evolve(self.state, event)
        self.log += answer
        self.plan = payload.get("blueprint", self.plan) if verb == "reclassify" else self.plan
        return answer

    def received(self, at, documents=None, **more):
        """Received with all its papers, or with those named."""
        came = self.all_papers() if documents is None else documents
        answer = self(at, "receive", window="ZHCK", documents=came, **more)
        assert not isinstance(answer, Refusal), answer
        return self

    def accepted(self, at, **more):
        self.received(at, **more)
        answer = self(at, "accept", task="intake")
        assert not isinstance(answer, Refusal), answer
        return self

    def decided(self, at, task, verb="grant", **more):
        """Walk the steps of a part and decide it; the first refusal ends the walk."""
        while self.state["tasks"][task]["step"] < len(self.state["tasks"][task]["steps"]) - 1:
            answer = self(at, "finish_step", task=task)
            if isinstance(answer, Refusal):
                return answer
        grounds = {"reason": "理由", "remedy": "复议", "law": "行政许可法"}
        return self(at, verb, task=task, **grounds, **more)

    def all_papers(self):
        from app.domain.documents import merge

        picked = [task["key"] for task in self.plan["tasks"] if task["kind"] == "work"]
        return [
            line["document"]
            for line in merge(
                self.plan["rows"], self.plan["documents"], chosen=picked, answers=self.facts.answers
            )["lines"]
        ]

    def stands(self, task):
        part = self.state["tasks"][task]
        return part["outcome"] or part["state"]

    def due(self, clock, limit="promise"):
        found = self.state["dues"][clock].get(limit)
        return found and found["at"][:10]

    def cards(self):
        return {(card["clock"], card["limit"]) for card in self.state["cards"]}

    @property
    def phase(self):
        return phase(self.state)


def refused(answer, rule):
    return isinstance(answer, Refusal) and answer.rule == rule


ANSWERS = {
    CATERING: {"licence": "apply", "signboard": "hang", "fire_way": "commit"},
}


def theme(code, **more):
    plan = blueprint("joint", code)
    answers = ANSWERS.get(code) or first_answers(plan)
    return Moved(plan, answers, **more)


def first_answers(plan):
    """The first option of every question: the most usual situation."""
    return {
        field["key"]: FIRST[field["kind"]](field)
        for field in plan["fields"]
        if field.get("asked") == "clerk"
    }


FIRST = {
    "choice": lambda field: field["options"][0]["value"],
    "yes_no": lambda _field: True,
    "date": lambda _field: "2026-09-01",
}
