"""Papers to ask for, each with its own words: what of this one is missing or wrong, how it will be right."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, validators
from wtforms.fields.choices import SelectChoice

from app.domain.fields import Checks
from app.forms.act_specs import Spec
from app.forms.kinds import PLEASE, PREFIX, BoxesField

#: Words of one paper: longer belongs into the text for all of them.
LONGEST = 200


class LinesField(BoxesField):
    """Boxes of papers; beside each a line of text, sent as ``<name>-words-<paper>``."""

    words: dict[str, str]

    def process(self, formdata: Any, *more: Any, **kwargs: Any) -> None:
        """What was ticked, and what was said of each."""
        given = formdata or {}
        self.words = {
            choice.value: str(given.get(self.words_name(choice.value), "")).strip()[:LONGEST]
            for choice in self.choices
        }
        super().process(formdata, *more, **kwargs)

    def words_name(self, paper: str) -> str:
        """The name under which the words of a paper are sent."""
        return f"{self.name}-words-{paper}"

    @property
    def value(self) -> list[str]:
        """The papers that were ticked, of those that were offered."""
        return [paper for paper in self.words if paper in (self.data or ())]

    @property
    def said(self) -> dict[str, str]:
        """Paper's name → its words, of those ticked."""
        labels = {str(choice.value): str(choice.label) for choice in self.choices}
        return {labels[paper]: self.words[paper] for paper in self.value if self.words[paper]}


def lines_field(spec: Spec, _checks: Checks, _today: date) -> Field:
    """The unbound field of one specification."""
    choices = [SelectChoice(option["value"], option["label"]) for option in spec["options"]]
    wanted = [validators.DataRequired(PLEASE["multiple"]), in_words]
    return LinesField(spec["label"], choices=choices, validate_choice=False, validators=wanted)


def in_words(form: Any, field: Any) -> None:
    """A notice that names papers only leaves the applicant to guess. Raises StopValidation."""
    if not field.said and not (form[f"{PREFIX}reason"].data or "").strip():
        raise validators.StopValidation(
            _("Write at each paper, or below for all, what is missing and how it will be right.")
        )


def in_own_words(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with the words of each paper as one text, as the notice and the trail say it."""
    lines = payload.pop("lines", None) or {}
    said = [f"{name}：{words}" for name, words in lines.items()]
    whole = "；".join([*said, *([payload["reason"]] if payload.get("reason") else [])])
    return payload | ({"reason": whole} if whole else {})
