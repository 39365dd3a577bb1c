"""The house with everybody in it: one person per role, cases they reach and do not, fingerprints.

One application on one SQLite file. Requests carry a person's cookie and leave none behind, and
``restore`` puts the file back as it was when the doors opened, so any number of acts can be tried.
"""

from __future__ import annotations

import marshal
import sqlite3
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from app import transaction
from app.access import SYSTEM
from app.demo.accounts import PASSWORD
from app.domain import numbers
from app.extensions import db
from app.models import Case, Draft, Paper, Task
from app.services import accounts, roles
from app.services.account_places import Place
from app.services.accounts import NewAccount
from tests.conftest import NOW
from tests.databases import SEEDED, copied
from tests.factories import green
from tests.factories.browser import TOKEN, Browser

THEME, OTHER_THEME = "catering_green_channel", "newborn_longjing"
NOBODY = "anonymous"
#: Name in the table → user name; the last two hold a role's rights at another place.
PEOPLE = {
    "system_admin": "xitong",
    "security_admin": "anquan",
    "audit_admin": "shenji",
    "catalogue_admin": "mulu",
    "window_clerk": "lijing",
    "officer": "xfjy1",
    "department_head": "xfjy0",
    "centre_head": "zhuren",
    "supervisor": "ducha",
    "auditor": "jiancha",
    "officer elsewhere": "wsjk1",
    "clerk elsewhere": "sqck1",
}
ELSEWHERE = {"officer elsewhere": "officer", "clerk elsewhere": "window_clerk"}
EVERYBODY = (NOBODY, *PEOPLE)
#: Written aside by readings, refusals and being seen; nothing else changes where nothing is done.
BESIDE = frozenset({"access_entry", "session", "chain_head"})
#: What a virtual table keeps under its own name is the same again, and not by row.
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'case_words_*'"
#: A number with the right check character that no case has.
MISSING = numbers.compose("LJ", NOW.date(), kind="joint", serial=99)


class Answer(NamedTuple):
    """What came back, and how many transactions were really committed for it."""

    status: int
    text: str
    location: str
    commits: int


class House:
    """Everybody signed in, three cases and an intake under way."""

    def __init__(self, app):
        self.app = app
        self.client = app.test_client(use_cookies=False)
        self.path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
        self.commits = 0
        with app.app_context():
            event.listen(db.engine, "commit", self._count)
            second_window()
            further_role()
        self.cookies, self.tokens = {}, {}
        for person in EVERYBODY:
            self._sign_in(person)
        self.targets = self._work()
        # One connection that looks on: to open one takes longer than all the tables of a look.
        self.looks = sqlite3.connect(self.path)
        self.looks.text_factory = bytes  # compared and not read
        self.begin_here(".saved")
        self.first = self.saved, self.begun

    def _count(self, _connection):
        self.commits += 1

    def _sign_in(self, person):
        browser = Browser(self.app)
        page = browser.get("/login/")
        if person != NOBODY:
            browser.sign_in(PEOPLE.get(person, person))
            page = browser.get("/password")
        self.tokens[person] = TOKEN.search(page.text).group(1)
        kept = (browser.client.get_cookie(name) for name in ("youshi", "youshi_notes"))
        self.cookies[person] = "; ".join(f"{one.key}={one.value}" for one in kept if one)

    def _work(self):
        """A case with a part of the officer's department, one without, one that waits for papers."""
        clerk = Browser(self.app).sign_in(PEOPLE["window_clerk"])
        case = _number(green.receive(clerk, THEME))
        other = _number(green.receive(clerk, OTHER_THEME))
        waits = _number(green.receive(clerk, THEME, act="supplement", leave={"SIGN_DRAWING"}))
        base = green.begin(clerk, THEME)
        green.answer_questions(clerk, base)
        clerk.post(f"{base}/tell", print="1")
        green.fill_form(clerk, base)
        with self.app.app_context():
            return _targets(transaction.session(), case, other, waits)

    def send(self, person, method, address, data=(), *, token=True):
        """One request of one person; acts carry their CSRF token unless they must not."""
        if person not in self.cookies:
            self._sign_in(person)
        # All requests come from one address: as many persons would, each with few misses.
        self.app.extensions.pop("paces", None)
        fields = [*data.items()] if isinstance(data, dict) else [*data]
        acts, program = method in ("POST", "PATCH"), address.startswith("/api/")
        heads = {"Cookie": self.cookies[person]}
        if acts and token and program:
            heads["X-CSRFToken"] = self.tokens[person]
        elif acts and token:
            fields.append(("csrf_token", self.tokens[person]))
        before = self.commits
        answer = self.client.open(
            address,
            method=method,
            data=MultiDict(fields) if method == "POST" and not program else None,
            json=dict(fields) if acts and program else None,
            headers=heads,
        )
        return Answer(
            answer.status_code,
            answer.data.decode(errors="replace"),
            answer.headers.get("Location", ""),
            self.commits - before,
        )

    def fingerprint(self):
        """Table → all its rows as bytes."""
        names = [name.decode() for (name,) in self.looks.execute(TABLES)]
        return {name: _packed(self.looks, name) for name in names}

    def changed(self):
        """Tables that are not as they were when the doors opened."""
        now = self.fingerprint()
        return {name for name in now if now[name] != self.begun.get(name)}

    def restore(self):
        """Everything as it was when the doors opened, or when ``begin_here`` was said."""
        copied(self.saved, self.path)

    def begin_here(self, kept=".here"):
        """From now on this is how it was."""
        copied(self.path, self.path.with_suffix(kept))
        self.saved = self.path.with_suffix(kept)
        self.begun = self.fingerprint()

    def begin_anew(self):
        """Everything as it was when the doors opened first."""
        self.saved, self.begun = self.first
        self.app.extensions.pop("paces", None)
        self.restore()

    def since(self, table):
        """Types of the entries that a chain has gained since then."""
        last = max((number for number, *_row in marshal.loads(self.begun[table])), default=0)
        rows = f"SELECT type FROM {table} WHERE id > ? ORDER BY id"
        return [kind.decode() for (kind,) in self.looks.execute(rows, (last,))]

    def close(self):
        """Nobody looks on any more."""
        self.looks.close()


def second_window():
    with transaction.unit() as session:
        clerk = NewAccount(
            username="sqck1",
            name="二号窗口",
            password=PASSWORD,
            roles=("window_clerk",),
            place=Place(department="SQCK"),
            must_change=False,
        )
        accounts.create(session, clerk, by=SYSTEM, now=SEEDED)


#: A composed role that nobody holds.
FURTHER = "查件员"


def further_role():
    with transaction.unit() as session:
        roles.compose(session, FURTHER, {"task.read", "case.read"}, by=SYSTEM)


def _targets(session, case, other, waits):
    def of(query):
        return str(session.scalar(query))

    def task(number, key, column=Task.number):
        return of(
            sa.select(column)
            .join(Case, Case.id == Task.case_id)
            .where(Case.number == number, Task.key == key)
        )

    def row(number):
        return of(sa.select(Case.id).where(Case.number == number))

    def paper(number):
        return of(
            sa.select(Paper.id)
            .join(Case, Case.id == Paper.case_id)
            .where(Case.number == number, Paper.kind == "receipt")
        )

    return {
        "case": {"own": case, "other": other, "missing": MISSING},
        "waiting case": {"own": waits, "missing": MISSING},
        "task": {"own": task(case, "fire"), "beside": task(case, "reg"), "other": task(other, "hukou"), "missing": f"{case}-99"},
        "case row": {"own": row(case), "other": row(other), "missing": "999999"},
        "task row": {"own": task(case, "fire", Task.id), "beside": task(case, "reg", Task.id), "other": task(other, "hukou", Task.id), "missing": "999999"},
        "paper": {"own": paper(case), "other": paper(other), "missing": "999999"},
        "window paper": {"own": paper(case), "missing": "999999"},
        "draft": {"own": of(sa.select(Draft.token).where(Draft.case_id.is_(None))), "missing": "no-such-draft"},
        "row": {"own": "1", "missing": "999999"},
        "account": {"own": of(sa.select(User.id).where(User.username == PEOPLE["officer"])), "missing": "999999"},
        "role row": {"own": of(sa.select(RoleRow.id).where(RoleRow.name == FURTHER)), "missing": "999999"},
        "house": {"own": ""},
    }  # fmt: skip


def _number(answer):
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].rsplit("/", 1)[1]


def _packed(connection, table):
    rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    return marshal.dumps(rows, 2)  # of this version equal values are equal bytes
