"""How a case stands before a rule is asked of it, by name; each way is gone through the one door."""

from __future__ import annotations

from datetime import datetime

from app.services import cases
from tests.factories import desk, lives
from tests.factories.lives import MISSING, OWED, REASON, act, decided
from tests.factories.machine import CATERING, LODGING

#: A drawing of the sign, which a part of the restaurant demands too.
DRAWING = "SIGN_DRAWING"
CAME, SURVEYED = datetime(2026, 9, 21, 9, 0), "2026-09-22T23:59:59"
SUSPENDED = {"kind": "site_survey", "expected": SURVEYED, "notice": True}
PARTS = ("sign", "env", "fire", "seal", "food")


def taken(session, code=CATERING, *, then=(), **how):
    """Received at the window."""
    answer = cases.receive(
        session, desk.intake_of(session, code, **how), by=desk.CLERK, now=desk.NOW, then=then
    )
    assert isinstance(answer, cases.Performed), answer
    return answer.number


def lacking(*papers, code=CATERING):
    return lambda session: taken(session, code, leave=set(papers))


def bad_credit(session):
    """Without the fire authority's part: what is promised there asks for good credit itself."""
    who = {"applicant": desk.APPLICANT | {"bad_credit": True}, "given": {"fire_opinion": "held"}}
    return taken(session, LODGING, leave={OWED}, **who)


def brought(session):
    """Asked for what was missing, and it came the Monday after."""
    number = lives.asked(session)
    act(session, number, "supply", task="intake", documents=[MISSING], now=CAME)
    return number


def accepted(session):
    return desk.accepted_case(session).number


def complained_of(session):
    """An officer of the part is a person complained of, by whichever account they act."""
    return taken(session, then=[desk.ACCEPT], barred=["scjg1", "scjg1-api"])


def walked(key, *before, end=True, then=()):
    """A restaurant with these parts granted and this one at its last step, or at the one before it."""

    def stand(session):
        number = accepted(session)
        for part in before:
            decided(session, number, part)
        steps = {"food": 2}.get(key, 1) - (not end)
        department = DEPARTMENT[key]
        chief = desk.officer(department, f"{department.lower()}0", role="department_head")
        for _step in range(steps):
            act(session, number, "finish_step", task=key, by=desk.officer(department))
        for verb, payload in then:
            act(session, number, verb, task=key, by=chief, **payload)
        return number

    return stand


DEPARTMENT = {"reg": "SCJG", "food": "SCJG", "sign": "CGZF", "env": "STHJ", "fire": "XFJY"}


def owing(session):
    """A hotel's report may come later; its part has come to the decision meanwhile."""
    number = lives.owing(session)
    decided(session, number, "reg")
    for _step in range(2):
        act(session, number, "finish_step", task="hyg", by=desk.officer("WSJK"))
    return number


def granted(*keys, then=()):
    def stand(session):
        number = accepted(session)
        for key in keys:
            decided(session, number, key)
        for verb, task, username, payload in then:
            by = desk.CLERK if username == "lijing" else desk.officer("XFJY")
            act(session, number, verb, task=task, by=by, **payload)
        return number

    return stand


def withdrawn(session):
    number = accepted(session)
    act(session, number, "withdraw", **REASON)
    return number


def void_asked(session):
    number = accepted(session)
    act(session, number, "ask_void", reason="重复录入")
    return number


ORDER = ("order_correction", "fire.check", "xfjy1", {"expected": SURVEYED, "reason": "通道堆物"})
ALL = ("reg", *PARTS, "tax")
#: Name → how a case comes to stand so; it gives the number.
STANDING = {
    "received whole": taken,
    "received without the fire papers": lacking(MISSING),
    "received without two papers": lacking(MISSING, DRAWING),
    "asked for the fire papers": lives.asked,
    "the fire papers came on Monday": brought,
    "a hotel without its report": lacking(OWED, code=LODGING),
    "a hotel without its plan": lacking("SITE_PLAN", code=LODGING),
    "a hotel with all its papers": lacking(code=LODGING),
    "a hotel of somebody who broke a promise": bad_credit,
    "accepted": accepted,
    "complained of": complained_of,
    "registration at its decision": walked("reg"),
    "food under way": walked("food", "reg", end=False),
    "food suspended": walked("food", "reg", end=False, then=[("suspend", SUSPENDED)]),
    "food extended": walked("food", "reg", end=False, then=[("extend", {"days": 1, "reason": "评审"})]),
    "registration claimed by its head": walked("reg", end=False, then=[("claim", {})]),
    "a hotel that owes its report": owing,
    "fire granted on a promise": granted("fire"),
    "fire ordered to be put right": granted("fire", then=[ORDER]),
    "one part decided": granted("env"),
    "all but the tax decided": granted("reg", *PARTS),
    "all decided": granted(*ALL),
    "issued": granted(*ALL, then=[("finish_step", "hand_over", "lijing", {})]),
    "withdrawn": withdrawn,
    "asked to be void": void_asked,
}  # fmt: skip
