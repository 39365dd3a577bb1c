"""What stops a clock, starts it again, or gives it more days."""

from __future__ import annotations

from app.forms import act_words as words
from app.forms.act_specs import Spec, options, spec
from app.forms.setting import Setting
from app.translations import gettext as _


def suspend(at: Setting) -> list[Spec]:
    return [
        spec("kind", "choice", _("Procedure"), options=options(_procedures(at, listed=True))),
        spec("expected", "date", _("Expected until")),
        spec("notice", "yes_no", _("The applicant was told the time in writing")),
    ]


def _procedures(at: Setting, *, listed: bool) -> dict[str, str]:
    own = {key: entry["name"] for key, entry in (at.spec.get("procedures") or {}).items()}
    return words.procedures(listed=listed) | own


def resume(at: Setting) -> list[Spec]:
    names = _procedures(at, listed=False)
    running = {
        str(hold["id"]): names.get(hold["kind"], hold["kind"])
        for hold in at.part["holds"]
        # A supplement ends by what comes, never by a press.
        if hold["until"] is None and hold["kind"] != "supplement"
    }
    # One is chosen already: a question with one answer only costs a key.
    only = next(iter(running), None) if len(running) == 1 else None
    return [spec("hold", "choice", _("What has ended"), options=options(running), default=only)]


def days(at: Setting) -> Spec:
    """Further days: how many at most stands beside the field (R18)."""
    rule = (at.spec if at.task else at.blueprint).get("extend") or {}
    cap = _("At most %(days)s, and only once.", days=rule["cap"]) if rule.get("cap") else ""
    return spec("days", "number", _("Working days"), min=1, help=cap)
