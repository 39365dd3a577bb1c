"""Supervision: the trail, its proof, who may do what and why. Hand-made pages for auditors."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from flask import Flask

#: One module a noun; each has a blueprint ``pages``.
PAGES = (
    "app.supervision.trail",
    "app.supervision.chain_export",
    "app.supervision.why_seen",
    "app.supervision.access_review",
    "app.supervision.bulletins",
    "app.supervision.findings",
    "app.supervision.dashboard",
    "app.supervision.orders",
    "app.supervision.causes",
    "app.supervision.ratings",
    "app.supervision.rating_reviews",
    "app.supervision.grades",
    "app.supervision.taking_out",
)


def register(app: Flask, _appbuilder: Any) -> None:
    """Register the pages of supervision."""
    for name in PAGES:
        app.register_blueprint(import_module(name).pages)
