"""What a row of a sheet says of its papers: what came, what comes later; and what is done with the row then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.domain.case import Refusal
from app.domain.case.acceptance import (
    BEYOND,
    CLOSED,
    CREDIT,
    HARD,
    NOTHING,
    UNCONFIRMED,
    UNSIGNED,
    to_confirm,
)
from app.domain.case.guards import NEEDED
from app.domain.field_readers import half_width
from app.domain.refusal import msgid
from app.forms.calendar_texts import read_day
from app.services.outline import Outline
from app.services.sheet_reading import Row

NO_DAY = msgid("Write by which day the missing papers come, as 2026-09-18.")
TOO = msgid("It is lacking too: defer it as well, or defer nothing.")
Line = dict[str, Any]


def ticks(outlined: Outline, row: Row) -> dict[str, list[bool]]:
    """A paper that came and is right has every point ticked."""
    said = row.of("paper")
    return {
        line["document"]: [said.get(line["document"]) == "yes"] * max(1, len(line["points"] or []))
        for line in outlined.lines
    }


def defers(row: Row) -> bool:
    """Whether a row asks to be accepted with papers deferred: by a paper, a day or a commitment."""
    promised = row.of("later")
    asked = "later" in row.of("paper").values()
    return asked or bool(promised.get("deadline")) or promised.get("commitment") == "yes"


def wrong(row: Row, missing: list[Line]) -> dict[str, str]:
    """What keeps the papers of a row from being deferred, as far as its own cells tell (R28), by column's name."""
    if not defers(row):
        return {}
    if not missing:
        return {_asked_at(row): str(_(NOTHING))}
    said, promised = row.of("paper"), row.of("later")
    found = {}
    for line in missing:
        if line["necessity"] == "required":
            found[f"paper.{line['document']}"] = str(_(HARD, papers=line["name"]))
        elif said.get(line["document"]) != "later":
            found[f"paper.{line['document']}"] = str(_(TOO))
    if not _day(row):
        say = NO_DAY if promised.get("deadline") else NEEDED["deadline"]
        found["later.deadline"] = str(_(say))
    if promised.get("commitment") != "yes":
        found["later.commitment"] = str(_(UNSIGNED))
    return found


def _asked_at(row: Row) -> str:
    """The cell by which a row asks for a deferral."""
    later = (f"paper.{key}" for key, said in row.of("paper").items() if said == "later")
    name = "deadline" if row.of("later").get("deadline") else "commitment"
    return next(later, f"later.{name}")


def _day(row: Row) -> date | None:
    """The day by which deferred papers come; None where none, or no day, is typed."""
    return read_day(half_width(row.of("later").get("deadline", "")))


def then(blueprint: dict[str, Any], row: Row, missing: list[Line]) -> dict[str, Any]:
    """容缺受理 where the row asks for it, 受理 where everything came, else the notice of all that is missing (R22, R23)."""
    if missing and not defers(row):
        asked = [line["document"] for line in missing]
        return {"verb": "supplement", "task": "intake", "fault": "incomplete", "documents": asked}
    accepted = {"task": "intake", "confirmed": _confirmed(blueprint, row)}
    if not missing:
        return {"verb": "accept", **accepted}
    promise = {"deadline": f"{_day(row)}T23:59:59", "commitment": True}
    return {"verb": "accept_deferred", **accepted, **promise}


def _confirmed(blueprint: dict[str, Any], row: Row) -> list[int]:
    said = row.of("confirm")
    return [at for at in range(len(to_confirm(blueprint))) if said.get(str(at)) == "yes"]


def places(blueprint: dict[str, Any], row: Row, refused: Refusal) -> list[str]:
    """The columns at which a refusal of the house is said; none where it is about the whole row."""
    find = AT.get(refused.say) or AT.get(refused.rule)
    return find(blueprint, row) if find else []


def _unconfirmed(blueprint: dict[str, Any], row: Row) -> list[str]:
    confirmed = _confirmed(blueprint, row)
    return [f"confirm.{at}" for at in range(len(to_confirm(blueprint))) if at not in confirmed]


Places = Callable[[dict[str, Any], Row], list[str]]
#: Sentence or rule of a refusal → the cells that would have to be otherwise.
AT: dict[str, Places] = {
    **dict.fromkeys((BEYOND, CLOSED), lambda _plan, _row: ["later.deadline"]),
    CREDIT: lambda _plan, _row: ["applicant.bad_credit"],
    "R31": lambda _plan, _row: ["applicant.bad_credit"],
    UNCONFIRMED: _unconfirmed,
}
