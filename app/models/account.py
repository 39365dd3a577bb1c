"""Accounts beside FAB's users: staff rows with their scope, sessions, failed logins, old passwords.

FAB's tables keep users and roles. What excludes what is also a trigger (三员分立): no form, import
or statement can give one person two of the three administrators' roles.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import assoc_user_role
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.roles import ALONE
from app.models.base import Hash, JsonDict, JsonList, Key, Model, Moment


class Staff(Model):
    """Where a user works: it carries the scope, so the security administrator alone changes it."""

    __tablename__ = "staff"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True
    )
    department: Mapped[Key | None]
    # The code of a window; the words of former days where no window was made of them.
    window: Mapped[Key | None]
    # The password was known to whoever handed it over; until it is changed no page opens.
    must_change: Mapped[bool] = mapped_column(default=False)
    # Another system's account: it comes in by key alone, its password is nobody's.
    machine: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    password_changed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class StaffDepartment(Model):
    """A further department in a person's scope."""

    __tablename__ = "staff_department"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True
    )
    department: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


class Session(Model):
    """A signed-in browser: the cookie holds a random token, the row its hash and what it may do."""

    __tablename__ = "session"
    __table_args__ = (sa.Index("ix_session_user_ended", "user_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Only the hash: who reads the table, or a backup of it, cannot sign in as anybody.
    token: Mapped[Hash] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id", ondelete="CASCADE"))
    created_at: Mapped[Moment]
    last_seen: Mapped[Moment]
    # Rights as they were at sign-in: a change ends the session instead of racing with it.
    roles: Mapped[JsonList]
    composed: Mapped[JsonList]
    departments: Mapped[JsonList]
    data: Mapped[JsonDict]
    ended_at: Mapped[dt.datetime | None]
    ended_why: Mapped[Key | None]


class LoginGuard(Model):
    """Failed logins of one name, whether it exists or not: a guesser learns nothing from the lock."""

    __tablename__ = "login_guard"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[Moment] = mapped_column(index=True)
    # A moment and not a flag: nobody has to be there to lift a lock that ran out.
    locked_until: Mapped[dt.datetime | None]


class PasswordHistory(Model):
    """Hashes of former passwords: the last five may not come back."""

    __tablename__ = "password_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ab_user.id", ondelete="CASCADE"), index=True
    )
    hash: Mapped[str] = mapped_column(sa.String(256))
    at: Mapped[Moment]


_ALONE = ", ".join(f"'{role}'" for role in sorted(ALONE))
_CLASH = f"""EXISTS (SELECT 1 FROM ab_user_role o JOIN ab_role r ON r.id = o.role_id
  WHERE o.user_id = NEW.user_id AND o.role_id <> NEW.role_id AND r.name IN ({_ALONE}))
  OR (EXISTS (SELECT 1 FROM ab_role r WHERE r.id = NEW.role_id AND r.name IN ({_ALONE}))
  AND EXISTS (SELECT 1 FROM ab_user_role o WHERE o.user_id = NEW.user_id AND o.role_id <> NEW.role_id))"""

#: Dialect → statements that keep the exclusions; the first migration runs the same.
EXCLUSION_DDL: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER user_role_alone_{when.lower()} BEFORE {when} ON ab_user_role WHEN {_CLASH} "
        "BEGIN SELECT RAISE(ABORT, 'roles exclude each other'); END"
        for when in ("INSERT", "UPDATE")
    ),
    # Two grants at once to one person each see only their own: the row of the user is locked first.
    "postgresql": (
        f"""CREATE FUNCTION user_role_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM ab_user WHERE id = NEW.user_id FOR UPDATE;
  IF {_CLASH} THEN RAISE EXCEPTION 'roles exclude each other' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$""",
        "CREATE TRIGGER user_role_alone BEFORE INSERT OR UPDATE ON ab_user_role FOR EACH ROW EXECUTE FUNCTION user_role_alone()",
    ),
}


@sa.event.listens_for(Model.metadata, "after_create")
def _exclude(_metadata: Any, connection: sa.Connection, tables: Any = None, **_more: Any) -> None:
    # After all tables: the trigger names ab_user and ab_role, which create_all may make later.
    if assoc_user_role in (tables or ()):
        for statement in EXCLUSION_DDL.get(connection.dialect.name, ()):
            connection.exec_driver_sql(statement)


__all__ = ["EXCLUSION_DDL", "LoginGuard", "PasswordHistory", "Session", "Staff", "StaffDepartment"]
