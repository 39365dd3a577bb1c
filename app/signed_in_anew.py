"""A form whose session has ended meanwhile: who signs in again sends it once more, and types nothing anew.

The token of a page is its session's. Signed out, one is told to sign in beside, on a page that keeps what
was sent: no page with personal values is kept by a browser, so going back may find an empty form. Signed
in again, one sends it under the new session by a press. What another site sends is never laid before
anybody: a browser says where a form comes from.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest

from app import problems
from app.errors import request_number
from app.guard import grants_of_view

TOKEN = "csrf_token"  # noqa: S105 - the name of a field


def init_app(app: Flask) -> None:
    """Answer forms that come with the token of another session."""
    app.register_error_handler(CSRFError, _answer)


def _answer(_problem: CSRFError) -> Response:
    signed_in = g.principal.is_authenticated
    if problems.wanted() or not request.form.get(TOKEN) or not (signed_in or _is_protected()):
        return current_app.make_response(current_app.handle_http_exception(BadRequest()))
    # Scripts that keep a draft know 409 as somebody else's change.
    answer = Response(_page(ended=not signed_in), 400 if signed_in else 401)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _is_kept() -> bool:
    """Whether a page of ours sent the form, and it holds nothing that is typed anew each time."""
    ours = urlsplit(request.headers.get("Origin", "")).netloc == request.host
    return ours and not any("password" in name for name in request.form)


def _is_protected() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and bool(grants_of_view(current_app, request.endpoint or "", view))


def _page(*, ended: bool) -> str:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN]
    return render_template(
        "errors/again.html",
        ended=ended,
        sent=sent if _is_kept() else [],
        address=request.full_path.rstrip("?"),
        files=any(one.filename for one in request.files.values()),
        request_number=request_number(),
    )
