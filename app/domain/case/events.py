"""One function per type of event: what it changes in the fold, in place."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.case import events_anew, events_of_appeals
from app.domain.case.state import Event, State, gating, open_holds
from app.domain.case.tasks import end_task, lapse, new_clock, new_survey, new_task, stop_clock


def _received(state: State, event: Event) -> None:
    state.update(
        {
            name: event[name]
            for name in ("blueprint", "kind", "chosen", "barred", "links", "told", "missing_first")
        },
        # With the moment each came, so that a paper put right shows the day it came last.
        documents=dict.fromkeys(event["documents"], event["at"]),
        received_at=event["at"],
        deemed=False,
        revoked=[],
        tasks={planned["task"]: new_task(planned) for planned in event["plan"]},
        clocks={},
        dues={},
        cards=[],
        surveys={},
        asks={},
        seq=0,
    )
    state.update(
        dict.fromkeys(
            ("complete_at", "accepted_at", "debts", "term", "issued", "closed_at", "outcome")
        )
    )
    events_of_appeals.registered(state, event)


def _task_opened(state: State, event: Event) -> None:
    state["tasks"][event["task"]].update(state="open", opened_at=event["at"])
    state["clocks"][event["task"]] = new_clock(event["start"])


def _task_closed(state: State, event: Event) -> None:
    key = event["task"]
    end_task(state["tasks"][key], event)
    lapse(state, task=key, at=event["at"])
    stop_clock(state, key, at=event["at"])
    # The case counts from its acceptance, never from its receipt (R25, R50).
    if key == "intake" and event["outcome"] in ("accepted", "deferred"):
        state.update(accepted_at=event["effective"], deemed=bool(event.get("deemed")))
        state["clocks"]["case"] = new_clock(event["effective"])
    # 办结 is the end of the last gating part; delivery has a clock of its own (R19).
    if state["accepted_at"] and all(part["state"] == "closed" for part in gating(state)):
        stop_clock(state, "case", at=event["at"])


def _hold_opened(state: State, event: Event) -> None:
    named = {name: event[name] for name in ("kind", "effect", "expected", "documents")}
    hold = {
        "id": event["hold"],
        "since": event["at"],
        "until": None,
        "got": [],
        "notice": event.get("notice"),
        **named,
    }
    state["tasks"][event["task"]]["holds"].append(hold)
    # A hold that lets the clock run is on the task's record and not on the clock's.
    if event["effect"] != "run":
        state["clocks"][event["task"]]["holds"].append([event["at"], None])


def _hold_closed(state: State, event: Event) -> None:
    task, clock = state["tasks"][event["task"]], state["clocks"][event["task"]]
    hold = next(hold for hold in task["holds"] if hold["id"] == event["hold"])
    hold["until"] = event["at"]
    if hold["effect"] != "run":
        next(pause for pause in clock["holds"] if pause == [hold["since"], None])[1] = event["at"]
        # From here on the window has what it asked for, whatever was wrong before.
        if task["kind"] == "intake":
            state["complete_at"] = event["at"]
    # Earlier pauses belong to a count that never took place.
    if hold["effect"] == "restart":
        clock.update(start=event["at"], holds=[])


def _documents_received(state: State, event: Event) -> None:
    """A paper that comes once more, put right, was received when it came last."""
    state["documents"].update(dict.fromkeys(event["documents"], event["at"]))
    for task in state["tasks"].values():
        for hold in open_holds(task):
            hold["got"] = sorted(
                set(hold["got"]) | set(event["documents"]) & set(hold["documents"])
            )


def _told(state: State, event: Event) -> None:
    state["told"] += 1
    # What was missing is the base of R23; what was wrong may be wrong once more.
    if state["missing_first"] is None and event["fault"] == "incomplete":
        state["missing_first"] = event["documents"]


def _owner_set(state: State, event: Event) -> None:
    state["tasks"][event["task"]]["owner"] = event["owner"]


def _transferred(state: State, event: Event) -> None:
    # Its owner was a person of the other department.
    state["tasks"][event["task"]].update(department=event["department"], owner=None)


def _step_done(state: State, event: Event) -> None:
    state["tasks"][event["task"]]["step"] = event["to"]
    if "issued" in event:
        state["issued"] = event["issued"]


def _extended(state: State, event: Event) -> None:
    state["clocks"][event["clock"]]["extra"] = event["days"]


def _term_set(state: State, event: Event) -> None:
    state["term"] = event["days"]


def _debts_opened(state: State, event: Event) -> None:
    state["debts"] = {"documents": event["documents"], "deadline": event["deadline"]}


def _revoked(state: State, event: Event) -> None:
    # It stays closed: revoking is no new round.
    state["revoked"].append(event["task"])
    state["tasks"][event["task"]]["outcome"] = "revoked"


def _card(state: State, event: Event) -> None:
    state["cards"].append({name: event[name] for name in ("clock", "limit", "colour", "at")})


def _due_set(state: State, event: Event) -> None:
    state["dues"][event["clock"]] = event["due"]


def _case_closed(state: State, event: Event) -> None:
    state.update(closed_at=event["at"], outcome=event["outcome"])
    lapse(state, at=event["at"])


def _survey_arranged(state: State, event: Event) -> None:
    """Whoever is asked along has nobody named yet; a visit arranged anew is moved for all."""
    visit = state["surveys"].setdefault(event["visit"], {"at": "", "parts": {}})
    visit["at"] = event["appointment"]
    for key in event["along"]:
        visit["parts"].setdefault(key, new_survey([]))
    visit["parts"][event["task"]] = new_survey(event["people"])


def _survey_recorded(state: State, event: Event) -> None:
    visit = state["surveys"].setdefault(event["visit"], {"at": event["at"], "parts": {}})
    part = visit["parts"].setdefault(event["task"], new_survey([event["by"]]))
    part.update(outcome=event["outcome"], recorded_at=event["at"], recorded_by=event["by"])


def _asked(state: State, event: Event) -> None:
    # Named by the place of its event in the case's log, as holds are.
    request = {name: event[name] for name in ("verb", "task", "wanted", "given", "by", "at")}
    state["asks"][str(state["seq"] + 1)] = request | dict.fromkeys(
        ("answer", "answered_at", "answered_by")
    )


def _answered(state: State, event: Event) -> None:
    state["asks"][event["ask"]].update(
        answer=event["answer"], answered_at=event["at"], answered_by=event["by"]
    )


def _nothing(_state: State, _event: Event) -> None:
    """A fact that changes no fold: it stands in the trail."""


EVENTS: dict[str, Callable[[State, Event], None]] = {
    "received": _received,
    "task_opened": _task_opened,
    "task_closed": _task_closed,
    "hold_opened": _hold_opened,
    "hold_closed": _hold_closed,
    "documents_received": _documents_received,
    "told": _told,
    "owner_set": _owner_set,
    "transferred": _transferred,
    "step_done": _step_done,
    "extended": _extended,
    "term_set": _term_set,
    "debts_opened": _debts_opened,
    "revoked": _revoked,
    "card": _card,
    "due_set": _due_set,
    "case_closed": _case_closed,
    "reopened": events_anew.reopened,
    "reclassified": events_anew.reclassified,
    "corrected": events_anew.corrected,
    "undone": events_anew.undone,
    "survey_arranged": _survey_arranged,
    "survey_recorded": _survey_recorded,
    "asked": _asked,
    "answered": _answered,
    "recalculated": _nothing,
    **events_of_appeals.EVENTS,
}
