"""One set of answers tried as the clerk would give it: questions, what is picked, the one form."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field

from app.domain.calendar import Calendar
from app.domain.case.selections import group_of
from app.domain.fields import FIELD_KINDS
from app.forms import asking, picks
from app.forms.kind_parts import PREFIX
from app.forms.kind_rows import fields_in
from app.services import outline
from app.services.identity_checks import CHECKS
from app.services.outline import Outline
from app.studio import words

#: Beginning of a parameter that answers a question; those of the form begin as at the counter.
TRIED = "a."
#: Sent by a page that was tried on: what is not ticked there is not wanted. And: go on as a clerk would.
AGAIN, GO_ON = "tried", "go"
#: Sent with it: the groups that page showed; what was added to the theme since is not left out by it.
SHOWN = "shown"
#: Questions that are more than one line are asked where the form is.
PARTED = ("person", "attachment", "group")
Spec = dict[str, Any]
Asked = MultiDict[str, str]


@dataclass(frozen=True)
class Tried:
    """What was tried and what it comes to; ``wrong`` and ``unpicked`` say what the counter refuses of
    a question and of a group, by key; what stands in a ``hidden`` question stays and says nothing.
    """

    questions: list[Spec]
    hidden: Collection[str]
    answers: dict[str, Any]
    typed: dict[str, list[str]]
    groups: list[picks.Group]
    picked: list[str]
    outlined: Outline
    form: Any
    wrong: dict[str, str]
    unpicked: dict[str, str]
    #: whether somebody asked what the counter would say now
    sent: bool

    def options(self, spec: Spec) -> list[tuple[str, Any]]:
        """What is chosen from at a question; empty where it is written."""
        if spec["kind"] == "yes_no":
            return [("yes", words.YES), ("no", words.NO)]
        return [(str(option["value"]), option["label"]) for option in spec.get("options") or []]

    @property
    def refused(self) -> int:
        """At how many places the counter would not go on from here."""
        fields = sum(bool(one.errors) for one in self.form)
        return len(self.wrong) + len(self.unpicked) + fields


def tried(blueprint: dict[str, Any], asked: Asked, *, now: datetime, calendar: Calendar) -> Tried:
    """What these answers come to on this day, by the functions that decide at the counter."""
    picked = _picked(picks.groups(blueprint), asked)
    questions = _questions(blueprint, picked)
    typed = {spec["key"]: _typed(spec, asked) for spec in questions}
    said = {spec["key"]: _read(spec, typed[spec["key"]], now) for spec in questions}
    kept = {key: value for key, (value, _problem) in said.items() if value is not None}
    form = _form(blueprint, asked, kept, now)
    kept |= _values(form)
    answers = outline.in_force(blueprint, kept, now=now)
    outlined = outline.outline(blueprint, answers, picked=picked, now=now, calendar=calendar)
    sent = GO_ON in asked
    _leave(form, blueprint, outlined.chosen, sent=sent)
    hidden = outline.unasked(blueprint["fields"], kept, today=now.date())
    wrong = {key: problem for key, (_value, problem) in said.items() if problem}
    wrong |= _unanswered(questions, kept.keys() | wrong) if sent else {}
    return Tried(
        questions, hidden, answers, typed, picks.groups(blueprint), picked, outlined, form,
        {key: one for key, one in wrong.items() if key not in hidden},
        picks.wrong(blueprint, outlined.chosen), sent=sent,
    )  # fmt: skip


def _questions(blueprint: dict[str, Any], picked: list[str]) -> list[Spec]:
    """The situational questions of one line; what only a person can judge where it bears on a part."""
    left = {task["key"] for task in picks.optional(blueprint)} - set(picked)
    return [
        {**spec, "required": True} if outline.judged(spec) else spec
        for spec in outline.questions(blueprint)
        if spec["kind"] not in PARTED
        and (not outline.judged(spec) or outline.bears(blueprint, spec, without=left))
    ]


def _typed(spec: Spec, asked: Asked) -> list[str]:
    """What stands at a question; where nothing was tried yet, its first answer."""
    name = TRIED + spec["key"]
    if name in asked:
        return [text for text in asked.getlist(name) if text]
    if spec["kind"] == "yes_no":
        return ["yes"]
    return [str(option["value"]) for option in (spec.get("options") or [])[:1]]


def _read(spec: Spec, typed: list[str], now: datetime) -> tuple[Any, str | None]:
    """The answer, or what the counter would say of it."""
    kind = FIELD_KINDS[spec["kind"]]
    value, problem = kind.parse(typed, spec, checks=CHECKS, today=now.date())
    return value, _(problem) if problem else None


def _unanswered(questions: list[Spec], said: Collection[str]) -> dict[str, str]:
    return {
        spec["key"]: _("Please fill this in.")
        for spec in questions
        if spec.get("required") and spec["key"] not in said
    }


def _form(blueprint: dict[str, Any], asked: Asked, kept: dict[str, Any], now: datetime) -> Any:
    """The form of every part, judged; which parts there are hangs on what stands in it."""
    parts = [task["key"] for task in blueprint["tasks"] if task["kind"] == "work"]
    more = [one for one in outline.questions(blueprint) if one["kind"] in PARTED]
    specs = [*more, *outline.of_parts(blueprint, parts)]
    pairs = [(key, one) for key, one in asked.items(multi=True) if key.startswith(PREFIX)]
    filled = asking.filled_anew(specs, pairs)
    form = asking.asked(blueprint, specs, filled=filled, kept=kept, checks=CHECKS, now=now)
    form.validate()
    return form


def _values(form: Any) -> dict[str, Any]:
    values = {spec["key"]: getattr(form[name], "value", None) for name, spec in form.specs.items()}
    return {key: value for key, value in values.items() if value is not None}


def _leave(form: Any, blueprint: dict[str, Any], chosen: list[str], *, sent: bool) -> None:
    """Leave in the form what these parts ask; nothing is held against a field that is empty before
    somebody asks what the counter would say.
    """
    asked = {spec["key"] for spec in outline.of_parts(blueprint, chosen)}
    for name, spec in form.specs.items():
        if spec["key"] not in asked and spec.get("asked") != "clerk":
            del form[name]
    for one in fields_in(form):
        if not sent and not _is_filled(one):
            one.errors = []


def _is_filled(one: Field) -> bool:
    return any(one.raw_data or ())


def _picked(groups: list[picks.Group], asked: Asked) -> list[str]:
    """What is ticked; of groups that the page did not show yet, what is wanted before anybody picked."""
    if AGAIN not in asked:
        return _first(groups)
    shown = asked.getlist(SHOWN) or [group.name for group in groups]
    return [*picks.picked(asked), *_first([group for group in groups if group.name not in shown])]


def _first(groups: list[picks.Group]) -> list[str]:
    """What is wanted before anybody picked: as few of each group as it takes, of the rest everything;
    so the preview shows the most that a case of one choice can be.
    """
    found = []
    for group in groups:
        listed = [task["key"] for task in group.tasks if group_of(task) == (group.key or None)]
        found += listed[: group.least] if group.key else listed
    return found
