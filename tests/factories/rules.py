"""The rules of acceptance, clocks and decisions (domain R13–R31 and what stands beside them), as data.

Each: its number, what an official would say, how the case stands, who does what with it and when, and
what is refused, or what becomes. ``at`` names the field at which a form says it before it is sent on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.factories.lives import MISSING, OWED
from tests.factories.machine import CATERING, LODGING
from tests.factories.standing import DRAWING

SOON, LATE, LAPSED = "2026-09-18T11:40:00", "2026-09-28T09:00:00", "2026-10-12T09:00:00"
REMEDY, WHY = "60 日内可以申请复议", "材料不符合要求"


class Act(NamedTuple):
    """Who does what at which part, with what filled in."""

    who: str
    part: str | None
    verb: str
    given: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Rule(NamedTuple):
    """One sentence of an official."""

    number: str
    says: str
    stands: str
    act: Act
    refused: str = ""
    at: str = ""
    becomes: dict[str, Any] = {}  # noqa: RUF012 - never changed
    when: str = SOON


def clerk(part, verb, **given):
    return Act("lijing", part, verb, given)


def officer(part, verb, who="scjg1", **given):
    return Act(who, part, verb, given)


def head(part, verb, who="scjg0", **given):
    return Act(who, part, verb, given)


HEARING = {"kind": "hearing", "expected": "2026-09-22", "notice": True}
SURVEY = HEARING | {"kind": "site_survey"}
REFUSAL = {"reason": WHY, "remedy": REMEDY, "law": "行政许可法第三十八条"}
FOOD, WAY = "food under way", {"way": "window", "collector": "self"}
BOTH = [MISSING, DRAWING]
LATER = {"deadline": "2026-09-23", "commitment": True, "confirmed": [0, 1, 2, 3]}
ASK = {"fault": "incomplete", "documents": [MISSING], "reason": "请补齐"}

CLOCKS = [
    Rule("R13", "only a listed procedure stops the clock", FOOD, officer("food", "suspend", **HEARING | {"kind": "lunch"}), "R13", at="kind"),
    Rule("R13", "a hearing nobody was told of stops nothing", FOOD, officer("food", "suspend", **HEARING | {"notice": False}), "R13"),
    Rule("R13", "a procedure ends on a day that lies ahead", FOOD, officer("food", "suspend", **HEARING | {"expected": "2026-09-17"}), "R13"),
    Rule("R13", "what is late is not suspended", FOOD, officer("food", "suspend", **HEARING | {"expected": "2026-10-15"}), "R13", when=LAPSED),
    Rule("R13", "a hearing told in writing stops the clock of its part", FOOD, officer("food", "suspend", **HEARING), becomes={"food held": True, "food due": None, "paper": "special_procedure"}),
    Rule("R14", "a survey that the item does not list runs inside the clock", "accepted", officer("reg", "suspend", **SURVEY), "R13", at="kind"),
    Rule("R15", "suspended for this already", "food suspended", officer("food", "suspend", **SURVEY), "R15"),
    Rule("R16", "what is not suspended does not go on", FOOD, officer("food", "resume", hold=99), "R16", at="hold"),
    Rule("R16", "only the real time is left out", "food suspended", officer("food", "resume", hold="the one"), becomes={"food held": False, "food due": "2026-09-29"}, when="2026-09-22T10:00:00"),
    Rule("R17", "nothing is finished while it is on hold", "food suspended", officer("food", "finish_step"), "R17"),
    Rule("R18", "a part has no more further days than its cap", FOOD, head("food", "extend", days=6, reason=WHY), "R18"),
    Rule("R18", "a limit is extended once", "food extended", head("food", "extend", days=1, reason=WHY), "R18"),
    Rule("R18", "it is extended before the limit or not at all", FOOD, head("food", "extend", days=5, reason=WHY), "R18", when=LAPSED),
    Rule("R18", "where no law sets a limit nothing is extended", "accepted", head("sign", "extend", "cgzf0", days=1, reason=WHY), "R18"),
    Rule("R18", "the case has no more further days than its cap", "accepted", head(None, "extend", "zhuren", days=16, reason=WHY), "R18"),
    Rule("R18", "an officer extends nothing", FOOD, officer("food", "extend", days=5, reason=WHY), "access"),
    Rule("R18", "an officer asks for no more than could be approved", FOOD, officer("food", "ask_extend", days=6, reason=WHY), "R18"),
    Rule("R18", "the centre's head extends the case within its cap", "accepted", head(None, "extend", "zhuren", days=15, reason=WHY), becomes={"case due": "2026-10-22", "paper": "extension"}),
    Rule("R19", "delivery has ten days of its own from the last decision", "all but the tax decided", officer("tax", "grant", "swj1"), becomes={"hand_over legal": "2026-10-09"}),
    Rule("term", "the survey promises no more than the theme", FOOD, officer("food", "set_term", days=6), "term"),
]  # fmt: skip
ACCEPTANCE = [
    Rule("R20", "the wrong department names the right one", "received whole", clerk("intake", "reject_acceptance", ground="wrong_department", reason=WHY), "R20"),
    Rule("R20", "sent on to the right department it is over at once", "received whole", clerk("intake", "reject_acceptance", ground="wrong_department", reason=WHY, competent_department="省厅"), becomes={"phase": "closed", "outcome": "not_accepted", "paper": "rejection"}),
    Rule("R21", "what needs no permit is told so at once", "received whole", clerk("intake", "reject_acceptance", ground="no_permit_needed", reason=WHY), becomes={"phase": "closed", "outcome": "not_accepted"}),
    Rule("R21", "nothing is turned away without a reason", "received whole", clerk("intake", "reject_acceptance", ground="no_permit_needed"), "payload", at="reason"),
    Rule("R22", "what lacks a required paper is not accepted", "received without the fire papers", clerk("intake", "accept", confirmed=[0, 1]), "R22"),
    Rule("accept_condition", "every condition is confirmed by the clerk", "received whole", clerk("intake", "accept", confirmed=[0]), "accept_condition"),
    Rule("R23", "one notice names all that is missing", "received without two papers", clerk("intake", "supplement", **ASK), "R23"),
    Rule("R23", "what has not come is missing and not wrong", "received without the fire papers", clerk("intake", "supplement", **ASK | {"fault": "incorrect"}), "R23"),
    Rule("R23", "told once: what was missing at first is not asked for again", "the fire papers came on Monday", clerk("intake", "supplement", **ASK | {"fault": "incorrect"}), "R23", when="2026-09-22T09:00:00"),
    Rule("R23", "a notice that names all of it stops the five days", "received without two papers", clerk("intake", "supplement", **ASK | {"documents": BOTH}), becomes={"phase": "supplementing", "intake held": True, "paper": "supplement"}),
    Rule("R24", "after the five days nothing is asked for any more", "received without the fire papers", clerk("intake", "supplement", **ASK), "R24", when=LATE),
    Rule("R24", "after the five days nothing is turned away any more", "received without the fire papers", clerk("intake", "reject_acceptance", ground="no_permit_needed", reason=WHY), "R24", when=LATE),
    Rule("R25", "accepted as of the day when the last paper came", "the fire papers came on Monday", clerk("intake", "accept", confirmed=[0, 1]), becomes={"accepted": "2026-09-21", "case due": "2026-09-29"}, when="2026-09-22T09:00:00"),
    Rule("R26", "an acceptance is a numbered paper", "received whole", clerk("intake", "accept", confirmed=[0, 1]), becomes={"phase": "in_progress", "paper": "acceptance"}),
    Rule("R28", "a required paper cannot come later", "a hotel without its plan", clerk("intake", "accept_deferred", **LATER), "R28"),
    Rule("R28", "where nothing is missing nothing is deferred", "a hotel with all its papers", clerk("intake", "accept_deferred", **LATER), "R28"),
    Rule("R28", "who broke a promise is let nothing come later", "a hotel of somebody who broke a promise", clerk("intake", "accept_deferred", **LATER), "R28"),
    Rule("R28", "nothing comes later without a signed promise", "a hotel without its report", clerk("intake", "accept_deferred", **LATER | {"commitment": False}), "R28"),
    Rule("R28", "nothing comes later than the promised limit", "a hotel without its report", clerk("intake", "accept_deferred", **LATER | {"deadline": "2026-09-25"}), "R28"),
    Rule("R28", "what comes later comes by a day", "a hotel without its report", clerk("intake", "accept_deferred", commitment=True, confirmed=[0, 1, 2, 3]), "payload", at="deadline"),
    Rule("R28", "accepted with what is still owed, in two copies", "a hotel without its report", clerk("intake", "accept_deferred", **LATER), becomes={"phase": "in_progress", "papers": "open", "paper": "deferred_acceptance"}),
]  # fmt: skip
DECISIONS = [
    Rule("R27", "a refusal tells the remedy", "registration at its decision", officer("reg", "refuse", **REFUSAL | {"remedy": None}), "R27", at="remedy"),
    Rule("R27", "a refusal gives its reason", "registration at its decision", officer("reg", "refuse", **REFUSAL | {"reason": None}), "R27", at="reason"),
    Rule("R27", "a refusal names the point that failed, or the law", "registration at its decision", officer("reg", "refuse", **REFUSAL | {"law": None}), "R27", at="points"),
    Rule("R27", "a refusal by law is a paper of its own", "registration at its decision", officer("reg", "refuse", **REFUSAL), becomes={"reg": "refused", "food": "cannot_continue", "paper": "decision_refuse"}),
    Rule("result", "what is handed out bears a number", "registration at its decision", officer("reg", "grant"), "result", at="result_number"),
    Rule("step", "nothing is decided before its last step", "accepted", officer("reg", "grant", result_number="证001"), "step"),
    Rule("R29", "nothing is granted while a paper of it is owed", "a hotel that owes its report", officer("hyg", "grant", "wsjk1", result_number="证001"), "R29"),
    Rule("R30", "nothing is returned before its papers are overdue", "a hotel that owes its report", officer("hyg", "return_task", "wsjk1", reason=WHY), "R30"),
    Rule("R30", "what may still come is not said to have failed", "a hotel that owes its report", clerk("papers", "collect_fail"), "R30"),
    Rule("R30", "what did not come by its day lets the part be returned", "a hotel that owes its report", officer("hyg", "return_task", "wsjk1", reason=WHY), becomes={"hyg": "returned", "paper": "return"}, when=LATE),
    Rule("R30", "what owes may pay whoever takes it in", "a hotel that owes its report", clerk("papers", "supply", came=[OWED]), becomes={"papers": "complete"}),
    Rule("R31", "nothing is revoked before an order to put it right", "fire granted on a promise", officer("fire.check", "fail_check", "xfjy1", reason=WHY), "R31"),
    Rule("R31", "it is put right by a day that lies ahead", "fire granted on a promise", officer("fire.check", "order_correction", "xfjy1", reason=WHY, expected="2026-09-17"), "R31"),
    Rule("R31", "what was not put right is revoked", "fire ordered to be put right", officer("fire.check", "fail_check", "xfjy1", reason=WHY), becomes={"fire": "revoked", "fire.check": "failed", "paper": "revocation"}, when=LATE),
    Rule("R47", "what waits for another part is not begun", "accepted", officer("food", "finish_step"), "R47"),
    Rule("R49", "a decided case is applied for anew", "withdrawn", officer(None, "reopen", "ducha", tasks=["reg"], reason=WHY), "R49"),
    Rule("R52", "nothing is issued before all is decided", "one part decided", clerk("hand_over", "finish_step"), "R52"),
    Rule("R52", "nothing is delivered before it is issued", "all decided", clerk("hand_over", "deliver", **WAY), "R52"),
    Rule("R52", "what was issued is not taken back", "issued", clerk("hand_over", "step_back", reason=WHY), "R52"),
    Rule("delivery", "who takes it for the applicant is on record", "issued", clerk("hand_over", "deliver", **WAY | {"collector": "other"}), "delivery"),
    Rule("delivery", "who takes it shows an ID", "issued", clerk("hand_over", "deliver", **WAY | {"collector": "other", "receiver": "金梅"}), "delivery"),
    Rule("delivery", "what goes by mail has its number", "issued", clerk("hand_over", "deliver", way="mail", collector="self"), "delivery"),
    Rule("R52", "delivered, the case is closed", "issued", clerk("hand_over", "deliver", **WAY), becomes={"phase": "closed", "outcome": "granted", "paper": "pickup"}),
    Rule("R80", "who is complained of does not handle it", "complained of", officer("reg", "finish_step"), "R80"),
    Rule("void", "after a decision nothing is void", "one part decided", officer(None, "void", "ducha", reason=WHY), "void"),
    Rule("void", "a clerk declares nothing void", "accepted", clerk(None, "void", reason=WHY), "access"),
    Rule("ask", "what was asked for is not asked for twice", "asked to be void", clerk(None, "ask_void", reason=WHY), "ask"),
    Rule("withdraw", "what is decided is not withdrawn", "all decided", clerk(None, "withdraw", reason=WHY), "withdraw"),
    Rule("state", "nothing is accepted twice", "accepted", clerk("intake", "accept", confirmed=[0, 1]), "state"),
    Rule("R96", "nobody touches another department's part", "accepted", officer("sign", "finish_step"), "access"),
]  # fmt: skip
OWNING = [
    Rule("taken", "what somebody handles is not claimed", "registration claimed by its head", officer("reg", "claim"), "taken"),
    Rule("owner", "what somebody handles is not released by another", "registration claimed by its head", officer("reg", "release"), "owner"),
    Rule("R96", "nobody claims what is another department's", "accepted", officer("sign", "claim"), "access"),
    Rule("R80", "who is complained of does not claim it", "complained of", officer("reg", "claim"), "R80"),
    Rule("R80", "who is complained of is not given it", "complained of", head("reg", "assign", owner="scjg1"), "R80", at="owner"),
    Rule("assign", "nobody is given what is another department's", "accepted", head("reg", "assign", owner="xfjy1"), "assign", at="owner"),
    Rule("assign", "a head gives it to a person of the department", "accepted", head("reg", "assign", owner="scjg1"), becomes={"reg owner": "scjg1"}),
    Rule("owner", "an officer claims what nobody has", "accepted", officer("reg", "claim"), becomes={"reg claimed": True}),
]  # fmt: skip


class Receipt(NamedTuple):
    """What the window takes in, and what is to follow in the same act."""

    theme: str
    leave: tuple[str, ...] = ()
    then: str = "accept"
    answers: dict[str, str] = {}  # noqa: RUF012 - never changed
    picked: tuple[str, ...] = ()
    bad_credit: bool = False
    confirmed: tuple[int, ...] = (0, 1, 2, 3)
    more: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Taken(NamedTuple):
    """One sentence of an official about what is taken in."""

    number: str
    says: str
    receipt: Receipt
    refused: str = ""
    becomes: dict[str, Any] = {}  # noqa: RUF012 - never changed


def deferred(**changes):
    how = {"leave": (OWED,), "then": "accept_deferred", "more": PROMISED}
    return Receipt(LODGING, **how | changes)


PROMISED = {"deadline": "2026-09-23", "commitment": True}
HELD = {"fire_opinion": "held"}


def school(*picked):
    """A guide of another place, where one of three kinds of home is shown: no theme of ours lets choose among parts."""
    return Receipt(
        "school", answers={"birth_day": "2020-03-05", "ask.RX_SHOT.1": True}, picked=picked
    )


TAKEN = [
    Taken("R22", "what lacks a required paper is not accepted at the window", Receipt(CATERING, (MISSING,)), "R22"),
    Taken("accept_condition", "every condition is confirmed before it is accepted", Receipt(CATERING, confirmed=(0,)), "accept_condition"),
    Taken("accept_condition", "what a condition rules out is not accepted", Receipt(LODGING, answers={"building": "mixed"}), "accept_condition"),
    Taken("R23", "one notice lists all that is missing", Receipt(CATERING, (MISSING, DRAWING), "supplement"), becomes={"phase": "supplementing", "intake held": True, "paper": "supplement", "missing at first": [MISSING, DRAWING]}),
    Taken("R26", "received and accepted it has its papers", Receipt(CATERING), becomes={"phase": "in_progress", "paper": "acceptance"}),
    Taken("R28", "a required paper cannot come later", deferred(leave=("SITE_PLAN",)), "R28"),
    Taken("R28", "where nothing is missing nothing is deferred", deferred(leave=()), "R28"),
    Taken("R28", "who broke a promise is let nothing come later", deferred(bad_credit=True, answers=HELD), "R28"),
    Taken("R28", "nothing comes later without a signed promise", deferred(more=PROMISED | {"commitment": False}), "R28"),
    Taken("R28", "nothing comes later than the promised limit", deferred(more=PROMISED | {"deadline": "2026-09-25"}), "R28"),
    Taken("R28", "accepted with what is still owed", deferred(), becomes={"phase": "in_progress", "papers": "open", "paper": "deferred_acceptance"}),
    Taken("R44", "one of the group is chosen and not none", school(), "R44"),
    Taken("R44", "one of the group is chosen and not two", school("own", "rent"), "R44"),
    Taken("R44", "what is chosen of the group is done", school("rent"), becomes={"phase": "in_progress", "rent": "open", "enrol": "waiting", "paper": "acceptance"}),
    Taken("R31", "whoever promised falsely is not let promise again", Receipt(CATERING, bad_credit=True), "R31"),
]  # fmt: skip


class Time(NamedTuple):
    """One sentence of an official about what time alone brings about."""

    number: str
    says: str
    stands: str
    when: str
    becomes: dict[str, Any]


OF_TIME = [
    Time("R24", "silence of five days is acceptance as of receipt", "received whole", LATE, {"phase": "in_progress", "accepted": "2026-09-18", "paper": "acceptance"}),
    Time("R24", "what was asked for in time is not accepted by silence", "asked for the fire papers", LATE, {"phase": "supplementing", "accepted": None}),
    Time("R30", "what did not come by its day is said to have failed", "a hotel that owes its report", LATE, {"papers": "incomplete", "hyg": "open"}),
    Time("R30", "on its last day it may still come", "a hotel that owes its report", "2026-09-22T17:00:00", {"papers": "open"}),
    Time("R17", "what is suspended earns no card", "food suspended", LAPSED, {"food cards": set()}),
    Time("R61", "a passed promise is a yellow card, a passed law a red one", "food under way", LAPSED, {"food cards": {"yellow", "red"}}),
]  # fmt: skip
RULES = [*CLOCKS, *ACCEPTANCE, *DECISIONS, *OWNING]
