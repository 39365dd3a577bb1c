"""People and cases for tests of services: a clerk, an officer, an intake that is complete."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.access import principal_of
from app.models import Department, ServiceVersion
from app.services import blueprints, cases, outline
from app.services.intake import Intake
from tests.factories.machine import ANSWERS, CALENDAR, CATERING, first_answers

NOW = datetime(2026, 9, 18, 9, 40)


def person(username, role, department=None, **more):
    scope = [department] if department else []
    return principal_of(
        user_id=1,
        username=username,
        name=username,
        roles=[role],
        department=department,
        departments=scope,
        **more,
    )


#: 受理 with everything confirmed that only the clerk can judge.
ACCEPT = {"verb": "accept", "task": "intake", "confirmed": [*range(9)]}
CLERK = person("lijing", "window_clerk", "ZHCK")
SUPERVISOR = person("ducha", "supervisor")


APPLICANT = {
    "name": "金海",
    "id_type": "id_card",
    "id_number": "222405199001011236",
    "phone": "13804331234",
    "organisation": "海兰江冷面馆",
}


def officer(department, username=None, role="officer"):
    return person(username or department.lower() + "1", role, department)


def intake_of(session, code=CATERING, *, leave=(), given=None, picked=(), **changes):
    version = session.execute(
        sa.select(ServiceVersion).where(
            ServiceVersion.kind == "joint",
            ServiceVersion.code == code,
            ServiceVersion.valid_until.is_(None),
        )
    ).scalar_one()
    plan = blueprints.blueprint(session, version.sha256)
    answers = {**(ANSWERS.get(code) or first_answers(plan)), **(given or {})}
    outlined = outline.outline(plan, answers, picked=[*picked], now=NOW, calendar=CALENDAR)
    papers = [line["document"] for line in outlined.lines if line["document"] not in leave]
    fields = {
        "version_id": version.id,
        "window": "ZHCK",
        "applicant": APPLICANT,
        "answers": answers,
        "chosen": outlined.chosen,
        "documents": papers,
    }
    return Intake(**{**fields, **changes})


def accepted_case(session, now=NOW, code=CATERING):
    done = cases.receive(
        session,
        intake_of(session, code),
        by=CLERK,
        now=now,
        then=[ACCEPT],
    )
    assert isinstance(done, cases.Performed), done
    return done


def department_names(session):
    return dict(session.execute(sa.select(Department.code, Department.name)).tuples().all())
