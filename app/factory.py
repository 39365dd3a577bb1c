"""The factory: wire, register, return."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app import cipher, files, outside, transaction, unkept
from app.extensions import Migrations, csrf, db

#: Modules with an ``init_app(app)``, in the order in which they are wired.
PARTS = (
    "app.rendering",
    "app.bearer",
    "app.guard",
    "app.headers",
    "app.errors",
    "app.signed_in_anew",
    "app.translations",
    "app.menu",
    "app.landing",
    "app.front_end",
    "app.icons",
    "app.marks",
    "app.drawn",
    "app.idempotency",
    "app.health",
    "app.doctor",
    "app.cli",
)
#: Doors with a ``register(app, appbuilder)``; no door knows another.
DOORS = ("app.admin", "app.desk", "app.studio", "app.supervision", "app.public", "app.api")


class Centre(Flask):
    """Nothing of ours is a coroutine: no hook and no view is asked whether it is one, twenty times a request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """It is."""
        return func


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """A new application; ``overrides`` are for tests. Raises config.NotConfigured, KeysUnreadable, ChannelsUnreadable."""
    app = Centre("app")
    app.config.from_object(config.chosen())
    app.config.update(overrides or {})
    _behind_proxies(app, app.config["YOUSHI_PROXIES"])
    cipher.use(cipher.Keys.parse(app.config["YOUSHI_KEYS"]))
    files.use(app.config["YOUSHI_FILES"])
    outside.use(outside.parse(app.config))
    db.init_app(app)
    models = import_module("app.models")
    unkept.init_app(app)  # before any address is made
    csrf.init_app(app)  # before AppBuilder: FAB refuses GET-deletes only where the extension exists
    transaction.init_app(app)
    _build(app)
    Migrations(app, config.ROOT / "migrations")
    app.extensions["youshi_metadata"] = models.Model.metadata
    for part in PARTS:
        import_module(part).init_app(app)
    return app


def _behind_proxies(app: Flask, proxies: int) -> None:
    """Believe address and scheme of so many proxies and of no more: what lies beyond, a browser may write itself.

    The host stays what the proxy sends as ``Host``: no link of ours is made of another.
    """
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]  # how Flask is wrapped


def _build(app: Flask) -> None:
    """FAB with our security manager and sessions; a new AppBuilder for every application."""
    security = import_module("app.security")
    import_module("app.journal_listener")
    import_module("app.services.sounds")
    import_module("app.sessions").init_app(app)
    with app.app_context():
        appbuilder = security.ClosedAppBuilder(
            update_perms=False,
            security_manager_class=security.SecurityManager,
            indexview=import_module("app.landing").IndexView,
        )
        appbuilder.init_app(app, db.session)
        for door in DOORS:
            import_module(door).register(app, appbuilder)
