"""The file of a case in words: its cover, what its sections say, in the centre's language.

Nothing is masked and nothing says when or by whom it is drawn: drawn again it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app.archive_blocks import NOTHING, Block, ended, in_parts, moment, pairs, table
from app.domain.fields import FIELD_KINDS
from app.forms.act_words import collectors, id_types, ways
from app.forms.correcting import label_of, said_of
from app.services.archive_reading import Whole
from app.services.unmasking import PERSON
from app.telling import days, events
from app.telling.told import Told


def cover(whole: Whole) -> list[list[str]]:
    """What stands on the front: label and value."""
    case, known = whole.case, whole.known
    lead = known.departments.get(case.lead or case.window, NOTHING)
    parts = [known.departments.get(task.department, "") for task in whole.page.tasks if task.gates]
    full = lambda at: days.full(at) if at else NOTHING  # noqa: E731 - said three times below
    person = whole.person
    applicant = "，".join(filter(None, [person.organisation, person.name])) if person else ""
    return [
        [_("Case number"), case.number],
        [_("Matter"), case.name],
        [_("Applicant"), applicant or case.applicant],
        [_("Received at"), known.departments.get(case.window, NOTHING)],
        [_("Lead department"), lead],
        [_("Deciding departments"), _(", ").join(dict.fromkeys(filter(None, parts))) or NOTHING],
        [_("Received on"), full(case.received_at)],
        [_("Accepted on"), full(case.accepted_at)],
        [_("Closed on"), full(case.closed_at)],
        [_("Outcome"), ended(case.outcome)],
    ]


def sections(whole: Whole) -> list[dict[str, Any]]:
    """The parts of the file that are written for it: what was asked for, how it went, what was handed in."""
    made = (
        ("case", _("The case"), list(_case(whole))),
        ("course", _("Course of the case"), list(_course(whole))),
        ("documents", _("Documents handed in and their review"), list(_documents(whole))),
    )
    return [{"key": key, "title": title, "blocks": blocks} for key, title, blocks in made if blocks]


def _case(whole: Whole) -> Iterator[Block]:
    plan, case = whole.page.blueprint, whole.case
    yield from pairs(_("Applicant"), _person(whole.person, "applicant", plan))
    if whole.agent:
        yield from pairs(_("Who came for the applicant"), _person(whole.agent, "agent", plan))
    yield from pairs(_("What was asked for"), list(_answers(whole)))
    yield from table(
        _("Parts"),
        [_("Part"), _("Department"), _("Handled by"), _("Begun"), _("Closed"), _("Outcome")],
        list(_parts(whole)),
    )
    limits = [
        [_("Promised limit"), moment(case.promise_at)],
        [_("Legal limit"), moment(case.legal_at)],
    ]
    limits += [
        [moment(card.at), CARDS[card.colour]()] for card in whole.cards if card.colour in CARDS
    ]
    yield from pairs(_("Limits"), limits)
    yield from table(
        _("Results"),
        [_("Result"), _("Number"), _("Valid from"), _("Valid until"), _("Given on")],
        [
            [one.name, one.number or NOTHING, *(f"{day or NOTHING}" for day in (one.valid_from, one.valid_until)), moment(one.at)]
            for one in whole.results
        ],
    )  # fmt: skip
    if whole.delivery:
        yield from pairs(_("Handed over"), _delivery(whole.delivery, whole.known.people))
    yield from pairs(
        _("Received under"),
        [[_("Version"), str(whole.version)], [_("Fingerprint"), in_parts(case.blueprint)]],
    )


CARDS = {"yellow": lambda: _("Yellow card"), "red": lambda: _("Red card")}


def _person(row: Any, noun: str, plan: Any) -> list[list[str]]:
    fields = ((f"{noun}.{name}", getattr(row, name, None)) for name in PERSON)
    return [[label_of(key, plan), said_of(key, value, plan)] for key, value in fields if value]


def _answers(whole: Whole) -> Iterator[list[str]]:
    rows = {row.field: row for row in whole.page.answered}
    for spec in whole.page.blueprint["fields"]:
        row = rows.get(spec["key"])
        if row is not None:
            value = row.value if row.sealed is None else row.sealed
            said = str(FIELD_KINDS[spec["kind"]].display(value, spec, translate=_))
            by = whole.known.people.get(row.by, row.by) if row.by else ""
            yield [
                spec["label"],
                _("%(answer)s (%(who)s judged)", answer=said, who=by) if by else said,
            ]


def _parts(whole: Whole) -> Iterator[list[str]]:
    known = whole.known
    for task in whole.page.tasks:
        if task.outcome == "skipped":
            continue
        name = Told({"task": task.key}, whole.page, known).task
        who = known.people.get(task.owner, task.owner or NOTHING)
        outcome = ended(task.outcome) if task.state == "closed" else _("not closed yet")
        yield [
            name, known.departments.get(task.department, NOTHING), who, moment(task.opened_at),
            moment(task.closed_at), outcome,
        ]  # fmt: skip


def _delivery(row: Any, people: Any) -> list[list[str]]:
    said = [
        [_("Way"), ways().get(row.way, row.way)],
        [_("Received by"), row.receiver],
        [_("Who collects"), collectors().get(row.collector)],
        [_("Kind of ID"), id_types().get(row.receiver_id_type)],
        [_("Tracking number"), row.tracking],
        [_("Handed over on"), moment(row.at)],
        [_("By"), people.get(row.by, row.by)],
    ]
    return [[label, value] for label, value in said if value]


def _course(whole: Whole) -> Iterator[Block]:
    said = events.sentences(whole.page, whole.known, whole.course)
    rows = [[moment(line.at), line.who, line.text, line.why or NOTHING] for line in said]
    yield from table("", [_("When"), _("Who"), _("What happened"), _("Reason, opinion")], rows)


def _documents(whole: Whole) -> Iterator[Block]:
    plan = whole.page.blueprint["documents"]
    rows = []
    for one in whole.page.documents:
        points = (plan.get(one.document) or {}).get("points") or []
        ticked = f"{sum(map(bool, one.points))} / {len(points)}" if points else NOTHING
        came = moment(one.received_at) if one.received_at else _("did not come")
        count = sum(file.document == one.document for file in whole.attachments)
        rows.append([one.name, came, ticked, str(count or NOTHING)])
    heads = [_("Document"), _("Received on"), _("Review points met"), _("Files")]
    yield from table("", heads, rows)
    for one in whole.page.documents:
        points = (plan.get(one.document) or {}).get("points") or []
        marks = [*one.points, *[False] * len(points)]
        said = [
            [point, _("met") if marks[at] else _("not ticked")] for at, point in enumerate(points)
        ]
        if said:
            yield from pairs(one.name, said)
