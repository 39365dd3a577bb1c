"""How a part or a case ended, in words."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

#: Outcome → its word.
OUTCOMES: dict[str, Callable[[], str]] = {
    "granted": lambda: _("granted"), "partly": lambda: _("granted in part"), "refused": lambda: _("refused"),
    "returned": lambda: _("returned"), "withdrawn": lambda: _("withdrawn"), "void": lambda: _("void"),
    "cannot_continue": lambda: _("cannot go on"), "accepted": lambda: _("accepted"),
    "deferred": lambda: _("accepted, papers deferred"), "not_accepted": lambda: _("not accepted"),
    "delivered": lambda: _("delivered"), "revoked": lambda: _("revoked"), "skipped": lambda: _("not needed"),
    "passed": lambda: _("passed"), "failed": lambda: _("failed"), "complete": lambda: _("all came"),
    "incomplete": lambda: _("did not come"), "upheld": lambda: _("upheld"), "not_upheld": lambda: _("not upheld"),
    "partial": lambda: _("granted in part"),
}  # fmt: skip
#: Kind of a case → outcomes that have a word of their own there: what is answered was not licensed.
OWN: dict[str, dict[str, Callable[[], str]]] = {
    "appeal": {
        "granted": lambda: _("done, and answered"), "refused": lambda: _("not done, and answered"),
        "delivered": lambda: _("told"),
    },
    "rectification": {
        "granted": lambda: _("put right, and replied"), "partly": lambda: _("put right in part, and replied"),
        "partial": lambda: _("put right in part, and replied"),
        "refused": lambda: _("not put right, and replied"), "delivered": lambda: _("replied"),
    },
}  # fmt: skip


def outcome(name: str | None, kind: str) -> str:
    """How a part or a case of a kind ended; empty where it did not."""
    say = OWN.get(kind, {}).get(name or "") or OUTCOMES.get(name or "")
    return say() if say else ""
