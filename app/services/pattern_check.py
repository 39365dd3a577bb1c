"""Patterns as the counter will try them: what a package's are held to, what the publish check finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.findings import Finding, finding
from app.domain.package_patterns import Counter, taken
from app.domain.refusal import msgid
from app.services import patterns
from app.services.identity_checks import CHECKS

COUNTER = Counter(patterns.problem, CHECKS)
UNREADABLE = msgid("“%(field)s” has a pattern that cannot be read: %(why)s")
#: Key of a field → what is said where its own pattern does not let it through.
UNFIT = {
    "sample": msgid("“%(field)s” shows %(answer)s as a sample, which its own pattern refuses."),
    "default": msgid("“%(field)s” is filled in with %(answer)s, which its own pattern refuses."),
}


def findings(blueprint: Mapping[str, Any]) -> Iterator[Finding]:
    """Fields whose pattern nobody could go on with: unreadable, or refusing what it is shown with."""
    for field in blueprint["fields"]:
        for one in (field, *(field.get("fields") or ())):
            if one.get("pattern"):
                yield from _of(field["key"], one)


def _of(where: str, field: Mapping[str, Any]) -> Iterator[Finding]:
    pattern = field["pattern"]
    why = patterns.problem(pattern["expression"])
    if why:
        said = {"field": field["label"], "why": why}
        yield finding("pattern", "error", where=where, say=UNREADABLE, **said)
        return
    shown = {"sample": pattern.get("sample"), "default": field.get("default")}
    for key, answer in shown.items():
        if answer is not None and not taken(answer, field, counter=COUNTER):
            said = {"field": field["label"], "answer": str(answer)}
            yield finding(f"pattern_{key}", "error", where=where, say=UNFIT[key], **said)
