"""What was published of an item, a theme or an appeal class, in a table."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.admin import words
from app.admin.sections import Section
from app.services import naming

#: Characters of a hash that tell versions apart.
SHORT = 12


def versions(found: list[Any], names: naming.Names) -> Section:
    """Number, state, validity, who published it when, the first characters of its hash."""
    rows = [
        (
            version.number,
            words.word(words.VERSION_STATES, version.state),
            version.valid_from,
            version.valid_until or _("further on"),
            words.person(names, version.published_by),
            version.sha256[:SHORT],
        )
        for version in found
    ]
    headings = (_("Version"), _("State"), _("From"), _("Until"), _("Published by"), _("Hash"))
    return Section(_("Published versions"), headings, rows, empty=_("Nothing of it is published."))
