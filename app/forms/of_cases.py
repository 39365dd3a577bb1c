"""What an act on the whole case asks: taking it in or not, its parts, what was entered wrongly."""

from __future__ import annotations

from app.domain.case.acceptance import to_confirm
from app.forms import act_words as words
from app.forms.act_specs import Spec, options, reason, spec
from app.forms.setting import Setting
from app.translations import gettext as _


def conditions(at: Setting) -> list[Spec]:
    """What only the clerk can judge, each to be ticked; none where the theme asks nothing of the kind."""
    asked = {str(place): one["text"] for place, one in enumerate(to_confirm(at.blueprint))}
    label = _("Acceptance conditions, confirmed by you")
    return [spec("confirmed", "multiple", label, options=options(asked))] if asked else []


def reject(_at: Setting) -> list[Spec]:
    return [
        spec("ground", "choice", _("Ground"), options=options(words.grounds())),
        reason(),
        spec("competent_department", "text", _("Competent department"), required=False),
    ]


def _parts(at: Setting, *, closed: bool) -> list[dict[str, str]]:
    """Work tasks of this case that are closed, or that are not."""
    found = {task["key"]: task["name"] for task in at.blueprint["tasks"] if task["kind"] == "work"}
    tasks = at.state["tasks"]
    return options(
        {
            key: name
            for key, name in found.items()
            if key in tasks and (tasks[key]["state"] == "closed") is closed
        }
    )


def reopen(at: Setting) -> list[Spec]:
    return [
        spec("tasks", "multiple", _("Parts"), options=_parts(at, closed=True)),
        reason(),
    ]


def withdraw(at: Setting) -> list[Spec]:
    """The whole case, or the parts that are named."""
    label = _("Only these parts; none ticked: everything that is not decided")
    undecided = _parts(at, closed=False)
    few = spec("items", "multiple", label, options=undecided, required=False)
    return [*([few] if len(undecided) > 1 else []), reason(required=False)]


def correct(at: Setting) -> list[Spec]:
    """What was entered wrongly, papers ticked that had not come; what was given out stays as it is."""
    received = options({key: at.name(key) for key in at.in_order(at.state["documents"])})
    mistaken = spec("documents", "multiple", _("Received by mistake"), options=received, required=False)  # fmt: skip
    note = _("Whoever sees the case reads the reason: write no ID number and no phone into it.")
    return [
        *(
            spec(entry.key, "correction", "", entry=entry, of=at.blueprint, takes="correction")
            for entry in at.around.corrections
        ),
        *([mistaken] if received else []),
        reason() | {"help": note},
    ]


def answer(at: Setting) -> list[Spec]:
    """Which request, whether one agrees, and why; the only one is chosen already."""
    waiting = at.around.requests
    only = next(iter(waiting), None) if len(waiting) == 1 else None
    return [
        spec("ask", "choice", _("Request"), options=options(waiting), default=only),
        spec("answer", "choice", _("Answer"), options=options(words.answers())),
        reason(),
    ]
