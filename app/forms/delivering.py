"""送达: by which way, who takes it, and what they showed or under which number it travels."""

from __future__ import annotations

from flask_babel import gettext as _

from app.forms import act_words as words
from app.forms.act_specs import Spec, options, spec
from app.forms.setting import Setting


def fields(_at: Setting) -> list[Spec]:
    """The applicant, or somebody for them by name and ID; by mail its number."""
    ids = options(words.id_types())
    return [
        spec("way", "choice", _("How"), options=options(words.ways()), default="window"),
        spec(
            "collector",
            "choice",
            _("Who receives"),
            options=options(words.collectors()),
            default="self",
            required=False,
        ),
        spec("receiver", "person", _("Received by"), required=False)
        | {"help": _("Where somebody else receives: their name, and the ID they showed.")},
        spec("receiver_id_type", "choice", _("ID shown"), options=ids, required=False),
        spec("tracking", "text", _("Tracking number"), required=False)
        | {"help": _("Only for what goes by mail.")},
    ]
