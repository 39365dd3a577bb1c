"""The audit administrator's page: do the chains hold, who came in or was refused, who was given what."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, request
from flask_appbuilder.baseviews import BaseView, expose

from app import transaction
from app.guard import needs
from app.models import Department
from app.services import trail
from app.telling import access as trail_words

LARGEST = 2**53


class TrailView(BaseView):
    """Read-only; the chains are proved by a worker, asked from here as from the auditor's room."""

    route_base = "/admin/trail"

    @expose("/")
    @needs("access.read")
    def show(self) -> Any:
        """The access chain, the latest first."""
        kind = request.args.get("kind", "")
        if kind and kind not in trail.ACCESS_KINDS:
            abort(400)
        session = transaction.session()
        return self._page("access", kind, *trail.access(session, kind, self._after()))

    @expose("/grants")
    @needs("grant_trail.read")
    def grants(self) -> Any:
        """The trail of accounts and roles, the latest first."""
        return self._page("grants", "", *trail.grants(transaction.session(), self._after()))

    def _page(self, tab: str, kind: str, entries: list[Any], after: int | None) -> str:
        session = transaction.session()
        departments = session.execute(sa.select(Department.code, Department.name)).tuples().all()
        days = trail_words.days(entries, trail.names(session, entries), dict(departments))
        return str(
            self.render_template(
                "account/trail.html",
                chains=trail.chains(session),
                chain_name=trail_words.chain_name,
                tab=tab,
                kind=kind,
                days=days,
                after=after,
                here=f"TrailView.{'show' if tab == 'access' else 'grants'}",
            )
        )

    @staticmethod
    def _after() -> int | None:
        text = request.args.get("after", "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < len(str(LARGEST))):
            abort(400)
        return int(text)


def register(appbuilder: Any) -> None:
    """Register the page; our own menu shows it."""
    appbuilder.add_view_no_menu(TrailView)
