"""The ledgers of supervision taken out as files: the rows and masks of their pages, all their pages."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.guard import needs
from app.services import findings, orders, rating_reads
from app.services import reference as names
from app.supervision import ratings as rated
from app.taking_out import Line, sent
from app.telling import ratings as words

pages = Blueprint("ledgers", __name__, url_prefix="/supervision")


@pages.post("/findings/export")
@needs("finding.read")
def found() -> Response:
    """Every finding that the address asks for (R95)."""
    narrowed = [
        name for name in ("state", "department", "since", "until") if request.args.get(name)
    ]
    return sent("finding", _findings(findings.Asked.read(request.args)), filtered=narrowed)


def _findings(asked: findings.Asked) -> Iterator[Line]:
    yield [
        _("Department"), _("Class"), _("Case number"), _("Found"), _("Measures it takes"),
        _("Answer until"), _("Settled on"), _("Settled by"), _("How it was seen that the measures were taken"),
    ]  # fmt: skip
    with transaction.reading() as session:
        known = names.reference(session)
        for one in findings.every(session, asked, by=g.principal):
            row = one["row"]
            yield [
                known.departments.get(row.department, row.department), one["name"], one["number"],
                row.at, one["measures"], row.until, row.settled_at,
                known.people.get(row.settled_by, row.settled_by or ""), one["settled"],
            ]  # fmt: skip


@pages.post("/ratings/export")
@needs("rating.read")
def given() -> Response:
    """Every rating that the address asks for; what the raters wrote is read one by one."""
    asked = rated.asked()
    narrowed = [name for name in (*rated.NARROWED, "since", "until") if request.args.get(name)]
    return sent("rating", _ratings(asked), filtered=narrowed)


def _ratings(asked: rating_reads.Asked) -> Iterator[Line]:
    yield [
        _("Rated on"), _("Rating"), _("Level"), _("Item"), _("Case number"), _("Department"),
        _("Way of rating"), _("Answered on"), _("Out of the averages"),
    ]  # fmt: skip
    with transaction.reading() as session:
        known = names.reference(session)
        for line in rating_reads.every(session, asked, by=g.principal):
            one = line.rating
            yield [
                one["given_at"], str(words.LEVELS[one["level"]]), one["level"], one["name"], line.number,
                known.departments.get(one["department"], one["department"]),
                str(words.CHANNELS.get(one["channel"], one["channel"])), one["replied_at"], one["excluded_at"],
            ]  # fmt: skip


@pages.post("/orders/export")
@needs("order.read")
def ordered() -> Response:
    """Every order that the address asks for; what it says is read one by one."""
    which = request.args.get("which", "")
    if which not in orders.ONLY:
        abort(400)
    return sent("order", _orders(which), filtered=["which"] if which else [])


def _orders(which: str) -> Iterator[Line]:
    yield [
        _("Number"), _("Item"), _("Department"), _("Ordered by"), _("Ordered on"), _("Answer until"),
        _("Answered on"), _("Answered by"),
    ]  # fmt: skip
    with transaction.reading() as session:
        known = names.reference(session)
        people, now = known.people, clock.now()
        for row in orders.listed(session, by=g.principal, now=now, only=which, most=None):
            yield [
                row.number, row.name, known.departments.get(row.department, row.department),
                people.get(row.by, row.by), row.at, row.due_at, row.answered_at,
                people.get(row.answered_by or "", row.answered_by or ""),
            ]  # fmt: skip
