"""The interface for other systems: JSON under /api/v1, by the rules of the pages and no others."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.api import acts, appeals, cases, dictionaries, openapi, receiving, services
from app.extensions import csrf

PAGES = (cases.pages, receiving.pages, appeals.pages, acts.pages, services.pages, openapi.pages)


def register(app: Flask, appbuilder: Any) -> None:
    """Register the resources."""
    for pages in PAGES:
        # Whoever comes by key has no page; app.bearer asks everybody else for the page's token.
        csrf.exempt(pages)
        app.register_blueprint(pages)
    dictionaries.register(appbuilder)
