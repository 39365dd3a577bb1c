"""Several rows of a dictionary retired or put back in use at once, with what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import abort, g, render_template, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock, transaction
from app.admin import keyset
from app.services import retiring

#: As many rows as a page shows, and some; more is no choice that anybody looked at.
MOST = 200


class Became(NamedTuple):
    """What became of one row: done or skipped, and what there is to say of it."""

    pk: int
    name: str
    done: bool
    why: str


#: What may be done → what is said of a row where it is done, and of one that is so already.
ACTS: dict[str, tuple[Any, Any]] = {
    "retire": (_l("Retired"), _l("It is retired already.")),
    "restore": (_l("In use again"), _l("It is in use already.")),
}


class Bulk:
    """A dictionary whose rows are retired and put back several at a time."""

    @expose("/bulk", methods=["POST"])
    @has_access
    def bulk(self: Any) -> Any:
        """Retire the chosen rows, or put them back: all of them in one transaction, or none.

        What may keep a row from it is known before anything is written (it is so already, it is
        gone), so each is done or skipped; only the database itself can fail, and then nothing is.
        """
        act = request.form.get("act", "")
        if act not in ACTS:
            abort(400)
        results = list(self._became(act, self._chosen()))
        here = request.form.get("here", "")
        lists = f"{self.route_base}/list/"
        return render_template(
            "admin/bulk.html",
            view=self,
            results=results,
            said=ACTS[act][0],
            back=here if here.partition("?")[0] == lists else lists,
        )

    def _chosen(self: Any) -> list[Any]:
        """The chosen rows that there are, locked in one order so that two such acts queue up."""
        try:
            asked = {keyset.number(text) for text in request.form.getlist("row")[:MOST]}
        except ValueError:
            abort(400)
        query = sa.select(self.datamodel.obj).where(self._id.in_(asked), *self._rules())
        locked = query.order_by(self._id).with_for_update()
        return [*transaction.session().execute(locked).scalars()]

    def _became(self: Any, act: str, rows: list[Any]) -> Iterator[Became]:
        session, (_said, already) = transaction.session(), ACTS[act]
        used = retiring.counted(session, self.top) if act == "retire" and rows else {}
        for row in rows:
            key, name = self._key(row), str(row)
            if (row.retired_at is not None) == (act == "retire"):
                yield Became(row.id, name, done=False, why=str(already))
                continue
            if act == "retire":
                retiring.retire(session, self.place(row), key, by=g.principal.username, now=clock.now())  # fmt: skip
            else:
                retiring.restore(session, self.place(row), key)
            count = used.get(key, 0)
            why = _("Used in %(count)s places, which keep it.", count=count) if count else ""
            yield Became(row.id, name, done=True, why=why)
