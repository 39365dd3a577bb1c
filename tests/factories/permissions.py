"""The declared table of the doors, line by line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from tests.factories.doors import ELSEWHERE, EVERYBODY, NOBODY

TABLE = YAML(typ="safe", pure=True).load(
    (Path(__file__).resolve().parents[1] / "views" / "permissions.yaml").read_text(encoding="utf-8")
)
#: Words of ``needs`` that are no grant → what app.guard says for them.
WORDS = {"open": (), "everybody": ("",)}
PART = re.compile(r"<[^>]*?(\w+)>")


class Line(NamedTuple):
    """One line: a method and a rule with what is declared of it."""

    method: str
    rule: str
    said: dict

    @property
    def name(self):
        more = ",".join(map(str, self.said.get("with", {}).values()))
        return f"{self.method} {self.rule}" + (f" [{more}]" if more else "")

    @property
    def needs(self):
        asked = self.said["needs"]
        return tuple(asked) if isinstance(asked, list) else WORDS.get(asked, (asked,))

    @property
    def kind(self):
        return self.said.get("of", "house")

    def enters(self, person):
        """Whether the door opens to this person at all."""
        if self.needs == ():
            return True
        if person == NOBODY:
            return False
        role = ELSEWHERE.get(person, person)
        return self.needs == ("",) or any(role in TABLE["grants"][grant] for grant in self.needs)

    def reaches(self, person, relation):
        """Whether what stands in the address is this person's to see."""
        if self.kind == "house":
            return True
        seen = person in TABLE["reach"][self.kind].get(relation, ())
        return seen or (relation == "beside" and person in self.said.get("see_beside", ()))

    def does(self, person, relation):
        """Whether the act is this person's on this row, of those who come in."""
        here = relation in self.said.get("only_at", (relation,))
        return here and person in self.said.get("only", EVERYBODY)

    def address(self, targets, relation):
        """The address for one relation."""
        parts = dict(self.said.get("with", {}))
        target = targets[self.kind][relation]

        def fill(found):
            name = found.group(1)
            return str(parts[name]) if name in parts else target

        query = f"?{self.said['ask']}={target}" if "ask" in self.said else ""
        return PART.sub(fill, self.rule) + query


LINES = [Line(*key.split(" ", 1), said) for key, lines in TABLE["routes"].items() for said in lines]
