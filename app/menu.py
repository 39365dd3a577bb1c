"""The menu of a person: what exists of the table and may be opened; and where they land."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, render_template, request
from markupsafe import Markup

from app.access import may
from app.front_end import url_for
from app.menu_table import LANDING, MENU
from app.translations import language

#: Groups by label, each with its entries as a page shows them.
Groups = list[tuple[str, list[dict[str, Any]]]]


def landing() -> str:
    """The address where this person starts: the page of the role, else the first of their menu."""
    for role, endpoint in LANDING.items():
        if role in g.principal.roles and endpoint in current_app.view_functions:
            return url_for(endpoint)
    entries = [entry for _label, group in _allowed() for entry in group]
    return str(entries[0]["href"]) if entries else ""


def groups() -> Groups:
    """The menu of this person: groups with entries; the open one is 'page', the one above it 'true'."""
    allowed = _allowed()
    marks = iter(_marks(allowed))
    return [
        (label, [{**entry, "active": next(marks)} for entry in group]) for label, group in allowed
    ]


def _marks(found: Groups) -> tuple[str, ...]:
    """How each entry is marked; of two that the page lies below, the nearer one alone."""
    hrefs = [entry["href"] for _label, group in found for entry in group]
    nearest = max((href for href in hrefs if _active(href, request.path)), key=len, default="")
    return tuple(_active(href, request.path) if href == nearest else "" for href in hrefs)


def _active(href: str, path: str) -> str:
    """The value of aria-current; a list's address ends in list/, its rows' pages stand beside it."""
    if path == href:
        return "page"
    below = href.removesuffix("/list/").rstrip("/")
    return "true" if path.startswith(f"{below}/") else ""


def _allowed() -> Groups:
    """Worked out once per set of grants and language; no token and no name is in it."""
    return _kept(("entries", g.principal.grants, language().name), _entries)


def _entries() -> Groups:
    menu = []
    for label, entries in MENU:
        shown = [
            {"label": str(entry.label), "icon": entry.icon, "href": url_for(entry.endpoint)}
            for entry in entries
            if entry.endpoint in current_app.view_functions
            and entry.grant in g.principal.grants
            and entry.unless not in g.principal.grants
        ]
        if shown:
            menu.append((str(label), shown))
    return menu


def html() -> Markup:
    """The menu as it stands in the page, rendered once per rights, language and place in it."""
    key = ("menu", g.principal.grants, language().name, _marks(_allowed()))
    return _kept(key, lambda: Markup(render_template("frame/menu.html", groups=groups())))  # noqa: S704 - our own template


def piece(template: str, **flags: bool) -> Markup:
    """A piece of a page that says the same to everybody: rendered once per language and flags.

    Its template may ask for nothing of the person, the request or the rows.
    """
    key = (template, language().name, *sorted(flags.items()))
    return _kept(key, lambda: Markup(render_template(template, **flags)))  # noqa: S704 - our own template


def _kept(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What an application made once under a key that names all it depends on."""
    made: dict[tuple[Any, ...], Any] = current_app.extensions["youshi_menu"]
    if key not in made:
        made[key] = make()
    return made[key]


def init_app(app: Flask) -> None:
    """Give the templates the menu."""
    app.extensions["youshi_menu"] = {}
    app.jinja_env.globals.update(
        menu_html=html,
        piece=piece,
        landing=lambda: landing() or "/",
        may=lambda grant: may(g.principal, grant),
    )
