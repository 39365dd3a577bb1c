"""Closed cases of one item, as many as a test wants, without the pages around them."""

from __future__ import annotations

import sqlalchemy as sa

from app.models import ServiceVersion
from app.services import cases
from app.services.intake import Intake
from tests.conftest import keep
from tests.factories import desk

ITEM, KIND = "tax", "single"
APPLICANT = {
    "name": "金海",
    "id_type": "id_card",
    "id_number": "222405199001011236",
    "phone": "13804331234",
}


def received(session, at):
    version = session.execute(
        sa.select(ServiceVersion).where(ServiceVersion.kind == KIND, ServiceVersion.code == ITEM)
    ).scalar_one()
    taken = Intake(version.id, "ZHCK", APPLICANT, {}, ["main"], [])
    accept = [{"verb": "accept", "task": "intake"}]
    done = cases.receive(session, taken, by=desk.CLERK, now=at, then=accept)
    assert isinstance(done, cases.Performed), done
    return done.number


def closed_case(session, at, **handed):
    """Accepted at once, confirmed after twenty minutes, handed over after thirty: as ``handed`` says."""
    number = received(session, at)
    officer, clerk = desk.officer("SWJ"), desk.CLERK
    for by, minutes, command in (
        (officer, 20, {"verb": "grant", "task": "main"}),
        (clerk, 25, {"verb": "finish_step", "task": "hand_over"}),
        (
            clerk,
            30,
            {"verb": "deliver", "task": "hand_over", "receiver": "金海", "way": "window", **handed},
        ),
    ):
        done = cases.perform(session, number, command, by=by, now=at.replace(minute=minutes))
        assert isinstance(done, cases.Performed), done
    keep(session)
