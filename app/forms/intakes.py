"""An intake that a program sends whole: checked by the forms of the counter, handed on as its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.domain.calendar import Calendar
from app.forms import asking, one_form, payloads, picks
from app.services import identity_checks, outline
from app.services.intake import Intake
from app.services.outline import Outline

Values = Mapping[str, Any]
IDENTITY = ("name", "id_type", "id_number", "phone")
OF_A_BUSINESS = ("organisation", "credit_code")


@dataclass
class Sent:
    """What was sent for one service, read: the intake, or what is wrong by the path of its field."""

    blueprint: dict[str, Any]
    values: Values
    now: datetime
    calendar: Calendar

    def __post_init__(self) -> None:
        """Read it, in the order in which the counter asks."""
        self.errors: payloads.Errors = []
        self.answers = self._read()
        self.outline = self._outlined(self.answers)
        self.wrong_picks()
        self.applicant = self._person("applicant")
        self.agent = self._person("agent") if self.values.get("agent") is not None else None
        self.ticks = self._ticks(self.outline)

    @property
    def received(self) -> list[str]:
        """Papers whose every review point is ticked."""
        return outline.received(self.outline, self.ticks)

    @property
    def missing(self) -> list[str]:
        """Papers that have not come, in the order of the list."""
        return [line["document"] for line in outline.missing(self.outline, {*self.received})]

    def intake(self, version_id: int, *, window: str, by: str, **more: Any) -> Intake:
        """The intake as the service receives it; only where nothing is wrong."""
        judged = {spec["key"]: by for spec in self.blueprint["fields"] if outline.judged(spec) and spec["key"] in self.answers}  # fmt: skip
        return Intake(
            version_id=version_id,
            window=window,
            applicant=self.applicant,
            agent=self.agent,
            answers=self.answers,
            judged=judged,
            chosen=self.outline.chosen,
            documents=self.received,
            ticks=self.ticks,
            **more,
        )

    def _outlined(self, answers: dict[str, Any]) -> Outline:
        picked = self._texts("picked")
        return outline.outline(
            self.blueprint, answers, picked=picked, now=self.now, calendar=self.calendar
        )

    def wrong_picks(self) -> None:
        """Too few or too many of a group, or what is no part of the service."""
        parts = {task["key"] for task in picks.optional(self.blueprint)}
        unknown = sorted(set(self._texts("picked")) - parts)
        self._wrong(
            "/picked", *(_("There is no such part: %(part)s.", part=one) for one in unknown)
        )
        self._wrong("/picked", *picks.wrong(self.blueprint, self.outline.chosen).values())

    def _texts(self, name: str) -> list[str]:
        value = self.values.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._wrong(f"/{name}", _("A list is expected here."))
            return []
        return value

    def _wrong(self, path: str, *said: str) -> None:
        fresh = ({"path": path, "detail": one} for one in said)
        self.errors += [one for one in fresh if one not in self.errors]

    def _read(self) -> dict[str, Any]:
        """The answers to what this situation asks, of the questions and of the form."""
        given = self.values.get("answers") or {}
        if not isinstance(given, Mapping):
            self._wrong("/answers", _("An object is expected here."))
            given = {}
        known = {spec["key"] for spec in self.blueprint["fields"]}
        for key in sorted(set(given) - known):
            self._wrong(f"/answers/{key}", _("There is no such field."))
        asked = outline.questions(self.blueprint)
        answers = self._asked(asked, given, {})
        chosen = self._outlined(answers).chosen
        return answers | self._asked(outline.of_parts(self.blueprint, chosen), given, answers)

    def _asked(
        self, specs: list[dict[str, Any]], given: Values, kept: dict[str, Any]
    ) -> dict[str, Any]:
        """The values of these fields by the form that asks them at the counter."""
        own = {spec["key"]: given[spec["key"]] for spec in specs if spec["key"] in given}
        begun = {s["key"]: s["default"] for s in specs if s.get("default") is not None}
        filled, wrong = payloads.posted(specs, begun | own)
        # A file is added at the desk: a number of anybody's would open it.
        checks = identity_checks.CHECKS._replace(stored=lambda _number: False)
        form = asking.asked(
            self.blueprint, specs, filled=filled, kept=kept, checks=checks, now=self.now
        )
        if not form.validate():
            wrong += payloads.problems(form, specs)
        for one in wrong:
            self._wrong(f"/answers{one['path']}", one["detail"])
        shown = [spec for name, spec in form.specs.items() if name not in form.unasked]
        values = one_form.values_of(form, shown)
        return {key: value for key, value in values.items() if value is not None}

    def _person(self, whose: str) -> dict[str, Any]:
        """Who applies, or who came for them."""
        today, prefix = self.now.date(), f"{whose}-"
        business = set(self.blueprint.get("for") or ()) != {"natural_person"}
        own = whose == "applicant"
        names = (*IDENTITY, *(OF_A_BUSINESS if business and own else ()), *(("bad_credit",) if own else ()))  # fmt: skip
        pairs, wrong = payloads.person(self.values.get(whose), names, prefix=prefix)
        made = (
            one_form.applicant_form(organisation=business, today=today)
            if own
            else one_form.agent_form(wanted=True, today=today)
        )
        form = made(payloads.MultiDict(pairs), prefix=prefix)
        if not form.validate():
            wrong += payloads.problems(form, ())
        for one in wrong:
            self._wrong(f"/{whose}{one['path']}", one["detail"])
        return dict(form.data)

    def _ticks(self, outlined: Outline) -> dict[str, list[bool]]:
        """Which review point of which paper is ticked; a paper is named with all of its points."""
        given = self.values.get("documents") or {}
        lines = {line["document"]: max(1, len(line["points"] or [])) for line in outlined.lines}
        if not isinstance(given, Mapping):
            self._wrong("/documents", _("An object is expected here."))
            given = {}
        for key, ticks in given.items():
            if key not in lines:
                self._wrong(f"/documents/{key}", _("This paper is not asked here."))
            elif not _is_ticks(ticks, lines[key]):
                self._wrong(
                    f"/documents/{key}",
                    _("Yes or no for each of its %(count)s review points.", count=lines[key]),
                )
        fits = {key: ticks for key, ticks in given.items() if _is_ticks(ticks, lines.get(key, 0))}
        return {key: fits.get(key, [False] * count) for key, count in lines.items()}


def _is_ticks(value: Any, count: int) -> bool:
    whole = isinstance(value, list) and len(value) == count
    return whole and all(isinstance(one, bool) for one in value)
