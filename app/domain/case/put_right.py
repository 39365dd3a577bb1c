"""What a corrected answer may move: limits follow it; parts, papers and steps stay as received.

A case keeps what it was received with (spine §1): an answer that would have given it other parts,
other papers or other steps is not corrected here, and the refusal says what helps instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.case.dues import limits_of
from app.domain.case.papers import lines_of
from app.domain.case.receiving import applies
from app.domain.case.selections import is_always
from app.domain.case.state import Blueprint, document_names, moment, name_of, spec_of, step_name
from app.domain.case.verb import Ask, Facts
from app.domain.refusal import refuse


def facts_after(ask: Ask) -> Facts:
    """The facts as a command leaves them: the answers it corrects are the new ones."""
    return replace(ask.facts, answers={**ask.facts.answers, **(ask.command.get("answers") or {})})


def moves_limit(ask: Ask, clock: str) -> bool:
    """Whether the corrected answers give a running clock another limit (a promise by size, say)."""
    if not ask.command.get("answers") or ask.state["clocks"][clock]["stopped_at"]:
        return False
    before, after = (
        limits_of(ask.blueprint, ask.state, key=clock, facts=facts)
        for facts in (ask.facts, facts_after(ask))
    )
    return before != after


def check_same_case(ask: Ask) -> None:
    """Raises a refusal where the corrected answers would have made another case of it (R22, R23, R44)."""
    if not ask.command.get("answers"):
        return
    # As of the day of receipt: ages and periods go on, and no correction is to blame for that.
    before = ask._replace(now=moment(ask.state["received_at"]))
    after = before._replace(facts=facts_after(ask))
    _check_parts(before, after)
    _check_papers(before, after)
    _check_steps(before, after)


def _check_parts(before: Ask, after: Ask) -> None:
    parts, now_parts = _parts(before), _parts(after)
    if parts - now_parts:
        raise refuse(
            "correct",
            "By this answer %(parts)s would not belong to the case. Withdraw that part first, then correct the answer; what is decided stays by the answer it was decided on.",
            parts=_names(before.blueprint, parts - now_parts),
        )
    if now_parts - parts:
        raise refuse(
            "correct",
            "By this answer %(parts)s would belong to the case too, and a received case keeps its parts. Withdraw it and receive it anew, or receive what is missing as a case of its own.",
            parts=_names(before.blueprint, now_parts - parts),
        )


def _parts(ask: Ask) -> set[str]:
    """Work tasks these answers make part of the case; what was withdrawn is out of it."""
    tasks, chosen = ask.state["tasks"], set(ask.state["chosen"])
    withdrawn = {key for key, task in tasks.items() if task["outcome"] == "withdrawn"}
    return {
        task["key"]
        for task in ask.blueprint["tasks"]
        if task["kind"] == "work"
        and (is_always(task) or task["key"] in chosen)
        and applies(ask, task)
    } - withdrawn


def _names(blueprint: Blueprint, keys: Iterable[str]) -> list[str]:
    return [name_of(blueprint, key) for key in sorted(keys)]


def _check_papers(before: Ask, after: Ask) -> None:
    lines, now_lines = lines_of(before), lines_of(after)
    other = {key for key in lines.keys() | now_lines.keys() if lines.get(key) != now_lines.get(key)}
    if other:
        raise refuse(
            "R23",
            "By this answer the list of papers would be another: %(papers)s. The applicant was told the list once; withdraw the case and receive it anew with the right answer.",
            papers=document_names(before.blueprint, other),
        )


def _check_steps(before: Ask, after: Ask) -> None:
    tasks = before.state["tasks"].items()
    going_on = [key for key, task in tasks if task["kind"] == "work" and task["state"] != "closed"]
    other = [key for key in going_on if _steps(before, key) != _steps(after, key)]
    if other:
        raise refuse(
            "correct",
            "By this answer %(parts)s would go through other steps, and a received case keeps its steps. Withdraw it and receive it anew with the right answer.",
            parts=_names(before.blueprint, other),
        )


def _steps(ask: Ask, key: str) -> list[str]:
    steps = spec_of(ask.blueprint, key)["steps"]
    return [step_name(step) for step in steps if isinstance(step, str) or applies(ask, step)]
