"""The menu as data: what exists and what the person may open; and where each role lands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, current_app, g, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.access import Role, may
from app.translations import language


class Entry(NamedTuple):
    """One line of the menu: shown where its endpoint exists and the grant is held."""

    label: Any
    icon: str
    endpoint: str
    grant: str


#: Groups by label, each with its entries as a page shows them.
Groups = list[tuple[str, list[dict[str, Any]]]]
#: Groups in order, each with its entries.
MENU: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        _l("Cases"),
        (
            Entry(_l("Work queue"), "list-check", "queue.show", "task.read"),
            Entry(_l("Green channel intake"), "door-enter", "green_channel.choose", "draft.write"),
        ),
    ),
    (
        _l("Records"),
        (
            Entry(_l("Case register"), "folders", "CaseView.list", "card.read"),
            Entry(_l("Task register"), "list-details", "TaskView.list", "card.read"),
            Entry(_l("Paper register"), "printer", "PaperView.list", "paper.read"),
        ),
    ),
    (
        _l("Catalogue"),
        (
            Entry(_l("Studio: themes"), "puzzle", "studio_themes.index_view", "theme.write"),
            Entry(_l("Studio: items"), "file-check", "studio_items.index_view", "item.write"),
            Entry(_l("Import and export"), "package", "studio_exchange.index", "package.read"),
            Entry(_l("Themes"), "puzzle", "ThemeView.list", "theme.read"),
            Entry(_l("Service items"), "file-check", "ServiceItemView.list", "item.read"),
            Entry(
                _l("Document catalogue"), "file-text", "DocumentTypeView.list", "document_type.read"
            ),
            Entry(_l("SLA classes"), "clock-hour-4", "SlaClassView.list", "sla.read"),
            Entry(_l("Appeal classes"), "message-2", "AppealClassView.list", "appeal.read"),
            Entry(_l("Paper templates"), "template", "PaperTemplateView.list", "template.read"),
            Entry(_l("Named patterns"), "regex", "NamedPatternView.list", "pattern.read"),
            Entry(
                _l("Accepted warnings"),
                "circle-check",
                "AcknowledgedWarningView.list",
                "acknowledged.read",
            ),
        ),
    ),
    (
        _l("Organisation"),
        (
            Entry(_l("Departments"), "building", "DepartmentView.list", "department.read"),
            Entry(_l("Who sits where"), "armchair", "WorkplaceView.list", "workplace.read"),
            Entry(_l("Number series"), "hash", "NumberSeriesView.list", "centre.read"),
            Entry(_l("Working calendar"), "calendar-event", "YearView.now", "calendar.read"),
            Entry(_l("Service centre"), "home", "ServiceCentreView.list", "centre.read"),
        ),
    ),
    (
        _l("Accounts"),
        (
            Entry(_l("Users"), "users", "UserView.list", "account.read"),
            Entry(_l("Roles"), "lock", "RoleView.list", "role.read"),
        ),
    ),
    (
        _l("Audit"),
        (Entry(_l("Access trail"), "shield-check", "TrailView.show", "access.read"),),
    ),
    (
        _l("System"),
        (Entry(_l("State of the system"), "server", "SystemView.show", "doctor.read"),),
    ),
)
#: Role → where it lands after signing in; the first that exists and is allowed wins.
LANDING: dict[str, str] = {
    Role.WINDOW_CLERK: "queue.show",
    Role.OFFICER: "queue.show",
    Role.DEPARTMENT_HEAD: "queue.show",
    Role.CENTRE_HEAD: "queue.show",
    Role.SUPERVISOR: "queue.show",
    Role.AUDITOR: "CaseView.list",
    Role.CATALOGUE_ADMIN: "studio_themes.index_view",
    Role.SECURITY_ADMIN: "UserView.list",
    Role.AUDIT_ADMIN: "TrailView.show",
    Role.SYSTEM_ADMIN: "SystemView.show",
}


def landing() -> str:
    """The address where this person starts: the page of the role, else the first of their menu."""
    for role, endpoint in LANDING.items():
        if role in g.principal.roles and endpoint in current_app.view_functions:
            return url_for(endpoint)
    entries = [entry for _label, group in _allowed() for entry in group]
    return str(entries[0]["href"]) if entries else ""


def groups() -> Groups:
    """The menu of this person: groups with entries; the open one is 'page', the one above it 'true'."""
    path = request.path
    return [
        (label, [{**entry, "active": _active(entry["href"], path)} for entry in entries])
        for label, entries in _allowed()
    ]


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
            if entry.endpoint in current_app.view_functions and entry.grant in g.principal.grants
        ]
        if shown:
            menu.append((str(label), shown))
    return menu


def html() -> Markup:
    """The menu as it stands in the page, rendered once per rights, language and place in it."""
    found, path = _allowed(), request.path
    marks = tuple(_active(entry["href"], path) for _label, group in found for entry in group)
    key = ("menu", g.principal.grants, language().name, marks)
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
