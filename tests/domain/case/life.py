"""What may happen in the life of a case: which kinds of case there are, and what people fill in."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from app.domain.case.graph import group_of
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
)


def all_picked(data, plan):
    """Every part there is, of each group one."""
    work = [task for task in plan["tasks"] if task["kind"] == "work"]
    chosen = [task["key"] for task in work if not group_of(task)]
    members = [
        [task["key"] for task in work if group_of(task) == group] for group in plan["choices"]
    ]
    return chosen + [data.draw(st.sampled_from(keys)) for keys in members]


def payload(data, case, now, verb, key):
    """Everything a form could carry, right or wrong."""
    state, plan = case.state, case.plan
    task = state["tasks"].get(key) or {"holds": []}
    papers = sorted(plan["documents"]) or ["-"]
    missing = sorted(set(case.all_papers()) - set(state["documents"]))
    fixed = dict.fromkeys(
        ("reason", "remedy", "explanation", "agent", "reply", "progress", "guidance"), "x"
    )
    drawn = {
        "task": None if verb in WHOLE and verb != "extend" else key,
        "roles": data.draw(st.sampled_from([HEADS, HEADS, HEADS, ()])),
        "days": data.draw(st.sampled_from([1, 2, 3, 4, 5, 16])),
        "kind": data.draw(st.sampled_from(["hearing", "site_survey", "lunch"])),
        "hold": data.draw(st.sampled_from([hold["id"] for hold in task["holds"]] or [0])),
        "fault": data.draw(st.sampled_from(["incomplete", "incorrect", "extra"])),
        "documents": missing
        if missing and data.draw(st.booleans())
        else data.draw(st.lists(st.sampled_from(papers), min_size=1, unique=True)),
        "deadline": (now + timedelta(days=data.draw(st.integers(0, 4)))).isoformat(),
        "tasks": [data.draw(st.sampled_from(sorted(state["tasks"])))],
        "items": None
        if data.draw(st.booleans())
        else [data.draw(st.sampled_from(sorted(state["tasks"])))],
    }
    constant = {
        "notice": True,
        "commitment": True,
        "expected": (now + timedelta(days=3)).isoformat(),
        "department": "ZFJS",
        "owner": "y",
        "finding": "upheld",
        "ground": "no_permit_needed",
        "fields": ["name"],
        "log": case.log,
        "by": data.draw(st.sampled_from(["lijing", "lijing", "zhaomin"])),
    }
    if verb == "reclassify":
        same_kind = [other for other in PLANS if other["kind"] == plan["kind"]]
        constant["blueprint"] = data.draw(st.sampled_from(same_kind))
        constant["chosen"] = all_picked(data, constant["blueprint"])
    return {**fixed, **drawn, **constant}
