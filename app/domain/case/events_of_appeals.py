"""Events of appeals and of what they leave: what each changes in the fold, in place."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.case.state import Event, State

#: Event that is named by its place in the case's log → under which name it says so.
NUMBERED = {
    "hold_opened": "hold",
    "department_asked": "nth",
    "called_back": "nth",
    "brought_to_group": "nth",
    "found": "nth",
}


def registered(state: State, event: Event) -> None:
    """What the receipt of an appeal fixes; other cases have nothing of it."""
    if "appeal" in event:
        empty: dict[str, dict[str, object]] = {"asked": {}, "calls": {}, "group": {}}
        state["appeal"] = {**event["appeal"], "fed_back_at": None, "given": [], **empty}


def _feedback(state: State, event: Event) -> None:
    appeal = state["appeal"]
    appeal["fed_back_at"] = event["at"]
    # Which texts the person was told; the words themselves stand beside the journal.
    told = [name for name in GIVEN if event.get(name)]
    appeal["given"] = sorted({*appeal["given"], *told})


#: Texts that a class may demand and that count once they were told.
GIVEN = ("explanation", "guidance", "agent", "reason", "progress")


def _department_asked(state: State, event: Event) -> None:
    one = {name: event[name] for name in ("task", "department", "until", "by", "at")}
    state["appeal"]["asked"][str(event["nth"])] = one | dict.fromkeys(
        ("answered_at", "answered_by")
    )


def _department_answered(state: State, event: Event) -> None:
    state["appeal"]["asked"][str(event["nth"])].update(
        answered_at=event["at"], answered_by=event["by"]
    )


def _called_back(state: State, event: Event) -> None:
    one = {name: event[name] for name in ("result", "by", "at")}
    state["appeal"]["calls"][str(event["nth"])] = one


def _brought_to_group(state: State, event: Event) -> None:
    later = ("decided_at", "decided_by", "carried_by", "until", "done_at", "done_by")
    one = {name: event[name] for name in ("task", "by", "at")}
    state["appeal"]["group"][str(event["nth"])] = one | dict.fromkeys(later)


def _group_decided(state: State, event: Event) -> None:
    said = {name: event[name] for name in ("carried_by", "until")}
    state["appeal"]["group"][str(event["nth"])].update(
        said, decided_at=event["at"], decided_by=event["by"]
    )


def _group_carried_out(state: State, event: Event) -> None:
    state["appeal"]["group"][str(event["nth"])].update(done_at=event["at"], done_by=event["by"])


def _found(state: State, event: Event) -> None:
    one = {name: event[name] for name in ("task", "department", "until", "by", "at")}
    later = dict.fromkeys(("settled_at", "settled_by"))
    state.setdefault("findings", {})[str(event["nth"])] = one | later


def _finding_settled(state: State, event: Event) -> None:
    state["findings"][str(event["nth"])].update(settled_at=event["at"], settled_by=event["by"])


EVENTS: dict[str, Callable[[State, Event], None]] = {
    "feedback": _feedback,
    "department_asked": _department_asked,
    "department_answered": _department_answered,
    "called_back": _called_back,
    "brought_to_group": _brought_to_group,
    "group_decided": _group_decided,
    "group_carried_out": _group_carried_out,
    "found": _found,
    "finding_settled": _finding_settled,
}
