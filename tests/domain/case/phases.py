"""What can be done in which phase of a case, and cases that stand in each of them, some minutes old."""

from __future__ import annotations

from copy import copy
from functools import lru_cache

from tests.factories.machine import CATERING, Moved, blueprint, one_item, theme

#: Whoever owns, whatever phase: handing a task on, letting time act, counting anew.
ALWAYS = {"claim", "release", "assign", "tick", "recalculate"}
RECEIVED = ALWAYS | {"supplement", "supply", "accept", "accept_deferred", "reject_acceptance"}
RECEIVED |= {"withdraw", "void", "correct", "undo", "ask_void", "answer"}
#: What goes on with an appeal, beside its part and after it.
APPEALED = {"answer_department", "carry_out", "decide_in_group", "settle_finding"}
#: A post-check or an inquiry runs beside the parts, and may outlive the case.
AFTERWARDS = {"transfer", "order_correction", "pass_check", "fail_check", "close_inquiry"}
OWED = {"supply", "collect_fail"}
STANDING = ALWAYS | AFTERWARDS | OWED | {"suspend", "resume", "extend", "return_task"}
STANDING |= {
    "withdraw",
    "void",
    "reclassify",
    "correct",
    "undo",
    "ask_extend",
    "ask_void",
    "answer",
}
STANDING |= {"arrange_survey"}
STANDING |= APPEALED | {"feedback", "ask_department", "bring_to_group"}
POSSIBLE = {
    "received": RECEIVED,
    "supplementing": RECEIVED,
    "in_progress": STANDING
    | {"ask_supplement", "record_survey"}
    | {"supplement", "finish_step", "step_back", "set_term", "grant", "grant_partly", "refuse"},
    "suspended": STANDING,
    "issuing": ALWAYS
    | AFTERWARDS
    | OWED
    | APPEALED
    | {"call_back"}
    | {"finish_step", "deliver", "correct", "undo"},
    "closed": ALWAYS | AFTERWARDS | OWED | APPEALED | {"call_back", "reopen"},
}
EARLY, LATE = "2026-11-25T09:00:00", "2026-11-25T09:55:00"
HEARING = {"kind": "hearing", "expected": "2026-12-20", "notice": True}


def catering():
    return theme(CATERING).received(EARLY)


def owing(documents=("A",)):
    """A single item whose deferrable paper has not come."""
    return Moved(one_item()).received("2026-11-20T09:00:00", list(documents))


def lapsed():
    """Accepted with a paper deferred whose day has passed."""
    case = owing()
    deadline = {"deadline": "2026-11-23", "commitment": True}
    case("2026-11-20T09:05:00", "accept_deferred", task="intake", **deadline)
    return case


def complained_of():
    case = Moved(blueprint("appeal", "refused_to_do"))
    case(EARLY, "receive", window="SQCK", appeal={"channel": "walk_in", "departments": ["SCJG"]})
    return case


def asked_and_brought():
    """An appeal that waits for a department, or for the problem group, or has a finding."""
    day = {"expected": "2026-11-27", "said": "x"}
    yield then(complained_of(), ("ask_department", "main", {"department": "ZFJS", **day}))
    yield then(complained_of(), ("bring_to_group", "main", {"reason": "x"}))
    yield decided_by_group(complained_of())
    yield upheld(complained_of())


def decided_by_group(case):
    then(case, ("bring_to_group", "main", {"reason": "x"}))
    nth = max(case.state["appeal"]["group"])
    said = {"nth": nth, "said": "x", "carried_by": "lijing", "expected": "2026-12-20"}
    return then(case, ("decide_in_group", None, said))


def upheld(case):
    found = {"finding": "upheld", "department": "ZFJS", "measures": "x", "expected": "2026-12-20"}
    return then(case, ("close_inquiry", "main.inquiry", found))


def committed():
    """Granted on a promise, beside a second part that is still open."""
    case = theme(CATERING).accepted(EARLY)
    case.decided(EARLY, "fire")
    return case


def then(case, *acts, at=EARLY):
    """The case after these acts: (verb, task, payload)."""
    for verb, task, payload in acts:
        case(at, verb, task=task, **payload)
    return case


def also(case, verb, task=None, at=LATE, **payload):
    """The case after one more act of lijing's, not long ago."""
    case(at, verb, task=task, **payload)
    return case


def asked(task, fault="incorrect", document="FIRE_FILE"):
    return ("supplement", task, {"fault": fault, "documents": [document], "reason": "x"})


def all_asked(case):
    """Every part that is open waits for the same paper."""
    return then(case, *[asked(key) for key in ("reg", "sign", "env", "fire")])


def requested(case):
    """Asked to be declared void, and not answered yet."""
    return also(case, "ask_void", reason="x", roles=["window_clerk"])


def ordered(case, key="fire.check"):
    return also(case, "order_correction", key, expected="2026-12-20")


def decided(case, *keys, verb="grant"):
    for key in keys:
        case.decided(EARLY, key, verb, explanation="x", way="phone")
    return case


def all_decided():
    return decided(
        decided(theme(CATERING).accepted(EARLY), "reg", verb="refuse"), "sign", "env", "fire"
    )


def owing_and_refused():
    return decided(lapsed(), "main", verb="refuse")


def delivered(case):
    return then(case, ("finish_step", "hand_over", {}), ("deliver", "hand_over", {}))


def received():
    yield also(also(catering(), "claim", "intake"), "supply", "intake", documents=["FIRE_FILE"])
    yield owing()
    yield requested(catering())


def supplementing():
    papers = theme(CATERING).all_papers()
    yield then(
        theme(CATERING).received(EARLY, papers[1:]), asked("intake", "incomplete", papers[0])
    )
    more = then(owing(), asked("intake", "extra", "A"), at="2026-11-20T09:05:00")
    yield also(also(more, "claim", "intake"), "supply", "intake", documents=["B"])
    yield requested(then(catering(), asked("intake", "extra")))
    yield then(owing(), asked("intake", "extra", "A"), at="2026-11-20T09:05:00")


def in_progress():
    case = decided(committed(), "reg")
    for key in ("env", "food"):
        then(case, ("finish_step", key, {}))
    yield then(case, ("claim", "sign", {}), ("suspend", "seal", HEARING))
    yield requested(theme(CATERING).accepted(EARLY))
    yield ordered(committed())
    yield lapsed()
    yield also(complained_of(), "finish_step", "main")
    yield from asked_and_brought()


def suspended():
    standing = then(all_asked(theme(CATERING).accepted(EARLY)), ("claim", "reg", {}))
    yield also(standing, "supply", "reg", documents=["LAYOUT"])
    yield also(lapsed(), "suspend", "main", at="2026-11-20T09:30:00", **HEARING)
    yield requested(then(complained_of(), ("suspend", "main", HEARING)))
    yield from (then(case, ("suspend", "main", HEARING)) for case in asked_and_brought())
    for order in (lambda case: case, ordered):
        yield order(then(committed(), *[asked(key) for key in ("reg", "sign", "env")]))


def issuing():
    yield then(all_decided(), ("claim", "hand_over", {}))
    yield ordered(then(all_decided(), ("finish_step", "hand_over", {})))
    yield also(owing_and_refused(), "supply", "papers", documents=["A"])
    yield decided(complained_of(), "main")
    yield from (decided(case, "main") for case in asked_and_brought())


def closed():
    yield then(delivered(all_decided()), ("claim", "fire.check", {}))
    yield ordered(delivered(all_decided()))
    yield delivered(owing_and_refused())
    yield delivered(decided(complained_of(), "main"))
    yield from (delivered(decided(case, "main")) for case in asked_and_brought())


MADE = {
    "received": received,
    "supplementing": supplementing,
    "in_progress": in_progress,
    "suspended": suspended,
    "issuing": issuing,
    "closed": closed,
}


@lru_cache
def _cases(phase):
    return list(MADE[phase]())


def cases_in(phase):
    """Cases that stand in a phase, each as if it had just been brought there."""
    return [again(case) for case in _cases(phase)]


def again(case):
    """The same case once more, to be brought on without touching the first."""
    fresh = copy(case)
    fresh.log = list(case.log)
    return fresh
