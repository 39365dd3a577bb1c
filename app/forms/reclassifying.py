"""What the form of another class asks: which one; then what that class demands and the case lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice

from app.domain.fields import Checks
from app.forms import picks
from app.forms.act_specs import Spec, options, reason, spec
from app.forms.setting import Setting


class ClassField(StringField):
    """The class that was chosen, by its name; its value is the code."""

    def __init__(self, *place: Any, classes: dict[str, str], **kw: Any) -> None:
        """``classes`` are names by code."""
        super().__init__(*place, **kw)
        self.classes = classes

    @property
    def value(self) -> str | None:
        """The code behind what was typed; None where no class is called so."""
        return code_of(self.classes, self.data or "")


class ClassChoice(SelectField):
    """A class still to be chosen: of the list, which with script is typed into."""

    def __init__(self, *place: Any, classes: dict[str, str], **kw: Any) -> None:
        """``classes`` are names by code."""
        choices = [
            SelectChoice("", ""),
            *(SelectChoice(code, name) for code, name in classes.items()),
        ]
        super().__init__(*place, choices=choices, validate_choice=False, **kw)
        self.classes = classes

    @property
    def value(self) -> str | None:
        """The code; None where no class is called so."""
        return code_of(self.classes, self.data or "")


def code_of(classes: dict[str, str], typed: str) -> str | None:
    """The code of a class by its name, its code, or by what only one name has in it."""
    wanted = typed.strip()
    exact = [code for code, name in classes.items() if wanted in (code, name)]
    found = exact or [code for code, name in classes.items() if wanted and wanted in name]
    return found[0] if len(found) == 1 else None


def class_field(of: Spec, _checks: Checks, _today: date) -> Any:
    """The unbound field of one specification; once chosen it stands as it was chosen."""
    known = {option["value"]: option["label"] for option in of["options"]}
    kind, given = (
        (ClassField, {"readonly": ""}) if of["chosen"] else (ClassChoice, {"data-choose": ""})
    )
    return kind(
        of["label"], [validators.DataRequired(_("Please choose.")), _known],
        description=of["help"], classes=known, render_kw=given,
    )  # fmt: skip


def _known(_form: Any, field: Any) -> None:
    if field.value is None:
        raise validators.StopValidation(_("Choose one of the list: nothing else is called so."))


def fields(at: Setting) -> list[Spec]:
    """First the class alone; of the class that was chosen its choices, fields and papers."""
    to, classes = at.around.becoming, at.around.classes
    help_ = (
        "" if to else _("Type some signs of its name. Only what is published now can be chosen.")
    )
    which = spec("to", "class", _("New class"), options=options(classes), chosen=to is not None)
    which |= {"help": help_, "default": classes.get(to.code, "") if to else ""}
    if to is None:
        return [which]
    anew = replace(at, blueprint=to.plan)
    papers = anew.papers(to.papers)
    came = spec(
        "points", "points", _("Papers of the new class: tick what lies here"), required=False,
        papers=papers, takes="came",
        note=_("What is not ticked is asked of the applicant at once, part by part."),
    )  # fmt: skip
    return [
        which,
        *_choices(anew),
        *({**one, "key": f"answer-{one['key']}", "takes": "asked_answer"} for one in to.fields),
        *([came] if papers else []),
        reason(),
    ]


def _choices(at: Setting) -> list[Spec]:
    """What may be chosen of the new class; what the case has already is chosen."""
    had = set(at.state["chosen"])
    found = []
    for group in picks.groups(at.blueprint):
        one = group.least == group.most == 1
        named = options({task["key"]: task["name"] for task in group.tasks})
        kept = [task["key"] for task in group.tasks if task["key"] in had]
        default: Any = (kept[0] if kept else None) if one else kept
        found.append(
            spec(
                f"chosen-{group.key}", "choice" if one else "multiple", group.words,
                options=named, required=group.least > 0, default=default, takes="chosen",
            )
        )  # fmt: skip
    return found
