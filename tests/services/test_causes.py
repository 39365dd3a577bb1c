"""What people appeal about again is decided about: a named change of the catalogue, or a reason why not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.domain.bulletin import Period
from app.domain.causes import AGAIN, DECIDED, OPEN, Cause
from app.models import JournalEntry, ServiceVersion
from app.services import cause_catalogue, cause_reasons, causes
from tests.conftest import keep
from tests.factories import appeals, desk
from tests.factories.machine import CATERING

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
ABOUT = Cause("refused_to_do", "SCJG", f"joint/{CATERING}")
THEME = f"themes/{CATERING}"


def test_two_of_one_class_about_one_department_in_one_matter_are_a_cause(session, twice):
    appeals.registered(session, "cannot_do", about=twice)
    appeals.registered(session, "refused_to_do", departments=["XFJY"], about=twice)
    [one] = causes.listed(session, SEPTEMBER)
    assert (one.cause, one.line["received"], one.standing) == (ABOUT, 2, OPEN)
    listed = causes.appeals(session, ABOUT, SEPTEMBER, by=desk.SUPERVISOR)
    assert [row.about for row in listed] == [twice, twice]


def test_without_a_case_it_is_about_the_department_alone(session):
    for _time in range(2):
        appeals.registered(session, "cannot_do", departments=["SCJG", "XFJY"])
    found = causes.listed(session, SEPTEMBER)
    assert [one.cause for one in found] == [Cause("cannot_do", "SCJG", ""), Cause("cannot_do", "XFJY", "")]  # fmt: skip


def test_a_void_one_is_none(session, twice):
    number = causes.appeals(session, ABOUT, SEPTEMBER, by=desk.SUPERVISOR)[0].number
    appeals.act(session, number, "void", by=desk.SUPERVISOR, task=None, reason="重复登记")
    assert causes.listed(session, SEPTEMBER) == []


def test_the_matter_is_offered_with_all_that_belongs_to_it(session, twice):
    offered = {one.place for one in cause_catalogue.offered(session, ABOUT)}
    assert {THEME, "appeals/refused_to_do", "documents/FIRE_FILE"} <= offered
    assert not [place for place in offered if place.startswith("themes/") and place != THEME]


def test_it_ends_in_a_named_change_and_what_is_published_later_stands_beside_it(session, twice):
    row = decided(session)
    assert (row.noun, row.key, row.appeals) == ("themes", CATERING, 2)
    [one] = causes.listed(session, SEPTEMBER)
    assert (one.standing, one.decision.id, one.followed) == (DECIDED, row.id, None)
    published(session)
    [one] = causes.listed(session, SEPTEMBER)
    assert (one.followed.code, one.followed.number) == (CATERING, 9)


def test_a_paper_is_followed_by_the_first_version_that_holds_it(session, twice):
    row = decided(session, named="documents/FIRE_FILE")
    assert cause_catalogue.followed(session, [row]) == {}
    published(session)
    assert cause_catalogue.followed(session, [row])[row.id].code == CATERING


def test_after_the_decision_two_more_bring_it_up_again(session, twice):
    decided(session, outcome="unchanged", named="")
    for days, stands in ((1, DECIDED), (2, AGAIN)):
        later = desk.NOW + timedelta(days=days)
        appeals.registered(session, ABOUT.code, about=twice, now=later)
        [one] = causes.listed(session, SEPTEMBER)
        assert (one.line["after"], one.standing) == (days, stands)
    again = decided(session, outcome="unchanged", named="", last=one.decision.id, now=later)
    assert [row.id for row in causes.decisions(session, ABOUT)] == [again.id, one.decision.id]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"outcome": ""}, causes.NO_OUTCOME),
        ({"named": ""}, causes.UNNAMED),
        ({"named": "themes/none"}, causes.UNNAMED),
        ({"why": "  "}, causes.WORDLESS),
        ({"outcome": "unchanged", "why": ""}, causes.WORDLESS),
        ({"last": 5}, causes.MEANWHILE),
    ],
)
def test_what_is_missing_is_said(session, twice, given, why):
    assert decided(session, **given) is why
    assert causes.decisions(session, ABOUT) == []


def test_of_what_nobody_appealed_about_nothing_is_decided(session):
    with pytest.raises(causes.NoSuchCause):
        decided(session)


def test_the_trail_names_the_change_and_not_the_words(session, twice):
    decided(session, why="金海说得对")
    keep(session)
    data = session.scalar(sa.select(JournalEntry.data).filter_by(type="cause_decided"))
    assert CATERING in data
    assert "金海" not in data
    raw = session.execute(sa.text("SELECT why FROM cause_decision")).scalar()
    assert "金海".encode() not in bytes(raw)


def test_who_reads_names_masked_reads_them_so_in_a_reason_too(session, twice):
    row = decided(session, why="玄某某（13804331234）和金海说得对，李静没有说。")
    said = cause_reasons.reasons(session, [row], by=desk.SUPERVISOR)[row.id]
    assert said == "玄*（138****1234）和金*说得对，李静没有说。"
    assert cause_reasons.reasons(session, [row], by=desk.CLERK)[row.id] == row.why


@pytest.mark.parametrize("statement", ["UPDATE cause_decision SET appeals = 9", "DELETE FROM cause_decision"])  # fmt: skip
def test_the_database_itself_keeps_it(session, twice, statement):
    decided(session)
    keep(session)
    with pytest.raises(DBAPIError, match="stays as it was written"):
        session.execute(sa.text(statement))
    session.rollback()


def decided(
    session, *, outcome="changed", named=THEME, why="消防材料改为容缺。", last=0, now=desk.NOW
):
    return causes.decide(
        session, ABOUT, SEPTEMBER, outcome=outcome, named=named, why=why, last=last, by=desk.SUPERVISOR, now=now
    )  # fmt: skip


def published(session):
    """The theme as it stands, once more, the day after."""
    query = sa.select(ServiceVersion).filter_by(kind="joint", code=CATERING)
    row = session.scalars(query.order_by(ServiceVersion.number.desc())).first()
    names = [column.name for column in ServiceVersion.__table__.columns if column.name != "id"]
    same = {name: getattr(row, name) for name in names}
    at = datetime(2026, 9, 21, 9)
    session.add(ServiceVersion(**same | {"number": 9, "published_at": at, "valid_from": at, "valid_until": at}))  # fmt: skip
    session.flush()


@pytest.fixture
def twice(session, at):
    """A case, and two appeals that its department will not do it; gives the case's number."""
    number = desk.accepted_case(session).number
    for _time in range(2):
        appeals.registered(session, ABOUT.code, about=number, by=WINDOW)
    return number


WINDOW = appeals.CLERK
