"""The texts that an end of a part demands, and how an answer reached the person (R72, R73, R75)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from app.domain.case.state import Task
from app.domain.refusal import Word, msgid, refuse

#: A closing text → what it is called on the form.
TEXTS = {
    "reason": msgid("reason"),
    "explanation": msgid("explanation"),
    "guidance": msgid("guidance"),
    "agent": msgid("person who helps through"),
    "reply": msgid("reply"),
    "progress": msgid("progress so far"),
}
#: How the person is told.
WAYS = ("in_person", "phone", "message", "letter")
#: Rule → what is said where all texts are wanted, and where one of several is.
SAY = {
    "R72": (
        msgid("To register it, fill in: %(texts)s."),
        msgid("To register it, fill in one of: %(texts)s."),
    ),
    "R73": (
        msgid("To close it, fill in: %(texts)s."),
        msgid("To close it, fill in one of: %(texts)s."),
    ),
}


def check_texts(
    spec: Task, outcome: str, *, given: Mapping[str, Any], told: Collection[str] = (), rule: str = "R73"
) -> None:  # fmt: skip
    """Raises Refused where none of the lists of ``closing[outcome]`` is filled.

    ``told`` are texts that the person was told before: they are not asked for twice.
    """
    wanted = (spec.get("closing") or {}).get(outcome)
    if wanted and not any(
        all(given.get(name) or name in told for name in names) for names in wanted
    ):
        texts = [Word(TEXTS.get(name, name)) for names in wanted for name in names]
        raise refuse(rule, SAY[rule][len(wanted) > 1], texts=texts)


def way_of(given: Mapping[str, Any]) -> str:
    """How the person was told. Raises Refused: an answer that nobody heard is none (R75)."""
    way = given.get("way")
    if way not in WAYS:
        raise refuse("R75", "Say how the person was told.")
    return str(way)
