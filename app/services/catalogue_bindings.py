"""Which package key is which column, noun by noun: import and export read this one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.models import (
    AppealClass,
    ChoiceGroup,
    Department,
    DocumentNeed,
    DocumentType,
    FormField,
    NamedPattern,
    PaperTemplate,
    ServiceItem,
    SlaClass,
    Step,
    Theme,
    ThemeItem,
    Window,
)


@dataclass(frozen=True)
class Child:
    """A list (or a mapping by key) inside an entry: rows of their own in the order of the list."""

    attribute: str
    model: Any
    columns: dict[str, str]
    keyed: bool = False
    #: the column a plain word fills where an entry is not a mapping
    word: str | None = None
    #: said even where it is empty: the format asks for the key
    needed: bool = False


@dataclass(frozen=True)
class Binding:
    """One noun: its place in a package, its table, its natural key, its columns and children."""

    top: str
    model: Any
    key: str
    columns: dict[str, str]
    children: dict[str, Child] = field(default_factory=dict)
    #: columns that tell this noun's rows from another's in the same table
    fixed: dict[str, Any] = field(default_factory=dict)
    #: the package holds one entry under the top key, not a mapping of them
    single: bool = False

    def entries(self, package: Mapping[str, Any]) -> dict[str, Any]:
        """The package's entries of this noun by key."""
        said = package.get(self.top) or {}
        return {self.top: said} if self.single and said else dict(said)


def _same(*names: str, **others: str) -> dict[str, str]:
    return {**{name: name for name in names}, **others}


_FIELDS = Child("fields", FormField, _same("key", "kind", "label", "required", when="condition"))
_NEEDS = Child(
    "documents", DocumentNeed, _same("document", "necessity", "copies", "supply", when="condition")
)
_STEPS = Child(
    "steps", Step, _same("step", "name", "by", "sets_term", when="condition"), word="step"
)
_ENTRIES = Child(
    "items",
    ThemeItem,
    _same("key", "item", "needs", "choice", "optional", "if_refused", when="condition"),
    needed=True,
)
_CHOICES = Child("choices", ChoiceGroup, _same("name", "min", "max"), keyed=True)
_LIMIT = _same("name", "value", "unit", "warn", "min", "roll", "cases", "extend", "basis")
_DOCUMENT = _same(
    "name", "kind", "source", "standard_code", "folds_into", "made_by", "sample", "blank_form",
    "points",
)  # fmt: skip
_ITEM = _same("name", "department", "result", "promise", "legal", "post_check", "commit", "special")
_THEME = _same(
    "name", "lead", "area", "channels", "green_channel", "promise", "legal", "accept_conditions",
    "told", "before", **{"for": "serves"},
)  # fmt: skip
_APPEAL = _same("name", "department", "promise", "legal", "extend", "closing", "reopen", "inquiry")

BINDINGS: tuple[Binding, ...] = (
    Binding("departments", Department, "code", _same("name", "short_name", "parent", "window")),
    Binding("windows", Window, "code", _same("name", "kind", "department", "place", "hours")),
    Binding("sla", SlaClass, "key", _LIMIT),
    Binding("patterns", NamedPattern, "key", {}),
    Binding("documents", DocumentType, "key", _DOCUMENT),
    Binding(
        "items",
        ServiceItem,
        "key",
        _ITEM,
        {"fields": _FIELDS, "documents": _NEEDS, "steps": _STEPS},
    ),
    Binding(
        "themes",
        Theme,
        "key",
        _THEME,
        {"items": _ENTRIES, "choices": _CHOICES, "fields": _FIELDS, "documents": _NEEDS},
    ),
    Binding("appeals", AppealClass, "key", _APPEAL, fixed={"rectification": False}),
    # The one rectification stands in the appeal classes' table under this key.
    Binding("rectification", AppealClass, "key", _APPEAL, fixed={"rectification": True}, single=True),
    Binding("templates", PaperTemplate, "key", _same("name", "series", "copies", "blocks")),
)  # fmt: skip
BY_TOP = {binding.top: binding for binding in BINDINGS}
