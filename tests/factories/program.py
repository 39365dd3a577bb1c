"""Another system at the interface: comes by key, sends JSON, reads problems."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app import transaction
from app.access import SYSTEM
from app.services import api_keys
from app.services.account_places import Place
from app.services.accounts import NewAccount
from tests.conftest import NOW
from tests.factories import desk
from tests.factories.machine import CATERING

ROOT = "/api/v1"


def account(app, username="province", role="window_clerk", department="ZHCK"):
    """An account of another system."""
    with app.app_context(), transaction.unit() as session:
        made = NewAccount(username, "省平台", "", (role,), Place(department=department))
        user = api_keys.make_machine(session, made, by=SYSTEM_BOSS, now=NOW)
        return user.username


def key(app, username="province", *, scopes=None, source="province", days=30, now=NOW):
    """The secret of a new key; without ``scopes`` it may do all that its account may."""
    with app.app_context(), transaction.unit() as session:
        user = session.scalars(sa.select(User).where(User.username == username)).one()
        wanted = api_keys.Wanted(
            "测试", source, scopes or api_keys.scopes_of(session, user), now + timedelta(days=days)
        )
        return api_keys.create(session, user, wanted, by=SYSTEM_BOSS, now=now)[1]


#: Who gives keys in tests: the console's right to make accounts and the security administrator's.
SYSTEM_BOSS = SYSTEM


class Program:
    """One key in use."""

    def __init__(self, app, secret):
        self.client, self.secret = app.test_client(use_cookies=False), secret

    def send(self, method, path, body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(
            ROOT + path,
            method=method,
            json=body,
            headers={"Authorization": f"Bearer {self.secret}", **named},
        )

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.send("POST", path, body if body is not None else {}, **headers)


def intake(app, code=CATERING, *, leave=(), given=None, picked=(), **changes):
    """A whole intake as another system sends it."""
    with app.app_context():
        session = transaction.session()
        taken = desk.intake_of(session, code, leave=leave, given=given, picked=picked)
        plan = desk.blueprints.blueprint(
            session, session.get(desk.ServiceVersion, taken.version_id).sha256
        )
    answers = {**guessed(plan), **taken.answers}
    documents = plan["documents"]
    ticks = {
        key: [True] * max(1, len(documents[key].get("points") or [])) for key in taken.documents
    }
    return {
        "kind": "joint",
        "code": code,
        "applicant": person(plan, taken.applicant),
        "answers": answers,
        "documents": ticks,
        "confirmed": [*range(conditions(plan))],
        "then": "accept",
        "picked": [*picked],
    } | changes


def person(plan, applicant):
    """Where persons alone apply, nobody asks for a firm."""
    alone = plan.get("for") == ["natural_person"]
    return {
        name: said for name, said in applicant.items() if not (alone and name == "organisation")
    }


GUESSES = {
    "number": 5, "money": "5.00", "date": "2026-09-01", "yes_no": False, "phone": "13804331234",
    "id_number": "222405199001011236",
}  # fmt: skip


def guessed(plan):
    """Something that fits for every field that is demanded."""
    demanded = [spec for spec in plan["fields"] if spec.get("required")]
    return {
        spec["key"]: spec["options"][0]["value"]
        if spec["kind"] == "choice"
        else GUESSES.get(spec["kind"], "测试")
        for spec in demanded
        if not spec["key"].startswith("ask.")
    }


def conditions(plan):
    from app.domain.case.acceptance import to_confirm

    return len(to_confirm(plan))
