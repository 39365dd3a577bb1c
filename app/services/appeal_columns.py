"""The columns of a sheet of appeals, as a hotline hands its work orders on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.fields import Cell, Translate
from app.domain.refusal import msgid
from app.services.sheet_columns import TEXT, Column, mark

#: What a sheet of appeals is known by, where a theme's is known by its code.
CODE = "appeals"
#: Name of the form's field → heading, and whether it must be filled.
TYPED: dict[str, tuple[str, bool]] = {
    "name": (msgid("Name"), True),
    "phone": (msgid("Phone"), True),
    "said": (msgid("What could not be done"), True),
    "departments": (msgid("Departments it is about"), False),
    "people": (msgid("Persons complained of"), False),
    "about": (msgid("Case it is about"), False),
    "reason": (msgid("Reason told at once"), False),
    "progress": (msgid("Progress told at once"), False),
    "guidance": (msgid("Which way to go"), False),
    "explanation": (msgid("Explanation with its basis in policy"), False),
}


def columns(
    classes: Mapping[str, str], channels: Mapping[str, str], *, say: Translate
) -> list[Column]:
    """Every column: the sender's number, the class and the way by their words, then what is typed."""
    return [
        Column("ref", "number", say(msgid("12345 number")), TEXT, {}),
        _words("code", say(msgid("Class")), classes),
        _words("channel", say(msgid("How it came")), channels),
        *_typed(say),
        mark(CODE),
    ]


def _words(key: str, title: str, values: Mapping[str, str]) -> Column:
    said = {str(name): value for value, name in values.items()}
    return Column("appeal", key, title, Cell("@", tuple(said)), said, needed=True)


def _typed(say: Translate) -> Iterator[Column]:
    for key, (title, needed) in TYPED.items():
        yield Column("appeal", key, say(title), TEXT, {}, needed)
