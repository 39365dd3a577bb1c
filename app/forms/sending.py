"""A value as the form that shows it would send it: what fills a field beforehand, what a page is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.domain.fields import as_posted
from app.forms.kind_parts import name_of


def filled_beforehand(specs: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """What stands in these fields before anybody typed, as the form would send it."""
    return [
        pair
        for spec in specs
        if spec.get("default") is not None
        for pair in sent(spec, spec["default"])
    ]


def sent(spec: dict[str, Any], value: Any) -> list[tuple[str, str]]:
    """A value of a field as the form that shows it would send it."""
    name, posted = name_of(spec["key"]), as_posted(value)
    return SENT.get(spec["kind"], _plainly)(name, posted, spec)


def _plainly(name: str, posted: Any, _spec: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, one) for one in (posted if isinstance(posted, list) else [posted])]


def _sent_person(name: str, posted: Any, spec: dict[str, Any]) -> list[tuple[str, str]]:
    said = posted if isinstance(posted, dict) else {"name": posted}
    if not spec.get("particulars"):
        return [(name, said.get("name") or "")]
    return [(f"{name}-{part}", text) for part, text in said.items()]


def _sent_files(name: str, posted: Any, _spec: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f"{name}-files", number) for number in posted]


def _sent_rows(name: str, posted: Any, spec: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = []
    for mark, row in enumerate(posted, start=1):
        pairs.append((f"{name}-rows", str(mark)))
        inner = [part for part in spec["fields"] if part["key"] in row]
        for part in inner:
            for one, text in sent(part, row[part["key"]]):
                pairs.append((f"{name}-{mark}-{one}", text))
    return pairs


SENT: dict[str, Callable[[str, Any, dict[str, Any]], list[tuple[str, str]]]] = {
    "person": _sent_person,
    "attachment": _sent_files,
    "group": _sent_rows,
}
