"""Which grant a view needs: said at the view, checked here, listed for the table of routes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from app import journal, problems, sessions, transaction
from app.access import ANONYMOUS, may

View = TypeVar("View", bound=Callable[..., Any])

#: Endpoints that a person who must change their password may reach.
WHILE_CHANGING = frozenset(
    {"static", "LoginView.logout", "LoginView.password", "LocaleView.index", "health.show"}
)
UNAUTHORIZED, FORBIDDEN = 401, 403


def needs(*grants: str) -> Callable[[View], View]:
    """A view for those who hold one of the grants; others are sent to sign in or refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            return require(*grants) or view(*args, **kwargs)

        guarded.__needs__ = grants  # type: ignore[attr-defined]  # a mark for the table of routes
        return cast("View", guarded)

    return decorate


def needs_own(verb: str) -> Callable[[View], View]:
    """A view that several nouns have: for those who may do this to the noun of the page that it is."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
            return require(f"{self.noun}.{verb}") or view(self, *args, **kwargs)

        guarded.__needs__ = lambda page: (f"{page.noun}.{verb}",)  # type: ignore[attr-defined]  # a mark for the table of routes
        return cast("View", guarded)

    return decorate


def signed_in(view: View) -> View:
    """A view for everybody who is signed in."""
    return needs("")(view)


def open_to_all(view: View) -> View:
    """A view without login, said on purpose."""
    view.__needs__ = ()  # type: ignore[attr-defined]  # a mark for the table of routes
    return view


def require(*grants: str) -> Response | None:
    """None where the person holds one of the grants; else where to sign in; aborts 401 or 403."""
    if not g.principal.is_authenticated:
        return to_login()
    if "" in grants or any(may(g.principal, grant) for grant in grants):
        return None
    return abort(FORBIDDEN)


def to_write() -> None:
    """Go on as a writer in a view that began as a reader; who asks is asked for anew. Aborts 401."""
    transaction.begin_writing()
    if not sessions.stands(session):
        g.principal = g._login_user = ANONYMOUS
        to_login()


def to_login() -> Response:
    """A reader is sent to the login page and back; an act is refused with 401."""
    if problems.wanted():
        return problems.answer(UNAUTHORIZED, headers=problems.CHALLENGE)
    if request.method not in transaction.SAFE_METHODS:
        abort(UNAUTHORIZED)
    return redirect(url_for("LoginView.login", next=request.full_path.rstrip("?")))


def rules(app: Flask) -> Iterator[tuple[Rule, tuple[str, ...] | None]]:
    """Every route with its grants: () is open on purpose, None is undeclared."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        yield rule, grants_of_view(app, rule.endpoint, view)


def grants_of_view(app: Flask, endpoint: str, view: Any) -> tuple[str, ...] | None:
    """The grants one view needs; FAB's views name noun and method instead."""
    declared: Any = getattr(view, "__needs__", None)
    if declared is not None:
        return cast("tuple[str, ...]", declared(view.__self__) if callable(declared) else declared)
    owner = getattr(view, "__self__", None) or _fab_view(app, endpoint)
    method = endpoint.rpartition(".")[2]
    if owner is None or not hasattr(getattr(owner, method, None), "_permission_name"):
        return getattr(getattr(owner, method, None), "__needs__", None)
    return (
        app.appbuilder.sm.grant_for(
            f"can_{owner.get_method_permission(method)}", owner.class_permission_name
        ),
    )  # type: ignore[attr-defined]  # FAB puts itself on the app


def _fab_view(app: Flask, endpoint: str) -> Any:
    name = endpoint.rpartition(".")[0]
    return next((view for view in app.appbuilder.baseviews if view.endpoint == name), None)  # type: ignore[attr-defined]  # FAB puts itself on the app


def _sign_in_first() -> Response | None:
    """Nobody is sent to sign in by every view that asks anything, FAB's too, before the view is asked."""
    if g.principal.is_authenticated or request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    return to_login() if grants_of_view(current_app, request.endpoint, view) else None


def _change_first() -> Response | None:
    """A password somebody else chose is changed before anything else."""
    if not g.principal.must_change or request.endpoint in WHILE_CHANGING:
        return None
    if problems.wanted():
        abort(FORBIDDEN)
    return (
        redirect(url_for("LoginView.password"))
        if "LoginView.password" in current_app.view_functions
        else None
    )


def _note_refusal(response: Response) -> Response:
    if response.status_code == FORBIDDEN and g.principal.is_authenticated:
        path = request.path[:128].replace("\0", " ")  # no database keeps it
        journal.access(transaction.session(), "route", path, "refused", method=request.method)
    return response


def init_app(app: Flask) -> None:
    """Send nobody to sign in, hold back those who must change their password, journal refusals."""
    app.before_request(_sign_in_first)
    app.before_request(_change_first)
    app.after_request(_note_refusal)
    app.jinja_env.globals.setdefault("may", lambda grant: may(g.principal, grant))
