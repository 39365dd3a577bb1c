"""请示与批复: what one asks for and another confirms — void, a second supplement, an extension.

Asking tries the act as whoever confirms it would: what could not be confirmed is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.case import clocks, supplements, whole_case
from app.domain.case.state import Event, is_stopped, name_of
from app.domain.case.verb import Ask, Handler, role_of
from app.domain.refusal import refuse

#: What may be asked for → its handler, whether a hold of the part stops it, its clear payload.
ASKED: dict[str, tuple[Handler, bool, tuple[str, ...]]] = {
    "void": (whole_case.void, True, ()),
    "supplement": (supplements.supplement, False, ("fault", "documents", "expected")),
    "extend": (clocks.extend, True, ("days",)),
}


def wanted(ask: Ask, verb: str) -> str:
    """The role that confirms: a supervisor, or whoever the item or the theme names for its extension."""
    if verb != "extend":
        return "supervisor"
    rule = (ask.spec if ask.command.get("task") else ask.blueprint)["extend"] or {}
    return role_of(rule.get("by") or "centre_head")


def asks(verb: str) -> Handler:
    """The handler that asks for ``verb``: refused where it could not be confirmed either (R18, R23)."""

    def handler(ask: Ask) -> list[Event]:
        role = wanted(ask, verb)
        if ask.has_role(role):
            raise refuse("ask", "This is yours to confirm: do it yourself.")
        task = ask.command.get("task")
        if any(is_open(one) and (one["verb"], one["task"]) == (verb, task) for one in _all(ask)):
            raise refuse("ask", "It was asked for already; the answer is awaited.")
        ASKED[verb][0](as_if(ask, role))
        _check_needed(ask, verb)
        asked = {
            "type": "asked", "task": task, "verb": verb, "wanted": role,
            "given": {name: ask.command[name] for name in ASKED[verb][2] if ask.command.get(name)},
        }  # fmt: skip
        return [asked | {"reason": ask.command["reason"]}]

    return handler


def as_if(ask: Ask, role: str) -> Ask:
    """The same command as somebody of this role would give it."""
    roles = [*ask.command.get("roles", ()), role]
    return ask._replace(command={**ask.command, "roles": roles})


def _check_needed(ask: Ask, verb: str) -> None:
    """What one may do by oneself is not asked for."""
    if verb == "supplement" and not supplements.is_again(ask):
        raise refuse("ask", "Nobody need confirm this: ask for the papers yourself.")


def _all(ask: Ask) -> list[dict[str, Any]]:
    return list(ask.state["asks"].values())


def is_open(one: dict[str, Any]) -> bool:
    """Whether a request has no answer yet."""
    return one["answer"] is None


def answer(ask: Ask) -> list[Event]:
    """批复: agreed, and the act is done by whoever agrees; or declined. Always with the reason.

    ``texts`` are the free texts of the request, which no event carries in clear.
    """
    one = ask.state["asks"].get(str(ask.command.get("ask")))
    if one is None or not is_open(one):
        raise refuse("ask", "This request is answered already, or what it was about has ended.")
    if not ask.has_role(one["wanted"]):
        raise refuse("ask", "Somebody else answers this request.")
    if ask.command.get("answer") not in ("agreed", "declined"):
        raise refuse("ask", "Say whether you agree.")
    said = {"type": "answered", "ask": str(ask.command["ask"]), "verb": one["verb"]}
    said |= {"task": one["task"], "asked_by": one["by"], "answer": ask.command["answer"]}
    said |= {"reason": ask.command["reason"]}
    return [said, *_done(ask, one)] if ask.command["answer"] == "agreed" else [said]


def _done(ask: Ask, one: dict[str, Any]) -> Iterable[Event]:
    """What was agreed to, as the request says it."""
    handler, on_hold, _clear = ASKED[one["verb"]]
    key = one["task"]
    if key and is_stopped(ask.state["tasks"][key]) and not on_hold:
        say = "“%(task)s” is on hold until what was asked for comes."
        raise refuse("R17", say, task=name_of(ask.blueprint, key))
    payload = {**one["given"], "reason": "-", **(ask.command.get("texts") or {})}
    payload |= {"verb": one["verb"], "task": key, "by": ask.command["by"]}
    return handler(ask._replace(command={"roles": ask.command["roles"], **payload}))
