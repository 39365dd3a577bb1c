"""What an item or a theme says, in words: fields, papers, steps, parts, conditions of acceptance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.admin import limits, words
from app.admin.cells import Cell
from app.admin.sections import Section
from app.domain.condition_words import explain
from app.services import naming
from app.services.composition import Composition
from app.services.naming import Names

Entry = Mapping[str, Any]


class Reader:
    """One composition in words."""

    def __init__(self, whole: Composition, names: Names) -> None:
        """``names`` of departments, documents, items, limits and people."""
        self.whole, self.entry, self.names = whole, whole.entry, names

    def _called(self, noun: str, key: str | None) -> str:
        return naming.called(self.names, noun, key=key)

    def _list(self, name: str) -> list[Any]:
        return list(self.entry.get(name) or [])

    def when(self, condition: Entry | None) -> str:
        """A condition as a sentence; a question to the clerk as the question."""
        if not condition:
            return ""
        if "ask" in condition:
            return _("The window asks: %(question)s", question=condition["ask"])
        return explain(condition, self.whole.fields, translate=_)

    def limit(self, value: Any) -> str:
        """A limit with its situations."""
        if isinstance(value, str) and value in self.whole.limits:
            said = limits.said(value, self.names)
            cases = self.whole.limits[value].get("cases") or []
            more = [limits.situation(c, self.whole.limits[value], self.whole.fields) for c in cases]
            return "；".join([said, *more])
        return (
            limits.whole(value, self.whole.fields)
            if isinstance(value, Mapping)
            else str(value or "")
        )

    # -- tables --------------------------------------------------------------------------------

    def fields(self) -> Section:
        """The questions of the form in order."""
        rows = [
            (
                Cell(field["label"], tag=field["key"]),
                words.word(words.FIELD_KINDS, field["kind"]),
                bool(field.get("required")) or "",
                self.when(field.get("when")),
                [option["label"] for option in field.get("options") or []],
                field.get("help"),
            )
            for field in self._list("fields")
        ]
        headings = (_("Field"), _("Kind"), _("Needed"), _("Only when"), _("Choices"), _("Help"))
        return Section(_("Form fields"), headings, rows, numbered=True)

    def documents(self) -> Section:
        """The papers demanded, in order."""
        rows = [
            (
                Cell(self._called("documents", need["document"]), tag=need["document"]),
                words.word(words.NECESSITY, need.get("necessity") or "required"),
                _copies(need.get("copies")),
                self._supply(need.get("supply")),
                self.when(need.get("when")),
                need.get("note"),
            )
            for need in self._list("documents")
        ]
        headings = (
            _("Document"), _("Necessity"), _("Copies"), _("Where it comes from"), _("Only when"), _("Note"),
        )  # fmt: skip
        return Section(_("Documents"), headings, rows, numbered=True)

    def _supply(self, supply: Any) -> str:
        if not isinstance(supply, Mapping):
            return words.word(words.SUPPLY, supply or "applicant")
        item = self._called("items", self._item(supply["output_of"]))
        first = _("result of “%(item)s”", item=item)
        other = words.word(words.SUPPLY, supply.get("else"))
        return _("%(first)s, else %(other)s", first=first, other=other) if other else first

    def _item(self, entry: str) -> str:
        """The item behind an entry's key: of this theme; an item's own needs name keys of its themes."""
        own = {part["key"]: part["item"] for part in self._list("items")}
        return str(own.get(entry, entry))

    def steps(self) -> Section:
        """What the department does one after another."""
        rows = []
        for said in self._list("steps"):
            step = {"step": said} if isinstance(said, str) else said
            name = step.get("name") or words.word(words.STEPS, step["step"])
            term = _("fixes the promised days") if step.get("sets_term") else ""
            by = words.word(words.ROLES, step.get("by"))
            rows.append(
                (name, by, term, self.when(step.get("when")), self.limit(step.get("limit")))
            )
        headings = (_("Steps"), _("By"), _("Term"), _("Only when"), _("Limit"))
        return Section(_("Steps"), headings, rows, numbered=True)

    def special(self) -> Section:
        """Procedures whose time is not counted."""
        rows = [
            (special["name"], self.limit(special.get("max")) or _("no maximum"))
            for special in (self.entry.get("special") or {}).values()
        ]
        headings = (_("Procedure"), _("At most"))
        return Section(_("Special procedures whose time is not counted"), headings, rows)

    def conditions(self) -> Section:
        """What must hold for an application to be accepted."""
        rows = [
            (
                one["text"],
                self.when(one.get("check")),
                _("the window confirms it") if one.get("confirm") else "",
                _("not accepted without it") if one.get("fails") == "block" else "",
            )
            for one in self._list("accept_conditions")
        ]
        headings = (_("Condition"), _("Checked by the program"), _("By"), _("Otherwise"))
        return Section(_("Conditions of acceptance"), headings, rows, numbered=True)

    def parts(self) -> Section:
        """The items a theme is composed of, with what each waits for."""
        rows = [
            (
                self._item_link(part["item"]),
                self._called("departments", self._owner(part["item"])),
                self.limit(self.whole.items.get(part["item"], {}).get("promise")),
                [self._need(need) for need in part.get("needs") or []],
                self._group(part.get("choice")),
                self.when(part.get("when"))
                or (_("as the applicant wishes") if part.get("optional") else ""),
                words.word(words.IF_REFUSED, part.get("if_refused")),
            )
            for part in self._list("items")
        ]
        headings = (
            _("Item"), _("Department"), _("Promised limit"), _("Waits for"), _("Group"), _("Only when"), _("Where refused"),
        )  # fmt: skip
        return Section(_("Items"), headings, rows, numbered=True)

    def _owner(self, item: str) -> str:
        return str(self.whole.items.get(item, {}).get("department") or "")

    def _item_link(self, item: str) -> Cell:
        address = url_for("ServiceItemView.list", q=item)
        return Cell(self._called("items", item), href=address)

    def _need(self, need: Any) -> str:
        if isinstance(need, str):
            return self._called("items", self._item(need))
        said = words.listed(words.word(words.OUTCOMES, one) for one in need.get("outcomes") or [])
        name = self._called("items", self._item(need["task"]))
        return _("%(name)s (%(outcomes)s)", name=name, outcomes=said) if said else name

    def _group(self, key: str | None) -> str:
        group = (self.entry.get("choices") or {}).get(key or "")
        return group["name"] if group else ""

    def choices(self) -> Section:
        """Groups of which so many items are chosen."""
        rows = []
        for key, group in (self.entry.get("choices") or {}).items():
            members = [part["item"] for part in self._list("items") if part.get("choice") == key]
            rows.append(
                (group["name"], _many(group), [self._called("items", item) for item in members])
            )
        return Section(_("Choice groups"), (_("Group"), _("How many"), _("Of")), rows)


def _many(group: Entry) -> str:
    least, most = group["min"], group["max"]
    return str(most) if least == most else _("%(least)s to %(most)s", least=least, most=most)


def _copies(copies: Mapping[str, int] | None) -> list[str]:
    return [f"{words.word(words.COPIES, form)} {count}" for form, count in (copies or {}).items()]


def told(texts: Iterable[str] | None) -> Section:
    """What the applicant is told beforehand."""
    return Section(
        _("Told to the applicant"),
        (_("Sentence"),),
        [(text,) for text in texts or []],
        numbered=True,
    )
