"""Changes of the configuration in words, with what stood there before and what stands there now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.telling import grants, online_appeals, posts

#: Noun of an entry → its words.
NOUNS: dict[str, Any] = {
    **grants.NOUNS,
    "document": _l("Document catalogue"),
    "route": _l("Pages"),
    "chain": _l("Chains"),
    "login": _l("Signing in"),
}
#: Longest value that is shown; the whole stands in the export.
LONGEST = 240


class Change(NamedTuple):
    """One column: before and after."""

    name: str
    before: str
    after: str


def changes(data: Mapping[str, Any]) -> list[Change]:
    """Column by column, before and after, in the order of their names."""
    found = data.get("changes")
    if not isinstance(found, dict):
        return []
    pairs = sorted((name, pair) for name, pair in found.items() if name not in UNSHOWN)
    return [Change(name, shown(pair[0]), shown(pair[1])) for name, pair in pairs]


#: Columns that count saves and say nothing.
UNSHOWN = frozenset({"id", "version"})


def shown(value: Any) -> str:
    """A value as text; nothing is a dash."""
    if value is None or value == "":
        return "—"
    said = {True: _("yes"), False: _("no")}.get(value) if isinstance(value, bool) else None
    text = said or (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def sentence(noun: str, ref: str, kind: str, data: Mapping[str, Any]) -> str:
    """What was done to an entry of the catalogue."""
    verb = kind.removeprefix(f"{noun}_")
    say = SENTENCES.get(verb)
    what = str(NOUNS.get(noun, noun))
    return say(what, ref, data) if say else _("%(type)s: %(what)s", type=kind, what=ref)


SENTENCES: dict[str, Callable[[str, str, Mapping[str, Any]], str]] = {
    "added": lambda noun, ref, _data: _("%(noun)s: added “%(what)s”.", noun=noun, what=ref),
    "changed": lambda noun, ref, _data: _("%(noun)s: changed “%(what)s”.", noun=noun, what=ref),
    "deleted": lambda noun, ref, _data: _("%(noun)s: removed “%(what)s”.", noun=noun, what=ref),
    "published": lambda _noun, ref, _data: _("published a version of “%(what)s”.", what=ref),
    "scheduled": lambda _noun, ref, _data: _("scheduled a version of “%(what)s”.", what=ref),
    "ended": lambda _noun, ref, _data: _("a version of “%(what)s” came to its end.", what=ref),
    "retired": lambda _noun, ref, _data: _("a version of “%(what)s” came to its end.", what=ref),
    "withdrawn": lambda _noun, ref, _data: _("took “%(what)s” out of use.", what=ref),
    "imported": lambda _noun, ref, _data: _("brought in the package “%(what)s”.", what=ref),
    **posts.TRAIL,
    **online_appeals.TRAIL,
}
