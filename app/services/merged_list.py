"""The merged list of a theme as the rows have it: as catalogued, or for one set of answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.blueprint import compile_blueprint
from app.domain.fields import FIELD_KINDS
from app.domain.refusal import Refusal, Word
from app.services import calendars, catalogue, slices
from app.services.identity_checks import CHECKS
from app.services.outline import outline


class WrongAnswer(ValueError):
    """An answer to a question that is not asked, or no value of its kind; says which and why."""

    def __init__(self, refusal: Refusal) -> None:
        """The refusal says it; the text of the exception is the same in English."""
        super().__init__(refusal.say % refusal.values)
        self.refusal = refusal


@dataclass(frozen=True)
class MergedList:
    """A theme's blueprint and its merge; `chosen` and `answers` None: as catalogued."""

    blueprint: dict[str, Any]
    merged: dict[str, Any]
    chosen: list[str] | None
    answers: dict[str, Any] | None


def merged_list(
    session: Session,
    theme: str,
    *,
    now: datetime,
    answers: Mapping[str, str] | None = None,
    picked: Collection[str] = (),
) -> MergedList:
    """Before, after, lines, exempt and proof of a theme, its items as the rows have them.

    `answers` are texts by field key as a form posts them, `picked` the optional and chosen parts.
    Raises KeyError where there is no such theme, WrongAnswer.
    """
    package = catalogue.export_package(session)
    found = slices.closure(package, "themes", code=theme, nouns=slices.FROZEN)
    plan = compile_blueprint({"documents": {}, "sla": {}, **found}, "joint", code=theme)
    if answers is None and not picked:
        return MergedList(plan, plan["merge"], None, None)
    known = _parsed(plan, answers or {}, now)
    _check_picked(plan, picked)
    calendar = calendars.current(session)
    came = outline(plan, known, picked=list(picked), now=now, calendar=calendar)
    return MergedList(plan, came.merged, came.chosen, known)


def _parsed(plan: Mapping[str, Any], answers: Mapping[str, str], now: datetime) -> dict[str, Any]:
    specs = {field["key"]: field for field in plan["fields"]}
    parsed = {}
    for key, text in answers.items():
        if key not in specs:
            known = {"key": key, "known": sorted(specs)}
            raise WrongAnswer(
                Refusal("answer", "%(key)s: no such question; there are %(known)s", known)
            )
        kind = FIELD_KINDS[specs[key]["kind"]]
        raw = text.split(",") if kind.many else text
        parsed[key], problem = kind.parse(raw, specs[key], checks=CHECKS, today=now.date())
        if problem:
            said = {"key": key, "problem": Word(problem)}
            raise WrongAnswer(Refusal("answer", "%(key)s: %(problem)s", said))
    return parsed


def _check_picked(plan: Mapping[str, Any], picked: Collection[str]) -> None:
    work = {task["key"] for task in plan["tasks"] if task["kind"] == "work"}
    unknown = sorted(set(picked) - work)
    if unknown:
        said = {"keys": unknown, "known": sorted(work)}
        raise WrongAnswer(Refusal("answer", "%(keys)s: no such part; there are %(known)s", said))
