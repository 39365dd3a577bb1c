"""Findings that need no exploration: parts, needs, limits, choice groups, conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.domain.case.graph import OUTCOMES, group_of
from app.domain.conditions import fields_of
from app.domain.findings import COMMA, Findings, Reading, Task, finding, needs_of


def empty(reading: Reading) -> Findings:
    """Nothing to decide."""
    if not reading.work:
        yield finding("empty", "error", "items", "There is no item.")


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
                key,
                "“%(task)s” needs “%(need)s”, which is not part of this.",
                task=reading.name(key),
                need=need["task"],
            )


def needs_impossible(reading: Reading) -> Findings:
    """A part waits for an outcome that the other one cannot have."""
    for key, need in _needs(reading):
        other = reading.tasks.get(need["task"])
        never = set(need["outcomes"]) - set(OUTCOMES[other["kind"]]) if other else set()
        if never:
            yield finding(
                "needs_impossible",
                "error",
                key,
                "“%(task)s” waits for “%(need)s” to end as %(outcomes)s, which it never does.",
                task=reading.name(key),
                need=reading.name(need["task"]),
                outcomes=COMMA.join(sorted(never)),
            )


def needs_after_end(reading: Reading) -> Findings:
    """A part waits for what only runs when the case may already be closed."""
    for key, need in _needs(reading):
        other = reading.tasks.get(need["task"])
        if other and not other["gates"] and other["kind"] != "intake":
            yield finding(
                "needs_after_end",
                "error",
                key,
                "“%(task)s” waits for “%(need)s”, which runs only after the case is closed.",
                task=reading.name(key),
                need=_after_name(reading, other),
            )


def _after_name(reading: Reading, task: Task) -> str:
    return reading.name(task["key"]) if task.get("name") else str(task["key"])


def department(reading: Reading) -> Findings:
    """A part that nobody handles."""
    for key, task in reading.tasks.items():
        if task["kind"] not in ("work", "check", "inquiry"):
            continue
        if task.get("department") not in reading.departments:
            yield finding(
                "department",
                "error",
                key,
                "No department handles “%(task)s”.",
                task=reading.name(key),
            )


def no_decision(reading: Reading) -> Findings:
    """Exactly one step decides; a part that closes with texts is decided by writing them."""
    for key, task in reading.work.items():
        if not task.get("closing") and _steps(task).count("decide") != 1:
            yield finding(
                "no_decision",
                "error",
                key,
                "The steps of “%(task)s” need one decision, and only one.",
                task=reading.name(key),
            )


def _steps(task: Task) -> list[str]:
    return [step["step"] if isinstance(step, dict) else step for step in task.get("steps", [])]


def choice(reading: Reading) -> Findings:
    """A group that cannot be chosen from, where choosing means nothing, or that is not there."""
    groups = reading.blueprint["choices"]
    for group, rule in groups.items():
        members = sum(group_of(task) == group for task in reading.work.values())
        possible = 0 <= rule["min"] <= rule["max"] <= members
        if not possible or members <= 1 or rule["max"] == 0:
            yield finding(
                "choice",
                "error",
                group,
                "“%(group)s” wants %(min)s to %(max)s of %(members)s items: that cannot work.",
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
                key,
                "“%(task)s” belongs to a choice group that does not exist.",
                task=reading.name(key),
            )


def promise_over_legal(reading: Reading) -> Findings:
    """R10: a promise, in any of its situations, longer than the law allows."""
    parts = {key: task["limits"] for key, task in reading.work.items()}
    for key, limits in {"promise": reading.blueprint["limits"], **parts}.items():
        promise, legal = limits.get("promise"), limits.get("legal")
        over = [value for unit, value in _values(promise) if legal and _exceeds(unit, value, legal)]
        if over:
            yield finding(
                "promise_over_legal",
                "error",
                key,
                "“%(task)s” promises %(promise)s, longer than the legal %(legal)s.",
                task=reading.name(None if key == "promise" else key),
                promise=max(over),
                legal=legal["value"],
            )


def _values(limit: dict[str, Any] | None) -> Iterator[tuple[str, int]]:
    """Unit and value of a limit and of each of its situations."""
    if limit:
        for one in (limit, *limit.get("cases", ())):
            yield one.get("unit") or limit["unit"], one["value"]


def _exceeds(unit: str, value: int, legal: dict[str, Any]) -> bool:
    if legal.get("cases"):
        return all(_exceeds(unit, value, {**legal, **one, "cases": ()}) for one in legal["cases"])
    return bool(unit == legal["unit"] and value > legal["value"])


def no_promise(reading: Reading) -> Findings:
    """A part without a promise can never turn yellow."""
    for key, task in reading.work.items():
        if not task["limits"].get("promise"):
            yield finding(
                "no_promise",
                "warning",
                key,
                "“%(task)s” has no promised limit.",
                task=reading.name(key),
            )


def no_case_promise(reading: Reading) -> Findings:
    """Several parts need a promise of their own; that of a single part is the part's."""
    if len(reading.work) > 1 and not reading.blueprint["limits"].get("promise"):
        yield finding(
            "no_case_promise", "error", "promise", "There is no promised limit for the whole."
        )


def condition_field(reading: Reading) -> Findings:
    """A condition that asks for a field nobody fills in."""
    for where, name, condition in _conditions(reading):
        for missing in sorted(fields_of(condition) - reading.fields if condition else ()):
            yield finding(
                "condition_field",
                "error",
                where,
                "A condition of “%(name)s” uses the field “%(field)s”, which does not exist.",
                name=name,
                field=missing,
            )


def _conditions(reading: Reading) -> Iterator[tuple[str, str, Any]]:
    for row in reading.blueprint["rows"]:
        yield row["id"], reading.paper(row["document"]), row.get("when")
    for key, task in reading.work.items():
        steps = [step.get("when") for step in task.get("steps", []) if isinstance(step, dict)]
        for when in (task.get("when"), *steps, *_cases(task["limits"].values())):
            yield key, reading.name(key), when
    for rule in reading.blueprint.get("accept_conditions") or ():
        yield "accept_conditions", rule["text"], rule.get("check")
    for when in _cases(reading.blueprint["limits"].values()):
        yield "promise", reading.name(None), when


def _cases(limits: Iterable[dict[str, Any] | None]) -> Iterator[Any]:
    for limit in limits:
        yield from (one.get("when") for one in (limit or {}).get("cases", ()))


CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    empty,
    needs_unknown,
    needs_impossible,
    needs_after_end,
    department,
    no_decision,
    choice,
    promise_over_legal,
    no_promise,
    no_case_promise,
    condition_field,
)
