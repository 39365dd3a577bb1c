"""Fields of the generated forms: one text a line, a choice among few words or existing rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice

from app.admin import limits, words
from app.admin.cells import cell
from app.domain.package_keys import WORDS
from app.services.naming import Names

LINE, NOTE, BASIS, MANY = 200, 1000, 400, 100
NEEDED = validators.DataRequired(_l("Please fill this in."))
TOO_LONG = _l("This is too long: at most %(max)d characters.")
KEY = validators.Regexp(
    r"^[A-Za-z][A-Za-z0-9_]{0,39}$", message=_l("Letters, digits and _; it begins with a letter.")
)
SIGN = validators.Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", message=_l("Letters, digits, _ and -.")
)
#: What a person cannot type and a database cannot hold.
PRINTABLE = validators.Regexp(
    r"^[^\x00-\x08\x0b-\x1f\x7f]*$", message=_l("There is a character in it that cannot be read.")
)
#: Value of a limit that was written in place by a package and stays so.
IN_PLACE = "="


class LinesField(TextAreaField):
    """A list of texts, one a line."""

    def _value(self) -> str:
        return "\n".join(self.data) if isinstance(self.data, list) else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Empty lines are nothing; what stands there twice is said once."""
        lines = (line.strip() for line in (valuelist[0] if valuelist else "").splitlines())
        self.data = list(dict.fromkeys(line for line in lines if line))


class ReferenceField(SelectField):
    """A row of another (or the same) dictionary, chosen by its name; the key is kept."""

    def __init__(self, label: Any, *nouns: str, empty: Any = None, **more: Any) -> None:
        """``nouns`` as naming has them; ``empty``: the words for none, where none is allowed."""
        super().__init__(label, choices=[], **more)
        self.type = "SelectField"  # drawn as one
        self.nouns, self.empty = nouns, empty

    def process_data(self, value: Any) -> None:
        """Nothing is the empty choice."""
        self.data = value or ""

    def offer(self, names: Names, without: str | None = None) -> None:
        """What may be chosen: rows in use, and the one that is chosen now; never itself."""
        found = [] if self.empty is None else [SelectChoice("", str(self.empty))]
        before = self.object_data
        offered = [one for noun in self.nouns for one in names.get(noun, {}).items()]
        for key, named in offered:
            if key != without and (not named.retired or key == before):
                found.append(SelectChoice(key, self.words(key, named)))
        self.choices = found

    def words(self, key: str, named: Any) -> str:
        """How a row is called in the choice."""
        name = named.name or key
        return _("%(name)s (retired)", name=name) if named.retired else f"{name}　{key}"


class LimitField(ReferenceField):
    """A limit by the name of its class; one that a package wrote in place stays as it is."""

    def __init__(self, label: Any, *, empty: Any = None, **more: Any) -> None:
        """As ReferenceField, of the SLA classes."""
        super().__init__(label, "sla", empty=empty, **more)
        self.written: Any = None

    def process_data(self, value: Any) -> None:
        """A limit written in place is one choice more."""
        self.written = value if isinstance(value, Mapping) else None
        self.data = IN_PLACE if self.written else value or ""

    def offer(self, names: Names, without: str | None = None) -> None:
        """The classes by what they say, and the one written in place."""
        super().offer(names, without)
        if self.written:
            self.choices.append(SelectChoice(IN_PLACE, limits.said(self.written, names)))

    def words(self, key: str, named: Any) -> str:
        """5 个工作日　day_5."""
        numbers = limits.amount(named.value, named.unit, named.min)
        return f"{numbers}　{named.name or key}"

    @property
    def limit(self) -> Any:
        """What the column keeps."""
        return self.written if self.data == IN_PLACE else self.data or None


def stripped(value: Any) -> Any:
    """Blanks around a text say nothing."""
    return value.strip() if isinstance(value, str) else value


def key(label: Any, about: Any = None) -> StringField:
    """The key that names a row for ever."""
    said = about or _l("Names the row for ever, in packages too; it cannot be changed later.")
    return StringField(label, validators=[NEEDED, KEY], filters=[stripped], description=said)


def sign(label: Any) -> StringField:
    """A key as signs have it: a number alone is one."""
    said = _l("As the sign has it: 3, A03. It cannot be changed later.")
    return StringField(label, validators=[NEEDED, SIGN], filters=[stripped], description=said)


def made_key(label: Any) -> StringField:
    """A key that is made from the name where nobody types one."""
    said = _l("May stay empty: it is made from the name. It cannot be changed later.")
    checks = [validators.Optional(), KEY]
    return StringField(label, validators=checks, filters=[stripped], description=said)


def text(label: Any, *, needed: bool = False, longest: int = LINE, about: Any = "") -> StringField:
    """A line of text."""
    first = NEEDED if needed else validators.Optional()
    length = validators.Length(max=longest, message=TOO_LONG)
    return StringField(
        label, validators=[first, length, PRINTABLE], filters=[stripped], description=about
    )


def note(label: Any, *, needed: bool = False, about: Any = "") -> TextAreaField:
    """Some sentences."""
    first = NEEDED if needed else validators.Optional()
    length = validators.Length(max=NOTE, message=TOO_LONG)
    return TextAreaField(
        label, validators=[first, length, PRINTABLE], filters=[stripped], description=about
    )


def number(label: Any, *, needed: bool = False, about: Any = "") -> IntegerField:
    """A whole number that is not negative."""
    first = (
        validators.InputRequired(_l("Please fill this in.")) if needed else validators.Optional()
    )
    between = validators.NumberRange(min=0, max=10_000)
    return IntegerField(label, validators=[first, between], description=about)


def flag(label: Any) -> BooleanField:
    """Yes or no."""
    return BooleanField(label)


def word(label: Any, shape: str, said: Mapping[str, Any], first: str | None = None) -> SelectField:
    """One of the few words a package allows here; ``first`` is chosen where nobody chose yet."""
    found = [SelectChoice(value, said.get(value, value)) for value in WORDS[shape]]
    return SelectField(label, choices=found, default=first)


def one_of(label: Any, said: Mapping[str, Any], *, empty: Any = None) -> SelectField:
    """One of these, or none."""
    found = [] if empty is None else [SelectChoice("", empty)]
    return SelectField(
        label,
        choices=found + [SelectChoice(value, text) for value, text in said.items()],
        coerce=lambda value: value or "",
    )


def reference(label: Any, *nouns: str, empty: Any = None, about: Any = "") -> ReferenceField:
    """An existing row of a noun."""
    return ReferenceField(label, *nouns, empty=empty, description=about)


def limit(label: Any, *, empty: Any = None, about: Any = "") -> LimitField:
    """An existing limit."""
    return LimitField(label, empty=empty, description=about)


def lines(label: Any, about: Any = "") -> LinesField:
    """Texts, one a line."""
    return LinesField(label, validators=[validators.Optional(), short_lines], description=about)


def short_lines(_form: Any, field: Any) -> None:
    """No line longer than a column holds, no more lines than anybody reads."""
    if len(field.data or []) > MANY:
        raise validators.ValidationError(_("At most %(count)s lines.", count=MANY))
    if any(len(line) > LINE for line in field.data or []):
        raise validators.ValidationError(_("A line has at most %(count)s characters.", count=LINE))


def nouns(form: Iterable[Any]) -> list[str]:
    """The nouns whose rows a form's references choose from."""
    return sorted({n for field in form if isinstance(field, ReferenceField) for n in field.nouns})


def offer(form: Iterable[Any], names: Names, *, without: str | None = None) -> None:
    """Let every reference of a form choose from the rows there are; what is chosen now may stay."""
    for field in form:
        if isinstance(field, ReferenceField):
            field.offer(names, without)
        elif isinstance(field, SelectField):
            _let_stay(field)
        if isinstance(field, SelectField):
            field.data = field.data or next((one.value for one in field.choices), "")


def _let_stay(field: SelectField) -> None:
    """A word that a package brought and the form does not offer may stay."""
    before = field.object_data
    if before and before not in {one.value for one in field.choices}:
        said = words.word(words.ROLES, before)
        field.choices = [*field.choices, SelectChoice(before, said)]


def value_of(field: Any) -> Any:
    """What a column keeps of a field: an empty text is nothing, 0 and no are something."""
    value = field.limit if isinstance(field, LimitField) else field.data
    return value if isinstance(value, bool | int) else value or None


def said(field: Any) -> str:
    """What a field says, in words: for putting two answers side by side."""
    if isinstance(field, SelectField):
        return next((str(one.label) for one in field.choices if one.value == field.data), "")
    return str(cell(field.data))


def is_nothing(value: Any) -> bool:
    """Whether a value says nothing; 0 says something."""
    return not value and (isinstance(value, bool) or not isinstance(value, int))
