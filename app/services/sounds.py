"""Initials of how names sound, kept with every write of a name: 开办药店 is found by kbyd.

Written by the session itself, as the journal is: no door can save a name and forget its sound.
Bulk statements pass a listener by, so dictionaries are written as rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import (
    AppealClass,
    Department,
    DocumentType,
    NamedPattern,
    PaperTemplate,
    ServiceItem,
    SlaClass,
    Sound,
    Theme,
    Window,
)

LONGEST = 500
#: Table → noun as naming has it, the column of its key, the columns whose words are looked for.
SOUNDED: dict[type, tuple[str, str, tuple[str, ...]]] = {
    Department: ("departments", "code", ("name", "short_name")),
    Window: ("windows", "code", ("name", "place")),
    DocumentType: ("documents", "key", ("name",)),
    ServiceItem: ("items", "key", ("name",)),
    Theme: ("themes", "key", ("name",)),
    SlaClass: ("sla", "key", ("name",)),
    AppealClass: ("appeals", "key", ("name",)),
    PaperTemplate: ("templates", "key", ("name",)),
    NamedPattern: ("patterns", "key", ("more",)),
    User: ("people", "username", ("last_name", "first_name")),
}
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def initials(words: str) -> str:
    """开办药店 → kbyd; Latin letters and digits stay, everything else is silent."""
    from pypinyin import (
        Style,
        lazy_pinyin,
    )  # a dictionary of sounds, a third of a second: when asked

    said = "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))
    return re.sub(r"[^a-z0-9]", "", said.lower())


def sounds_like(noun: str, key: Any, *, asked: str) -> Any:
    """The where-clause of the rows of a noun whose initials hold what was typed; else False.

    Chinese characters are looked for in the names themselves, so only letters and digits ask here.
    """
    plain = "".join(asked.lower().split())
    if not (plain.isascii() and plain.isalnum()):
        return sa.false()
    found = sa.select(Sound.key).where(Sound.noun == noun, Sound.initials.contains(plain))
    return key.in_(found)


def _words(row: Any, columns: tuple[str, ...]) -> str:
    """The words of a row; of what has no column of its own, its message."""
    values = [getattr(row, name) for name in columns]
    return " ".join(str(v.get("message") or "") if isinstance(v, dict) else v or "" for v in values)


def _renamed(session: Session) -> Iterator[dict[str, str]]:
    for row in (*session.new, *session.dirty):
        if type(row) not in SOUNDED:
            continue
        noun, key, columns = SOUNDED[type(row)]
        state = sa.inspect(row)
        if any(state.attrs[name].history.has_changes() for name in columns):
            said = initials(_words(row, columns))
            yield {"noun": noun, "key": str(getattr(row, key)), "initials": said[:LONGEST]}


@event.listens_for(Session, "after_flush")
def keep_sounds(session: Session, _context: Any) -> None:
    """Keep the initials of every name that this flush wrote, and none of what it deleted."""
    connection = session.connection()
    renamed = list(_renamed(session))
    if renamed:
        kept = _INSERT[connection.dialect.name](Sound)
        kept = kept.on_conflict_do_update(
            index_elements=[Sound.noun, Sound.key], set_={"initials": kept.excluded.initials}
        )
        connection.execute(kept, renamed)
    for row in session.deleted:
        if type(row) in SOUNDED:
            noun, key, _columns = SOUNDED[type(row)]
            connection.execute(
                sa.delete(Sound).where(Sound.noun == noun, Sound.key == getattr(row, key))
            )
