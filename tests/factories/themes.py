"""Small themes for tests: n parts of one day each, all of department D, broken in one place."""

from __future__ import annotations

from typing import Any

DAY = {"value": 1, "unit": "working_day", "warn": 1}
CERTIFICATE = {"name": "证", "kind": "certificate", "source": "government"}


def theme(size: int, wanted: dict[int, list[Any]] | None = None) -> dict[str, Any]:
    entries = [
        {"key": f"p{n}", "item": f"i{n}", "needs": (wanted or {}).get(n, [])} for n in range(size)
    ]
    return {
        "package": 1,
        "departments": {"D": {"name": "局"}},
        "documents": {"R": {"name": "证书", "kind": "certificate", "source": "government"}},
        "items": {f"i{n}": part(n) for n in range(size)},
        "themes": {
            "t": {
                "name": "某一件事",
                "lead": "D",
                "promise": {"value": 5, "unit": "working_day", "warn": 1},
                "items": entries,
            }
        },
    }


def part(number: int) -> dict[str, Any]:
    return {
        "name": f"第{number}项",
        "department": "D",
        "promise": DAY,
        "result": {"document": "R"},
        "documents": [],
    }


def needs(number: int, *wanted: Any) -> dict[str, Any]:
    return theme(3, {number: list(wanted)})


def paper_from(source: str, **changes: Any) -> dict[str, Any]:
    package = theme(3, {0: ["p1"]} if changes.pop("waits", True) else {})
    package["documents"]["X"] = CERTIFICATE
    package["items"]["i0"]["documents"] = [{"document": "X", "supply": {"output_of": source}}]
    package["items"]["i1"].update(changes)
    return package


def exempt_here_and_demanded_there() -> dict[str, Any]:
    package = theme(2)
    package["documents"]["X"] = CERTIFICATE
    package["items"]["i0"]["documents"] = [{"document": "X", "supply": "e_cert"}]
    package["items"]["i1"]["documents"] = [{"document": "X"}]
    return package


def waits_for_the_post_check() -> dict[str, Any]:
    package = theme(2, {0: [{"task": "p1.check", "outcomes": ["passed"]}]})
    package["items"]["i1"].update(commit=True, post_check=DAY)
    return package


def producer_in_a_choice() -> dict[str, Any]:
    package = grouped(1, 1, 2)
    package["themes"]["t"]["items"][2]["needs"] = ["p0"]
    package["documents"]["X"] = CERTIFICATE
    package["items"]["i2"]["documents"] = [{"document": "X", "supply": {"output_of": "p0"}}]
    return package


def grouped(least: int, most: int, members: int) -> dict[str, Any]:
    package = theme(3)
    package["themes"]["t"]["choices"] = {"g": {"name": "类别", "min": least, "max": most}}
    for entry in package["themes"]["t"]["items"][:members]:
        entry["choice"] = "g"
    return package


def item(number: int, **changes: Any) -> dict[str, Any]:
    package = theme(3)
    package["items"][f"i{number}"].update(changes)
    return package


def whole(**changes: Any) -> dict[str, Any]:
    package = theme(3)
    package["themes"]["t"].update(changes)
    return package


def asks_for_nothing() -> dict[str, Any]:
    package = item(0, documents=[{"document": "X", "when": {"field": "no", "op": "filled"}}])
    package["documents"]["X"] = {"name": "证", "kind": "proof", "source": "applicant"}
    return package
