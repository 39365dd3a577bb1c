"""What a condition does where it stands, in a sentence: beside its rows, and beside what it decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain import conditions
from app.domain.condition_problems import problems
from app.domain.condition_words import explain

Fields = Mapping[str, Mapping[str, Any]]
#: (noun, key) → what its condition decides.
ACTS: dict[tuple[str, str], Any] = {
    ("entry", "when"): _l("This item is done only if %(condition)s."),
    ("need", "when"): _l("This paper is asked for only if %(condition)s."),
    ("field", "when"): _l("It is asked only if %(condition)s."),
    ("row_field", "when"): _l("It is asked only if %(condition)s."),
    ("step", "when"): _l("This step is taken only if %(condition)s."),
    ("limit_case", "when"): _l("This length counts if %(condition)s."),
    ("accept_condition", "check"): _l("It is met if %(condition)s."),
}
ELSE = _l("It holds if %(condition)s.")


def acts(place: tuple[str, str], condition: Any, fields: Fields) -> str:
    """The sentence of a condition at a noun's key; empty where there is none, or none that may stand."""
    if not isinstance(condition, Mapping) or not condition:
        return ""
    if "ask" in condition:
        return _("The clerk is asked at the counter: %(question)s", question=condition["ask"])
    if problems(condition, fields):
        return ""
    return str(ACTS.get(place, ELSE)) % {"condition": explain(condition, fields, translate=_)}


@dataclass(frozen=True)
class Why:
    """For one set of answers: why each original row of papers is there or not, what is not done and
    not asked, and why; keys are rows of the blueprint.
    """

    rows: dict[str, str]
    #: paper → why it is on the list, where that hangs on a condition
    papers: dict[str, str]
    undone: list[tuple[str, str]]
    unasked: list[tuple[str, str]]


def why(
    blueprint: Mapping[str, Any],
    chosen: Collection[str],
    answers: Mapping[str, Any],
    *,
    today: date,
) -> Why:
    """Explain what these answers came to, by the conditions that decided it."""
    fields = {field["key"]: field for field in blueprint["fields"]}
    tasks = {task["key"]: task for task in blueprint["tasks"] if task["kind"] == "work"}
    undone = {key: _undone(task, fields) for key, task in tasks.items() if key not in chosen}
    rows: dict[str, str] = {}
    papers: dict[str, list[str]] = {}
    for row in blueprint["rows"]:
        when = row.get("when")
        if row["item"] in undone:
            rows[row["id"]] = undone[row["item"]]
        elif when and not conditions.holds(when, answers, today=today):
            rows[row["id"]] = acts(("need", "when"), when, fields)
        else:
            said = _because(when, fields)
            rows[row["id"]] = said
            papers.setdefault(row["document"], []).append(said)
    # Where one part asks for a paper in every case, no condition is why it is there.
    because = {name: "；".join(dict.fromkeys(said)) for name, said in papers.items() if all(said)}
    asked = [
        (field["label"], acts(("field", "when"), field["when"], fields))
        for field in blueprint["fields"]
        if field.get("when") and not conditions.holds(field["when"], answers, today=today)
    ]
    return Why(rows, because, [(tasks[key]["name"], said) for key, said in undone.items()], asked)


def _because(when: Any, fields: Fields) -> str:
    return _("because %(condition)s", condition=explain(when, fields, translate=_)) if when else ""


def _undone(task: Mapping[str, Any], fields: Fields) -> str:
    if task.get("when"):
        return acts(("entry", "when"), task["when"], fields)
    return _("It is not picked.")
