"""What the acts on an appeal ask: how the person was told, who explains, what a call-back came to."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from app.forms import act_words as words
from app.forms.act_specs import Spec, options, reason, spec
from app.forms.setting import Setting


def told(at: Setting) -> list[Spec]:
    """How the person heard the answer (R75); nothing of it where the case is no appeal."""
    if not at.state.get("appeal"):
        return []
    return [spec("way", "choice", _("How the person was told"), options=options(words.told_by()))]


def outside(at: Setting) -> list[Spec]:
    """Why it is not for the centre, and who coordinates it (R74)."""
    if not at.state.get("appeal"):
        return []
    return [
        spec("ground", "choice", _("Not for the centre?"), options=options(words.outside()), required=False),
        spec("competent_department", "text", _("Department that coordinates it"), required=False),
    ]  # fmt: skip


def _said(label: str, *, required: bool = True) -> Spec:
    """Words of the act; ``takes`` keeps them apart from points that are said to have failed."""
    return spec("said", "long_text", label, required=required, takes="words")


def _feedback(at: Setting) -> list[Spec]:
    return [_said(_("What the person was told")), *told(at)]


def _ask_department(at: Setting) -> list[Spec]:
    """Which department explains what; it sees these words and nothing of the case."""
    named = (at.state.get("appeal") or {}).get("departments") or []
    note = _("The department reads these words, the class and the day; it does not see the case. Write no name into it.")  # fmt: skip
    return [
        spec(
            "department", "choice", _("Department that explains"),
            options=options(at.around.departments), default=named[0] if named else None,
        ),
        _said(_("What it must answer")) | {"help": note},
        spec("expected", "date", _("Answered by")),
    ]  # fmt: skip


def _call_back(_at: Setting) -> list[Spec]:
    said = _said(_("What the person said"), required=False)
    return [spec("result", "choice", _("Call-back"), options=options(words.calls())), said]


def _inquiry(at: Setting) -> list[Spec]:
    """What was found; what is upheld names who answers for it, what they do and by when (R73)."""
    named = (at.state.get("appeal") or {}).get("departments") or []
    only = named[0] if len(named) == 1 else None
    return [
        spec("finding", "choice", _("Finding"), options=options(words.findings())),
        spec(
            "department", "choice", _("Department that answers for it"), required=False,
            options=options(at.around.departments), default=only,
        ),
        spec("measures", "long_text", _("Measures it takes"), required=False),
        spec("expected", "date", _("Measures taken by"), required=False),
        reason(required=False),
    ]  # fmt: skip


#: Verb → its fields.
FIELDS: dict[str, Callable[[Setting], list[Spec]]] = {
    "close_inquiry": _inquiry,
    "feedback": _feedback,
    "ask_department": _ask_department,
    "call_back": _call_back,
    "bring_to_group": lambda _at: [reason(_("Why it is brought before the group"))],
}
