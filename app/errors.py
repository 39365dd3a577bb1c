"""Errors in plain words, in the shell, with a request number that the log has too."""

from __future__ import annotations

import secrets

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

#: Status → page; every other status of werkzeug's is shown by its own page of the same family.
PAGES = {
    400: "400",
    401: "401",
    403: "404",
    404: "404",
    405: "404",
    409: "409",
    413: "413",
    422: "400",
    429: "503",
    500: "500",
    503: "503",
}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.before_request(_number)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)


def _number() -> None:
    g.request_number = secrets.token_hex(4)


def _http(problem: HTTPException) -> tuple[str, int] | HTTPException:
    code = problem.code or 500
    if problem.response is not None or code < 400:  # noqa: PLR2004 - redirects are no errors
        return problem
    return _page(code)


def _busy(problem: OperationalError) -> tuple[str, int]:
    """The database is locked or away: nothing was done, trying again is right."""
    current_app.logger.error("request %s: %s", getattr(g, "request_number", "-"), problem.orig)
    return _page(503)


def _page(code: int) -> tuple[str, int]:
    name = PAGES.get(code, "400" if code < 500 else "500")  # noqa: PLR2004 - client's errors, then ours
    return render_template(
        f"errors/{name}.html",
        code=code,
        request_number=getattr(g, "request_number", "-"),
        wanted=request.path,
    ), code
