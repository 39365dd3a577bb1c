"""What every form of ours shares: translations for nested forms too, and values kept as typed."""

from __future__ import annotations

from typing import Any

from flask_babel import get_domain, gettext
from wtforms import Form


class Translations:
    """WTForms' messages through our catalogue."""

    def gettext(self, text: str) -> str:
        """One message."""
        return str(gettext(text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A message with a number."""
        # the library fills the places itself; flask_babel would fill them with the number alone
        return str(get_domain().get_translations().ngettext(singular, plural, n))


class DeskForm(Form):
    """A form without a token of its own: CSRFProtect checks every POST."""

    # A token of its own would expire inside a form that stood open over lunch.
    class Meta(Form.Meta):
        """Messages in the reader's language, in nested forms as well."""

        def get_translations(self, _form: Any) -> Translations:
            """Ours, whatever WTForms ships."""
            # WTForms would choose by locales of its own, and nested forms would stay in English.
            return Translations()
