"""Publication: through the gate, frozen, half-open in time; what cases stand on is retired (R98, R99)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import journal
from app.models import AcknowledgedWarning, Department, ServiceItem, ServiceVersion, SlaClass
from app.services import catalogue, publishing, retiring
from tests.factories import desk
from tests.factories.packages import small

NOW = desk.NOW
LATER = NOW + timedelta(days=7)
THEME = "catering_green_channel"


def test_a_new_version_begins_at_the_very_instant_the_old_one_ends(session):
    old = publishing.current(session, "single", "reg", at=NOW)
    new = changed(session, "改了名的事项", now=NOW)
    assert (new.number, new.valid_from, old.valid_until) == (old.number + 1, NOW, NOW)
    assert publishing.current(session, "single", "reg", at=NOW) is new
    assert publishing.current(session, "single", "reg", at=NOW - timedelta(seconds=1)) is old
    assert (old.state, new.state) == ("retired", "published")


def test_publishing_what_is_in_force_already_writes_nothing(session):
    there = publishing.current(session, "joint", THEME, at=NOW)
    assert publish(session, "joint", THEME) is there
    assert not session.new
    assert not journal.pending(session)


def test_a_version_may_wait_for_its_day(session):
    old = publishing.current(session, "single", "reg", at=NOW)
    new = changed(session, "下周起的事项", valid_from=LATER)
    assert (new.state, old.state, old.valid_until) == ("scheduled", "published", LATER)
    assert publishing.current(session, "single", "reg", at=NOW) is old
    assert publishing.come_into_force(session, now=LATER - timedelta(seconds=1)) == 0
    assert publishing.current(session, "single", "reg", at=LATER) is new
    assert publishing.come_into_force(session, now=LATER) == 2
    assert (new.state, old.state) == ("published", "retired")
    assert publishing.come_into_force(session, now=LATER) == 0


def test_what_is_published_before_a_scheduled_version_ends_where_that_begins(session):
    waiting = changed(session, "下周起的事项", valid_from=LATER)
    between = changed(session, "这一周的事项", now=NOW)
    assert (between.valid_from, between.valid_until) == (NOW, LATER)
    assert publishing.current(session, "single", "reg", at=LATER) is waiting


def test_a_scheduled_version_is_replaced_by_another_of_the_same_instant(session):
    first = changed(session, "写错了", valid_from=LATER)
    second = changed(session, "写对了", valid_from=LATER)
    assert (first.state, first.valid_until) == ("retired", LATER)
    assert publishing.current(session, "single", "reg", at=LATER) is second


def test_no_version_is_valid_from_the_past(session):
    with pytest.raises(ValueError, match="past"):
        changed(session, "昨天", valid_from=NOW - timedelta(days=1))


def test_a_theme_keeps_the_limits_its_items_were_published_with(session):
    bring_in(session, two_items())
    for code in ("i", "j"):
        publish(session, "single", code)
    row = session.execute(sa.select(SlaClass).where(SlaClass.key == "test_day")).scalar_one()
    row.value = 5
    publish(session, "single", "j")
    theme = publish(session, "joint", "t")
    assert promises(theme) == {"p": 1, "q": 5}


def test_a_theme_whose_item_was_never_published_is_refused(session):
    bring_in(session, two_items())
    with pytest.raises(publishing.PublishRefused) as refused:
        publish(session, "joint", "t")
    assert {one.code for one in refused.value.findings} == {"item_unpublished"}


def test_a_limit_named_only_by_a_step_or_a_special_procedure_is_frozen_too(session):
    package = two_items()
    package["sla"]["only_here"] = {"value": 2, "unit": "working_day", "warn": 1}
    package["items"]["i"]["special"] = {"look": {"name": "查勘", "max": "only_here"}}
    package["items"]["i"]["steps"] = ["review", {"step": "decide", "limit": "only_here"}]
    bring_in(session, package)
    assert "only_here" in json.loads(publish(session, "single", "i").package)["sla"]


def test_a_warning_nobody_accepted_stops_publication_and_its_reason_lets_it_through(session):
    session.execute(sa.delete(AcknowledgedWarning).where(AcknowledgedWarning.of == "i"))
    package = two_items()
    del package["items"]["i"]["promise"]
    bring_in(session, package)
    with pytest.raises(publishing.PublishRefused) as refused:
        publish(session, "single", "i")
    assert {(one.code, one.level) for one in refused.value.findings} >= {("no_promise", "warning")}
    for one in refused.value.findings:
        session.add(AcknowledgedWarning(of="i", code=one.code, where=one.where, reason="省里未定"))
    kept = publish(session, "single", "i").warnings
    assert {entry["reason"] for entry in kept} == {"省里未定"}


def test_a_publication_is_journaled_with_who_what_and_what_went_before(session):
    before = publishing.current(session, "single", "reg", at=NOW).sha256
    version = changed(session, "改了名的事项")
    entry = journal.pending(session)[-1]
    assert (entry.noun, entry.ref, entry.type, entry.by) == (
        "version",
        "single/reg",
        "published",
        "mulu",
    )
    assert (entry.data["before"], entry.data["sha256"]) == (before, version.sha256)


def test_an_item_with_cases_is_not_deleted_only_retired(session):
    case = desk.accepted_case(session)
    with pytest.raises(retiring.StillUsed) as refused:
        retiring.remove(session, "items", "reg", by="mulu", now=NOW)
    assert refused.value.cases == 1
    retiring.retire(session, "items", "reg", by="mulu", now=NOW)
    row = catalogue.row_of(session, "items", "reg")
    assert row.retired_at == NOW
    assert publishing.current(session, "single", "reg", at=NOW) is None
    assert case.state["blueprint"]
    with pytest.raises(publishing.PublishRefused) as again:
        publish(session, "single", "reg")
    assert {one.code for one in again.value.findings} == {"retired"}


def test_the_database_itself_keeps_an_item_with_cases(session):
    desk.accepted_case(session)
    session.flush()
    with pytest.raises(sa.exc.DBAPIError, match="retired, not deleted"):
        session.execute(sa.delete(ServiceItem).where(ServiceItem.key == "reg"))


def test_an_item_nobody_uses_is_removed_and_offered_no_longer(session):
    package = two_items()
    del package["themes"]
    bring_in(session, package)
    version = publish(session, "single", "i")
    retiring.remove(session, "items", "i", by="mulu", now=NOW)
    session.flush()
    assert version.state == "retired"
    with pytest.raises(KeyError):
        catalogue.row_of(session, "items", "i")


def test_a_department_that_items_name_is_not_removed(session):
    code = (
        session.execute(
            sa.select(Department.code).join(ServiceItem, ServiceItem.department == Department.code)
        )
        .scalars()
        .first()
    )
    with pytest.raises(retiring.StillUsed) as refused:
        retiring.remove(session, "departments", code, by="mulu", now=NOW)
    assert refused.value.places


def test_what_is_begun_and_not_finished_keeps_nothing_else_from_being_published(session):
    begun = {"name": "刚开始编的", "lead": "SCJG", "items": []}
    catalogue.put(session, "themes", "begun", entry=begun, by="mulu", now=NOW)
    session.flush()
    with pytest.raises(publishing.PublishRefused):
        publishing.publish_all(session, by="system", now=NOW)
    named = {"themes": {THEME: {}}}
    assert publishing.publish_all(session, by="system", now=NOW, named=named) == []


def test_a_retired_entry_stays_out_when_the_whole_catalogue_is_published(session):
    retiring.retire(session, "themes", THEME, by="mulu", now=NOW)
    session.flush()
    assert publishing.publish_all(session, by="mulu", now=NOW) == []
    assert THEME not in {version.code for version in publishing.offered(session, at=NOW)}


def test_examining_says_what_stands_in_the_way_and_writes_nothing(session):
    row = session.execute(sa.select(ServiceItem).where(ServiceItem.key == "reg")).scalar_one()
    row.promise = {"value": 30, "unit": "working_day", "warn": 1}
    found = publishing.examine(session, "single", "reg", at=NOW)
    assert {one.code for one in found.open} == {"promise_over_legal"}
    assert not [new for new in session.new if isinstance(new, ServiceVersion)]


def publish(session, kind, code, **more):
    version = publishing.publish(session, kind, code, by="mulu", now=NOW, **more)
    session.flush()
    return version


def changed(session, name, *, now=NOW, **more):
    row = session.execute(sa.select(ServiceItem).where(ServiceItem.key == "reg")).scalar_one()
    row.name = name
    return publish(session, "single", "reg", **more)


def two_items():
    """A theme of two items that share a limit, under names the seeds do not have."""
    package = small(promise="test_day", legal={"value": 20, "unit": "working_day", "warn": 1})
    package["sla"] = {"test_day": {"value": 1, "unit": "working_day", "warn": 1}}
    package["items"]["j"] = {**package["items"]["i"], "name": "另一项"}
    package["themes"]["t"] |= {
        "promise": {"value": 9, "unit": "working_day", "warn": 1},
        "items": [{"key": "p", "item": "i"}, {"key": "q", "item": "j"}],
    }
    return package


def bring_in(session, package):
    catalogue.import_package(session, package, by="mulu", now=NOW)


def promises(version):
    tasks = json.loads(version.blueprint)["tasks"]
    return {
        task["key"]: task["limits"]["promise"]["value"] for task in tasks if task["kind"] == "work"
    }
