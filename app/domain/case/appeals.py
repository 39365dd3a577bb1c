"""诉求: what registering one fixes, feedback, what a department is asked, call-back (R70–R75, R80)."""

from __future__ import annotations

from typing import Any

from app.domain.case.closing import check_texts, way_of
from app.domain.case.events_of_appeals import GIVEN
from app.domain.case.state import Event, Task, iso, moment
from app.domain.case.verb import Ask
from app.domain.refusal import refuse

#: How an appeal came in; what the hotline sends bears its number.
CHANNELS = ("walk_in", "phone", "online", "hotline")
#: How somebody is told at once who came so.
AT_ONCE = {"walk_in": "in_person", "phone": "phone", "online": "message", "hotline": "phone"}
#: What a call-back came to.
CALLS = ("satisfied", "dissatisfied", "not_reached")
CLOSED_WITH = ("granted", "partly", "refused")


def registered(ask: Ask, work: list[Task]) -> tuple[dict[str, Any], list[Event]]:
    """What the receipt of an appeal fixes, and what the person was told at once (R72, R80).

    ``work`` are the case's work tasks; their ``closing.registered`` is what must be said at once.
    """
    given = ask.command["appeal"]
    if given.get("channel") not in CHANNELS:
        raise refuse("R70", "Say how the appeal came in.")
    departments = sorted(set(given.get("departments") or ()))
    # Their own clerks would read who complained of them.
    if ask.command["window"] in departments:
        raise refuse("R80", "It is about this window: have it registered at another one.")
    if ask.command.get("by") in (ask.command.get("barred") or ()):
        raise refuse("R80", "A person complained of does not handle the case.")
    appeal = {"channel": given["channel"], "departments": departments}
    appeal |= {"about": given.get("about"), "anonymous": bool(given.get("anonymous", True))}
    texts = {name: given[name] for name in GIVEN if given.get(name)}
    for task in work:
        check_texts(task, "registered", given=texts, rule="R72")
    told = {"type": "feedback", "task": work[0]["key"], "way": AT_ONCE[given["channel"]], **texts}
    return appeal, [told] if texts else []


def appeal_of(ask: Ask) -> dict[str, Any]:
    """The appeal's part of the fold. Raises Refused where the case is none."""
    found: dict[str, Any] | None = ask.state.get("appeal")
    if not found:
        raise refuse("appeal", "This is not an appeal.")
    return found


def feedback(ask: Ask) -> list[Event]:
    """反馈: what the person was told, how, before the limit (R75)."""
    appeal_of(ask)
    return [
        {
            "type": "feedback",
            "task": ask.key,
            "way": way_of(ask.command),
            "said": ask.command["said"],
        }
    ]


def ask_department(ask: Ask) -> list[Event]:
    """请部门说明: what a department must answer, and by when; it never sees the case for it (R73)."""
    appeal = appeal_of(ask)
    department = ask.command["department"]
    if department == ask.task["department"]:
        raise refuse("appeal", "This department handles it already.")
    waiting = [one for one in appeal["asked"].values() if one["answered_at"] is None]
    if any(one["department"] == department for one in waiting):
        raise refuse("appeal", "This department was asked already; its answer is awaited.")
    until = ask.day("expected", refuse("appeal", "The day of the answer lies ahead."))
    due = [due["at"] for due in ask.state["dues"].get(ask.key, {}).values() if due]
    # An answer after the limit would come too late to be told in time (R75).
    if due and until > moment(min(due)):
        raise refuse("R75", "The answer must come by %(day)s: the limit of the appeal ends then.", day=min(due)[:10])  # fmt: skip
    asked = {"type": "department_asked", "task": ask.key, "department": department}
    return [asked | {"until": iso(until), "said": ask.command["said"]}]


def answer_department(ask: Ask) -> list[Event]:
    """部门说明: by a person of the department that was asked, once; nobody complained of."""
    one = appeal_of(ask)["asked"].get(str(ask.command["nth"]))
    if one is None or one["answered_at"]:
        raise refuse("appeal", "This was answered already.")
    if one["department"] not in ask.command.get("departments", ()):
        raise refuse("access", "The department that was asked answers.")
    answered = {"type": "department_answered", "task": one["task"], "nth": ask.command["nth"]}
    return [answered | {"said": ask.command["said"]}]


def call_back(ask: Ask) -> list[Event]:
    """回访: after the answer, whether the person is content; a reopening may follow."""
    appeal_of(ask)
    parts = [part for part in ask.state["tasks"].values() if part["gates"]]
    if not any(part["outcome"] in CLOSED_WITH for part in parts):
        raise refuse("R75", "Answer it first, then call the person back.")
    if ask.command["result"] not in CALLS:
        raise refuse("R75", "Say what the call-back came to.")
    called = {"type": "called_back", "result": ask.command["result"]}
    return [called | {"said": ask.command.get("said")}]
