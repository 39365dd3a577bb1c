"""The description of the interface: made of the routes themselves, for programs and as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, render_template
from flask_babel import gettext as _
from werkzeug.routing import Rule

from app import guard, problems
from app.access import GRANTS
from app.api import base
from app.api.appeals import LISTS as APPEAL_LISTS
from app.api.appeals import TEXTS as APPEAL_TEXTS
from app.api.schemas import person
from app.api.summaries import summary
from app.guard import signed_in

pages = Blueprint("api_openapi", __name__, url_prefix=base.ROOT)
PLACE = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
CHANGING = {"POST", "PATCH"}
TEXT = {"type": "string"}
OBJECT = {"type": "object"}
#: Last part of an operation's name → what is sent to it.
BODIES: dict[str, dict[str, Any]] = {
    "receive": {
        "type": "object",
        "properties": {
            "kind": TEXT,
            "code": TEXT,
            "applicant": person(organisation=True),
            "agent": OBJECT,
            "answers": OBJECT,
            "picked": {"type": "array", "items": TEXT},
            "documents": OBJECT,
            "confirmed": {"type": "array", "items": {"type": "integer", "minimum": 0}},
            "then": {"enum": ["", "accept", "accept_deferred", "supplement"]},
            "deadline": {"type": "string", "format": "date"},
            "commitment": {"type": "boolean"},
            "external_ref": TEXT,
            "external_source": TEXT,
        },
        "required": ["code", "applicant"],
    },
    "register": {
        "type": "object",
        "properties": {
            **dict.fromkeys(APPEAL_TEXTS, TEXT),
            **{name: {"type": "array", "items": TEXT} for name in APPEAL_LISTS},
            "named": {"type": "boolean"},
            "external_source": TEXT,
        },
        "required": ["class", "name", "phone", "channel", "said"],
    },
}
#: Operation → arguments of the address beside the page's size and place.
ARGUMENTS = {"find": ("q", "state", "after"), "ask": ("part",)}
STATUS = {"GET": "200", "POST": "200", "PATCH": "200"}


@pages.get("/openapi.json")
@signed_in
def description() -> Response:
    """OpenAPI 3.1 of every route under this address."""
    paths: dict[str, dict[str, Any]] = {}
    for rule, grants in _routes():
        for method in sorted((rule.methods or set()) & {"GET", *CHANGING}):
            place = paths.setdefault(PLACE.sub(r"{\1}", rule.rule), {})
            place[method.lower()] = _operation(rule, method, grants)
    return base.answer(
        {
            "openapi": "3.1.0",
            "info": {"title": f"{current_app.config['APP_NAME']} API", "version": "1"},
            "security": [{"key": []}, {"session": []}],
            "paths": paths,
            "components": {
                "securitySchemes": {
                    "key": {"type": "http", "scheme": "bearer"},
                    "session": {
                        "type": "apiKey",
                        "in": "cookie",
                        "name": current_app.config["SESSION_COOKIE_NAME"],
                    },
                },
                "schemas": {"Problem": _problem()},
            },
        }
    )


@pages.get("/docs")
@signed_in
def docs() -> str:
    """The same as a page."""
    lines = [
        {"method": method, "path": PLACE.sub(r"{\1}", rule.rule), "grants": grants, "says": summary(rule.endpoint)}
        for rule, grants in _routes()
        for method in sorted((rule.methods or set()) & {"GET", *CHANGING})
    ]  # fmt: skip
    return render_template("api/docs.html", lines=lines, title=_("Interface for other systems"))


def _routes() -> Iterator[tuple[Rule, tuple[str, ...]]]:
    found = [(rule, grants or ()) for rule, grants in guard.rules(current_app) if _is_ours(rule)]
    yield from sorted(found, key=lambda pair: (pair[0].rule, sorted(pair[0].methods or ())))


def _is_ours(rule: Rule) -> bool:
    return rule.rule.startswith(f"{base.ROOT}/")


def _operation(rule: Rule, method: str, grants: tuple[str, ...]) -> dict[str, Any]:
    name = rule.endpoint.rpartition(".")[2]
    said: dict[str, Any] = {
        "operationId": f"{rule.endpoint}.{method.lower()}".replace(".", "_"),
        "summary": summary(rule.endpoint),
        "parameters": [*_places(rule), *_arguments(name, method)],
        "responses": _responses(name, method),
    }
    if any(grant in GRANTS for grant in grants):
        said["description"] = _("Needs one of: %(grants)s.", grants=", ".join(grants))
    if method in CHANGING:
        schema = BODIES.get(name, OBJECT)
        said["requestBody"] = {"content": {base.JSON: {"schema": schema}}}
    return said


def _places(rule: Rule) -> Iterator[dict[str, Any]]:
    for name in PLACE.findall(rule.rule):
        yield {"name": name, "in": "path", "required": True, "schema": TEXT}


def _arguments(name: str, method: str) -> Iterator[dict[str, Any]]:
    listed = ("after",) if name == "get_list" else ()
    for one in (*ARGUMENTS.get(name, ()), *listed):
        yield {"name": one, "in": "query", "schema": TEXT}
    if name == "get_list":
        whole = {"type": "integer", "minimum": 1, "maximum": base.MOST, "default": base.SIZE}
        yield {"name": "limit", "in": "query", "schema": whole}
    if method in CHANGING:
        yield {"name": "Idempotency-Key", "in": "header", "schema": {**TEXT, "maxLength": 64}}
        yield {"name": "If-Match", "in": "header", "schema": TEXT}


def _responses(name: str, method: str) -> dict[str, Any]:
    fine = {"description": _("Done."), "content": {base.JSON: {"schema": OBJECT}}}
    wrong = {
        "description": _("What was wrong, with the rule and the sentence."),
        "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    made = {"201": fine} if name in ("add", "receive") else {}
    page = {"200": {"description": _("A page."), "content": {"text/html": {}}}}
    done = page if name == "docs" else {STATUS[method]: fine, **made}
    return {**done, "304": {"description": _("Unchanged.")}, "default": wrong}


def _problem() -> dict[str, Any]:
    one = {"type": "object", "properties": {"path": TEXT, "detail": TEXT}}
    return {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "rule": TEXT,
            "errors": {"type": "array", "items": one},
        },
        "required": ["type", "title", "status", "detail"],
    }
