"""What the Studio does with the keys of a noun beside what the package format says of them."""

from __future__ import annotations

#: Keys that a form keeps and does not show: made by the house, or edited elsewhere.
KEPT: dict[str, tuple[str, ...]] = {
    "item": ("channels", "before", "for", "fee", "place", "hours", "codes"),
    "field": ("key",),
    "row_field": ("key",),
    "option": ("value",),
    "entry": ("key",),
}
#: Shape of a row → the key that is asked first: how it is called, then of what kind it is.
FIRST: dict[str, str] = {"field": "label", "row_field": "label"}
#: Mappings that an entry may do without.
OPTIONAL = ("result", "extend", "reopen", "inquiry", "limit")
#: Shape of a row → the words its key is made from, where it has one of its own.
KEY_FROM = {"field": "label", "row_field": "label", "option": "label", "entry": "item"}
#: (noun, key) → the shape that is drawn there instead of the format's.
SPECIAL: dict[tuple[str, str], str] = {
    ("need", "when"): "demand",
    ("field", "default"): "default",
    ("row_field", "default"): "default",
    ("theme", "before"): "figures",
    ("theme", "for"): "whom",
    ("entry", "choice"): "choice_key",
    ("result", "numbered"): "unnumbered",
    ("entry_need", "task"): "entry_name",
    ("entry_need", "outcomes"): "outcomes",
    ("step", "step"): "step_word",
    ("accept_condition", "confirm"): "confirm_flag",
    ("accept_condition", "fails"): "fails_flag",
    ("supply", "output_of"): "producer",
    ("block", "block"): "block_sort",
    ("block", "text"): "passage",
    ("block", "rows"): "table_source",
}
