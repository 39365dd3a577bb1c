"""One row of a sheet as the counter's forms read it: an intake with its commands, or what is wrong by column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.access import Principal
from app.domain.calendar import Calendar
from app.domain.case.selections import group_of
from app.domain.findings import work_of
from app.forms import asking, kinds, one_form, picks, sheet_papers
from app.forms.base import DeskForm
from app.services import identity_checks, outline
from app.services.intake import Intake
from app.services.outline import Outline
from app.services.sheet_reading import Row

Specs = list[dict[str, Any]]


@dataclass(frozen=True)
class Theme:
    """What every row of a sheet shares: the version in force, the day, who hands the sheet in."""

    version_id: int
    blueprint: dict[str, Any]
    calendar: Calendar
    by: Principal
    now: datetime

    def outlined(self, answers: dict[str, Any], picked: list[str]) -> Outline:
        """What answers come to."""
        said = outline.in_force(self.blueprint, answers, now=self.now)
        return outline.outline(
            self.blueprint, said, picked=picked, now=self.now, calendar=self.calendar
        )


@dataclass(frozen=True)
class Read:
    """A row that is right: what is received, what is done then, names of papers that lack; else what is wrong, by column's name."""

    intake: Intake | None
    then: dict[str, Any]
    lacks: list[str]
    wrong: dict[str, str]


def read(theme: Theme, row: Row, *, source: str, ref: str) -> Read:
    """The row through the same forms, outline and conditions as at the counter."""
    wrong = {name: str(_(said)) for name, said in row.wrong.items()}
    picked = [key for key, said in row.of("pick").items() if said == "yes"]
    answers = _asked(theme, row, _questions(theme, picked), kept={}, wrong=wrong)
    chosen = theme.outlined(answers, picked).chosen
    wrong |= _unpicked(theme, chosen)
    fields = outline.of_parts(theme.blueprint, chosen)
    answers |= _asked(theme, row, fields, kept=answers, wrong=wrong)
    outlined = theme.outlined(answers, picked)
    ticks = sheet_papers.ticks(outlined, row)
    received = outline.received(outlined, ticks)
    missing = outline.missing(outlined, set(received))
    # Which papers lack hangs on the answers: with a wrong one nothing can be said of them.
    wrong |= {} if wrong else sheet_papers.wrong(row, missing)
    applicant, agent = _applicant(theme, row, wrong), _agent(theme, row, wrong)
    if wrong:
        return Read(None, {}, [], wrong)
    asked = {spec["key"] for spec in (*_questions(theme, picked), *outline.form_fields(theme.blueprint, outlined.chosen, answers=answers, now=theme.now))}  # fmt: skip
    said = {key: value for key, value in answers.items() if key in asked}
    judged = {key: theme.by.username for key in said if outline.judged({"key": key})}
    taken = Intake(
        version_id=theme.version_id, window=theme.by.department or "", applicant=applicant, agent=agent,
        answers=said, chosen=outlined.chosen, documents=received, ticks=ticks, judged=judged,
        external_source=source, external_ref=ref,
    )  # fmt: skip
    then = sheet_papers.then(theme.blueprint, row, missing)
    return Read(taken, then, [line["name"] for line in missing], {})


def _questions(theme: Theme, picked: list[str]) -> Specs:
    left = {task["key"] for task in picks.optional(theme.blueprint)} - set(picked)
    return [
        {**spec, "required": True} if outline.judged(spec) else spec
        for spec in outline.questions(theme.blueprint)
        if not outline.judged(spec) or outline.bears(theme.blueprint, spec, without=left)
    ]


def _asked(
    theme: Theme, row: Row, specs: Specs, *, kept: dict[str, Any], wrong: dict[str, str]
) -> dict[str, Any]:
    """The answers to these questions; what is wrong with one is put beside it."""
    said = row.of("answer")
    pairs = [
        (kinds.name_of(key), value)
        for key, text in said.items()
        for value in (text.split("\n") if _many(specs, key) else [text])
    ]
    form = asking.asked(
        theme.blueprint, specs, filled=MultiDict(pairs), kept=kept,
        checks=identity_checks.CHECKS, now=theme.now,
    )  # fmt: skip
    form.validate()
    for spec in specs:
        errors = form[kinds.name_of(spec["key"])].errors
        if errors:
            wrong.setdefault(f"answer.{spec['key']}", str(errors[0]))
    values = one_form.values_of(form, specs)
    return {key: value for key, value in values.items() if value is not None}


def _many(specs: Specs, key: str) -> bool:
    return any(spec["key"] == key and spec["kind"] == "multiple" for spec in specs)


def _unpicked(theme: Theme, chosen: list[str]) -> dict[str, str]:
    """What is said of a group stands at its first part, else at the row."""
    found = picks.wrong(theme.blueprint, chosen)
    tasks = work_of(theme.blueprint).items()
    return {
        next((f"pick.{key}" for key, task in tasks if group_of(task) == group), "ref.number"): said
        for group, said in found.items()
    }


def _applicant(theme: Theme, row: Row, wrong: dict[str, str]) -> dict[str, Any]:
    organisation = set(theme.blueprint.get("for") or ()) != {"natural_person"}
    said = dict(row.of("applicant"))
    # A box that is not ticked sends nothing at all.
    if said.get("bad_credit") != "yes":
        said.pop("bad_credit", None)
    made = one_form.applicant_form(organisation=organisation, today=theme.now.date())
    return _person(made, said, of="applicant", wrong=wrong)


def _agent(theme: Theme, row: Row, wrong: dict[str, str]) -> dict[str, Any] | None:
    """Who came for the applicant; None where a row names nobody."""
    said = row.of("agent")
    # A kind of ID that was filled down the column names nobody yet.
    if not said.keys() - {"id_type"}:
        return None
    made = one_form.agent_form(wanted=True, today=theme.now.date())
    return _person(made, said, of="agent", wrong=wrong)


def _person(
    made: type[DeskForm], said: dict[str, str], *, of: str, wrong: dict[str, str]
) -> dict[str, Any]:
    form = made(MultiDict({"id_type": "id_card", **said}))
    form.validate()
    found = {f"{of}.{field.name}": str(field.errors[0]) for field in form if field.errors}
    # What the spreadsheet did to a cell is the reason; that the field is empty only follows from it.
    wrong |= found | wrong
    return dict(form.data)
