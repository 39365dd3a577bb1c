"""Generated back office: dictionaries, read-only lists, accounts; all on our safe bases."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask

#: Modules with a ``register(appbuilder)``.
VIEWS = (
    "app.admin.generated",
    "app.admin.accounts",
    "app.admin.trail",
    "app.admin.system",
    "app.admin.outbox",
    "app.admin.api_keys",
)


def register(_app: Flask, appbuilder: Any) -> None:
    """Register the generated views."""
    for name in VIEWS:
        if find_spec(name):
            import_module(name).register(appbuilder)
