"""The floor of a generated list: its rows by the raw driver, its table by Jinja, the rest of the page as it is.

No rights, no translation while it runs, no filters; the same words in the same table, which
``bench.lists`` checks before it measures.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from bench.floor import WHO

ROWS = jinja2.Environment(autoescape=True).from_string(
    """{% for row in rows %}
<tr data-row><td class="w-chk"><input class="form-check-input" type="checkbox" name="row" value="{{ row[0] }}" aria-label="选择 {{ row[1] }}"></td>{% for cell in row[1:] %}<td>{% if loop.first %}<a href="/admin/{{ noun }}/show/{{ row[0] }}">{{ cell }}</a>{% elif cell | length > 18 %}<span class="cut" title="{{ cell }}">{{ cell }}</span>{% else %}{{ cell }}{% endif %}</td>{% endfor %}<td class="text-end pe-3"><a href="/admin/{{ noun }}/edit/{{ row[0] }}">修改</a></td></tr>{% endfor %}"""
)


class Page(NamedTuple):
    """One list: its statement, the statement of the names it needs, its cells from a row and those."""

    rows: str
    names: str
    cells: Callable[[Any, dict[str, str], dict[str, dict[str, str]]], tuple[Any, ...]]


PAGES = {
    "departments": Page(
        "SELECT id, code, name, short_name, parent, window FROM department ORDER BY code, id LIMIT 26",
        "SELECT code, coalesce(short_name, name) FROM department",
        lambda row, names, words: (*row[:3], row[3] or "", names.get(row[4], row[4] or ""), words["flags"][str(row[5])]),
    ),
    "documents": Page(
        "SELECT id, key, name, kind, source, folds_into, points FROM document_type ORDER BY key, id LIMIT 26",
        "SELECT key, name FROM document_type",
        lambda row, names, words: (*row[:3], words["kinds"][row[3]], words["sources"][row[4]], names.get(row[5], ""), "、".join(json.loads(row[6] or "[]"))),
    ),
}  # fmt: skip


class Floor:
    """A WSGI application that knows the lists of PAGES; their frames are taken from the real ones."""

    def __init__(self, path: str, folder: Path) -> None:
        self.base = sqlite3.connect(path, check_same_thread=False)
        self.words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self.frames = {}
        for noun in PAGES:
            head, _, rest = (
                (folder / f"{noun}.html").read_text(encoding="utf-8").partition("<tbody>")
            )
            self.frames[noun] = (head + "<tbody>", rest[rest.index("</tbody>") :])

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        token = re.search(r"youshi=([^;]+)", environ.get("HTTP_COOKIE", ""))
        digest = hashlib.sha256(token.group(1).encode()).hexdigest() if token else ""
        self.base.execute(WHO, (digest,)).fetchone()
        noun = environ["PATH_INFO"].split("/")[2]
        page, (head, tail) = PAGES[noun], self.frames[noun]
        names = dict(self.base.execute(page.names).fetchall())
        rows = self.base.execute(page.rows).fetchall()[:25]
        cells = [page.cells(row, names, self.words) for row in rows]
        sent = (head + ROWS.render(rows=cells, noun=noun) + tail).encode()
        start_response(
            "200 OK",
            [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(sent)))],
        )
        return [sent]


def create() -> Floor:
    """For gunicorn: what the environment names."""
    return Floor(os.environ["FLOOR_DB"], Path(os.environ["FLOOR_FOLDER"]))
