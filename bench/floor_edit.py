"""The floor of the form that puts a case right: the questions of its version with what was answered, by hand.

The questions come from the version, read once; whoever applied and the answers are read, opened and
said anew each time.
"""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask

from app import cipher
from app.domain.fields import FIELD_KINDS, NOTHING
from bench.floor import Told, rows_of, written
from bench.floor_facts import ANSWERS, CASE, opened, specs_of

ROW = re.compile(r'<div class="correction">.*?</fieldset></div>', re.DOTALL)
FIELD = re.compile(r'<div class="field" data-field="(.*?)">(.*?)</div>\n', re.DOTALL)
#: What stands in the page as it came and is the same for every case of the version.
FIXED = {
    "light": r'<span class="light .*?pill">.*?(?=</div>)',
    "tokens": r'(?:<input type="hidden" name="(?:csrf_token|key|version|seen)"[^>]*>)+',
    "rest": r'<div class="">\n<div class="field" data-field="f_documents">.*?</textarea>.*?</div>\n</div>',
    "foot": r'<div class="foot mt-0">.*?</div>',
}


def serve(app: Flask, told: Told) -> None:
    """The case whose form lies in the folder."""
    app.get(told.words["case"]["edit"], endpoint="edit")(EditPage(told).render)


class EditPage:
    """One form, drawn anew each time."""

    def __init__(self, told: Told) -> None:
        """Keep what its version says."""
        self.told, self.number = told, told.words["case"]["number"]
        page = told.frame("edit")
        self.head, _, rest = page.partition("<main")
        body, _, self.tail = rest.partition("</main>")
        self.fixed = {name: re.search(how, body, re.DOTALL)[0] for name, how in FIXED.items()}
        self.title = re.search(r'fw-normal">(.*?)</span>', body)[1]
        self.groups = [
            (said, [_row(found) for found in ROW.findall(part)])
            for said, part in re.findall(
                r'<h2 class="wide mb-0">(.*?)</h2>(.*?)(?=<h2|<div class="">)', body, re.DOTALL
            )
        ]
        asked = [field for _said, rows in self.groups for row in rows for field in row["fields"]]
        self.types = next(dict(field["choices"]) for field in asked if field["select"])
        self.template = written("floor_edit.html")

    def render(self) -> str:
        """Read and say."""
        base = self.told.base
        row = rows_of(base, CASE, (self.number,))[0]
        now = {**self._applicant(row), **self._answers(row)}
        groups = [(said, [_filled(one, now) for one in rows]) for said, rows in self.groups]
        known = {"number": row["number"], "title": self.title}
        return (
            self.head
            + self.template.render(case=known, fixed=self.fixed, groups=groups)
            + self.tail
        )

    def _applicant(self, row: Any) -> dict[str, tuple[str, str]]:
        """What is shown, and what stands in the box: nothing where it is masked."""
        masked = {f"applicant.{name}": (said, "") for name, said in opened(row).items() if said}
        number = masked["applicant.id_number"][0]
        return {
            **masked,
            "applicant.name": (row["person"], row["person"]),
            "applicant.organisation": (row["organisation"], row["organisation"]),
            "applicant.id_number": (f"{self.types[row['id_type']]} {number}", row["id_type"]),
        }

    def _answers(self, row: Any) -> dict[str, tuple[str, str]]:
        specs, found = specs_of(self.told, row["blueprint"]), {}
        for field, _kind, value, sealed in self.told.base.execute(ANSWERS, (row["id"],)).fetchall():
            if sealed:
                json.loads(cipher.unseal(sealed, context="answer.sealed"))
                found[f"answer.{field}"] = ("***", "")
                continue
            plain = json.loads(value) if isinstance(value, str) else value
            if plain not in NOTHING:
                spec = specs[field]
                found[f"answer.{field}"] = (FIELD_KINDS[spec["kind"]].display(plain, spec), plain)
        return found


def _row(found: str) -> dict[str, Any]:
    """One line of the form as its version asks it."""
    return {
        "value": re.search(r'name="f_correct" value="(.*?)"', found)[1],
        "label": re.search(r"<b>(.*?)</b>", found)[1],
        "fields": [_field(name, inner) for name, inner in FIELD.findall(found)],
    }


def _field(name: str, inner: str) -> dict[str, Any]:
    def one(how: str) -> str:
        found = re.search(how, inner)
        return found[1] if found else ""

    options = re.findall(r'<option[^>]* value="(.*?)">(.*?)</option>', inner)
    radios = re.findall(
        r'type="radio"[^>]* value="([^"]*)"[^>]*><span class="form-selectgroup-label">(.*?)</span>',
        inner,
    )
    return {
        "id": name,
        "label": one(r'class="form-label[^>]*>(.*?)(?: <span|</l)'),
        "required": "必填" in inner,
        "help": one(r'<p class="help mb-1">(.*?)</p>'),
        "select": bool(options),
        "choices": options or radios,
        "inputmode": one(r'inputmode="(.*?)"'),
        "maxlength": one(r'maxlength="(.*?)"'),
    }


def _filled(row: dict[str, Any], now: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """The line with what stands there; where two boxes ask, the first holds it."""
    said, value = now.get(row["value"], ("—", ""))
    first, *others = row["fields"]
    fields = [{**first, "value": value}, *({**other, "value": ""} for other in others)]
    return {**row, "now": said, "fields": fields}
