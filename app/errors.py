"""Errors in plain words, in the shell, with a request number that the log has too."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, render_template, request
from flask.globals import request_ctx
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from app import problems
from app.access import ANONYMOUS

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
#: Headers of an error that say something to the caller (405, 429, 503).
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
RETRY_AFTER = "10"
Answer = tuple[str, int, dict[str, str]]


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    for unkept in (DataError, OverflowError):
        app.register_error_handler(unkept, _not_kept)


def request_number() -> str:
    """The number of this request: on its error page and in the log."""
    return str(g.setdefault("request_number", secrets.token_hex(4)))


def _http(problem: HTTPException) -> Answer | Response | HTTPException:
    code = problem.code or 500
    if problem.response is not None or code < 400:  # noqa: PLR2004 - redirects are no errors
        return problem
    cause = getattr(problem, "original_exception", None)
    if isinstance(cause, OperationalError):
        return _busy(cause)
    if cause is not None:  # Flask has logged the traceback, but not under its number
        current_app.logger.error("request %s: %s", request_number(), type(cause).__name__)
    said = dict(problem.get_headers())
    return _page(code, {name: said[name] for name in KEPT if name in said})


def _busy(problem: OperationalError) -> Answer | Response:
    """The database is locked or away: nothing was done, trying again is right."""
    current_app.logger.error("request %s: %s", request_number(), problem.orig)
    return _page(503, {"Retry-After": RETRY_AFTER})


def _not_kept(problem: Exception) -> Answer | Response:
    """A number or a text beyond what a database keeps: nothing was done, and it is not our fault."""
    current_app.logger.warning("request %s: %s", request_number(), type(problem).__name__)
    return _page(400, {})


def _page(code: int, headers: dict[str, str]) -> Answer | Response:
    _stand_without_session()
    if problems.wanted():
        return problems.answer(code, headers=headers, request=request_number())
    name = PAGES.get(code, "400" if code < 500 else "500")  # noqa: PLR2004 - client's errors, then ours
    text = render_template(
        f"errors/{name}.html", code=code, request_number=request_number(), wanted=request.path
    )
    return text, code, headers


def _stand_without_session() -> None:
    """Where the database was away before the session was open: nobody's page, the cookie's language.

    The token stays in the browser, so the person is still signed in when the database is back.
    """
    g.setdefault("principal", ANONYMOUS)
    if request_ctx._session is None:
        request_ctx._session = SecureCookieSessionInterface.open_session(
            current_app.session_interface,  # type: ignore[arg-type]  # app.sessions' is one of these
            current_app,
            request,
        )
