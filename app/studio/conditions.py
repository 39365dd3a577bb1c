"""Conditions as rows: question, operator, value; all or any of them, in at most two levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.fields import FIELD_KINDS
from app.studio import when_words, words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.plain import text_of, whole
from app.studio.posted import Node
from app.studio.registry import Shape

JOINED = ("all", "any")
Spec = Mapping[str, Any]


def _condition(value: Any, place: Place, page: Page) -> Widget:
    widget = _group(value, place.name, page, label=words.label(place.noun, place.key))
    widget.more["said"] = when_words.acts((place.noun, place.key), value, page.fields)
    return widget


def _group(value: Any, name: str, page: Page, *, label: Any = "", inner: bool = False) -> Widget:
    """One level: how its rows are joined, and the rows; the outer level may hold groups."""
    mode = next(
        (joined for joined in JOINED if isinstance(value, Mapping) and joined in value), "all"
    )
    said = value.get(mode, [value]) if isinstance(value, Mapping) and value else []
    widget = Widget("group" if inner else "condition", name, label, mode)
    for at, part in enumerate(said):
        token = f"c{at}"
        widget.rows.append((token, _part(part, f"{name}.rows.{token}", page)))
    widget.more["deep"] = not inner
    return widget


def _part(part: Any, name: str, page: Page) -> Widget:
    joined = isinstance(part, Mapping) and any(mode in part for mode in JOINED)
    return _group(part, name, page, inner=True) if joined else _row(part, name, page)


def _row(row: Any, name: str, page: Page) -> Widget:
    said = row if isinstance(row, Mapping) else {}
    spec = page.fields.get(text_of(said.get("field")), {})
    widget = Widget("row", name, more={"kind": spec.get("kind", ""), "spec": spec})
    questions = [Option(key, field["label"]) for key, field in page.fields.items()]
    asked = text_of(said.get("field"))
    if asked and asked not in page.fields:
        questions.append(Option(asked, asked))
    field = Widget("select", f"{name}.field", "", asked, options=[Option("", "—"), *questions])
    offered = FIELD_KINDS[spec["kind"]].operators if spec.get("kind") in FIELD_KINDS else ()
    op = text_of(said.get("op"))
    names = [*offered, *([op] if op and op not in offered else [])]
    operator = Widget(
        "select",
        f"{name}.op",
        "",
        op,
        options=[Option(one, words.OPERATORS.get(one, one)) for one in names],
    )
    widget.parts = [field, operator, _value(said, name, spec, op)]
    return widget


def _value(row: Spec, name: str, spec: Spec, op: str) -> Widget:
    """The value's own field, by operator and kind; drawn again in the browser when either changes."""
    wanted, place = row.get("value"), f"{name}.value"
    if op in ("empty", "filled"):
        return Widget("none", place)
    if op in ("ago_ge", "ago_le"):
        said = wanted if isinstance(wanted, Mapping) else {}
        units = [Option(unit, text) for unit, text in words.AGO.items()]
        return Widget(
            "ago",
            place,
            "",
            text_of(said.get("n")),
            options=units,
            more={"unit": said.get("unit", "day")},
        )
    if op == "between":
        ends = wanted if isinstance(wanted, list) else []
        return Widget("ends", place, "", [text_of(end) for end in ends])
    options = [Option(text_of(one["value"]), one["label"]) for one in spec.get("options") or []]
    if spec.get("kind") == "yes_no":
        options = [Option("yes", words.YES), Option("no", words.NO)]
        wanted = {True: "yes", False: "no"}.get(wanted, wanted)
    if op in ("in", "has_any"):
        listed = [text_of(one) for one in wanted] if isinstance(wanted, list) else []
        kind = "boxes" if options else "words"
        return Widget(kind, place, "", listed, options=options)
    return Widget("select" if options else "text", place, "", text_of(wanted), options=options)


def _read_group(node: Node, kept: Any, page: Page) -> Any:
    parts = [_read_part(row, page) for _token, row in node.child("rows").rows()]
    said = [part for part in parts if part is not NOTHING]
    if not said:
        return NOTHING
    mode = node.child("mode").text if node.child("mode").text in JOINED else "all"
    # One row needs no "all"; where it had one it keeps it, or an untouched entry would change its hash.
    was_joined = isinstance(kept, Mapping) and any(joined in kept for joined in JOINED)
    return said[0] if len(said) == 1 and not was_joined else {mode: said}


def _read_part(node: Node, page: Page) -> Any:
    return (
        _read_group(node, {"any": []}, page) if "rows" in node.children else _read_row(node, page)
    )


def _read_row(node: Node, page: Page) -> Any:
    field, op = node.child("field").text, node.child("op").text
    if not field:
        return NOTHING
    row = {"field": field, **({"op": op} if op else {})}
    value = VALUES.get(op, _one)(node.child("value"), page.fields.get(field, {}))
    return row if value is NOTHING else {**row, "value": value}


def _typed(text: str, spec: Spec) -> Any:
    """A value as its field's kind keeps it; what does not fit stays text for the check to name."""
    kind = spec.get("kind")
    if kind == "yes_no":
        return {"yes": True, "no": False}.get(text, text)
    if kind in ("number", "money"):
        return whole(text)
    values = {text_of(option["value"]): option["value"] for option in spec.get("options") or []}
    return values.get(text, text)


def _one(node: Node, spec: Spec) -> Any:
    return _typed(node.text, spec) if node.text else NOTHING


def _listed(node: Node, spec: Spec) -> Any:
    texts = [part.strip() for value in node.values for part in value.splitlines() if part.strip()]
    return [_typed(text, spec) for text in texts] or NOTHING


def _ends(node: Node, spec: Spec) -> Any:
    ends = [_typed(value.strip(), spec) for value in node.values if value.strip()]
    return ends or NOTHING


def _ago(node: Node, _spec: Spec) -> Any:
    if not node.child("n").text:
        return NOTHING
    return {"n": whole(node.child("n").text), "unit": node.child("unit").text or "day"}


#: Operator → how its value is read.
VALUES: dict[str, Callable[[Node, Spec], Any]] = {
    **dict.fromkeys(("empty", "filled"), lambda _node, _spec: NOTHING),
    **dict.fromkeys(("in", "has_any"), _listed),
    **dict.fromkeys(("ago_ge", "ago_le"), _ago),
    "between": _ends,
}


def _demand(value: Any, place: Place, page: Page) -> Widget:
    """When a paper is demanded: always, by the answers, or as the clerk is asked to judge."""
    asked = value.get("ask", "") if isinstance(value, Mapping) else ""
    widget = _condition(None if asked else value, place, page)
    widget.more["said"] = when_words.acts((place.noun, place.key), value, page.fields)
    widget.more["ask"] = Widget("text", f"{place.name}.ask", words.ASK, asked)
    return widget


def _read_demand(node: Node, place: Place, kept: Any, page: Page) -> Any:
    rows = _read_group(node, kept, page)
    asked = node.child("ask").text
    return _noted({"ask": asked} if asked and rows is NOTHING else rows, place, page)


def _noted(condition: Any, place: Place, page: Page) -> Any:
    """Remember it by its name in the form, so that its sentence can be said beside it."""
    page.conditions[place.name] = (place.noun, place.key), condition
    return condition


TABLE: dict[str, Shape] = {
    "condition": Shape(
        _condition,
        lambda node, place, kept, page: _noted(_read_group(node, kept, page), place, page),
    ),
    "demand": Shape(_demand, _read_demand),
}
