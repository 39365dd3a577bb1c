"""更正: each thing that can be put right as a tick, what stands there now, and the field for what is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.utils import unset_value

from app.domain.field_people import PAPERS
from app.domain.fields import FIELD_KINDS, NOTHING, Checks
from app.forms.base import DeskForm
from app.forms.kinds import form_of, is_line, sent
from app.forms.one_form import applicant_form, values_of
from app.services.correctable import Entry
from app.services.correcting_checks import LABELS
from app.translations import gettext as _

#: The ticks of what is put right.
CHOSEN = "f_correct"
SEVERAL = ("RadioField", "SelectMultipleField")


def label_of(field: str, blueprint: Mapping[str, Any]) -> str:
    """What a field of a correction is called: ``applicant.phone``, ``agent.name``, ``answer.area``."""
    noun, _dot, key = field.partition(".")
    if noun in WHOSE:
        return WHOSE[noun](str(_(LABELS[key])))
    specs = {spec["key"]: spec for spec in blueprint["fields"]}
    return str(specs[key]["label"]) if key in specs else key


WHOSE: dict[str, Callable[[str], str]] = {
    "applicant": lambda what: what,
    "agent": lambda what: _("%(what)s of who came", what=what),
}


def group_of(entry: Entry) -> str:
    """The heading it stands under."""
    return GROUPS[entry.noun]() if entry.noun in GROUPS else _("The one form")


GROUPS: dict[str, Callable[[], str]] = {
    "applicant": lambda: _("Applicant"),
    "agent": lambda: _("Who came for the applicant"),
}


def said_of(field: str, value: Any, blueprint: Mapping[str, Any]) -> str:
    """A value as people read it; a dash where nothing stands."""
    noun, _dot, key = field.partition(".")
    if value in NOTHING:
        return "—"
    if noun in WHOSE:
        return str(_(PAPERS[value])) if key == "id_type" and value in PAPERS else str(value)
    spec = next((spec for spec in blueprint["fields"] if spec["key"] == key), None)
    return FIELD_KINDS[spec["kind"]].display(value, spec, translate=_) if spec else str(value)


class Correction(Field):
    """One thing to put right; only where it is ticked is anything asked of what is typed."""

    def __init__(
        self, label: str, *, entry: Entry, part: type[DeskForm], now: str, **kw: Any
    ) -> None:
        """``part`` is the form of its fields, ``now`` what stands there in words."""
        super().__init__(label, **kw)
        self.entry, self.part, self.now, self.group = entry, part, now, group_of(entry)
        self.formdata, self.chosen = None, False

    @cached_property
    def form(self) -> DeskForm:
        """Its fields; made when somebody asks, for most are never ticked."""
        if not self.formdata:
            return self.begun_with(self.standing())
        return self.part(self.formdata, prefix=self.prefix)

    @property
    def prefix(self) -> str:
        """What stands before the names of its fields."""
        return f"{self.entry.noun}-"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:  # noqa: ARG002 - WTForms' signature
        """What was sent; before that, what stands there where it may be seen whole."""
        self.errors = []
        self.chosen = formdata is not None and self.entry.key in formdata.getlist(CHOSEN)
        self.formdata = formdata

    def begun_with(self, values: list[tuple[str, str]]) -> DeskForm:
        """Its fields with these values in them."""
        return self.part(MultiDict(values), prefix=self.prefix)

    def is_typed(self, name: str) -> bool:
        """Whether a value is a line of words, which changes nothing else about how its field is drawn."""
        spec = self.entry.spec
        return name != f"{self.prefix}id_type" if spec is None else is_line(spec)

    def standing(self) -> list[tuple[str, str]]:
        """What stands there, as far as it may be seen whole, by the names of the fields."""
        entry = self.entry
        if entry.spec is None:
            # A mask is no value: it would be sent back as one.
            shown = {
                name: value
                for name, value in entry.now.items()
                if name == "id_type" or not entry.sealed
            }
            return [(f"{self.prefix}{name}", value or "") for name, value in shown.items()]
        value = entry.now[entry.names[0]]
        pairs = [] if entry.sealed or value in NOTHING else sent(entry.spec, value)
        return [(f"{self.prefix}{name}", text) for name, text in pairs]

    def validate(self, _form: Any, _extra: Any = ()) -> bool:
        """The checks of the counter, where it is ticked."""
        right = not self.chosen or self.form.validate()
        wrong = next((field for field in self.form if field.errors), None) if not right else None
        self.errors = [str(wrong.errors[0])] if wrong else []
        if wrong:
            # Where the page's summary leads: of a choice to its first option.
            self.id = f"{wrong.id}-0" if wrong.type in SEVERAL else wrong.id
        return right

    @property
    def values(self) -> dict[str, Any]:
        """What is right, by field; only after ``validate``."""
        noun, spec = self.entry.noun, self.entry.spec
        found = self.form.data if spec is None else values_of(self.form, [spec])
        return {f"{noun}.{name}": value for name, value in found.items()} if self.chosen else {}


def correction_field(
    entry: Entry, blueprint: Mapping[str, Any], checks: Checks, today: date
) -> Any:
    """An unbound field for one thing that can be put right."""
    label = str(entry.spec["label"]) if entry.spec else label_of(entry.key, blueprint)
    part = _part(entry, checks, today)
    return Correction(label, entry=entry, part=part, now=_stands_there(entry, blueprint))


def _stands_there(entry: Entry, blueprint: Mapping[str, Any]) -> str:
    if entry.spec is None:
        shown = entry.now.items()
        return " ".join(said_of(f"{entry.noun}.{name}", value, blueprint) for name, value in shown)
    value, kind = entry.now[entry.names[0]], FIELD_KINDS[entry.spec["kind"]]
    if entry.sealed:
        return str(value)
    return "—" if value in NOTHING else kind.display(value, entry.spec, translate=_)


#: Forms of single entries: a class costs more to make than to fill. By the entry itself, which lives as
#: long as its blueprint does, and so that no other can have its place.
_parts: dict[int, tuple[Any, Checks, date, type[DeskForm]]] = {}
MOST = 4096


def _part(entry: Entry, checks: Checks, today: date) -> type[DeskForm]:
    if entry.spec is None:
        return _of_person(entry.names, today)
    kept = _parts.get(id(entry.spec))
    if kept and kept[0] is entry.spec and kept[1] is checks and kept[2] == today:
        return kept[3]
    if len(_parts) >= MOST:
        _parts.clear()
    made = form_of([entry.spec], checks, today)
    _parts[id(entry.spec)] = (entry.spec, checks, today, made)
    return made


@lru_cache(maxsize=64)
def _of_person(names: tuple[str, ...], today: date) -> type[DeskForm]:
    whole = applicant_form(organisation=True, today=today)
    return type("Part", (DeskForm,), {name: getattr(whole, name) for name in names})
