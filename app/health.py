"""GET /healthz: is the application there, its database reached, its schema the one it expects."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app import transaction
from app.guard import open_to_all

ROOT = Path(__file__).resolve().parent.parent
#: Said in one place, pyproject.toml.
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]
VERSIONS = ROOT / "migrations" / "versions"
NAMES = re.compile(r'^(revision|down_revision)(?:: \w+)? = "(\w+)"', re.MULTILINE)
pages = Blueprint("health", __name__)


@cache
def _follows() -> dict[str, str]:
    """Migration → the one it follows; numbers are names, and what landed later may have a lower one.

    Read once: a process expects what lay there when it was started, and a probe asks every few seconds.
    """
    read = (path.read_text(encoding="utf-8") for path in VERSIONS.glob("[0-9]*.py"))
    named = (dict(NAMES.findall(text)) for text in read)
    return {one["revision"]: one.get("down_revision", "") for one in named}


def newest() -> str:
    """The migration this code expects: the one that no other follows."""
    found = _follows()
    return max(set(found) - set(found.values()))


def after(migration: str) -> set[str]:
    """A migration and all that follow it."""
    found, reached = _follows(), {migration}
    while more := {one for one, before in found.items() if before in reached} - reached:
        reached |= more
    return reached


def knows(migration: str) -> bool:
    """Whether a database at this migration is one that this code can bring up to date."""
    return migration in _follows()


def state() -> dict[str, Any]:
    """Version, whether the database is reached, its migration and the one expected."""
    found: dict[str, Any] = {
        "version": VERSION,
        "database": False,
        "migration": None,
        "expected": newest(),
    }
    try:
        found["migration"] = (
            transaction.session()
            .execute(sa.text("SELECT version_num FROM alembic_version"))
            .scalar()
        )
        found["database"] = True
    except SQLAlchemyError:
        transaction.rollback()
    return found


@pages.get("/healthz")
@open_to_all
def show() -> tuple[Response, int]:
    """200 where all is well, else 503 with the same JSON."""
    found = state()
    well = found["database"] and found["migration"] == found["expected"]
    return jsonify(found), 200 if well else 503


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(pages)
