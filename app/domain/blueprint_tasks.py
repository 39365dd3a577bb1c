"""The tasks of a blueprint: acceptance, each part, post-check, inquiry, deferred papers, hand-over."""

from __future__ import annotations

from typing import Any

Task = dict[str, Any]
#: Told within five days or accepted (Art. 32); delivered within ten of the decision (Art. 44, R19).
TELL = {"value": 5, "unit": "working_day", "warn": 1, "basis": "Art. 32"}
DELIVER = {"value": 10, "unit": "working_day", "warn": 1, "basis": "Art. 44"}
GOOD = ["granted", "partly"]
ACCEPTED = {"task": "intake", "outcomes": ["accepted", "deferred"]}
#: An extension of a part with a legal limit where the item says nothing (Art. 42).
EXTEND = {"cap": 10, "by": "head"}


def tasks_of(head: dict[str, Any], entries: list[dict[str, Any]]) -> list[Task]:
    """All tasks in order; the window's own stand first and last."""
    intake = _task(
        "intake", "intake", department="window", limits={"legal": TELL}, steps=["receive"]
    ) | {"mode": head.get("intake") or "window"}
    parts = [task for entry in entries for task in _of_entry(entry)]
    papers = [
        _task(
            "papers",
            "papers",
            department="window",
            opens=[{"task": "intake", "outcomes": ["deferred"]}],
            steps=["collect"],
        )
    ]
    hand_over = _task(
        "hand_over",
        "hand_over",
        department="window",
        opens="join",
        limits={"legal": head.get("hand_over") or DELIVER},
        steps=["issue", "deliver"],
    )
    return [intake, *parts, *(papers if _defers(head, entries) else []), hand_over]


def _task(key: str, kind: str, **given: Any) -> Task:
    plain = {
        "item": None,
        "opens": [],
        "gates": False,
        "limits": {},
        "special": [],
        "if_refused": "continue",
    }
    return {"key": key, "kind": kind, **plain, **given}


def _defers(head: dict[str, Any], entries: list[dict[str, Any]]) -> bool:
    needs = [
        need
        for source in (head, *(entry["source"] for entry in entries))
        for need in source.get("documents") or []
    ]
    return any(need.get("necessity") == "deferrable" for need in needs)


def _of_entry(entry: dict[str, Any]) -> list[Task]:
    """An entry's own part, with its post-check and inquiry where the item has them."""
    source = entry["source"]
    tasks = [_work(entry, source)]
    named = {"item": entry.get("item"), "name": source["name"]}
    if source.get("post_check"):
        opens = [{"task": entry["key"], "outcomes": GOOD}]
        limits = {"legal": source["post_check"]}
        tasks.append(
            _task(
                f"{entry['key']}.check",
                "check",
                department=source["department"],
                opens=opens,
                limits=limits,
                steps=["check"],
                **named,
            )
            | {"revokes": entry["key"]}
        )
    if source.get("inquiry"):
        inquiry = source["inquiry"]
        limits = {"legal": inquiry["limit"]} if inquiry.get("limit") else {}
        tasks.append(
            _task(
                f"{entry['key']}.inquiry",
                "inquiry",
                department=inquiry["department"],
                opens=[ACCEPTED],
                limits=limits,
                steps=["inquire"],
                **named,
            )
        )
    return tasks


def _work(entry: dict[str, Any], source: dict[str, Any]) -> Task:
    part = _task(
        entry["key"],
        "work",
        item=entry.get("item"),
        department=source["department"],
        opens=[ACCEPTED, *map(_need, entry.get("needs") or [])],
        gates=True,
        limits={name: source[name] for name in ("promise", "legal") if source.get(name)},
        special=sorted(source.get("special") or {}),
        steps=list(map(_step, source.get("steps") or ["review", "decide"])),
        if_refused=entry.get("if_refused") or "continue",
    )
    return part | {
        "name": source["name"],
        "pick": _pick(entry),
        "when": entry.get("when"),
        "extend": source.get("extend") or (EXTEND if source.get("legal") else None),
        "procedures": source.get("special") or {},
        "closing": source.get("closing") or {},
        "commit": bool(source.get("commit")),
        "result": _result(source.get("result")),
    }


def _need(need: Any) -> dict[str, Any]:
    """A need accepts granted and partly unless it says otherwise."""
    if isinstance(need, str):
        return {"task": need, "outcomes": GOOD}
    return {"task": need["task"], "outcomes": list(need.get("outcomes") or GOOD)}


def _step(step: Any) -> dict[str, Any]:
    return (
        {"step": step}
        if isinstance(step, str)
        else {name: value for name, value in step.items() if value is not None}
    )


def _pick(entry: dict[str, Any]) -> Any:
    if entry.get("choice"):
        return {"choice": entry["choice"]}
    return "optional" if entry.get("optional") else "always"


def _result(result: Any) -> str | None:
    return result.get("document") if isinstance(result, dict) else result
