"""What a person may do now, and what not and why: asked of the same handlers that will be asked then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from app.domain.calendar import Calendar
from app.domain.case.acceptance import to_confirm
from app.domain.case.asking import is_open
from app.domain.case.decide import would_refuse
from app.domain.case.papers import missing_of
from app.domain.case.state import Blueprint, State, iso, open_holds
from app.domain.case.table import VERBS
from app.domain.case.verb import ANY, CASE, CLOSED, Ask, Facts, Verb
from app.domain.refusal import Refusal

#: Verbs that no page offers by themselves: they come with other acts, or from time.
SILENT = frozenset({"receive", "tick", "recalculate", "undo"}) | {
    # What others do who do not see the case, or see it among many.
    "answer_department",
    "decide_in_group",
    "carry_out",
    "settle_finding",
}


class Offer(NamedTuple):
    """One act on one task (None: on the case): may it be done, else the refusal."""

    verb: str
    task: str | None
    may: bool
    refusal: Refusal | None


def offers(
    blueprint: Blueprint,
    state: State,
    *,
    now: datetime,
    calendar: Calendar,
    facts: Facts,
    by: str,
    roles: Iterable[str],
    departments: Iterable[str],
    verbs: Iterable[str] = VERBS,
    theirs: Callable[[str, str | None], bool] = lambda _verb, _task: True,
) -> list[Offer]:
    """Every verb × task that makes sense here for somebody of these departments, in the table's order.

    Of some ``verbs`` alone where they are named; ``theirs`` tells which (verb, task) are this person's to do at all; the others are neither tried nor told.
    Each is tried with the least payload that could do, so that a refusal speaks of the case and of
    the person, never of a form that nobody has filled in yet.
    """
    own = set(departments)
    asked = {"by": by, "roles": list(roles), "departments": sorted(own)}
    found = []
    for name in verbs:
        if name in SILENT:
            continue
        # Asked of the real handlers, so what a page offers is what will be done.
        for task in _objects(VERBS[name], state, own):
            if not theirs(name, task):
                continue
            command = {**asked, "verb": name, "task": task}
            ask = Ask(blueprint, state, command, now, calendar, facts)
            filled = {**PROBES.get(name, _plain)(ask), **command}
            refused = would_refuse(ask._replace(command=filled))
            found.append(Offer(name, task, refused is None, refused))
    return found


def _objects(verb: Verb, state: State, departments: set[str]) -> Iterable[str | None]:
    """The tasks (or the case) on which the verb could make sense for these departments."""
    if ANY in verb.acts_on or (state["closed_at"] and CLOSED in verb.acts_on):
        return [None]
    found: list[str | None] = [
        key
        for key, task in state["tasks"].items()
        if task["kind"] in verb.acts_on
        and task["department"] in departments
        and task["state"] != "closed"
    ]
    return [*found, None] if CASE in verb.acts_on and not state["closed_at"] else found


def _plain(_ask: Ask) -> dict[str, Any]:
    """Words, where only words are wanted."""
    return {
        "said": "-",
        "way": "phone",
        "reason": "-",
        "remedy": "-",
        "owner": "-",
        "department": "-",
        "ground": "-",
        "finding": "upheld",
    }


def _decided(ask: Ask) -> dict[str, Any]:
    """Whatever texts this part's closing may ask for."""
    alternatives = (ask.spec.get("closing") or {}).values()
    given = _plain(ask) | {"result_number": "-"}
    return given | {name: "-" for lists in alternatives for names in lists for name in names}


def _supplemented(ask: Ask) -> dict[str, Any]:
    """At the intake what is missing; of a part any paper, as not right."""
    missing = sorted(missing_of(ask))
    if ask.key == "intake" and missing:
        return {"fault": "incomplete", "documents": missing, "reason": "-"}
    return {"fault": "extra", "documents": sorted(ask.blueprint["documents"]), "reason": "-"}


def _supplemented_again(ask: Ask) -> dict[str, Any]:
    """A paper that was missing at the first notice; of an accepted part any, as missing."""
    first = sorted(ask.state["missing_first"] or ())
    if ask.key == "intake":
        return _supplemented(ask)
    return {
        "fault": "incomplete",
        "documents": first or sorted(ask.blueprint["documents"])[:1],
        "reason": "-",
    }


def _reclassified(ask: Ask) -> dict[str, Any]:
    """The same parts under another name: whether the case may change its class, not to which."""
    other = {**ask.blueprint, "code": "-"}
    return {"blueprint": other, "chosen": ask.state["chosen"], "reason": "-"}


def _answered(ask: Ask) -> dict[str, Any]:
    """The first request that this person's role answers, declined: that can always be said."""
    mine = (
        key
        for key, one in ask.state["asks"].items()
        if is_open(one) and ask.has_role(one["wanted"])
    )
    return {"ask": next(mine, "-"), "answer": "declined", "reason": "-"}


def _supplied(ask: Ask) -> dict[str, Any]:
    return {"documents": sorted(ask.blueprint["documents"])}


def _suspended(ask: Ask) -> dict[str, Any]:
    """A procedure of the item, else one of the law, that is not under way."""
    running = {hold["kind"] for hold in open_holds(ask.state["tasks"][ask.key])}
    free = [kind for kind in (*ask.spec["special"], "hearing", "inspection") if kind not in running]
    return {"kind": free[0] if free else "test", "expected": _ahead(ask), "notice": True}


def _resumed(ask: Ask) -> dict[str, Any]:
    holds = open_holds(ask.state["tasks"][ask.key])
    return {"hold": next((hold["id"] for hold in holds if hold["kind"] != "supplement"), "-")}


def _ahead(ask: Ask) -> str:
    return iso(ask.now + timedelta(seconds=1))


def _open_day(ask: Ask) -> str:
    """A moment ahead at which papers can be brought to a window."""
    if ask.calendar.works_on(ask.now.date()):
        return _ahead(ask)
    return ask.calendar.add_workdays(ask.now.date(), 1).isoformat()


def _confirmed(ask: Ask) -> dict[str, Any]:
    return {"confirmed": [*range(len(to_confirm(ask.blueprint)))]}


def _term(ask: Ask) -> dict[str, Any]:
    return {"days": (ask.blueprint["limits"].get("promise") or {}).get("min") or 1}


def _reopened(ask: Ask) -> dict[str, Any]:
    gates = [key for key, task in ask.state["tasks"].items() if task["gates"]]
    decided = [
        key
        for key in gates
        if ask.state["tasks"][key]["outcome"] in ("granted", "partly", "refused", "returned")
    ]
    return {"tasks": decided or gates, "reason": "-"}


#: Verb → the least that its form could carry.
PROBES: Mapping[str, Callable[[Ask], dict[str, Any]]] = {
    **dict.fromkeys(("grant", "grant_partly", "refuse"), _decided),
    "accept": _confirmed,
    "accept_deferred": lambda ask: {
        "deadline": _open_day(ask),
        "commitment": True,
        **_confirmed(ask),
    },
    "supplement": _supplemented,
    "supply": _supplied,
    "suspend": _suspended,
    "resume": _resumed,
    "extend": lambda _ask: {"days": 1, "reason": "-"},
    "set_term": _term,
    "arrange_survey": lambda ask: {"people": ["-"], "appointment": _ahead(ask), "notice": True},
    "record_survey": lambda ask: {"outcome": "met", "opinion": "-", **_term(ask)},
    "ask_supplement": _supplemented_again,
    "ask_extend": lambda _ask: {"days": 1, "reason": "-"},
    "answer": _answered,
    "reclassify": _reclassified,
    "order_correction": lambda ask: {"expected": _ahead(ask)},
    "reopen": _reopened,
    "correct": lambda _ask: {"fields": ["-"], "reason": "-"},
    "ask_department": lambda ask: _plain(ask) | {"expected": _ahead(ask)},
    "call_back": lambda _ask: {"result": "satisfied"},
    "close_inquiry": lambda _ask: {"finding": "not_upheld"},
}
