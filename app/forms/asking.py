"""Some fields of a blueprint as the form that asks them, with what the answers in it hide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain import conditions
from app.domain.fields import Checks
from app.forms import kinds, one_form
from app.services import outline

Spec = dict[str, Any]


def asked(
    blueprint: dict[str, Any],
    specs: list[Spec],
    *,
    filled: MultiDict[str, str],
    kept: Mapping[str, Any],
    checks: Checks,
    now: datetime,
) -> Any:
    """The form of these fields; what the answers in it hide stands on the page and is not asked.

    ``kept`` are the answers so far. The form says its ``specs`` and what is ``unasked`` by the names
    of its inputs, and in ``said`` what its conditions ask of other steps.
    """
    today, own, hidden = now.date(), _keys(specs), set[str]()
    # What hangs on nothing is always asked.
    if any(spec.get("when") for spec in specs):
        form = one_form.one_form(specs, checks=checks, today=today)(filled)
        form.validate()
        hidden = _hidden(blueprint, specs, form, kept=kept, today=today)
    made = one_form.one_form(specs, checks=checks, today=today, unasked=hidden)(filled)
    made.specs = {kinds.name_of(spec["key"]): spec for spec in specs}
    made.unasked = {kinds.name_of(key) for key in hidden}
    # What conditions here may ask of the steps before.
    before = outline.in_force(blueprint, kept, now=now)
    made.said = {key: before.get(key) for key in _compared(specs) - own}
    return made


def is_right(
    blueprint: dict[str, Any],
    specs: list[Spec],
    *,
    filled: MultiDict[str, str],
    kept: Mapping[str, Any],
    checks: Checks,
    now: datetime,
) -> bool:
    """Whether nothing is wrong in what ``asked`` would ask for; one form is made for it, and not two."""
    today = now.date()
    form = one_form.one_form(specs, checks=checks, today=today)(filled)
    if form.validate():
        return True
    wrong = {spec["key"] for spec in specs if kinds.name_of(spec["key"]) in form.errors}
    if wrong - _hidden(blueprint, specs, form, kept=kept, today=today):
        return False
    left = [spec for spec in specs if spec["key"] in wrong]
    return one_form.one_form(left, checks=checks, today=today, unasked=wrong)(filled).validate()


def _hidden(
    blueprint: dict[str, Any], specs: list[Spec], form: Any, *, kept: Mapping[str, Any], today: date
) -> set[str]:
    """Keys of these fields that the answers in a form of them hide, which was looked through already."""
    own = _keys(specs)
    others = {key: value for key, value in kept.items() if key not in own}
    said = others | {
        key: one for key, one in one_form.values_of(form, specs).items() if one is not None
    }
    return outline.unasked([*blueprint["fields"]], said, today=today) & own


def _keys(specs: Iterable[Spec]) -> set[str]:
    return {spec["key"] for spec in specs}


def _compared(specs: Iterable[Spec]) -> set[str]:
    return {key for spec in specs for key in conditions.fields_of(spec.get("when"))}


def filled_anew(specs: Iterable[Spec], typed: Iterable[tuple[str, str]]) -> MultiDict[str, str]:
    """What was typed, and beside it what the catalogue fills in where no page has shown the field."""
    pairs = list(typed)
    new = [spec for spec in specs if not _stands(spec, pairs)]
    return MultiDict([*pairs, *kinds.filled_beforehand(new)])


def _stands(spec: Spec, typed: Iterable[tuple[str, str]]) -> bool:
    """Whether a page has shown this field already: then what it holds is what somebody left in it."""
    name = kinds.name_of(spec["key"])
    return any(one == name or one.startswith(f"{name}-") for one, _value in typed)
