"""Fields that FAB's generated forms do not have: one text a line, a choice among few words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice

from app.domain.package_keys import WORDS


class LinesField(TextAreaField):
    """A list of texts, one a line."""

    def _value(self) -> str:
        return "\n".join(self.data) if isinstance(self.data, list) else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Empty lines are nothing."""
        self.data = [
            line.strip()
            for line in (valuelist[0] if valuelist else "").splitlines()
            if line.strip()
        ]


NEEDED = validators.DataRequired(_l("Please fill this in."))
KEY = validators.Regexp(
    r"^[A-Za-z][A-Za-z0-9_]{0,39}$", message=_l("Letters, digits and _; it begins with a letter.")
)


def key(label: Any) -> StringField:
    """The key that names a row for ever."""
    return StringField(label, validators=[NEEDED, KEY])


def text(label: Any, *, needed: bool = False, longest: int = 200) -> StringField:
    """A line of text."""
    return StringField(
        label,
        validators=[NEEDED if needed else validators.Optional(), validators.Length(max=longest)],
    )


def number(label: Any, *, needed: bool = False) -> IntegerField:
    """A whole number that is not negative."""
    first = (
        validators.InputRequired(_l("Please fill this in.")) if needed else validators.Optional()
    )
    return IntegerField(label, validators=[first, validators.NumberRange(min=0, max=10_000)])


def word(label: Any, words: str, names: dict[str, Any] | None = None) -> SelectField:
    """One of the few words a package allows here."""
    return SelectField(
        label,
        choices=[SelectChoice(value, (names or {}).get(value, value)) for value in WORDS[words]],
    )


def lines(label: Any) -> LinesField:
    """Texts, one a line."""
    return LinesField(label, validators=[validators.Optional()])
