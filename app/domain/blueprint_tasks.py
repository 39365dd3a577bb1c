"""The tasks of a blueprint: acceptance, each part, post-check, inquiry, deferred papers, hand-over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.package_references import is_numbered, result_of

Task = dict[str, Any]
Entry = Mapping[str, Any]
#: Told within five days or accepted (Art. 32); delivered within ten of the decision (Art. 44, R19).
TELL = {"value": 5, "unit": "working_day", "warn": 1, "basis": "Art. 32"}
DELIVER = {"value": 10, "unit": "working_day", "warn": 1, "basis": "Art. 44"}
GOOD = ["granted", "partly"]
ACCEPTED = {"task": "intake", "outcomes": ["accepted", "deferred"]}
DEFERRED = {"task": "intake", "outcomes": ["deferred"]}
#: Room for an extension of a part's legal limit where the item says nothing (Art. 42).
EXTEND = {"cap": 10, "by": "head"}
STEPS = ({"step": "review"}, {"step": "decide"})
#: Stands for the department of the window that received the case.
WINDOW = "window"


def tasks_of(head: Mapping[str, Any], entries: Sequence[Entry]) -> list[Task]:
    """All tasks in order: the window's own first and last, between them each entry with its own."""
    told = {"legal": TELL}
    delivered = {"legal": head.get("hand_over") or DELIVER}
    mode = {"mode": head.get("intake") or WINDOW}
    tasks = [_task("intake", WINDOW, limits=told, steps=["receive"]) | mode]
    for entry in entries:
        tasks += [_work(entry), *_check(entry), *_inquiry(entry)]
    # Where nothing may come later there is nobody to chase anything.
    if _defers([head, *(entry["source"] for entry in entries)]):
        tasks.append(_task("papers", WINDOW, opens=[DEFERRED], steps=["collect"]))
    steps = ["issue", "deliver"]
    # Said only where it is otherwise: what is published already keeps its hash.
    at_once = {"mode": head["handing_over"]} if head.get("handing_over") else {}
    hand_over = _task("hand_over", WINDOW, opens="join", limits=delivered, steps=steps)
    tasks.append(hand_over | at_once)
    return tasks


def _task(key: str, department: str, *, kind: str | None = None, **given: Any) -> Task:
    """A task that does not gate the case; one of its kind alone is named by it."""
    plain: Task = {"item": None, "opens": [], "gates": False, "limits": {}, "special": []}
    named = {"key": key, "kind": kind or key, "department": department}
    return {**plain, "if_refused": "continue", **named, **given}


def _defers(sources: Iterable[Mapping[str, Any]]) -> bool:
    """Whether any paper may come later, so that somebody must chase it."""
    needs = [need for source in sources for need in source.get("documents") or []]
    return any(need.get("necessity") == "deferrable" for need in needs)


def _work(entry: Entry) -> Task:
    source = entry["source"]
    return _task(
        entry["key"],
        source["department"],
        kind="work",
        item=entry["item"],
        name=source["name"],
        opens=[ACCEPTED, *map(_need, entry.get("needs") or [])],
        gates=True,
        pick=_pick(entry),
        when=entry.get("when"),
        limits={name: source[name] for name in ("promise", "legal") if source.get(name)},
        extend=source.get("extend") or (EXTEND if source.get("legal") else None),
        # Only what stands here stops the clock; a survey among the steps runs inside it (R14).
        special=sorted(source.get("special") or {}),
        procedures=source.get("special") or {},
        steps=[dict(step) for step in source.get("steps") or STEPS],
        if_refused=entry.get("if_refused") or "continue",
        closing=source.get("closing") or {},
        commit=bool(source.get("commit")),
        result=result_of(source),
        # Said only where it is otherwise: what is published already keeps its hash.
        **({} if is_numbered(source) else {"numbered": False}),
    )


def _check(entry: Entry) -> list[Task]:
    """What was granted on a promise is looked at afterwards, and may be revoked (R31)."""
    source = entry["source"]
    if not source.get("post_check"):
        return []
    task = _task(
        f"{entry['key']}.check",
        source["department"],
        kind="check",
        item=entry["item"],
        name=source["name"],
        opens=[{"task": entry["key"], "outcomes": GOOD}],
        limits={"legal": source["post_check"]},
        steps=["check"],
        revokes=entry["key"],
    )
    return [task]


def _inquiry(entry: Entry) -> list[Task]:
    """Who refused to handle it is asked by another department (R73)."""
    source = entry["source"]
    inquiry = source.get("inquiry")
    if not inquiry:
        return []
    task = _task(
        f"{entry['key']}.inquiry",
        inquiry["department"],
        kind="inquiry",
        item=entry["item"],
        name=source["name"],
        opens=[ACCEPTED],
        limits={"legal": inquiry["limit"]} if inquiry.get("limit") else {},
        steps=["inquire"],
    )
    return [task]


def _need(need: str | Mapping[str, Any]) -> dict[str, Any]:
    """A need accepts granted and partly unless it says otherwise."""
    if isinstance(need, str):
        return {"task": need, "outcomes": GOOD}
    return {"task": need["task"], "outcomes": list(need.get("outcomes") or GOOD)}


def _pick(entry: Entry) -> Any:
    if entry.get("choice"):
        return {"choice": entry["choice"]}
    return "optional" if entry.get("optional") else "always"
