"""An event of the trail with names for its keys, as far as they are the reader's to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.case.state import document_names, spec_of, step_name
from app.forms.correcting import label_of
from app.services.case_page import Page
from app.services.reference import Reference
from app.telling import days

#: Kind of a part → what it is called, given its item's name.
CALLED: dict[str, Callable[[str], str]] = {
    "intake": lambda _name: days.step_name("intake", ""),
    "hand_over": lambda _name: _("Issue together"),
    "papers": lambda _name: _("Deferred papers"),
    "check": lambda name: _("Post-check: %(part)s", part=name),
    "inquiry": lambda name: _("Inquiry: %(part)s", part=name),
}

#: Kind of a case → what its hand-over is called: where somebody is answered nothing is issued.
HANDED = {"appeal": _l("Tell the answer"), "rectification": _l("Reply to whoever rated")}


class Told:
    """An event with names for its keys."""

    def __init__(self, event: dict[str, Any], page: Page, known: Reference) -> None:
        """``page`` says what is the reader's, ``known`` the names of people and departments."""
        self.event, self.page, self.known = event, page, known

    @property
    def task(self) -> str:
        """The part's name; tasks of the whole case by what they are."""
        key = self.event.get("task") or self.event.get("clock")
        spec = next((task for task in self.page.blueprint["tasks"] if task["key"] == key), None)
        if spec is None:
            return str(self.page.case.name)
        name = str(spec.get("name") or self._whole(spec["kind"]))
        return CALLED[spec["kind"]](name) if spec["kind"] in ("check", "inquiry") else name

    def _whole(self, kind: str) -> str:
        answers = HANDED.get(self.page.case.kind) if kind == "hand_over" else None
        return str(answers or WHOLE.get(kind, lambda: "")())

    @property
    def papers(self) -> str:
        """Names of the documents the event names; how many where the reader does not see them."""
        keys = self.event.get("documents") or self.event.get("given", {}).get("documents") or []
        seen = document_names(self.page.blueprint, [key for key in keys if key in self.page.keys])
        if not seen:
            return _("%(count)s papers", count=len(keys))
        return str(_(", ").join(seen))

    @property
    def fields(self) -> str:
        """Names of what was put right; how many where an answer is not the reader's."""
        keys = self.event["fields"]
        seen = [key for key in keys if self.page.reads_field(key)]
        names = [label_of(key, self.page.blueprint) for key in seen]
        hidden = len(keys) - len(seen)
        return str(
            _(", ").join([*names, *([_("%(count)s entries", count=hidden)] if hidden else [])])
        )

    def part(self, key: str) -> str:
        """The name of another part that the event names."""
        return Told({**self.event, "task": key}, self.page, self.known).task

    def person(self, name: str) -> str:
        """The name of a person the event names."""
        return self.known.people.get(self.event[name], self.event[name])

    def step(self) -> str:
        """The step's own name."""
        steps = spec_of(self.page.blueprint, self.event["task"])["steps"]
        names = {step_name(step): step.get("name") for step in steps if not isinstance(step, str)}
        name = self.event["step"]
        return str(names.get(name) or days.step_name("", name))


WHOLE: dict[str, Callable[[], str]] = {
    "intake": lambda: _("Acceptance"),
    "hand_over": lambda: _("Hand-over"),
    "papers": lambda: _("Deferred papers"),
}
