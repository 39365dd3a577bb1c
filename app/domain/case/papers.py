"""Which papers this case asks for, and which of them have not come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from app.domain.case.state import moment
from app.domain.case.verb import Ask
from app.domain.documents import merged_lines
from app.domain.due import END_OF_DAY
from app.domain.refusal import refuse

Lines = dict[str, dict[str, Any]]


def lines_of(ask: Ask, *, without: Collection[str] = ()) -> Lines:
    """The merged papers of this case by document, as of the day it was received.

    A part that is withdrawn (or one of ``without``) takes its papers with it.
    """
    tasks = ask.state["tasks"]
    withdrawn = {key for key, task in tasks.items() if task["outcome"] == "withdrawn"}
    chosen = set(ask.state["chosen"]) - withdrawn - set(without)
    # Ages and periods as of the day of receipt, or the list would change while people fetch papers.
    merged = merged_lines(
        ask.blueprint["rows"],
        ask.blueprint["documents"],
        chosen=chosen,
        answers=ask.facts.answers,
        today=moment(ask.state["received_at"]).date(),
    )
    return {line["document"]: line for line in merged}


def missing_of(ask: Ask) -> Lines:
    """Lines whose paper has not come; a paper with an unticked review point has not."""
    return {key: line for key, line in lines_of(ask).items() if key not in ask.state["documents"]}


def check_known(ask: Ask, documents: set[str]) -> None:
    """Raises a refusal where a paper is none of this case's blueprint."""
    unknown = documents - set(ask.blueprint["documents"])
    if unknown:
        raise refuse(
            "R23",
            "These papers are not in the catalogue of this case: %(papers)s.",
            papers=sorted(unknown),
        )


def last_moment(ask: Ask, expected: str) -> datetime:
    """Until when papers may still be brought: where the windows are closed on the day, until the end of the next one."""
    at = moment(expected)
    # A day ahead is not looked up: somebody may have set one that no calendar reaches.
    if ask.now <= at or ask.calendar.works_on(at.date()):
        return at
    return datetime.combine(ask.calendar.add_workdays(at.date(), 0), END_OF_DAY)
