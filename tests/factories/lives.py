"""The lives a case may lead, each through the one door: for replay, restore and ticks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from app.models import Case, ServiceVersion, Task
from app.services import cases
from app.services.intake import Intake
from tests.factories import desk
from tests.factories.machine import CATERING, LODGING, NEWBORN, USUAL

LATER = desk.NOW + timedelta(hours=2)
REASON = {
    "reason": "材料不符合要求",
    "remedy": "60 日内可以申请复议",
    "law": "行政许可法第三十八条",
}


def act(session, number, verb, *, by=desk.CLERK, now=LATER, **payload):
    answer = cases.perform(
        session, number, {"verb": verb, **USUAL.get(verb, {}), **payload}, by=by, now=now
    )
    assert isinstance(answer, cases.Performed), (verb, payload, answer)
    return answer


def decided(session, number, key, verb="grant", now=LATER, **payload):
    """The steps of a part walked, then the decision."""
    while True:
        task = session.execute(
            sa.select(Task)
            .join(Case, Case.id == Task.case_id)
            .where(Case.number == number, Task.key == key)
        ).scalar_one()
        session.refresh(task)
        by = desk.officer(task.department)
        if task.step == len(task.steps) - 1:
            return act(session, number, verb, task=key, by=by, now=now, **payload)
        act(session, number, "finish_step", task=key, by=by, now=now)


def open_parts(session, number):
    query = sa.select(Task.key).join(Case, Case.id == Task.case_id)
    query = query.where(Case.number == number, Task.kind == "work", Task.state == "open")
    return session.execute(query.order_by(Task.id)).scalars().all()


def all_granted(session, number, now=LATER):
    while parts := open_parts(session, number):
        for key in parts:
            decided(session, number, key, now=now)


def handed_over(session, number, now=LATER):
    act(session, number, "finish_step", task="hand_over", now=now)
    act(session, number, "deliver", task="hand_over", way="window", receiver="金海", now=now)


def finished(session, code, **answers):
    taken = desk.intake_of(session, code)
    taken = replace(taken, answers=taken.answers | answers)
    then = desk.ACCEPT
    answer = cases.receive(session, taken, by=desk.CLERK, now=desk.NOW, then=[then])
    assert isinstance(answer, cases.Performed), answer
    number = answer.number
    all_granted(session, number)
    handed_over(session, number)
    return number


def restaurant(session):
    return finished(session, CATERING)


def hotel(session):
    return finished(session, LODGING)


def newborn(session):
    return finished(session, NEWBORN, birth_cert_no="J220000001", local_parent=True)


def deferred(session):
    """A paper was let come later and came."""
    number = owing(session)
    act(session, number, "supply", task="papers", documents=[OWED])
    all_granted(session, number)
    handed_over(session, number)


def owing(session):
    """Accepted with a paper owed, due in two working days."""
    taken = desk.intake_of(session, LODGING, leave={OWED})
    then = {
        "verb": "accept_deferred",
        "task": "intake",
        "deadline": DEADLINE,
        "commitment": True,
        "confirmed": [*range(9)],
    }
    answer = cases.receive(session, taken, by=desk.CLERK, now=desk.NOW, then=[then])
    assert isinstance(answer, cases.Performed), answer
    return answer.number


def supplement(session):
    """A paper was asked for once at the window, one in a part; both came."""
    number = asked(session)
    act(session, number, "supply", task="intake", documents=[MISSING])
    act(session, number, "accept", task="intake")
    officer = desk.officer("CGZF")
    asking = {"fault": "incorrect", "documents": ["SIGN_DRAWING"], **REASON}
    act(session, number, "supplement", task="sign", by=officer, **asking)
    act(session, number, "supply", task="sign", by=officer, documents=["SIGN_DRAWING"])


def asked(session, now=desk.NOW):
    """Received without a required paper and told so."""
    taken = desk.intake_of(session, leave={MISSING})
    then = {"verb": "supplement", "task": "intake", "fault": "incomplete", "documents": [MISSING]}
    answer = cases.receive(session, taken, by=desk.CLERK, now=now, then=[then])
    assert isinstance(answer, cases.Performed), answer
    return answer.number


def refused(session):
    """One part is refused, what waits for it cannot go on, the rest is handed over."""
    number = desk.accepted_case(session).number
    decided(session, number, "reg", "refuse", **REASON)
    all_granted(session, number)
    handed_over(session, number)


def withdrawn(session):
    number = desk.accepted_case(session).number
    act(session, number, "withdraw", **REASON)


def void(session):
    number = desk.accepted_case(session).number
    act(session, number, "void", by=desk.SUPERVISOR, **REASON)


def reopened(session):
    """An appeal was answered and handed over, and taken up again."""
    version = session.execute(
        sa.select(ServiceVersion).filter_by(kind="appeal", code="do_at_once", valid_until=None)
    ).scalar_one()
    taken = Intake(
        version_id=version.id,
        window="SQCK",
        applicant={"name": "金海", "id_type": "id_card", "id_number": "222405199001011236", "phone": "13804331234"},
        answers={},
        chosen=["main"],
        documents=[],
    )  # fmt: skip
    answer = cases.receive(session, taken, by=APPEALS, now=desk.NOW)
    assert isinstance(answer, cases.Performed), answer
    number = answer.number
    part = open_parts(session, number)[0]
    act(session, number, "grant", task=part, by=desk.officer("SQCK"), explanation="当场说明了")
    act(session, number, "finish_step", task="hand_over", by=APPEALS)
    act(session, number, "deliver", task="hand_over", by=APPEALS, way="window")
    act(session, number, "reopen", by=desk.SUPERVISOR, tasks=[part], **REASON)


APPEALS = desk.person("suqiu", "window_clerk", "SQCK")
#: A paper of the hotel that may come later, one of the restaurant that may not.
OWED, MISSING = "HYG_REPORT", "FIRE_FILE"
DEADLINE = "2026-09-22T17:00:00"
#: Life → how it is lived, and where the case stands then.
LIVES = {
    "restaurant": restaurant,
    "hotel": hotel,
    "newborn": newborn,
    "deferred": deferred,
    "supplement": supplement,
    "refused": refused,
    "withdrawn": withdrawn,
    "void": void,
    "reopened": reopened,
}
ENDS = {
    **dict.fromkeys(("restaurant", "hotel", "newborn", "deferred"), ("closed", "granted")),
    "supplement": ("in_progress", None),
    "refused": ("closed", "partial"),
    "withdrawn": ("closed", "withdrawn"),
    "void": ("closed", "void"),
    "reopened": ("in_progress", None),
}
