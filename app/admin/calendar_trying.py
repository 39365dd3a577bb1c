"""What the forms of the calendar share: try an act, say a refusal at its field, take up what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, request, url_for

from app import clock, transaction
from app.domain.refusal import Refusal, Refused
from app.refusals import sentence
from app.services import calendar_acts, calendars

UNPROCESSABLE = 422
#: Empty rows at the end of a table that is filled in.
SPARE = 3
#: More rows than a year can have kinds of days are no form of ours.
MOST_ROWS = 120


def in_force() -> dict[str, Any]:
    """The calendar in force, as a package says it."""
    latest = calendars.latest(transaction.session())
    return calendars.as_package(latest) if latest is not None else abort(404)


def minute(moment: datetime) -> str:
    """A moment as an act keeps it."""
    return moment.isoformat(timespec="minutes")


def propose(act: str, payload: Mapping[str, Any]) -> Any:
    """To the page that says what would move; the refusal where there is one."""
    try:
        token = calendar_acts.propose(
            transaction.session(), act, payload, by=g.principal.username, now=clock.now()
        )
    except Refused as refused:
        return refused.refusal
    return redirect(url_for("ProposalView.show", token=token))


def beside(
    refusal: Refusal, *, rows: Sequence[Any] = (), fields: Mapping[str, Any] | None = None
) -> str:
    """Put a refusal at its field (`2.first`: of the third filled row); what has none is given back."""
    number, _dot, name = refusal.rule.partition(".")
    field = (fields or {}).get(refusal.rule)
    if name and number.isdecimal():
        field = rows[int(number)][name]
    if field is None:
        return sentence(refusal)
    field.errors = [sentence(refusal)]
    return ""


def filled(table: Any) -> list[Any]:
    """The rows of a table in which something is typed; refuses what no form of ours sends."""
    if len(table.rows) > MOST_ROWS:
        abort(400)
    return [row.form for row in table.rows if not row.form.empty()]


def spare(table: Any) -> Any:
    """The table with some empty rows at the end."""
    for _number in range(SPARE):
        table.rows.append_entry()
    return table


def again(act: str) -> dict[str, Any] | None:
    """What was typed for a proposal that is looked at again; None where the form begins anew."""
    token = request.args.get("again", "")
    if not token:
        return None
    try:
        found, payload = calendar_acts.typed(transaction.session(), token, by=g.principal.username)
    except calendar_acts.NoSuchProposal:
        abort(404)
    return payload if found == act else abort(404)
