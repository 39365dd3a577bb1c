"""Demo accounts: one per role, an officer and a head in every department that a theme uses."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.access import SYSTEM, Role
from app.models import Department, ServiceVersion, Window
from app.services import account_roles, accounts
from app.services.account_places import Place
from app.services.accounts import NewAccount

#: Long enough for the rules, and printed beside every account.
PASSWORD = "Shiyong-2026-zhanshi"  # noqa: S105 - a demo password is no secret; production has no demo accounts


class Row(NamedTuple):
    """One account as it is printed."""

    username: str
    name: str
    role: str
    department: str


#: Accounts that belong to no department of a theme: username, name, role.
CENTRE = (
    ("xitong", "系统管理员", Role.SYSTEM_ADMIN),
    ("anquan", "安全管理员", Role.SECURITY_ADMIN),
    ("shenji", "审计管理员", Role.AUDIT_ADMIN),
    ("mulu", "目录管理员", Role.CATALOGUE_ADMIN),
    ("zhuren", "中心负责人", Role.CENTRE_HEAD),
    ("ducha", "督查员", Role.SUPERVISOR),
    ("jiancha", "审计员", Role.AUDITOR),
)
#: A and B of the window, and of the window that takes appeals.
WINDOW = (("lijing", "李静"), ("piaoyu", "朴玉"))
APPEALS = (("wenxiu", "文秀"), ("jinyu", "金玉"))
#: Who sits beside them where every seat of every window is filled: an A and a B each.
COLLEAGUES = (
    ("zhangxue", "张雪"), ("cuiming", "崔明"), ("wangdan", "王丹"), ("liufeng", "刘峰"),
    ("jinmei", "金美"), ("zhaolei", "赵磊"), ("piaohua", "朴花"), ("sunyan", "孙燕"),
    ("xulin", "徐林"), ("hanxue", "韩雪"), ("liguo", "李国"), ("maping", "马萍"),
)  # fmt: skip
SEATS = 2


def ensure(session: Session, *, now: datetime, everywhere: bool = False) -> list[Row]:
    """Make the accounts that are missing; gives all of them.

    ``everywhere``: in every department that any service needs, not only those of the themes.
    """
    account_roles.ensure_roles(session)
    session.flush()  # the accounts refer to the roles
    # By name: of a department that appears twice one account is enough.
    rows = list(
        {
            row.username: (row, place) for row, place in _rows(session, everywhere=everywhere)
        }.values()
    )
    there = set(session.execute(sa.select(User.username)).scalars())
    for row, place in rows:
        if row.username not in there:
            fresh = NewAccount(
                username=row.username,
                name=row.name,
                password=PASSWORD,
                roles=(row.role,),
                place=place,
                must_change=False,
            )
            accounts.create(session, fresh, by=SYSTEM, now=now)
    return [row for row, _place in rows]


def usernames(session: Session) -> list[str]:
    """Every name that a demo account has here or would have had.

    Of all departments, not only of those that a theme uses today: a theme that was ended leaves its
    officers' accounts behind.
    """
    codes = session.execute(sa.select(Department.code).order_by(Department.code)).scalars()
    fixed = [username for username, *_rest in (*CENTRE, *WINDOW, *APPEALS, *COLLEAGUES)]
    return [*fixed, *(name for code in codes for name in _of_department(code))]


def _of_department(code: str) -> tuple[str, str]:
    """The officer's and the head's user name."""
    return f"{code.lower()}1", f"{code.lower()}0"


def _rows(session: Session, *, everywhere: bool) -> Iterable[tuple[Row, Place]]:
    for username, name, role in CENTRE:
        yield Row(username, name, role, ""), Place()
    names = dict(session.execute(sa.select(Department.code, Department.name)).tuples().all())
    general = sa.select(Department.code).where(Department.window.is_(True))
    window = session.scalars(general.order_by(Department.code)).first()
    yield from _at_windows(session, WINDOW, window, names)
    taking = _departments(session, "appeal", ("work",))
    yield from _at_windows(session, APPEALS, taking[0] if taking else None, names)
    for code in taking:
        yield _head(code, names)
    for code in _departments(session, "appeal", ("inquiry",)):
        yield from (_officer(code, names), _head(code, names))
    for code in departments_of(session, everywhere=everywhere):
        yield from (_officer(code, names), _head(code, names))
    if everywhere:
        yield from _beside(session, names)


def _beside(session: Session, names: dict[str, str]) -> Iterable[tuple[Row, Place]]:
    """As many more as the windows have seats: clerks at those for everything, officers at the others."""
    counted = sa.select(Window.department, sa.func.min(Window.kind), sa.func.count())
    in_use = counted.where(Window.retired_at.is_(None)).group_by(Window.department)
    more = iter(COLLEAGUES)
    for code, kind, windows in session.execute(in_use.order_by(Window.department)):
        clerks = kind == "general"
        # Those who are there already: two clerks of a window that receives, one officer elsewhere.
        there = len(WINDOW) if clerks else 1
        role = Role.WINDOW_CLERK if clerks else Role.OFFICER
        # One over where there are many: somebody is free to change with.
        wanted = SEATS * windows - there + (windows > SEATS)
        for _seat, (username, name) in zip(range(wanted), more, strict=False):
            yield Row(username, name, role, names.get(code, "")), Place(department=code)


def _at_windows(
    session: Session,
    people: Iterable[tuple[str, str]],
    department: str | None,
    names: dict[str, str],
) -> Iterable[tuple[Row, Place]]:
    """The clerks of a window's department, each at a counter of it while there are any."""
    sat_at = sa.select(Window.code).where(Window.department == department).order_by(Window.code)
    windows = list(session.execute(sat_at).scalars())
    for at, (username, name) in enumerate(people):
        row = Row(username, name, Role.WINDOW_CLERK, names.get(department or "", ""))
        yield row, Place(department=department, window=windows[at] if at < len(windows) else None)


def _officer(code: str, names: dict[str, str]) -> tuple[Row, Place]:
    row = Row(_of_department(code)[0], f"{names[code][:2]}承办", Role.OFFICER, names[code])
    return row, Place(department=code)


def _head(code: str, names: dict[str, str]) -> tuple[Row, Place]:
    row = Row(_of_department(code)[1], f"{names[code][:2]}负责", Role.DEPARTMENT_HEAD, names[code])
    return row, Place(department=code)


def departments_of(session: Session, *, everywhere: bool) -> list[str]:
    """Departments that a published theme's parts belong to, or those of every service in force."""
    kinds = ("work", "check", "inquiry") if everywhere else ("work",)
    return _departments(session, None if everywhere else "joint", kinds)


def _departments(session: Session, kind: str | None, tasks: Collection[str]) -> list[str]:
    """Departments that tasks of these kinds belong to, in the services of a kind that are in force."""
    query = sa.select(ServiceVersion.blueprint).where(ServiceVersion.valid_until.is_(None))
    asked = query if kind is None else query.where(ServiceVersion.kind == kind)
    codes = {
        task["department"]
        for text in session.execute(asked).scalars()
        for task in json.loads(text)["tasks"]
        if task["kind"] in tasks
    }
    return sorted(codes)


def table(rows: Iterable[Row]) -> str:
    """The accounts as a table for the terminal."""
    lines = [
        f"{'user name':<10}{'role':<18}name / department",
        *(f"{row.username:<10}{row.role:<18}{row.name} {row.department}" for row in rows),
    ]
    return "\n".join([*lines, f"password of all: {PASSWORD}"])
