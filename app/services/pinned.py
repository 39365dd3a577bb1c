"""What a version holds, as the cases under it have it: parts, limits, papers, with which reasons it was
published, and what is published today instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain import checks
from app.domain.blueprint_diff import diff
from app.domain.diff_names import LIMITS
from app.domain.diff_values import COMMA, Translate, Words, value_words
from app.domain.diff_words import sentence, words_for
from app.models import ServiceVersion
from app.services import reference, version_diff, versions


@dataclass(frozen=True)
class Demand:
    """One paper as a part demands it, in words."""

    name: str
    necessity: str
    copies: str
    supply: str
    when: str


@dataclass(frozen=True)
class Part:
    """One part as it is pinned: whose, its limits, what it waits for, its result and its papers."""

    key: str
    name: str
    department: str
    limits: list[tuple[str, str, str]]
    waits: str
    result: str
    demands: list[Demand]
    #: number of the item's version that was frozen in; None where the item is the version itself
    item_version: int | None


@dataclass(frozen=True)
class Pinned:
    """A version whole."""

    version: ServiceVersion
    published_by: str
    limits: list[tuple[str, str, str]]
    parts: list[Part]
    #: (paper, hash of its template's blocks)
    papers: list[tuple[str, str]]
    #: (what was warned of, the reason that was typed)
    reasons: list[tuple[str, str]]
    #: what is in force now, None where nothing is
    current: ServiceVersion | None
    #: what would be otherwise under it, in sentences
    changes: list[str]


#: Places of a finding that no row of a package names → their words.
PLACES = {"calendar": "Working calendar"}


def describe(
    session: Session, version: ServiceVersion, *, now: datetime, translate: Translate
) -> Pinned:
    """Everything a version pins, in words; nobody's case is looked at."""
    plan = json.loads(version.blueprint)
    current = versions.current(session, version.kind, version.code, at=now)
    today = json.loads(current.blueprint) if current else plan
    names = version_diff.department_names(session)
    words = words_for(plan, plan, translate=translate, names=names)
    # Each side has its own names: a part that is gone today is still called what it was called.
    both = words_for(plan, today, translate=translate, names=names)
    people = reference.reference(session).people
    numbers = _item_numbers(session, version)
    return Pinned(
        version=version,
        published_by=people.get(version.published_by, version.published_by),
        limits=_limits(plan["limits"], words),
        parts=[_part(task, plan, words, numbers) for task in plan["tasks"] if task["kind"] == "work"],
        papers=[(one["template"], one["sha256"]) for one in plan["papers"].values()],
        reasons=list(_reasons(version, plan, words)),
        current=current,
        changes=[sentence(one, both) for one in diff(plan, today)],
    )  # fmt: skip


def _limits(limits: Mapping[str, Any], words: Words) -> list[tuple[str, str, str]]:
    """(which, how long, on what basis) of the limits that are set."""
    return [
        (words.translate(LIMITS.get(name, name)), _long(limit, words), str(limit.get("basis") or ""))
        for name, limit in limits.items()
        if limit
    ]  # fmt: skip


def _long(limit: Mapping[str, Any], words: Words) -> str:
    said = value_words("length", limit, words=words, fields=words.after)
    cases = limit.get("cases")
    return (
        f"{said}；{value_words('cases', cases, words=words, fields=words.after)}" if cases else said
    )


def _part(
    task: Mapping[str, Any], plan: Mapping[str, Any], words: Words, numbers: Mapping[str, int]
) -> Part:
    waits = [need["task"] for need in task["opens"] if need["task"] != "intake"]
    return Part(
        key=task["key"],
        name=task["name"],
        department=words.names.get(task["department"], task["department"]),
        limits=_limits(task["limits"], words),
        waits=COMMA.join(words.names.get(key, key) for key in waits),
        result=words.names.get(task.get("result") or "", ""),
        demands=[_demand(row, words) for row in plan["rows"] if row["item"] == task["key"]],
        item_version=numbers.get(task.get("item") or ""),
    )


def _demand(row: Mapping[str, Any], words: Words) -> Demand:
    said = {
        name: value_words(name, row[name], words=words, fields=words.after) if row.get(name) else ""
        for name in ("necessity", "copies", "supply", "when")
    }
    return Demand(words.names.get(row["document"], row["document"]), **said)


def _item_numbers(session: Session, version: ServiceVersion) -> dict[str, int]:
    """Item → the number of its version whose package went into this one."""
    items = json.loads(version.package).get("items") or {}
    if version.kind != "joint":
        return {}
    query = sa.select(ServiceVersion.code, ServiceVersion.number, ServiceVersion.package).where(
        ServiceVersion.kind == "single",
        ServiceVersion.code.in_(sorted(items)),
        ServiceVersion.published_at <= version.published_at,
    )
    # By what it says, not by its days: a version may be published for a day on which another begins.
    return {
        code: number
        for code, number, package in session.execute(query.order_by(ServiceVersion.number))
        if json.loads(package)["items"][code] == items[code]
    }


def _reasons(
    version: ServiceVersion, plan: dict[str, Any], words: Words
) -> Iterator[tuple[str, str]]:
    """The warnings with the reasons typed for them; what only the day knew is told by its place."""
    departments = {task["department"] for task in plan["tasks"]}
    found = {(one.code, one.where): one for one in checks.check(plan, departments=departments)}
    for kept in version.warnings:
        one = found.get((kept["code"], kept["at"]))
        at = words.translate(PLACES[kept["at"]]) if kept["at"] in PLACES else kept["at"]
        said = words.translate(one.say) % one.values if one else words.names.get(at, at)
        if kept["reason"]:
            yield said, kept["reason"]
