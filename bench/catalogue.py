"""A catalogue as large as wanted, the same every time: themes of thirteen items, papers that many share."""

from __future__ import annotations

from typing import Any

DAY = {"value": 3, "unit": "working_day", "warn": 1}
LEGAL = {"value": 20, "unit": "working_day", "warn": 3}
THEMES, ITEMS, DEPARTMENTS = 60, 800, 20


def catalogue(themes: int = THEMES, items: int = ITEMS) -> dict[str, Any]:
    """A package of so many themes and items, with half as many papers."""
    return {
        "package": 1,
        "departments": {f"BM{n:02}": {"name": f"第{n}局"} for n in range(DEPARTMENTS)},
        "sla": {"big_day": DAY, "big_legal": LEGAL},
        "documents": {
            "BIG_FORM": _paper("大表", kind="form", made_by="system"),
            **{f"BIG_{n}": _paper(f"材料{n}") for n in range(items // 2)},
        },
        "items": {f"big_{n}": _item(n, papers=items // 2) for n in range(items)},
        "themes": {f"big_theme_{n}": _theme(n, items) for n in range(themes)},
    }


def _paper(name: str, kind: str = "proof", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "source": "applicant", "points": ["在有效期内"], **more}


def _item(number: int, *, papers: int) -> dict[str, Any]:
    needed = [f"BIG_{(number * 7 + at) % papers}" for at in range(4)]
    return {
        "name": f"第{number}项许可",
        "department": f"BM{number % DEPARTMENTS:02}",
        "promise": "big_day",
        "legal": "big_legal",
        "steps": ["review", {"step": "decide", "name": "决定"}],
        "fields": [
            {"key": "area", "kind": "number", "label": "面积", "required": True},
            {"key": f"name_{number}", "kind": "text", "label": f"名称{number}"},
        ],
        "documents": [
            {
                "document": key,
                "copies": {"copy": 1},
                "when": {"field": "area", "op": "ge", "value": 9},
            }
            if at == 0
            else {"document": key}
            for at, key in enumerate(needed)
        ],
    }


def _theme(number: int, items: int) -> dict[str, Any]:
    keys = [(number * 13 + at) % items for at in range(13)]
    return {
        "name": f"第{number}件事",
        "lead": "BM00",
        "green_channel": True,
        "promise": {"value": 9, "unit": "working_day", "warn": 2},
        "items": [
            {"key": f"p{at}", "item": f"big_{key}", **({"needs": ["p0"]} if at else {})}
            for at, key in enumerate(keys)
        ],
        "documents": [{"document": "BIG_FORM"}],
    }


def one_theme(parts: int = 8, papers: int = 20) -> dict[str, Any]:
    """One theme of so many parts that ask for so many papers between them."""
    made = catalogue(themes=1, items=max(parts, 40))
    keys = [f"BIG_{n}" for n in range(papers - 1)]
    for at in range(parts):
        needed = [{"document": key} for key in keys[at::parts]]
        made["items"][f"big_{at}"]["documents"] = [*needed, {"document": keys[(at + 1) % papers]}]
    made["items"] = {f"big_{at}": made["items"][f"big_{at}"] for at in range(parts)}
    made["themes"]["big_theme_0"]["items"] = made["themes"]["big_theme_0"]["items"][:parts]
    return made


def tied(parts: int = 8) -> dict[str, Any]:
    """A theme whose refusals each stop everything: nothing of it can be looked at alone."""
    made = one_theme(parts)
    for entry in made["themes"]["big_theme_0"]["items"]:
        entry.pop("needs", None)
        entry["if_refused"] = "stop_all"
    return made
