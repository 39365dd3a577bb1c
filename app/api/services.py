"""What this account is, what the counter receives now and what it asks, and the days of the centre."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g

from app import clock, transaction
from app.api import base, schemas
from app.domain.case.acceptance import to_confirm
from app.forms import picks
from app.guard import needs, signed_in
from app.models import ServiceVersion
from app.services import blueprints, calendars, outline, versions

pages = Blueprint("api_services", __name__, url_prefix=base.ROOT)


@pages.get("/me")
@signed_in
def me() -> Response:
    """Who this is, what it may do, and whether by key."""
    opened = g.get("key")
    return base.answer(
        {
            "account": g.principal.username,
            "department": g.principal.department,
            "grants": sorted(g.principal.grants),
            "key": opened and {"prefix": opened.prefix, "source": opened.source},
        }
    )


@pages.get("/services")
@needs("version.read")
def listed() -> Response:
    """The services that are received now, by code."""
    found = versions.offered(transaction.session(), at=clock.now())
    return base.page([_head(one) for one in found], None)


@pages.get("/services/<string:kind>/<string:code>")
@needs("version.read")
def show(kind: str, code: str) -> Response:
    """One service: the schema of what ``POST /cases`` takes, papers with their points, conditions."""
    session = transaction.session()
    known = "\0" not in kind + code
    version = versions.current(session, kind, code, at=clock.now()) if known else None
    if version is None:
        abort(404)
    plan = blueprints.blueprint(session, version.sha256)
    body = {
        **_head(version),
        "schema": schemas.intake(plan),
        "questions": [field["key"] for field in outline.questions(plan)],
        "parts": [_part(task) for task in plan["tasks"] if task["kind"] == "work"],
        "optional": [task["key"] for task in picks.optional(plan)],
        "documents": {key: _paper(one) for key, one in plan["documents"].items()},
        "conditions": [one["text"] for one in to_confirm(plan)],
    }
    return base.answer(body, etag=version.sha256[:16])


@pages.get("/calendar")
@needs("calendar.read")
def calendar() -> Response:
    """The working calendar in force: confirmed years, days off and worked, office hours, closures."""
    found = calendars.in_force(transaction.session())
    return base.answer(found or abort(404))


def _head(version: ServiceVersion) -> dict[str, Any]:
    names = ("kind", "code", "number", "sha256")
    return {
        **{name: getattr(version, name) for name in names},
        "valid_from": version.valid_from.isoformat(),
    }


def _part(task: dict[str, Any]) -> dict[str, Any]:
    names = ("key", "item", "name", "department", "pick", "limits")
    return {name: task.get(name) for name in names}


def _paper(one: dict[str, Any]) -> dict[str, Any]:
    return {"name": one["name"], "points": one.get("points") or []}
