"""A draft taken out with everything its pages derive, under the version that is in force now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, g

from app import clock, transaction
from app.desk import green_versions, notice
from app.domain.case.acceptance import to_confirm
from app.domain.masking import mask_name
from app.forms import picks
from app.models import Draft, ServiceVersion
from app.services import (
    attachments,
    blueprints,
    calendars,
    drafts,
    outline,
    publishing,
    reference,
)
from app.services.outline import Outline


def title_of(draft: Draft) -> str:
    """Who it is for, masked, once known: 金*（海兰江冷面馆）."""
    person = (draft.content or {}).get("applicant") or {}
    name, organisation = person.get("name"), person.get("organisation")
    masked = mask_name(name) if name else ""
    return f"{masked}（{organisation}）" if organisation else masked


@dataclass
class Intake:
    """What the pages of one intake ask for; each part is computed once a request.

    ``version`` is in force now; None where the theme is received here no longer.
    """

    draft: Draft
    version: ServiceVersion | None
    blueprint: dict[str, Any]

    @classmethod
    def open(cls, token: str, *, lock: bool = False) -> Intake:
        """The draft behind an address, or 404; locked where it is about to be written."""
        session = transaction.session()
        try:
            draft = drafts.get(session, token, by=g.principal, lock=lock)
        except drafts.NoSuchDraft:
            abort(404)
        version = publishing.current(session, draft.kind, draft.code, at=clock.now())
        # What follows a case is one item, which no counter offers by itself (R49).
        follows = bool((draft.content or {}).get("links"))
        if version is None or not (version.offered or follows):
            return cls(draft, None, blueprints.of_version(session, draft.version_id))
        return cls(draft, version, blueprints.blueprint(session, version.sha256))

    def anew(self) -> Intake:
        """The same draft after something was kept in it: what follows from it is computed again."""
        return Intake(self.draft, self.version, self.blueprint)

    @property
    def content(self) -> dict[str, Any]:
        """What the draft holds."""
        return self.draft.content or {}

    @property
    def kept(self) -> dict[str, Any]:
        """Every answer so far, also to what the others hide by now: it comes back with its question."""
        return dict(self.content.get("answers") or {})

    @property
    def answers(self) -> dict[str, Any]:
        """Answers so far to what is asked, of the questions and of the form."""
        return outline.in_force(self.blueprint, self.kept, now=clock.now())

    @cached_property
    def files(self) -> dict[int, attachments.Stored]:
        """The files added so far, by number."""
        return attachments.of_draft(transaction.session(), self.draft)

    def scans(self, document: str) -> list[attachments.Stored]:
        """The files that show a paper."""
        return [file for file in self.files.values() if file.document == document]

    @cached_property
    def reference(self) -> reference.Reference:
        """Names for codes."""
        return reference.reference(transaction.session())

    def _outlined(self, blueprint: dict[str, Any]) -> Outline:
        return outline.outline(
            blueprint,
            self.answers,
            picked=self.content.get("picked") or [],
            now=clock.now(),
            calendar=calendars.current(transaction.session()),
        )

    @cached_property
    def outline(self) -> Outline:
        """What the answers come to."""
        return self._outlined(self.blueprint)

    @cached_property
    def changed(self) -> list[str] | None:
        """What is other than the notice sheet said; None where the sheet still holds."""
        if not self.draft.told or self.version is None or self.version.id == self.draft.version_id:
            return None
        before = blueprints.of_version(transaction.session(), self.draft.version_id)
        return green_versions.changes(self._side(before), self._side(self.blueprint))

    def _side(self, blueprint: dict[str, Any]) -> green_versions.Side:
        outlined = self._outlined(blueprint)
        return green_versions.Side(blueprint, outlined, self._fields(blueprint, outlined))

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """The situational questions, whatever their conditions say.

        What only a person can judge must be judged where it bears on a part that is wanted.
        """
        left = {task["key"] for task in self.optional} - set(self.content.get("picked") or [])
        return [
            {**spec, "required": True} if outline.judged(spec) else spec
            for spec in outline.questions(self.blueprint)
            if not outline.judged(spec) or outline.bears(self.blueprint, spec, without=left)
        ]

    @property
    def asks(self) -> bool:
        """Whether the first step has anything to ask: of what asks nothing nobody stops at an empty page."""
        return bool(self.questions or self.optional)

    @property
    def settled(self) -> bool:
        """Whether every question that must be answered is: before that no figure is said."""
        hidden = outline.unasked(self.questions, self.answers, today=clock.today())
        needed = {field["key"] for field in self.questions if field.get("required")} - hidden
        return needed <= {key for key, value in self.answers.items() if value is not None}

    @cached_property
    def optional(self) -> list[dict[str, Any]]:
        """Tasks the applicant may have or leave: optional ones and members of choice groups."""
        return picks.optional(self.blueprint)

    @cached_property
    def form_fields(self) -> list[dict[str, Any]]:
        """The fields of the one form for these tasks, whatever their conditions say."""
        return outline.of_parts(self.blueprint, self.outline.chosen)

    @cached_property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of the one form in this situation."""
        return self._fields(self.blueprint, self.outline)

    def _fields(self, blueprint: dict[str, Any], outlined: Outline) -> list[dict[str, Any]]:
        return outline.form_fields(
            blueprint, outlined.chosen, answers=self.answers, now=clock.now()
        )

    @property
    def said_here(self) -> dict[str, Any]:
        """The answers that go with the case: those of what this situation asks."""
        asked = {field["key"] for field in (*self.questions, *self.fields)}
        return {key: value for key, value in self.answers.items() if key in asked}

    @property
    def left_out(self) -> list[str]:
        """Labels of what was filled in and is not asked any more: kept here, not part of the case."""
        labels = {field["key"]: field["label"] for field in self.blueprint["fields"]}
        there = self.said_here
        return [labels[key] for key in labels if key in self.kept and key not in there]

    @cached_property
    def received(self) -> list[str]:
        """Papers that are complete by their review points."""
        return outline.received(self.outline, self.content.get("ticks") or {})

    @cached_property
    def missing(self) -> list[dict[str, Any]]:
        """Lines that have not come."""
        return outline.missing(self.outline, set(self.received))

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """Acceptance conditions that a person confirms."""
        return to_confirm(self.blueprint)

    @property
    def organisation(self) -> bool:
        """Whether the theme is for businesses (they have a name and a credit code)."""
        return set(self.blueprint.get("for") or ()) != {"natural_person"}

    @cached_property
    def proof(self) -> list[notice.Group]:
        """The proof table, grouped by where the rows went."""
        return notice.proof(self.blueprint, self.outline)

    @property
    def proof_sum(self) -> str:
        """并入 5，免提交 2，保留 5."""
        return notice.proof_sum(self.proof)

    @cached_property
    def exempt(self) -> list[str]:
        """What need not be brought, with its source."""
        return [
            f"{group.rows[0]['name']}（{group.to}）"
            for group in self.proof
            if not group.kept and group.rule in notice.EXEMPT
        ]

    @cached_property
    def said(self) -> list[str]:
        """The answers to the situational questions, in words."""
        asked = [
            {**spec, "label": f"{spec['of']}（{spec['label']}）："} if spec.get("of") else spec
            for spec in self.questions
            if spec["key"] in self.answers
        ]
        return notice.answers_said(asked, self.answers)

    @cached_property
    def version_number(self) -> int:
        """The published version it is derived from."""
        if self.version is not None:
            return self.version.number
        return publishing.number_of(transaction.session(), self.draft.version_id)

    @property
    def title(self) -> str:
        """Who it is for, masked, once known."""
        return title_of(self.draft)
