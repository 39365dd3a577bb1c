"""How long a limit is, in words: where nobody gave it a name, it is called by its length."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

#: Unit of a limit → its words with a number.
LENGTHS: dict[str, Callable[[int], str]] = {
    "working_day": lambda n: ngettext("%(num)s working day", "%(num)s working days", n),
    "working_hour": lambda n: ngettext("%(num)s working hour", "%(num)s working hours", n),
    "working_minute": lambda n: ngettext("%(num)s working minute", "%(num)s working minutes", n),
    "natural_day": lambda n: ngettext("%(num)s natural day", "%(num)s natural days", n),
    "immediate": lambda _n: _("at once"),
}


def called(kept: str) -> str:
    """What a decision kept of an entry: its name, or ``5 working_day`` said as five working days."""
    value, _space, unit = kept.partition(" ")
    say = LENGTHS.get(unit)
    return say(int(value)) if say and value.isdecimal() else kept
