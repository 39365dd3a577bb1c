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
#: Outcome → its word of an appeal: it is answered, not licensed.
OF_APPEALS: dict[str, Callable[[], str]] = {
    "granted": lambda: _("done, and answered"), "refused": lambda: _("not done, and answered"),
    "delivered": lambda: _("told"),
}  # fmt: skip


def outcome(name: str | None, kind: str) -> str:
    """How a part or a case of a kind ended; empty where it did not."""
    own = OF_APPEALS if kind == "appeal" else {}
    say = own.get(name or "") or OUTCOMES.get(name or "")
    return say() if say else ""
