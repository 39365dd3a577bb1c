"""The form of an act, and the payload that comes of what was filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.fields import Checks
from app.forms import reclassifying
from app.forms.act_specs import Spec
from app.forms.base import DeskForm
from app.forms.correcting import correction_field
from app.forms.kinds import PREFIX, field_of
from app.forms.lines import in_own_words, lines_field
from app.forms.points import points_field


def name_of(spec: Spec) -> str:
    """A field's name in the form."""
    return f"{PREFIX}{spec['key']}"


def form_class(specs: list[Spec], *, checks: Checks, today: date) -> type[DeskForm]:
    """A form class for these fields."""
    fields = {
        name_of(spec): MADE_HERE.get(spec["kind"], field_of)(spec, checks, today) for spec in specs
    }
    return type("ActForm", (DeskForm,), fields)


def _of_points(spec: Spec, _checks: Checks, _today: date) -> Any:
    given = {name: spec[name] for name in ("ticked", "note", "looks") if name in spec}
    other = f"{PREFIX}{spec['unless']}" if "unless" in spec else None
    return points_field(
        spec["label"], spec["papers"], whole=spec["takes"] == "came", unless=other, **given
    )


#: Kinds that only acts ask → their field.
MADE_HERE: dict[str, Callable[[Spec, Checks, date], Any]] = {
    "points": _of_points,
    "lines": lines_field,
    "class": reclassifying.class_field,
    "correction": lambda spec, checks, today: correction_field(
        spec["entry"], spec["of"], checks=checks, today=today
    ),
}


def payload_of(form: DeskForm, specs: list[Spec]) -> dict[str, Any]:
    """The command's payload: what was filled in; days to their end, ticks as what they stand for."""
    payload: dict[str, Any] = {}
    for spec in specs:
        taken = TAKEN.get(spec.get("takes") or spec["key"], _plain)(form[name_of(spec)], spec)
        # Values are gathered from many fields, everything else is said by one.
        for name in GATHERED & taken.keys():
            taken[name] = {**payload.get(name, {}), **taken[name]}
        payload |= taken
    return in_own_words(payload)


#: Parts of a payload that several fields fill.
GATHERED = frozenset({"values", "answers", "picked"})


def _plain(field: Any, spec: Spec) -> dict[str, Any]:
    value = getattr(field, "value", None)
    return {} if value in (None, "", []) else {spec["key"]: value}


def _whole_day(field: Any, spec: Spec) -> dict[str, Any]:
    return {name: f"{value}T23:59:59" for name, value in _plain(field, spec).items()}


def _answer_of(field: Any, spec: Spec) -> dict[str, Any]:
    return {
        "answers": {
            name.removeprefix("answer-"): value for name, value in _plain(field, spec).items()
        }
    }


def _came(field: Any, _spec: Spec) -> dict[str, Any]:
    whole = {key: points for key, points in field.ticks.items() if all(points)}
    return {"documents": sorted(whole), "ticks": whole}


#: Field, or what its ticks stand for → its part of the payload.
TAKEN: dict[str, Callable[[Any, Spec], dict[str, Any]]] = {
    **dict.fromkeys(("expected", "deadline"), _whole_day),
    "hold": lambda field, spec: {name: int(value) for name, value in _plain(field, spec).items()},
    "confirmed": lambda field, spec: {
        name: [int(place) for place in places] for name, places in _plain(field, spec).items()
    },
    "appointment": lambda field, spec: {
        name: value.strip().replace(" ", "T") for name, value in _plain(field, spec).items()
    },
    "documents": lambda field, spec: {**_plain(field, spec), "lines": getattr(field, "said", {})},
    "came": _came,
    "ticks": lambda field, _spec: {"ticks": field.ticks} if field.was_asked else {},
    "asked_answer": _answer_of,
    "chosen": lambda field, spec: {"picked": _plain(field, spec)},
    "correction": lambda field, _spec: {"values": field.values},
    "said": lambda field, _spec: {"points": field.said} if field.ticked else {},
}
