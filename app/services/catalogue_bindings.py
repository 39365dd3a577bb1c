"""Which package key is which column, noun by noun: import and export read this one table."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Binding:
    """One noun: its place in a package, its table, its natural key, its columns and children."""

    top: str
    model: Any
    key: str
    columns: dict[str, str]
    children: dict[str, Child] = field(default_factory=dict)


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
)
_CHOICES = Child("choices", ChoiceGroup, _same("name", "min", "max"), keyed=True)
_APPEAL = _same("name", "department", "promise", "legal", "extend", "closing", "reopen", "inquiry")

BINDINGS: tuple[Binding, ...] = (
    Binding("departments", Department, "code", _same("name", "short_name", "parent", "window")),
    Binding(
        "sla",
        SlaClass,
        "key",
        _same("name", "value", "unit", "warn", "min", "roll", "cases", "extend", "basis"),
    ),
    Binding("patterns", NamedPattern, "key", {}),
    Binding(
        "documents",
        DocumentType,
        "key",
        _same(
            "name",
            "kind",
            "source",
            "standard_code",
            "folds_into",
            "made_by",
            "sample",
            "blank_form",
            "points",
        ),
    ),
    Binding(
        "items",
        ServiceItem,
        "key",
        _same(
            "name", "department", "result", "promise", "legal", "post_check", "commit", "special"
        ),
        {"fields": _FIELDS, "documents": _NEEDS, "steps": _STEPS},
    ),
    Binding(
        "themes",
        Theme,
        "key",
        _same(
            "name",
            "lead",
            "area",
            "channels",
            "green_channel",
            "promise",
            "legal",
            "accept_conditions",
            "told",
            "before",
            **{"for": "serves"},
        ),
        {"items": _ENTRIES, "choices": _CHOICES, "fields": _FIELDS, "documents": _NEEDS},
    ),
    Binding("appeals", AppealClass, "key", _APPEAL),
    Binding("templates", PaperTemplate, "key", _same("name", "series", "copies", "blocks")),
)
#: The one rectification stands in the appeal classes' table under this key.
RECTIFICATION = Binding("rectification", AppealClass, "key", _APPEAL)
