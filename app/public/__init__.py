"""The public side: pages without login for applicants and for whoever holds a paper."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from flask import Flask

#: One module a noun; each has a blueprint ``pages``.
PAGES = ("app.public.papers", "app.public.calendars", "app.public.ratings", "app.public.appeals")


def register(app: Flask, _appbuilder: Any) -> None:
    """Register the public pages."""
    for name in PAGES:
        app.register_blueprint(import_module(name).pages)
