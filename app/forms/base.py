"""What every form of ours shares: translations for nested forms too, and values kept as typed."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from wtforms import Form, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase
from wtforms.widgets import Select, TextArea, TextInput
from wtforms.widgets.core import clean_key

from app.translations import gettext, language

QUOTE = '"'


class Translations:
    """WTForms' messages through our catalogue."""

    def gettext(self, text: str) -> str:
        """One message."""
        return gettext(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A message with a number."""
        # the library fills the places itself; ours would fill them with the number alone
        return str(language().translations.ngettext(singular, plural, n))


class DeskForm(Form):
    """A form without a token of its own: CSRFProtect checks every POST."""

    # A token of its own would expire inside a form that stood open over lunch.
    class Meta(Form.Meta):
        """Messages in the reader's language, in nested forms as well."""

        def get_translations(self, _form: Any) -> Translations:
            """Ours, whatever WTForms ships."""
            # WTForms would choose by locales of its own, and nested forms would stay in English.
            return Translations()

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """Lines to type into and to choose from are most of a form: drawn here, in a tenth of the time."""
            drawn = DRAWN.get(type(field.widget))
            # Grouped choices, and several at once, are rare.
            if drawn is None or (
                isinstance(field, SelectFieldBase)
                and (isinstance(field, SelectMultipleField) or field.has_groups())
            ):
                return super().render_field(field, render_kw)
            said = {"id": field.id, "name": field.name}
            said |= {name: getattr(field.flags, name) for name in field.widget.validation_attrs}
            said |= {clean_key(name): value for name, value in (field.render_kw or {}).items()}
            said |= {clean_key(name): value for name, value in render_kw.items()}
            return Markup(drawn(field, said))  # noqa: S704 - every value is escaped


def _input(field: Any, said: dict[str, Any]) -> str:
    return f"<input {_attributes({'type': 'text', 'value': field._value(), **said})}>"


def _select(field: Any, said: dict[str, Any]) -> str:
    options = [
        f"<option {_attributes({'selected': one.selected, 'value': one.value, **(one.render_kw or {})})}>{escape(one.label or one.value)}</option>"
        for one in field.iter_choices()
    ]
    return f"<select {_attributes(said)}>{''.join(options)}</select>"


def _area(field: Any, said: dict[str, Any]) -> str:
    return f"<textarea {_attributes(said)}>\r\n{escape(field._value())}</textarea>"


def _attributes(attributes: dict[str, Any]) -> str:
    parts = []
    for name, value in sorted(attributes.items()):
        if value is True:
            parts.append(name)
        elif value is not False and value is not None:
            parts.append(f'{name}="{str(escape(value)).replace(QUOTE, "&quot;")}"')
    return " ".join(parts)


#: Widgets that are drawn here, as the library draws them.
DRAWN = {TextInput: _input, Select: _select, TextArea: _area}
