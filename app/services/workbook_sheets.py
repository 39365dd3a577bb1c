"""A package as sheets of a workbook: which sheet holds which noun, which column which key.

Every sheet's columns come from the package format, so a key that is new there is a column here. What
is plain stands plainly; what is not (conditions, cases of a limit) stands in its cell in the words of
the format. Rows of lists have sheets of their own and name whom they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.package_keys import KEYS, WORDS

#: First row: titles; second: keys (hidden); then a row an entry.
FIRST = 2
#: Column that names the entry, or whom a row belongs to.
KEY, OWNER = "key", "of"
#: Shapes whose cells are plain text; numbers typed there by a spreadsheet become text again.
TEXTS = frozenset(
    {"text", "department_key", "document_key", "item_key", "sla_key", "entry_key",
     "field_key", "option_value", "time", "field_kind", "row_field_kind"}
)  # fmt: skip
NUMBERS = frozenset({"number", "count"})
#: Shapes that are a name, or what it would name written in the cell.
NAMED = dict.fromkeys(("sla_key|limit", "pattern_key|own_pattern"), "named")


@dataclass(frozen=True)
class Column:
    """One key of a noun: its shape says how its cells are read."""

    key: str
    shape: str

    @property
    def kind(self) -> str:
        """text, number, flag, word, named (a name or more) or whole (in the words of the format)."""
        if self.shape in TEXTS:
            return "text"
        if self.shape in NUMBERS:
            return "number"
        if self.shape in WORDS:
            return "word"
        return {"flag": "flag", **NAMED}.get(self.shape, "whole")


@dataclass(frozen=True)
class Sheet:
    """One sheet: the noun of its rows, where they stand in the package, their columns."""

    name: str
    noun: str
    #: top key of the package
    top: str
    #: key of the list inside an entry, empty where the rows are the entries
    inside: str = ""
    #: whether the rows inside stand by key
    keyed: bool = False

    @property
    def columns(self) -> list[Column]:
        """The keys of the noun that have no sheet of their own."""
        apart = INSIDE.get(self.noun, ())
        return [
            Column(key.rstrip("!"), shape)
            for key, shape in KEYS[self.noun].items()
            if key.rstrip("!") not in apart
        ]

    @property
    def heads(self) -> list[str]:
        """The first columns: whom a row belongs to, and its own key where it has one."""
        if not self.inside:
            return [KEY]
        return [OWNER, KEY] if self.keyed else [OWNER]


#: Noun → keys whose rows have a sheet of their own.
INSIDE: dict[str, tuple[str, ...]] = {
    "item": ("fields", "documents", "steps"),
    "theme": ("fields", "documents", "items", "choices"),
}

SHEETS: tuple[Sheet, ...] = (
    Sheet("departments", "department", "departments"),
    Sheet("windows", "window", "windows"),
    Sheet("sla", "limit", "sla"),
    Sheet("patterns", "pattern", "patterns"),
    Sheet("documents", "document", "documents"),
    Sheet("items", "item", "items"),
    Sheet("item fields", "field", "items", "fields"),
    Sheet("item documents", "need", "items", "documents"),
    Sheet("item steps", "step", "items", "steps"),
    Sheet("themes", "theme", "themes"),
    Sheet("theme items", "entry", "themes", "items"),
    Sheet("theme choices", "choice", "themes", "choices", keyed=True),
    Sheet("theme fields", "field", "themes", "fields"),
    Sheet("theme documents", "need", "themes", "documents"),
    Sheet("appeals", "appeal", "appeals"),
    Sheet("templates", "template", "templates"),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
#: What a workbook holds beside its sheets, each in one cell in the words of the format.
REST = ("centre", "calendar", "rectification", "acknowledged")
REST_SHEET = "rest"
#: Column of a row that says a key refers to another sheet's keys: shape → sheet.
REFERS = {
    "department_key": "departments", "document_key": "documents", "item_key": "items",
    "pattern_key|own_pattern": "patterns", "sla_key|limit": "sla", "document_key|result": "documents",
}  # fmt: skip


def words_of(column: Column) -> list[str]:
    """What may be chosen in a column of few words; empty where it is free."""
    if column.shape in WORDS:
        return list(WORDS[column.shape])
    return ["yes", "no"] if column.kind == "flag" else []
