"""Server-side sessions: a random token in the cookie, its row in the table, one SELECT a request.

The row gives ``g.principal`` and the session's fixed data (the CSRF secret), both made at login, so
a GET has nothing to write but the last-seen, at most once a minute. What is small and harmless
(flashed messages, the language; before login the CSRF secret too) travels in a second, signed
cookie.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from flask import Flask, Request, Response, g
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_appbuilder.security.sqla.models import User

from app import bearer, clock, hashing, transaction
from app.access import ANONYMOUS, principal_of
from app.models.account import Session, Staff
from app.models.centre import Window
from app.services import inbox, sign_in

SEEN_EVERY = timedelta(minutes=1)

_S: Any = Session.__table__
_U: Any = User.__table__
_P: Any = Staff.__table__
#: Built once: session, user, staff and window in one statement (performance §11, step 7).
_LOAD = (
    sa.select(
        _S.c.id, _S.c.user_id, _S.c.last_seen, _S.c.roles, _S.c.composed, _S.c.departments, _S.c.data,
        _U.c.username, _U.c.last_name.concat(_U.c.first_name).label("name"),
        _P.c.department, sa.func.coalesce(Window.name, _P.c.window).label("window"), _P.c.must_change,
        inbox.unread(_U.c.username).label("unread"),
    )
    .select_from(_S.join(_U, _U.c.id == _S.c.user_id).outerjoin(_P, _P.c.user_id == _S.c.user_id).outerjoin(Window.__table__, Window.code == _P.c.window))
    .where(
        _S.c.token == sa.bindparam("token"),
        _S.c.ended_at.is_(None),
        _U.c.active.is_(True),
        _S.c.last_seen > sa.bindparam("idle"),
        _S.c.created_at > sa.bindparam("oldest"),
    )
)  # fmt: skip


class WebSession(SecureCookieSession):
    """The mapping that views see: fixed values of the row over the notes of the signed cookie."""

    row: Any = None
    fixed: frozenset[str] = frozenset()

    def hold(self, row: Any) -> None:
        """Lay the row's data over the notes; that is no change of the notes."""
        self.row, self.fixed = row, frozenset(row.data)
        g.unread = row.unread
        dict.update(self, row.data)

    def notes(self) -> SecureCookieSession:
        """What goes into the signed cookie."""
        kept = SecureCookieSession(
            {name: value for name, value in self.items() if name not in self.fixed}
        )
        kept.modified, kept.accessed = self.modified, self.accessed
        return kept


class RowSessions(SecureCookieSessionInterface):
    """Opens and saves the session of a request."""

    session_class = WebSession

    def get_cookie_name(self, app: Flask) -> str:
        """The signed cookie's name; the token has the configured one."""
        return f"{app.config['SESSION_COOKIE_NAME']}_notes"

    def open_session(self, app: Flask, request: Request) -> WebSession | None:
        """Read the cookies, load the row, set ``g.principal``."""
        transaction.expect()
        session: Any = super().open_session(app, request)
        g.pop("token", None)
        secret = bearer.offered(request.path, request.headers.get("Authorization"))
        row = _load(app, request) if secret is None else None
        g.principal = g._login_user = _principal(row) if secret is None else _by_key(secret)
        transaction.session().info["actor"] = g.principal.username or "nobody"
        if row is not None and session is not None:
            session.hold(row)
        return session  # type: ignore[no-any-return]  # Flask-typed base class

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Set the cookies; then write what waits until the request's own transaction has ended."""
        if "bearer" not in g:
            super().save_session(app, session.notes(), response)
            self._save_token(app, response)
        if session.row is not None and g.principal.is_authenticated:
            _be_seen(session.row)
        transaction.commit_aside()

    def _save_token(self, app: Flask, response: Response) -> None:
        name = app.config["SESSION_COOKIE_NAME"]
        where = {"domain": self.get_cookie_domain(app), "path": self.get_cookie_path(app)}
        how = {
            "secure": self.get_cookie_secure(app),
            "httponly": True,
            "samesite": self.get_cookie_samesite(app),
        }
        token = g.pop("token", None)
        if token and response.status_code < 400:  # noqa: PLR2004 - above, the new row was rolled back
            response.set_cookie(name, token, **where, **how)
        elif token == "":
            response.delete_cookie(name, **where, **how)


def start(user_id: int, session: Any, *, now: datetime) -> None:
    """Sign a user in: a new token, a new row, nothing of the old session is kept."""
    unit = transaction.session()
    if session.row is not None:
        sign_in.end_one(unit, session.row.id, why="replaced")
    session.clear()
    g.token = sign_in.begin(unit, user_id, now=now)


def stop(session: Any) -> None:
    """Sign out: the row ends, the cookies go."""
    if session.row is not None:
        sign_in.end_one(transaction.session(), session.row.id, why="logout")
    session.clear()
    session.row = None
    g.token = ""


def _load(app: Flask, request: Request) -> Any:
    """The row of a live session, or None; static files need nobody."""
    token = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
    if not token or request.path.startswith(f"{app.static_url_path}/"):
        return None
    now = clock.now()
    values = {
        "token": sign_in.token_hash(token),
        "idle": now - sign_in.IDLE,
        "oldest": now - sign_in.LONGEST,
    }
    return transaction.session().connection().execute(_LOAD, values).one_or_none()


#: Built once: what else the row said was fixed when the person signed in, or ends the session with it.
_STANDS = (
    sa.select(_S.c.id)
    .select_from(_S.join(_U, _U.c.id == _S.c.user_id))
    .where(_S.c.id == sa.bindparam("of"), _S.c.ended_at.is_(None), _U.c.active.is_(True))
)


def stands(session: Any) -> bool:
    """Whether a session that was loaded before this transaction began is still as it was: no right was taken."""
    if session.row is None:
        return False
    unit = transaction.session()
    return unit.connection().execute(_STANDS, {"of": session.row.id}).first() is not None


def _by_key(secret: str) -> Any:
    """A program with a key: the browser's cookies say nothing then."""
    g.bearer = True
    return bearer.principal(secret)


def _principal(row: Any) -> Any:
    if row is None:
        return ANONYMOUS
    return principal_of(
        user_id=row.user_id,
        username=row.username,
        name=row.name,
        roles=row.roles,
        composed=row.composed,
        department=row.department,
        departments=row.departments,
        window=row.window,
        must_change=bool(row.must_change),
    )


def by_itself() -> None:
    """A page asks this, not the person: an open page alone keeps nobody signed in."""
    g.by_itself = True


def _be_seen(row: Any) -> None:
    now = clock.now()
    if g.get("by_itself"):
        return
    if now - row.last_seen >= SEEN_EVERY:
        transaction.aside(
            lambda unit: unit.execute(sa.update(_S).where(_S.c.id == row.id).values(last_seen=now))
        )


def init_app(app: Flask) -> None:
    """Use these sessions, and end them with the rights they were made with."""
    import_module("app.session_listener")
    hashing.use(app.config.get("FAB_PASSWORD_HASH_METHOD", "scrypt"))
    app.session_interface = RowSessions()
