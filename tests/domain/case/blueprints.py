"""Small themes that have what the seeds lack: every policy of refusal, every unit, steps with conditions."""

from __future__ import annotations

from functools import lru_cache

from app.domain.blueprint import compile_blueprint

DAY = {"value": 1, "unit": "working_day", "warn": 1}
WEEK = {"value": 5, "unit": "working_day", "min": 3, "warn": 1}
LONG = {"value": 20, "unit": "working_day", "warn": 3}
REOPEN = {"within": {"value": 10, "unit": "working_day"}, "by": "supervisor"}
PAPERS = {key: {"name": f"材料{key}", "kind": "proof", "source": "applicant"} for key in "ABC"}
RESULT = {"R": {"name": "证书", "kind": "certificate", "source": "government"}}


def item(name, **changes):
    plain = {
        "name": name,
        "department": "ONE",
        "promise": DAY,
        "legal": LONG,
        "result": {"document": "R"},
    }
    return {**plain, "documents": [{"document": "A"}], **changes}


ITEMS = {
    "first": item("第一项", steps=["review", {"step": "decide", "by": "head"}]),
    "surveyed": item(
        "踏勘项",
        steps=["review", {"step": "survey", "sets_term": True}, "decide"],
        special={"site_survey": {"name": "现场核查"}},
        documents=[{"document": "A"}, {"document": "B", "necessity": "deferrable"}],
    ),
    "sometimes": item(
        "有时两步",
        steps=[
            "review",
            {"step": "measure", "when": {"field": "big", "op": "is", "value": True}},
            "decide",
        ],
    ),
    "promised": item(
        "告知承诺项",
        commit=True,
        post_check={"value": 20, "unit": "natural_day", "warn": 3},
        reopen=REOPEN,
    ),
    "hourly": item(
        "即时项",
        promise={"value": 4, "unit": "working_hour", "warn": 1},
        legal={"value": 7, "unit": "natural_day"},
    ),
    "immediate": item(
        "当场项", promise={"value": 0, "unit": "immediate"}, documents=[{"document": "C"}]
    ),
    "asked": item(
        "问责项",
        inquiry={"department": "TWO", "limit": LONG},
        closing={"granted": [["reply"], ["guidance", "agent"]]},
    ),
}
FIELDS = [{"key": "big", "kind": "yes_no", "label": "面积大", "asked": "clerk"}]


def theme(name, items, **changes):
    return {
        "name": name,
        "lead": "ONE",
        "promise": WEEK,
        "legal": LONG,
        "fields": FIELDS,
        "items": items,
        **changes,
    }


THEMES = {
    "stops_all": theme(
        "一项不准全停",
        [
            {"key": "a", "item": "first", "if_refused": "stop_all"},
            {"key": "b", "item": "surveyed"},
            {"key": "c", "item": "promised", "needs": ["b"]},
        ],
        documents=[{"document": "C"}],
        reopen=REOPEN,
    ),
    "advises": theme(
        "意见供参考",
        [
            {"key": "a", "item": "sometimes", "if_refused": "advisory"},
            {"key": "b", "item": "hourly", "needs": ["a"]},
            {"key": "c", "item": "first", "needs": [{"task": "b", "outcomes": ["refused"]}]},
        ],
    ),
    "chooses": theme(
        "选着办",
        [
            {"key": "a", "item": "surveyed", "choice": "way"},
            {"key": "b", "item": "immediate", "choice": "way"},
            {"key": "c", "item": "first", "needs": ["a", "b"], "optional": True},
            {"key": "d", "item": "asked"},
        ],
        choices={"way": {"name": "办理方式", "min": 1, "max": 1}},
        reopen=REOPEN,
    ),
}
PACKAGE = {
    "package": 1,
    "departments": {"ONE": {"name": "甲局"}, "TWO": {"name": "乙局"}},
    "documents": PAPERS | RESULT,
    "items": ITEMS,
    "themes": THEMES,
}


@lru_cache
def small(code):
    """The blueprint of one of the themes, or of one item alone."""
    return compile_blueprint(PACKAGE, "joint" if code in THEMES else "single", code=code)


SMALL = tuple(small(code) for code in (*THEMES, "promised", "asked", "sometimes"))
