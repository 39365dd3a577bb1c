"""What may happen in the life of a case: which kinds of case there are, and what people fill in."""

from __future__ import annotations

from datetime import timedelta

from app.domain.case.selections import group_of
from tests.domain.case.blueprints import SMALL
from tests.factories.machine import HEADS, blueprint, one_item

THEMES = ("catering_green_channel", "lodging_green_channel", "newborn_longjing", "catering_hunan")
APPEALS = ("do_at_once", "coordinate", "cannot_do", "refused_to_do", "hard_to_do")
COMMITTED = {"commit": True, "post_check": {"value": 20, "unit": "working_day", "warn": 3}}
PLANS = [
    *(blueprint("joint", code) for code in THEMES),
    *(blueprint("appeal", code) for code in APPEALS),
    blueprint("rectification", "rectification"),
    *[one_item()] * 3,
    one_item(**COMMITTED),
    *SMALL,
    *SMALL,
]
WHOLE = (
    "withdraw",
    "void",
    "reopen",
    "tick",
    "recalculate",
    "extend",
    "correct",
    "undo",
    "reclassify",
    "answer_department",
    "call_back",
    "decide_in_group",
    "carry_out",
    "settle_finding",
)
#: What an appeal is registered with.
REGISTERED = {
    "channel": "phone",
    "departments": ["SCJG"],
    **dict.fromkeys(("reason", "progress", "guidance"), "x"),
}


class Chance:
    """Many choices out of one number: drawn at once, so that drawing costs less than living."""

    def __init__(self, drawn):
        self.left = int.from_bytes(drawn)

    def of(self, options):
        """One of the options; the first where nothing is left, so a life shrinks to its plainest."""
        self.left, at = divmod(self.left, len(options))
        return options[at]

    def some(self, options):
        """One or more of the options, each at most once."""
        first = self.of(options)
        return [first, *(other for other in options if other != first and self.of(SELDOM))]


SELDOM = (False, False, False, True)
YES_NO = (True, False)
#: Every acceptance condition, however many there are.
ALL = list(range(20))


def all_picked(chance, plan):
    """Every part there is, of each group one."""
    work = [task for task in plan["tasks"] if task["kind"] == "work"]
    chosen = [task["key"] for task in work if not group_of(task)]
    members = [
        [task["key"] for task in work if group_of(task) == group] for group in plan["choices"]
    ]
    return chosen + [chance.of(keys) for keys in members]


def payload(chance, case, now, verb, key):
    """Everything a form could carry, right or wrong."""
    state, plan = case.state, case.plan
    task = state["tasks"].get(key) or {"holds": []}
    papers = sorted(plan["documents"]) or ["-"]
    missing = sorted(set(case.all_papers()) - set(state["documents"]))
    fixed = dict.fromkeys(
        ("reason", "remedy", "explanation", "agent", "reply", "progress", "guidance", "law"), "x"
    )
    drawn = {
        "task": None if verb in WHOLE and verb != "extend" else key,
        "roles": chance.of([HEADS, HEADS, HEADS, ()]),
        "days": chance.of([1, 2, 3, 4, 5, 16]),
        "kind": chance.of(["hearing", "site_survey", "lunch"]),
        "hold": chance.of([hold["id"] for hold in task["holds"]] or [0]),
        "fault": chance.of(["incomplete", "incorrect", "extra"]),
        "documents": missing if missing and chance.of(YES_NO) else chance.some(papers),
        "deadline": (now + timedelta(days=chance.of(range(5)))).isoformat(),
        "tasks": [chance.of(sorted(state["tasks"]))],
        "confirmed": chance.of([ALL, ALL, []]),
        "items": None if chance.of(YES_NO) else [chance.of(sorted(state["tasks"]))],
    }
    constant = {
        **dict.fromkeys(("said", "measures"), "x"),
        "carried_by": "lijing",
        "result": "satisfied",
        "way": chance.of(["phone", "phone", "phone", "carrier pigeon"]),
        "nth": chance.of(waiting(state)),
        "departments": chance.of([[], [], ["ZFJS"], ["SCJG"]]),
        "notice": True,
        "commitment": True,
        "expected": (now + timedelta(days=3)).isoformat(),
        "department": "ZFJS",
        "owner": "y",
        "finding": "upheld",
        "ground": "no_permit_needed",
        "fields": ["name"],
        "log": case.log,
        "by": chance.of(["lijing", "lijing", "zhaomin"]),
    }
    if verb == "reclassify":
        same_kind = [other for other in PLANS if other["kind"] == plan["kind"]]
        constant["blueprint"] = chance.of(same_kind)
        constant["chosen"] = all_picked(chance, constant["blueprint"])
    return {**fixed, **drawn, **constant}


def waiting(state):
    """What an appeal left behind it, by its place in the log."""
    appeal = state.get("appeal") or {"asked": {}, "group": {}}
    found = [*appeal["asked"], *appeal["group"], *state.get("findings", {})]
    return [int(nth) for nth in found] or [0]
