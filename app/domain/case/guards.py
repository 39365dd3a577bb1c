"""The table's own conditions, asked before any handler: may this verb act on this thing as it stands?"""

from __future__ import annotations

from app.domain.case.graph import LIVE
from app.domain.case.state import Task, is_stopped, moment, name_of
from app.domain.case.table import VERBS
from app.domain.case.verb import ANY, CASE, CLOSED, NEW, Ask, Verb
from app.domain.refusal import Refused, msgid, refuse


def guard(ask: Ask, *, received: bool) -> Verb:
    """The verb of a command that may be tried. Raises Refused.

    ``received`` says whether there is a case. What the command must carry is asked last, so a
    refusal for a payload means that nothing else stands in the way at this level.
    """
    verb = VERBS.get(ask.command.get("verb", ""))
    if verb is None:
        raise refuse("verb", "There is no such act.")
    if (verb.acts_on == (NEW,)) == received:
        raise refuse("state", RECEIVED[received])
    if received:
        _guard_object(ask, verb)
        # A clock set back would put a later act before an earlier one in the record.
        if ask.now < moment(ask.state["last"]):
            raise refuse("time", "The clock stands before the last entry of this case.")
    for name in verb.needs:
        if not ask.command.get(name):
            raise refuse("payload", NEEDED[name])
    return verb


#: Whether a case is there → why it cannot be received, or acted on.
RECEIVED = {True: msgid("It is received already."), False: msgid("It is not received yet.")}
#: What a command lacks → what to do about it.
NEEDED = {
    "window": msgid("Say which window receives it."),
    "fault": msgid("Say what is wrong: missing, not right, or more than the list asks."),
    "documents": msgid("Choose the papers it is about."),
    "deadline": msgid("Set the day until which the deferred papers come."),
    "ground": msgid("Choose the ground."),
    "reason": msgid("Give the reason."),
    "owner": msgid("Choose who shall handle it."),
    "department": msgid("Choose the department."),
    "kind": msgid("Choose the special procedure."),
    "expected": msgid("Set the day by which it is expected."),
    "hold": msgid("Choose which suspension ends."),
    "days": msgid("Give the number of days."),
    "finding": msgid("The finding is either upheld or not upheld."),
    "tasks": msgid("Choose the items."),
    "people": msgid("Choose who comes to the survey."),
    "outcome": msgid("Say what the survey found: met, not met, or to be seen again."),
    "opinion": msgid("Write what was found."),
    "ask": msgid("Choose the request."),
    "answer": msgid("Say whether you agree."),
    "blueprint": msgid("Choose the class it changes to."),
    "log": msgid("There is nothing to take back."),
    "said": msgid("Write what is to be said."),
    "result": msgid("Say what the call-back came to."),
    "nth": msgid("Choose what it is about."),
    "carried_by": msgid("Choose who carries it out."),
}


def _guard_object(ask: Ask, verb: Verb) -> None:
    _guard_person(ask)
    if ANY in verb.acts_on:
        return
    if CLOSED in verb.acts_on:
        if not ask.state["closed_at"]:
            raise refuse("state", "The case is still open.")
    elif CASE in verb.acts_on and not ask.command.get("task"):
        if ask.state["closed_at"]:
            raise refuse("state", "The case is closed.")
    else:
        _guard_task(ask, verb)


def _guard_person(ask: Ask) -> None:
    """Whoever is complained of does nothing in the case; their department answers and no more (R73, R80)."""
    if ask.command.get("by") in ask.state["barred"]:
        raise refuse("R80", "A person complained of does not handle the case.")
    about = set((ask.state.get("appeal") or {}).get("departments", ()))
    own = about.intersection(ask.command.get("departments", ()))
    if own and ask.command["verb"] not in FROM_THE_DEPARTMENT:
        raise refuse("R73", "The department complained of answers what it is asked, and no more.")


#: What the department complained of does in the case: it answers, does what the group told it,
#: or gives away what is not its to handle.
FROM_THE_DEPARTMENT = frozenset({"answer_department", "carry_out", "transfer"})


def _guard_task(ask: Ask, verb: Verb) -> None:
    task = ask.state["tasks"].get(ask.command.get("task"))
    if task is None:
        raise refuse("state", "This case has no such part.")
    if task["kind"] not in verb.acts_on:
        raise refuse(
            "state", "This cannot be done with “%(task)s”.", task=name_of(ask.blueprint, ask.key)
        )
    if task["state"] != "open":
        raise NOT_OPEN[task["state"]](ask, task)
    if is_stopped(task) and not verb.on_hold:
        raise refuse(
            "R17",
            "“%(task)s” is on hold until what was asked for comes.",
            task=name_of(ask.blueprint, ask.key),
        )


def _waits(ask: Ask, task: Task) -> Refused:
    """Not begun; the hand-over says how many parts are still missing, and which (R52)."""
    names = [name_of(ask.blueprint, key) for key in _awaited(ask)]
    if task["kind"] == "hand_over" and ask.state["accepted_at"]:
        say = "%(count)s items are still to be decided: %(parts)s."
        return refuse("R52", say, count=len(names), parts=names)
    say = "“%(task)s” has not begun, it waits for: %(parts)s."
    return refuse("R47", say, task=name_of(ask.blueprint, ask.key), parts=names)


def _awaited(ask: Ask) -> list[str]:
    """Keys of the tasks that a waiting task waits for, in the blueprint's order."""
    tasks, opens = ask.state["tasks"], ask.spec["opens"]
    if opens == "join":
        wanted = (
            [key for key in tasks if tasks[key]["gates"]]
            if ask.state["accepted_at"]
            else ["intake"]
        )
    else:
        wanted = [need["task"] for need in opens]
    return [key for key in wanted if key in tasks and tasks[key]["state"] in LIVE]


def _is_closed(ask: Ask, _task: Task) -> Refused:
    return refuse("state", "“%(task)s” is closed already.", task=name_of(ask.blueprint, ask.key))


#: State of a task that is not open → why nothing is done with it.
NOT_OPEN = {"waiting": _waits, "closed": _is_closed}
