"""Plain values: text, numbers, yes or no, words of a list, and what is chosen by its name."""

from __future__ import annotations

from typing import Any

from app.domain.fields import FIELD_KINDS
from app.domain.package_keys import WORDS
from app.domain.package_widths import WIDTHS
from app.studio import words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.posted import Node
from app.studio.registry import Shape

#: Words that stand in the format but that nobody chooses on screen, by shape.
UNOFFERED: dict[str, tuple[str, ...]] = {
    "role": ("system_admin", "security_admin", "audit_admin", "catalogue_admin", "auditor",
             "department_head", "centre_head"),
}  # fmt: skip


def text_of(value: Any) -> str:
    """A value as a field holds it: nothing is empty, what was typed wrongly stays as it was typed."""
    return "" if value is None or value is NOTHING else str(value)


#: What nothing in the format bounds is still typed into one line.
LINE = 1000


def _text(value: Any, place: Place, _page: Page) -> Widget:
    # What the browser lets in is what the tables keep: nothing typed is refused for its length.
    most = WIDTHS.get(place.noun, {}).get(place.key, LINE)
    label = words.label(place.noun, place.key)
    return Widget("text", place.name, label, text_of(value), more={"most": most})


def _read_text(node: Node, _place: Place, _kept: Any, _page: Page) -> Any:
    return node.text or NOTHING


def whole(text: str) -> Any:
    """A whole number; what is none stays text, so that the check can say so beside it."""
    plain = text.strip().replace(",", "")
    digits = plain.removeprefix("-")
    return int(plain) if digits.isascii() and digits.isdigit() and len(digits) < 16 else text  # noqa: PLR2004 - more digits than any limit or price has


def _number(value: Any, place: Place, _page: Page) -> Widget:
    return Widget("number", place.name, words.label(place.noun, place.key), text_of(value))


def _read_number(node: Node, _place: Place, _kept: Any, _page: Page) -> Any:
    return whole(node.text) if node.text else NOTHING


def _flag(value: Any, place: Place, _page: Page) -> Widget:
    return Widget("flag", place.name, words.label(place.noun, place.key), value is True)


def _read_flag(node: Node, _place: Place, kept: Any, _page: Page) -> Any:
    """Ticked is true; not ticked is what it was where it was said to be false, else nothing."""
    if node.text:
        return True
    return False if kept is False else NOTHING


def _lines(value: Any, place: Place, _page: Page) -> Widget:
    listed = value if isinstance(value, list) else []
    label = words.label(place.noun, place.key)
    return Widget("lines", place.name, label, "\n".join(map(text_of, listed)))


def _read_lines(node: Node, _place: Place, _kept: Any, _page: Page) -> Any:
    return [line.strip() for line in node.text.splitlines() if line.strip()] or NOTHING


def select(value: Any, place: Place, options: list[Option], *, needed: bool = False) -> Widget:
    """A choice among few; what is chosen and no longer there stays to be seen."""
    chosen = text_of(value)
    if chosen and chosen not in {option.value for option in options}:
        options = [*options, Option(chosen, chosen)]
    label = words.label(place.noun, place.key)
    return Widget("select", place.name, label, chosen, options=options, needed=needed)


def word(shape: str) -> Shape:
    """One of the few words a package allows here."""
    offered = [name for name in WORDS[shape] if name not in UNOFFERED.get(shape, ())]

    def show(value: Any, place: Place, _page: Page) -> Widget:
        return select(value, place, [Option(name, words.said(shape, name)) for name in offered])

    return Shape(show, _read_text)


#: Kinds that hold files or rows: not within a row.
WHOLE = ("group", "attachment")


def kinds(names: tuple[str, ...]) -> Shape:
    """Kinds of fields, by their words."""

    def show(value: Any, place: Place, _page: Page) -> Widget:
        widget = select(
            value, place, [Option(name, words.said("field_kind", name)) for name in names]
        )
        widget.more["decides"] = True
        return widget

    return Shape(show, _read_text)


def reference(noun: str) -> Shape:
    """A row of a dictionary that is chosen from a list (departments, limits, patterns)."""

    def show(value: Any, place: Place, page: Page) -> Widget:
        return select(value, place, list(page.options.get(noun, [])))

    return Shape(show, _read_text)


def picked(noun: str) -> Shape:
    """A row of a long dictionary, found by typing its name (documents, items)."""

    def show(value: Any, place: Place, page: Page) -> Widget:
        known = page.names.get(noun, {})
        shown = known.get(text_of(value), text_of(value))
        label = words.label(place.noun, place.key)
        return Widget(
            "pick", place.name, label, text_of(value), more={"noun": noun, "shown": shown}
        )

    def read(node: Node, _place: Place, _kept: Any, page: Page) -> Any:
        return node.text or _by_name(node.child("_typed").text, noun, page) or NOTHING

    return Shape(show, read)


def _by_name(typed: str, noun: str, page: Page) -> str:
    """What somebody typed without choosing: the row of exactly that name, else the words themselves
    (the check then says that there is no such row).
    """
    return next((key for key, name in page.names.get(noun, {}).items() if name == typed), typed)


def unshown() -> Shape:
    """What no form shows and every form keeps."""
    return Shape(
        lambda _value, place, _page: Widget("none", place.name),
        lambda _node, _place, kept, _page: NOTHING if kept is None else kept,
    )


TEXT = Shape(_text, _read_text)
NUMBER = Shape(_number, _read_number)
FLAG = Shape(_flag, _read_flag)
LINES = Shape(_lines, _read_lines)

TABLE: dict[str, Shape] = {
    **dict.fromkeys(("text", "time"), TEXT),
    **dict.fromkeys(("number", "count"), NUMBER),
    "flag": FLAG,
    "[text]": LINES,
    "field_kind": kinds(tuple(FIELD_KINDS)),
    "row_field_kind": kinds(tuple(name for name in FIELD_KINDS if name not in WHOLE)),
    "department_key": reference("departments"),
    "document_key": picked("documents"),
    "item_key": picked("items"),
    "free": unshown(),
}
