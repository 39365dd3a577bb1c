"""What a package says in the right words and nobody could work by: papers, procedures, situations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.package_problem import Path, Problem, Problems, nearest
from app.domain.package_references import limits_of, owners
from app.domain.ratings import LONGEST_DAYS

PLACE = re.compile(r"\{([^{}]*)\}")
#: What a paper can print; a personal number is not among it, whoever writes the template.
PLACES = (
    "centre", "number", "case_number", "case_name", "applicant", "phone", "department", "clerk",
    "date", "copies", "printed", "received_at", "accepted_at", "promise_due", "legal_due",
    "promise_days", "days", "reason", "remedy", "law", "points", "procedure", "deadline", "expected",
    "result_number", "competent_department", "receiver", "way", "tracking", "proof", "told",
    "requirements", "situation", "fetched", "explanation", "guidance", "agent", "progress",
    "appointment", "moved_from", "place", "visitors", "rating_until",
)  # fmt: skip
#: The lists a paper can print, and what a row of each can say.
TABLES: dict[str, tuple[str, ...]] = {
    "documents": ("name", "copies", "points"),
    "exempt": ("name", "source"),
    "missing": ("name", "demand"),
    "parts": ("name", "department", "outcome"),
    "questions": ("label", "answer"),
    "conditions": ("text",),
    "results": ("name", "number"),
}
#: Holds that have their own way to end: a procedure of such a name would never end.
HELD = ("supplement", "correction")


def sense_problems(package: Mapping[str, Any]) -> Problems:
    """A problem for each paper that prints what no case has, each special procedure that would never
    end, each situation in which a survey has no days to choose from, each day the centre could not keep.
    """
    yield from _days(package.get("centre") or {})
    for key, template in (package.get("templates") or {}).items():
        for at, block in enumerate(template.get("blocks") or []):
            yield from _block(("templates", key, "blocks", at), block)
    for path, owner in owners(package):
        # Such a hold would be taken for the program's own, and no button would end it.
        for kind in (one for one in owner.get("special") or {} if one in HELD):
            said = f"{kind} is no name for a special procedure: it ends in another way"
            yield Problem((*path, "special", kind), said, "another key")
        for place, limit in limits_of(owner):
            yield from _cases((*path, *place), limit)
    for name, limit in (package.get("sla") or {}).items():
        yield from _cases(("sla", name), limit)


def _days(centre: Mapping[str, Any]) -> Problems:
    """Days that the centre promises to whoever rates and whoever writes online."""
    for part, keys in (("ratings", ("link_days", "revisit_days")), ("online_appeals", ("days",))):
        for key in keys:
            days = (centre.get(part) or {}).get(key, 1)
            if not 1 <= days <= LONGEST_DAYS:
                said = f"{days} is no number of days that can be kept"
                yield Problem(("centre", part, key), said, f"1 to {LONGEST_DAYS}")


def _block(path: Path, block: Mapping[str, Any]) -> Problems:
    # Printed blank, nobody would miss it until the applicant holds the sheet.
    if block["block"] != "table":
        yield from _unprinted(path, "text", block.get("text"), PLACES)
        return
    rows = block.get("rows")
    if rows not in TABLES:
        said = f"there is no list {rows} to print" if rows else "a table lists nothing"
        yield Problem((*path, "rows"), said, nearest(str(rows or ""), TABLES))
        return
    if not block.get("columns"):
        yield Problem((*path, "columns"), "a table has no columns", "a list of column")
    for at, column in enumerate(block.get("columns") or []):
        yield from _unprinted(
            (*path, "columns", at), "value", column["value"], ("no", *TABLES[rows])
        )


def _unprinted(path: Path, key: str, text: str | None, known: tuple[str, ...]) -> Problems:
    for name in PLACE.findall(text or ""):
        if name not in known:
            said = f"{{{name}}} is nothing that can be printed here"
            yield Problem((*path, key), said, nearest(name, known))


def _cases(path: Path, limit: Any) -> Iterator[Problem]:
    """A situation overrides what it names: what is left must still be a range."""
    cases = limit.get("cases") if isinstance(limit, Mapping) else None
    for at, case in enumerate(cases or []):
        least = case.get("min", limit.get("min"))
        most = case.get("value", limit["value"])
        if least is not None and least > most:
            said = f"min {least} is over value {most} in this situation"
            yield Problem((*path, "cases", at), said, "a min of its own, or a larger value")
