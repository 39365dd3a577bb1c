"""What a decision asks: its number and its days, its texts, what failed; and the opinion before it."""

from __future__ import annotations

from collections.abc import Callable

from app.forms import act_words as words
from app.forms import of_appeals
from app.forms.act_specs import Spec, reason, spec
from app.forms.of_papers import checked, points
from app.forms.points import places
from app.forms.setting import Setting
from app.translations import gettext as _


def finish(at: Setting) -> list[Spec]:
    if at.spec.get("kind") != "work":
        return []
    return [*checked(at), spec("opinion", "long_text", _("Opinion"), required=False)]


def grant(at: Setting) -> list[Spec]:
    if at.state.get("appeal"):
        return [*_closing(at, "granted"), *of_appeals.told(at)]
    result = at.spec.get("result")
    number, numbered = _("Number of the result"), bool(result) and at.spec.get("numbered", True)
    given = at.name(result) if result in at.blueprint["documents"] else ""
    # A part of one step has no step before at which its points were looked at.
    single = checked(at) if len(at.part["steps"]) == 1 else []
    return [
        *single,
        spec("result_number", "text", number, required=numbered, help=given),
        spec("valid_from", "date", _("Valid from"), required=False),
        spec("valid_until", "date", _("Valid until"), required=False),
        *_closing(at, "granted"),
    ]


def _closing(at: Setting, outcome: str) -> list[Spec]:
    """Texts that closing this task demands."""
    wanted = {name for names in (at.spec.get("closing") or {}).get(outcome, []) for name in names}
    return [
        spec(name, "long_text", label, required=False)
        for name, label in words.closing().items()
        if name in wanted
    ]


def reply(outcome: str) -> Callable[[Setting], list[Spec]]:
    """All that ends a rectification: what whoever rated will read (R90); nothing is granted or refused."""
    return lambda at: [text | {"required": True} for text in _closing(at, outcome)]


def refuse(at: Setting) -> list[Spec]:
    failed = places({key: at.around.ticks.get(key, []) for key in at.used}, on=False)
    say = _("Tick what failed, or name the law below.")
    label = _("Review points that failed")
    pointed = points(at, at.used, label, "said", ticked=failed, note=say, unless="law")
    remedy = _("Reconsideration may be applied for within 60 days, or a lawsuit brought within 6 months.")  # fmt: skip
    return [
        *pointed,
        spec("law", "text", _("Law"), required=not pointed and not at.state.get("appeal")),
        reason(),
        spec("remedy", "long_text", _("Remedy"), default=remedy),
        *(text for text in _closing(at, "refused") if text["key"] != "reason"),
        *of_appeals.outside(at),
        *of_appeals.told(at),
    ]
