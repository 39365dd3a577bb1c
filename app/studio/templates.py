"""Paper templates in the Studio: blocks in order, what may stand in them, the paper as it will look."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import redirect, render_template, url_for
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock, paper_qr, paper_words
from app.domain.package_sense import PLACES, TABLES
from app.guard import needs_own
from app.services import studio
from app.studio import entry_page, printable
from app.studio.entries import EntryView

TABS = (
    ("blocks", _l("What stands on it"), ("blocks",)),
    ("basic", _l("Name and number"), ("name", "series", "copies")),
)
#: What the square of a sample leads to: no paper that anybody holds.
SAMPLE = "sample"


class PaperStudio(EntryView):
    """One template of a paper; which papers there are the acts of a case say, so none is begun here."""

    top, noun, title, tabs = "templates", "template", _l("Paper templates"), TABS

    @expose("/")
    @needs_own("read")
    def index_view(self) -> Response:
        """The list is the dictionary's."""
        return redirect(url_for("PaperTemplateView.list"))

    @expose("/<string:key>")
    @needs_own("read")
    def entry(self, key: str) -> str:
        """One template: its blocks, and beside them the paper with sample values."""
        opened = self._opened(key)
        return render_template(
            "studio/paper.html",
            view=self,
            key=key,
            opened=opened,
            form=entry_page.draw(self, key, opened),
            places=[(name, printable.PLACES.get(name, name)) for name in PLACES],
            tables=[(name, printable.TABLES.get(name, name), _row(name)) for name in TABLES],
            **sheet(opened),
        )

    @expose("/<string:key>/proof", methods=["GET", "POST"])
    @needs_own("read")
    def proof(self, key: str) -> str:
        """The paper alone, as what was typed last makes it."""
        return render_template("studio/paper_panel.html", view=self, **sheet(self._opened(key)))


def _row(table: str) -> list[tuple[str, Any]]:
    """What a row of a table can say."""
    return [(name, printable.OF_A_ROW.get(name, name)) for name in TABLES[table]]


def sheet(opened: studio.Opened) -> dict[str, Any]:
    """What the template of a sheet asks for, with samples; nothing while something typed cannot stand."""
    if opened.problems:
        return {"wrong": len(opened.problems)}
    values = printable.samples(clock.now())
    content = {"blocks": opened.content.get("blocks") or [], "values": values}
    return {
        "paper": SimpleNamespace(content=content, void_at=None, number=values["number"]),
        "blocks": paper_words.sheet(content, printed=1),
        "said": paper_words.frame(copies=1, times=1),
        "square": paper_qr.svg(SAMPLE),
        "invitation": paper_qr.svg(SAMPLE),
        "spent": False,
        "mark": "0000 0000 0000 0000",
    }
