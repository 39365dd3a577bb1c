"""The rows that the fold of an appeal implies: the appeal, questions, calls, the group's items, findings."""

from __future__ import annotations

from typing import Any

from app.domain.case.state import State, moment

Row = dict[str, Any]
#: Part of the fold → its columns of plain values, and those of moments.
PLAIN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "asked": (("task", "department", "by", "answered_by"), ("at", "until", "answered_at")),
    "calls": (("result", "by"), ("at",)),
    "group": (
        ("task", "by", "decided_by", "carried_by", "done_by"),
        ("at", "decided_at", "until", "done_at"),
    ),
    "findings": (("task", "department", "by", "settled_by"), ("at", "until", "settled_at")),
}


def rows_of_appeal(state: State) -> dict[str, dict[str, Row]]:
    """{appeals: {"1": row}, appeal_departments, questions, calls, group_items, findings: {nth: row}}; empty for other cases."""
    appeal = state.get("appeal")
    own = appeal or {"asked": {}, "calls": {}, "group": {}}
    return {
        "appeals": {"1": _appeal(appeal)} if appeal else {},
        "appeal_departments": {code: {} for code in (appeal or {}).get("departments", ())},
        "questions": _rows("asked", own["asked"]),
        "calls": _rows("calls", own["calls"]),
        "group_items": _rows("group", own["group"]),
        "findings": _rows("findings", state.get("findings", {})),
    }


def _appeal(appeal: dict[str, Any]) -> Row:
    named = ("channel", "about", "anonymous", "given")
    at = appeal["fed_back_at"]
    return {name: appeal[name] for name in named} | {"fed_back_at": moment(at) if at else None}


def _rows(part: str, found: dict[str, dict[str, Any]]) -> dict[str, Row]:
    plain, moments = PLAIN[part]
    return {
        nth: {name: one[name] for name in plain}
        | {name: moment(one[name]) if one[name] else None for name in moments}
        for nth, one in found.items()
    }
