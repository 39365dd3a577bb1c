"""Front-end files are asked for by what they contain, so that a browser fetches each once and keeps it.

What changes has another address; nothing is asked for again on the next page, and nothing comes late.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask import url_for as address_of

FOLDER = Path(__file__).resolve().parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


@lru_cache(maxsize=256)
def mark(name: str) -> str:
    """What tells this content of a file from another; empty where there is no such file."""
    path = FOLDER / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:6] if path.is_file() else ""


def address(name: str) -> str:
    """Where a file is served from, with its mark; for what is written before any request."""
    return f"/static/{name}?v={mark(name)}"


@lru_cache(maxsize=1024)
def _address_under(root: str, name: str) -> str:
    return f"{root}{address(name) if mark(name) else f'/static/{name}'}"


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's, for templates; of a page the half are addresses that do not change: built once."""
    if endpoint == "static" and len(values) == 1:
        return _address_under(request.script_root, values["filename"])
    if values or endpoint.startswith("."):
        return address_of(endpoint, **values)
    kept: dict[tuple[str, str], str] = current_app.extensions["youshi_addresses"]
    key = (request.script_root, endpoint)
    if key not in kept:
        kept[key] = address_of(endpoint)
    return kept[key]


def init_app(app: Flask) -> None:
    """Let every address of a front-end file carry its mark, and what is asked for by it be kept."""
    app.extensions["youshi_addresses"] = {}
    app.jinja_env.globals["url_for"] = url_for
    app.url_defaults(_add_mark)
    app.after_request(_keep)


def _add_mark(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and (found := mark(values["filename"])):
        values.setdefault("v", found)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        asked = request.args.get("v")
        if asked and asked == mark((request.view_args or {})["filename"]):
            response.headers["Cache-Control"] = FOR_GOOD
    return response
