"""What is typed into one intake by two browsers: neither loses what the other wrote.

Each field carries the draft's version at which it last changed. A page knows the version it was
made from: what changed after that is another browser's, and the page has never shown it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.forms.kind_rows import fields_in
from app.models import Draft

#: Typed values that are never kept: tokens of the page itself.
NOT_TYPED = frozenset({"csrf_token", "key", "act", "version", "part"})
#: Names of inputs whose values are a list: what two pages added is added up.
LISTED = ("-rows", "-files")


@dataclass
class Typed:
    """A step as it is typed now; ``both`` are fields two browsers filled differently."""

    values: dict[str, list[str]] = field(default_factory=dict)
    stamps: dict[str, int] = field(default_factory=dict)
    both: dict[str, list[str]] = field(default_factory=dict)

    @property
    def posted(self) -> MultiDict[str, str]:
        """The values as a form reads them."""
        return MultiDict([(name, one) for name, values in self.values.items() for one in values])

    def parts(self, draft: Draft, step: str) -> dict[str, Any]:
        """The parts of the draft's content that keep this."""
        content = draft.content or {}
        return {
            "typed": {**(content.get("typed") or {}), step: self.values},
            "stamps": {**(content.get("stamps") or {}), step: self.stamps},
        }


def typed(draft: Draft, step: str, sent: MultiDict[str, str], *, mine_wins: bool) -> Typed:
    """What was sent, laid on what is kept; ``mine_wins`` where the sender sees both and goes on."""
    content = draft.content or {}
    kept: Mapping[str, list[str]] = (content.get("typed") or {}).get(step) or {}
    stamps: Mapping[str, int] = (content.get("stamps") or {}).get(step) or {}
    seen = sent.get("version", type=int) or draft.version
    found = Typed()
    for name in dict.fromkeys([*kept, *(name for name in sent if name not in NOT_TYPED)]):
        mine, theirs, stamp = sent.getlist(name), kept.get(name, []), stamps.get(name, 0)
        value = mine if stamp <= seen else _laid(name, mine, theirs)
        if stamp > seen and _differ(value, theirs):
            found.both[name] = theirs
            value = mine if mine_wins else theirs
        if value:
            found.values[name] = value
        found.stamps[name] = stamp if value == theirs else draft.version + 1
    return found


def _laid(name: str, mine: list[str], theirs: list[str]) -> list[str]:
    """What this page left empty is the other's; ticks are added up."""
    if _is_ticked(name):
        return [*theirs, *(one for one in mine if one not in theirs)]
    return mine if any(mine) else theirs


def _differ(value: list[str], theirs: list[str]) -> bool:
    return any(theirs) and not set(theirs) <= set(value)


def _is_ticked(name: str) -> bool:
    listed = name.startswith("point-") or name.endswith(LISTED)
    return listed or name in ("pick", "confirmed", "with_agent")


def mark(forms: Mapping[str, Any], both: Mapping[str, list[str]]) -> bool:
    """Say beside each field what the other browser wrote; whether there was anything to say."""
    fields = [one for form in forms.values() for one in fields_in(form) if one.name in both]
    for one in fields:
        said = _("Another page wrote “%(text)s” here. Go on to keep yours.", text=_(", ").join(both[one.name]))  # fmt: skip
        one.errors = [*one.errors, said]
    return bool(fields)
