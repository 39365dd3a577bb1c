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
from app.studio import entry_rows, sentences, shapes, titles, when_words
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
    lengths = {
        value: entry_rows.length({"value": many, "unit": unit})
        for value, _name, many, unit in found.limits
    }
    options["sla"] = [
        Option(value, f"{lengths[value]}（{name}）" if name else lengths[value])
        for value, name, _many, _unit in found.limits
    ]
    departments = reference.reference(transaction.session()).departments
    return Page(
        view.noun, options, found.names, found.fields, make_key,
        items=found.items, departments=departments, lengths=lengths, errors=errors,
    )  # fmt: skip


def draw(view: Any, key: str, opened: studio.Opened) -> Widget:
    """The form of an entry, with what is wrong beside its field."""
    return _drawn(view, key, opened)[0]


def _drawn(view: Any, key: str, opened: studio.Opened) -> tuple[Widget, Page]:
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
    return widget, page


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
    opened = studio.Opened(saved.content, saved.mark, saved.problems)
    form, page = _drawn(view, key, opened)
    wrong = {
        read.page.name_of(one.path): str(sentences.of(one)) for one in reversed(saved.problems)
    }
    told = {
        "mark": saved.mark,
        "stands": not saved.problems,
        "said": said(saved),
        "filled": read.page.filled,
        "problems": wrong,
        "options": {
            noun: [(one.value, one.words) for one in page.options[noun]] for noun in MOVING
        },
        "questions": form.more["questions"],
        "rows": _rows(form, posted=read.page.places, drawn=page.places),
        "explained": {
            name: when_words.acts(place, condition, page.fields)
            for name, (place, condition) in read.page.conditions.items()
        },
        "conflicts": [_conflict(read.page, one, saved.other) for one in saved.conflicts],
    }
    if saved.joined:
        told["form"] = render_template(
            "studio/form.html", view=view, key=key, opened=opened, form=form
        )
    return told


def _rows(
    form: Widget, *, posted: Mapping[Any, str], drawn: Mapping[Any, str]
) -> dict[str, list[str]]:
    """What each row tells when it is closed, under the name it has on the page that posted."""
    names = {name: posted[path] for path, name in drawn.items() if path in posted}
    return {
        names[row.name]: [titles.note(row), row.more.get("aside", "")]
        for row in titles.rows_of(form)
        if row.name in names
    }


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
