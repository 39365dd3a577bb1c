"""Where a person starts: the page of their role, or a page that says what their role does here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.views import IndexView as FabIndexView
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from app import menu, transaction, translations
from app.domain.roles import TITLES, title
from app.guard import open_to_all
from app.models import ServiceCentre


class IndexView(FabIndexView):
    """The address without a path."""

    route_base = ""

    @expose("/")
    @open_to_all
    def index(self) -> Any:
        """To the login page, to the role's page, or the page of a role that works at the console."""
        if not g.principal.is_authenticated:
            return redirect(url_for("LoginView.login"))
        address = menu.landing()
        return redirect(address) if address else self.render_template("welcome.html")


@open_to_all
def language(locale: str) -> Any:
    """Change the language and stay on the page; FAB's own view would go to the start page."""
    if locale not in current_app.config["LANGUAGES"]:
        abort(404)
    session["locale"] = locale
    return redirect(_page_left() or url_for("IndexView.index"))


def _page_left() -> str:
    """The page of ours from which the reader came, if it can be asked for again."""
    came = urlsplit(request.referrer or "")
    adapter = current_app.create_url_adapter(request)
    if adapter is None or came.netloc != request.host:
        return ""
    try:
        adapter.match(came.path, method="GET")
    except HTTPException:  # an address that only takes forms, or none of ours
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path


def role_name(role: str) -> str:
    """A role's name in the reader's language; a composed one is called what it was called."""
    return str(_(title(role))) if role in TITLES else role


def role_words() -> str:
    """窗口人员 · 综合窗口 3 号: under the name in the top bar."""
    names = [role_name(role) for role in sorted(g.principal.roles)]
    return " · ".join([*names, *([g.principal.window] if g.principal.window else [])])


_names: dict[str, str] = {}


def centre_name() -> str:
    """The centre's name: it changes once in years, so it is read once a process."""
    key = current_app.config["SQLALCHEMY_DATABASE_URI"]
    if not _names.get(key):
        _names[key] = transaction.session().execute(sa.select(ServiceCentre.name)).scalar() or ""
    return _names[key]


def init_app(app: Flask) -> None:
    """Give the templates the words of the frame; put our language switch in the place of FAB's."""
    app.view_functions["LocaleView.index"] = language
    app.jinja_env.globals.update(
        role_name=role_name,
        role_words=role_words,
        centre_name=centre_name,
        get_locale_name=lambda: translations.language().name,
    )
