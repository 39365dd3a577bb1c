"""A refusal: which rule, what it says, what would help. It changes nothing."""

from __future__ import annotations

from typing import Any, NamedTuple


class Refusal(NamedTuple):
    """``say`` is an English sentence with ``%(name)s`` places, ``values`` fill them."""

    rule: str
    say: str
    values: dict[str, Any]


class Refused(Exception):
    """Raised inside a handler to stop deciding; it never leaves ``decide``."""

    def __init__(self, refusal: Refusal) -> None:
        """The refusal is what decide gives back."""
        super().__init__(refusal.say)
        self.refusal = refusal


class Word(str):
    """A word of our own among a refusal's values: translated where it is said, as names are not."""

    __slots__ = ()


def refuse(rule: str, say: str, **values: Any) -> Refused:
    """What a handler raises: the rule, the sentence as a literal, and what fills its places."""
    return Refused(Refusal(rule, say, values))


def msgid(sentence: str) -> str:
    """Mark a sentence of a table for translation; it is translated where it is shown."""
    return sentence
