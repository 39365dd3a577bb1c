"""Words of the appeal tab: how it came, how the person was told, what a call-back came to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.forms.act_words import calls, told_by
from app.forms.appeals import CAME
from app.services.case_page import Page
from app.services.reference import Reference


def channel(key: str) -> str:
    """How an appeal came in."""
    return str(CAME.get(key, key))


def result(key: str) -> str:
    """What a call-back came to."""
    return calls()[key]


def people(page: Page, known: Reference) -> list[str]:
    """Names of those complained of."""
    return [known.people.get(one, one) for one in page.state["barred"]]


def departments(page: Page, known: Reference) -> list[str]:
    """Names of the departments it is about."""
    codes = (page.state.get("appeal") or {}).get("departments", ())
    return [known.departments.get(code, code) for code in codes]


def told(page: Page) -> list[dict[str, Any]]:
    """What the person was told: each time when, how, and the words that were said."""
    lines = []
    for event in page.events:
        if event["type"] != "feedback" and not (
            event["type"] == "task_closed" and event.get("way")
        ):
            continue
        texts = [event[name] for name in TEXTS if event.get(name)]
        at = datetime.fromisoformat(event["at"])
        lines.append(
            {"at": at, "by": event["by"], "way": told_by().get(event["way"], ""), "texts": texts}
        )
    return lines


#: Texts of an event in the order in which they are read.
TEXTS = (
    "said",
    "reason",
    "explanation",
    "guidance",
    "agent",
    "progress",
    "competent_department",
    "remedy",
)
