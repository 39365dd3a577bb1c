"""Findings that need no exploration: parts, what they wait for, who decides them, choice groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.domain.case.graph import OUTCOMES
from app.domain.case.selections import group_of
from app.domain.findings import Findings, Reading, Task, end_of, finding, needs_of


def empty(reading: Reading) -> Findings:
    """Nothing to decide."""
    if not reading.work:
        yield finding("empty", "error", where="items", say="There is no item.")


def _needs(reading: Reading) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, task in reading.work.items():
        for need in needs_of(task):
            yield key, need


def needs_unknown(reading: Reading) -> Findings:
    """A part waits for something that is not there."""
    for key, need in _needs(reading):
        if need["task"] not in reading.tasks:
            yield finding(
                "needs_unknown",
                "error",
                where=key,
                say="“%(task)s” needs “%(need)s”, which is not part of this.",
                task=reading.name(key),
                need=reading.name(need["task"]),
            )


def needs_impossible(reading: Reading) -> Findings:
    """A part waits for an outcome that the other one cannot have."""
    for key, need in _needs(reading):
        other = reading.tasks.get(need["task"])
        never = set(need["outcomes"]) - set(OUTCOMES[other["kind"]]) if other else set()
        for outcome in sorted(never):
            yield finding(
                "needs_impossible",
                "error",
                where=key,
                say="“%(task)s” waits for “%(need)s” to end as %(outcomes)s, which it never does.",
                task=reading.name(key),
                need=reading.name(need["task"]),
                outcomes=end_of(outcome),
            )


def needs_after_end(reading: Reading) -> Findings:
    """A part waits for what only runs when the case may already be closed."""
    for key, need in _needs(reading):
        other = reading.tasks.get(need["task"])
        # The intake gates nothing either, but everything begins after it.
        if other and not other["gates"] and other["kind"] != "intake":
            yield finding(
                "needs_after_end",
                "error",
                where=key,
                say="“%(task)s” waits for “%(need)s”, which runs only after the case is closed.",
                task=reading.name(key),
                need=reading.name(other["key"]),
            )


def department(reading: Reading) -> Findings:
    """A part that nobody handles."""
    for key, task in reading.tasks.items():
        # The window's own tasks get their department when a case is received.
        if task["kind"] not in ("work", "check", "inquiry"):
            continue
        if task.get("department") not in reading.departments:
            yield finding(
                "department",
                "error",
                where=key,
                say="No department handles “%(task)s”.",
                task=reading.name(key),
            )


def no_decision(reading: Reading) -> Findings:
    """Exactly one step decides; a part that closes with texts is decided by writing them."""
    for key, task in reading.work.items():
        if not task.get("closing") and _names(task).count("decide") != 1:
            yield finding(
                "no_decision",
                "error",
                where=key,
                say="The steps of “%(task)s” need one decision, and only one.",
                task=reading.name(key),
            )
        elif not task.get("closing") and not _ends_deciding(task):
            yield finding(
                "no_decision",
                "error",
                where=key,
                say="“%(task)s” must decide in its last step, in every situation.",
                task=reading.name(key),
            )


def _names(task: Task) -> list[str]:
    return [step["step"] for step in task["steps"]]


def _ends_deciding(task: Task) -> bool:
    """A part is granted or refused at its last step: what only that step's person may do stands there."""
    last = task["steps"][-1]
    return bool(last["step"] == "decide" and not last.get("when"))


def choice(reading: Reading) -> Findings:
    """A group that cannot be chosen from, where choosing means nothing, or that is not there."""
    groups = reading.blueprint["choices"]
    for group, rule in groups.items():
        members = sum(group_of(task) == group for task in reading.work.values())
        # Of a single member, or of none at most, there is nothing to choose.
        possible = 0 <= rule["min"] <= rule["max"] <= members
        if not possible or members <= 1 or rule["max"] == 0:
            yield finding(
                "choice",
                "error",
                where=group,
                say="“%(group)s” wants %(min)s to %(max)s of %(members)s items: that cannot work.",
                group=rule.get("name") or group,
                min=rule["min"],
                max=rule["max"],
                members=members,
            )
    for key, task in reading.work.items():
        if group_of(task) and group_of(task) not in groups:
            yield finding(
                "choice",
                "error",
                where=key,
                say="“%(task)s” belongs to a choice group that does not exist.",
                task=reading.name(key),
            )


CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    empty,
    needs_unknown,
    needs_impossible,
    needs_after_end,
    department,
    no_decision,
    choice,
)
