"""One entry as a form: drawn from what is worked on, read back from what was posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from app import clock, transaction
from app.services import reference, studio, studio_options
from app.services.entry_keys import make_key
from app.studio import sentences, shapes, when_words, words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.posted import Node


@dataclass(frozen=True)
class Read:
    """What was posted, as an entry, and the page that read it."""

    content: dict[str, Any]
    page: Page


def page_of(view: Any, key: str, content: Mapping[str, Any], errors: Mapping[Any, str]) -> Page:
    """What the widgets of one entry share."""
    found = studio_options.options(transaction.session(), view.top, key, content=content)
    options = {
        noun: [Option(value, words) for value, words in listed]
        for noun, listed in found.lists.items()
    }
    options["sla"] = [Option(value, _limit(*said_as)) for value, *said_as in found.limits]
    return Page(view.noun, options, found.names, found.fields, make_key, errors)


def _limit(name: str | None, value: int, unit: str) -> str:
    """A named limit as it is offered: its name, else its length."""
    length = (
        str(words.said("unit", unit))
        if unit == "immediate"
        else f"{value} {words.said('unit', unit)}"
    )
    return f"{name}（{length}）" if name else length


def draw(view: Any, key: str, opened: studio.Opened) -> Widget:
    """The form of an entry, with what is wrong beside its field."""
    # Backwards, so that of several at one place the first is the one that stands.
    errors = {problem.path: sentences.of(problem) for problem in reversed(opened.problems)}
    page = page_of(view, key, opened.content, errors)
    widget = shapes.show(view.noun, opened.content, Place(), page)
    widget.more["templates"] = page.templates
    widget.more["questions"] = [
        {
            "key": name,
            "label": spec["label"],
            "kind": spec["kind"],
            "options": spec.get("options") or [],
        }
        for name, spec in page.fields.items()
    ]
    return widget


def take(view: Any, key: str, opened: studio.Opened, posted: Node, mark: str) -> Read:
    """Read a posted form against what it was drawn from."""
    session = transaction.session()
    drawn = (
        opened.content
        if mark == opened.mark
        else studio.drawn_from(session, view.top, key, mark=mark)
    )
    page = page_of(view, key, drawn, {})
    content = shapes.read(view.noun, posted, Place(), drawn, page)
    return Read({} if content is NOTHING else content, page)


def answer(view: Any, key: str, read: Read, saved: studio.Saved) -> dict[str, Any]:
    """What the page is told of a save: nothing on it is lost, what is wrong stands beside its field."""
    found = studio_options.options(transaction.session(), view.top, key, content=saved.content)
    wrong = {
        read.page.name_of(one.path): str(sentences.of(one)) for one in reversed(saved.problems)
    }
    told = {
        "mark": saved.mark,
        "stands": not saved.problems,
        "said": said(saved),
        "filled": read.page.filled,
        "problems": wrong,
        "options": {noun: listed for noun, listed in found.lists.items() if noun in MOVING},
        "explained": {
            name: when_words.acts(place, condition, found.fields)
            for name, (place, condition) in read.page.conditions.items()
        },
        "conflicts": [_conflict(read.page, one, saved.other) for one in saved.conflicts],
    }
    if saved.joined:
        opened = studio.Opened(saved.content, saved.mark, saved.problems)
        told["form"] = render_template(
            "studio/form.html", view=view, key=key, opened=opened, form=draw(view, key, opened)
        )
    return told


#: Lists that change with what is typed on this very page.
MOVING = ("entries", "choices")


def said(opened: studio.Opened) -> str:
    """When the last save was; and whether it may stand."""
    at = f"{clock.now():%H:%M}"
    if opened.problems:
        count = len(opened.problems)
        return _("%(at)s kept; %(count)s places are not right yet", at=at, count=count)
    return _("%(at)s saved", at=at)


def _conflict(page: Page, conflict: Any, other: str) -> dict[str, str]:
    people = reference.reference(transaction.session()).people
    theirs = conflict.theirs if isinstance(conflict.theirs, str | int) else ""
    return {
        "name": page.name_of(conflict.path),
        "theirs": str(theirs),
        "said": _(
            "%(who)s meanwhile wrote: %(what)s", who=people.get(other, other), what=theirs or "…"
        ),
    }
