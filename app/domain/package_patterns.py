"""Patterns of a package: can each be read, and does the counter take the sample given beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.domain.fields import FIELD_KINDS, Checks
from app.domain.package_problem import Problem, Problems
from app.domain.package_references import all_fields, owners

Field = Mapping[str, Any]


class Counter(NamedTuple):
    """How an answer is tried at the counter: why an expression is no pattern, and every check."""

    why: Callable[[str], str | None]
    checks: Checks


def pattern_problems(package: Mapping[str, Any], counter: Counter) -> Problems:
    """A problem for each pattern that the library would not take, and each sample the counter would not.

    With such a pattern nobody could go on at the window.
    """
    for key, said in (package.get("patterns") or {}).items():
        yield from _unreadable(("patterns", key), said, counter)
    for path, owner in owners(package):
        for place, field in all_fields(owner):
            own = field.get("pattern")
            if isinstance(own, Mapping):
                at = (*path, *place, "pattern")
                wrong = list(_unreadable(at, own, counter))
                yield from wrong
                if not wrong and not taken(own["sample"], field, counter=counter):
                    said = f"the sample {own['sample']} is not as the pattern says"
                    yield Problem((*at, "sample"), said, "an answer that the counter takes")


def _unreadable(at: tuple[str | int, ...], said: Field, counter: Counter) -> Iterator[Problem]:
    wrong = counter.why(said["expression"])
    if wrong:
        path = (*at, "expression")
        yield Problem(path, f"this is no pattern: {wrong}", "an RE2 expression")


def taken(answer: Any, field: Field, *, counter: Counter) -> bool:
    """Whether the counter takes an answer to this field, whose pattern is written out."""
    kind = FIELD_KINDS[field["kind"]]
    # The last of all days: whoever a number in a sample belongs to was born before it.
    return kind.parse(str(answer), field, checks=counter.checks, today=date.max)[1] is None
