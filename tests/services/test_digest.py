"""The day's look at the catalogue: each thing once, with its name, and the gravest first."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app.models import (
    AcknowledgedWarning,
    DocumentType,
    Job,
    ServiceItem,
    ServiceVersion,
    Staff,
)
from app.models.account import StaffDepartment
from app.services import digest, digest_versions, publishing, retiring, surroundings
from tests.conftest import NOW, keep
from tests.factories import desk

LATER = NOW + timedelta(days=7)
SCJG = "市场监督管理局"


def test_every_version_in_use_is_looked_at_and_what_has_ended_is_not(session):
    before = ids(session)
    item(session).name = "改了名"
    new = publishing.publish(session, "single", "reg", by="mulu", now=NOW)
    session.flush()
    old = session.scalar(sa.select(ServiceVersion.id).filter_by(code="reg", number=new.number - 1))
    assert set(ids(session)) == {*before, new.id} - {old}


def test_a_department_in_which_nobody_can_act_is_told_once_for_all_it_is_waited_for(session):
    assert SCJG not in departments(about(session, "Nobody in"))
    only(session, "")
    found = {line["values"]["department"]: line for line in about(session, "Nobody in")}
    assert (found[SCJG]["level"], found[SCJG]["values"]["count"] > 1) == ("error", True)
    assert lines(session)[0]["level"] == "error"


def test_one_person_alone_is_told_until_somebody_gives_a_reason(session):
    assert SCJG not in departments(about(session, "Only one person"))
    only(session, "scjg1")
    count = {SCJG: line["values"]["count"] for line in about(session, "Only one person")}[SCJG]
    item(session).name = "改了名"
    session.add(AcknowledgedWarning(of="reg", code="no_cover", where="SCJG", reason="先这样办"))
    around = surroundings.around(session, now=NOW)
    publishing.publish(session, "single", "reg", by="mulu", now=NOW, around=around)
    keep(session)
    assert {SCJG: line["values"]["count"] for line in about(session, "Only one person")} == {
        SCJG: count - 1
    }


def test_a_version_that_the_check_would_refuse_today_is_named_with_why(session, monkeypatch):
    assert not about(session, "would be refused")
    monkeypatch.setattr(digest_versions, "_departments", lambda _session: {"XFJY"})
    broken = about(session, "would be refused")
    assert {one["level"] for one in broken} == {"error"}
    assert {(one["top"], one["key"]) for one in broken} >= {("items", "reg")}
    assert all(one["values"]["why"][0] for one in broken)


def test_what_begins_is_told_and_what_ends_only_where_nothing_follows(session):
    item(session).name = "下周起的事项"
    publishing.publish(session, "single", "reg", by="mulu", now=NOW, valid_from=LATER)
    keep(session)
    assert [one["values"]["day"] for one in about(session, "takes effect")] == ["2026-09-25"]
    assert not about(session, "no version follows")
    other = publishing.current(session, "single", "food", at=NOW)
    other.valid_until = LATER
    keep(session)
    (line,) = about(session, "no version follows")
    assert (line["level"], line["key"], line["values"]["day"]) == ("warning", "food", "2026-09-25")


@pytest.mark.parametrize(
    ("now", "told"),
    [("2026-10-31", []), ("2026-11-01", ["2027"]), ("2027-01-04", ["2027"])],
)
def test_the_next_year_is_asked_for_from_november_and_this_one_always(session, at, now, told):
    found = about(session, "is not confirmed", now=at.set(now))
    assert [one["values"]["year"] for one in found] == told


def test_cases_that_hang_on_it_are_counted(session, at):
    desk.accepted_case(session, at.set("2026-12-28T10:00:00"))
    keep(session)
    assert about(session, "is not confirmed", now=at.now)[0]["values"]["count"] == 1


def test_a_paper_that_was_retired_and_is_still_asked_for(session):
    assert not about(session, "is retired")
    retiring.retire(session, "documents", "ID_CARD", by="mulu", now=NOW)
    keep(session)
    (line,) = about(session, "is retired")
    name = session.scalar(sa.select(DocumentType.name).filter_by(key="ID_CARD"))
    assert (line["values"]["name"], line["values"]["count"] > 0) == (name, True)


def test_what_failed_within_a_day_is_told(session):
    for hours in (1, 30):
        session.add(Job(token=str(hours), kind="import", state="failed", title=f"{hours}.yaml", payload={}, done=0, total=0, attempts=1, by="mulu", at=NOW, finished_at=NOW - timedelta(hours=hours)))  # fmt: skip
    keep(session)
    assert [one["values"]["title"] for one in about(session, "brought in")] == ["1.yaml"]


def test_nothing_is_written(session):
    lines(session)
    assert not session.new
    assert not session.dirty


def lines(session, now=NOW):
    return digest.collect(session, looked(session, now), now=now)


def about(session, words, now=NOW):
    return [line for line in lines(session, now) if words in line["say"]]


def looked(session, now=NOW):
    return digest_versions.look_at(session, ids(session, now), now=now)


def ids(session, now=NOW):
    return digest_versions.versions_to_look_at(session, now=now)


def item(session):
    return session.scalars(sa.select(ServiceItem).filter_by(key="reg")).one()


def departments(found):
    return {line["values"]["department"] for line in found}


def only(session, username):
    """Of the first department's people all but one go to another."""
    users = sa.select(User.id).where(User.username != username)
    for table in (Staff, StaffDepartment):
        theirs = sa.update(table).where(table.department == "SCJG", table.user_id.in_(users))
        session.execute(theirs.values(department="XFJY"))
    keep(session)
