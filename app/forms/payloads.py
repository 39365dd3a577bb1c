"""Values that a program sends, as the forms of the desk read them; and what is wrong, by field.

A program sends JSON by the names of the fields; the same form class checks it that checks a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain.field_people import PAPERS
from app.domain.fields import as_posted
from app.forms.act_specs import Spec
from app.forms.correcting import CHOSEN
from app.forms.kind_parts import PREFIX, name_of
from app.forms.points import SEEN
from app.forms.sending import sent
from app.translations import gettext as _

Pairs = list[tuple[str, str]]
Errors = list[dict[str, str]]
#: Longest text that is looked at at all; each kind has its own bound below it.
LONGEST = 100_000


class Unfit(ValueError):
    """A value of the wrong type: no form could have sent it."""


def posted(specs: Iterable[Spec], values: Mapping[str, Any]) -> tuple[MultiDict[str, str], Errors]:
    """What a page with these fields would have sent, and what does not fit or is no field of it."""
    known = {spec["key"]: spec for spec in specs}
    errors = [_error(f"/{key}", _("There is no such field.")) for key in values if key not in known]
    pairs: Pairs = []
    for key, spec in known.items():
        if values.get(key) is None:
            continue
        try:
            pairs += PAIRS.get(spec["kind"], _of_kind)(spec, values[key])
        except Unfit as wrong:
            errors.append(_error(f"/{key}", str(wrong)))
    return MultiDict(pairs), errors


def problems(form: Any, specs: Iterable[Spec], *, under: str = "") -> Errors:
    """What the form found, by the path of the field in what was sent."""
    keys = {name_of(spec["key"]): spec["key"] for spec in specs}
    keys |= {f"{PREFIX}{spec['key']}": spec["key"] for spec in specs}
    return [
        _error(f"{under}/{keys.get(name, name)}", said)
        for name, all_said in form.errors.items()
        for said in _texts(all_said)
    ]


def _texts(said: Any) -> Iterable[str]:
    """Sentences, however deep a form of forms keeps them."""
    if isinstance(said, Mapping):
        said = [*said.values()]
    if isinstance(said, list | tuple):
        for one in said:
            yield from _texts(one)
    else:
        yield str(said)


def _error(path: str, said: str) -> dict[str, str]:
    return {"path": path, "detail": said}


def person(values: Any, names: Iterable[str], *, prefix: str) -> tuple[Pairs, Errors]:
    """Who applies, or who came: its inputs, under the prefix that the form gives them."""
    if not isinstance(values, Mapping):
        return [], [_error("", _("An object is expected here."))]
    allowed = [*names]
    errors = [_error(f"/{k}", _("There is no such field.")) for k in values if k not in allowed]
    pairs: Pairs = []
    for name in allowed:
        value = values.get(name)
        if isinstance(value, bool):
            pairs += [(f"{prefix}{name}", "y")] if value else []
        elif isinstance(value, str):
            pairs.append((f"{prefix}{name}", value))
        elif value is not None:
            errors.append(_error(f"/{name}", _("A text is expected here.")))
    # What a page chooses beforehand, a program need not say.
    if "id_type" in allowed and not values.get("id_type"):
        pairs.append((f"{prefix}id_type", next(iter(PAPERS))))
    return pairs, errors


def _of_kind(spec: Spec, value: Any) -> Pairs:
    """A field of the one form: each kind is sent as its page sends it."""
    SHAPES.get(spec["kind"], _scalar)(spec, value)
    return [(name, as_posted(one)) for name, one in sent(spec, value)]


def _scalar(_spec: Spec, value: Any) -> None:
    if isinstance(value, list | Mapping) or len(str(value)) > LONGEST:
        raise Unfit(_("A text, a number, or yes or no is expected here."))


def _list(_spec: Spec, value: Any) -> None:
    if not isinstance(value, list) or any(isinstance(one, list | Mapping) for one in value):
        raise Unfit(_("A list is expected here."))


def _person(_spec: Spec, value: Any) -> None:
    flat = not isinstance(value, Mapping) or all(
        isinstance(one, str) and name in ("name", "id_type", "id_number", "phone")
        for name, one in value.items()
    )
    if isinstance(value, list) or not flat:
        raise Unfit(_("A name, or an object of texts, is expected here."))


def _rows(spec: Spec, value: Any) -> None:
    inner = {one["key"]: one for one in spec["fields"]}
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise Unfit(_("A list of objects is expected here."))
    for row in value:
        for key, part in row.items():
            if key not in inner:
                raise Unfit(_("There is no such field."))
            if part is not None:
                SHAPES.get(inner[key]["kind"], _scalar)(inner[key], part)


SHAPES: dict[str, Callable[[Spec, Any], None]] = {
    "multiple": _list, "attachment": _list, "person": _person, "group": _rows,
}  # fmt: skip


def _points(spec: Spec, value: Any) -> Pairs:
    """{paper: [true, false, …]} by the paper's points; a paper that is named was looked at."""
    fits = isinstance(value, Mapping) and all(
        isinstance(ticks, list) and all(isinstance(one, bool) for one in ticks)
        for ticks in value.values()
    )
    if not fits:
        raise Unfit(
            _("Each paper with a list of yes and no, one a review point, is expected here.")
        )
    name, listed = f"{PREFIX}{spec['key']}", {key for key, _name, _points in spec["papers"]}
    if unknown := sorted(set(value) - listed):
        raise Unfit(_("These papers are not asked here: %(papers)s.", papers=_(", ").join(unknown)))
    ticked = [
        (name, f"{key}:{at}") for key, ticks in value.items() for at, on in enumerate(ticks) if on
    ]
    # As a page does, the form sends one empty value along: nothing ticked is told from nothing asked.
    return [(name, ""), *ticked, *((name, f"{key}{SEEN}") for key in value)]


def _lines(spec: Spec, value: Any) -> Pairs:
    """{paper: words}, or a list of papers where one text speaks for all of them."""
    said = dict.fromkeys(value, "") if _is_texts(value) else value
    if not isinstance(said, Mapping) or not all(isinstance(one, str) for one in said.values()):
        raise Unfit(_("A list of papers, or each with its words, is expected here."))
    name = f"{PREFIX}{spec['key']}"
    return [pair for key, words in said.items() for pair in ((name, key), (f"{name}-words-{key}", words))]  # fmt: skip


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _correction(spec: Spec, value: Any) -> Pairs:
    """What is right: of one column its value, of a number the object with its paper."""
    entry = spec["entry"]
    prefix = f"{entry.noun}-"
    if entry.spec is not None:
        return [(CHOSEN, entry.key), *((prefix + name, text) for name, text in _of_kind(entry.spec, value))]  # fmt: skip
    whole = value if isinstance(value, Mapping) else {entry.names[-1]: value}
    if not all(name in entry.names and isinstance(one, str) for name, one in whole.items()):
        raise Unfit(_("A text is expected here."))
    return [(CHOSEN, entry.key), *((prefix + name, text) for name, text in whole.items())]


#: Kinds that only acts ask → what a page would send for a value.
PAIRS: dict[str, Callable[[Spec, Any], Pairs]] = {
    "points": _points, "lines": _lines, "correction": _correction,
}  # fmt: skip
