"""What cases stand on is retired and never deleted: by the service and by the database (R98)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app import journal
from app.models import AppealClass, Department, DocumentType, Staff
from app.services import catalogue, publishing, retiring
from tests.factories import desk

NOW = desk.NOW


@pytest.fixture
def case(session):
    done = desk.accepted_case(session)
    session.flush()
    return done


@pytest.mark.parametrize(
    ("top", "key"), [("departments", "XFJY"), ("documents", "LAYOUT"), ("items", "fire")]
)
def test_what_a_case_stands_on_is_not_removed(session, case, top, key):
    with pytest.raises(retiring.StillUsed) as refused:
        retiring.remove(session, top, key, by="mulu", now=NOW)
    assert refused.value.cases == 1
    assert catalogue.row_of(session, top, key).retired_at is None


@pytest.mark.parametrize(
    ("model", "row"),
    [(Department, {"code": "XFJY"}), (DocumentType, {"key": "LAYOUT"})],
)
def test_nor_does_the_database_let_it_go(session, case, model, row):
    with pytest.raises(sa.exc.DBAPIError, match="retired, not deleted"):
        session.execute(sa.delete(model).filter_by(**row))


def test_a_department_of_which_no_case_knows_may_go_by_sql(session):
    session.add(Department(code="QXJ", name="气象局", more={}))
    session.flush()
    gone = session.execute(sa.delete(Department).where(Department.code == "QXJ"))
    assert gone.rowcount == 1


def test_the_users_of_a_department_are_named(session, case):
    users = retiring.users(session, "departments", "XFJY")
    assert "fire" in users.entries["items"]
    assert (users.cases, users.running) == (1, 1)
    there = sa.select(sa.func.count()).select_from(Staff).where(Staff.department == "XFJY")
    assert users.people == session.scalar(there) > 0


def test_the_users_of_a_paper_are_items_and_what_folds_into_it(session):
    users = retiring.users(session, "documents", "ONE_FORM")
    assert "F_REG" in users.entries["documents"]
    assert users.entries["themes"]
    assert not users.cases


def test_a_rectification_counts_as_a_user_under_its_own_name(session):
    row = session.execute(sa.select(AppealClass).where(AppealClass.rectification)).scalar_one()
    users = retiring.users(session, "departments", row.department)
    assert users.entries["rectification"] == ["rectification"]


def test_nobody_uses_what_is_new(session):
    session.add(Department(code="QXJ", name="气象局", more={}))
    session.flush()
    assert not retiring.users(session, "departments", "QXJ")


def test_retired_twice_is_retired_once_and_journaled_once(session):
    for _time in range(2):
        retiring.retire(session, "departments", "XFJY", by="mulu", now=NOW)
        session.flush()
    entries = [one for one in journal.pending(session) if one.ref == "XFJY"]
    assert [one.type for one in entries] == ["department_changed"]
    assert catalogue.row_of(session, "departments", "XFJY").retired_at == NOW


def test_a_retired_appeal_class_is_published_no_longer_until_it_is_restored(session):
    retiring.retire(session, "appeals", "cannot_do", by="mulu", now=NOW)
    session.flush()
    assert publishing.current(session, "appeal", "cannot_do", at=NOW) is None
    retiring.restore(session, "appeals", "cannot_do")
    session.flush()
    assert (
        publishing.publish(session, "appeal", "cannot_do", by="mulu", now=NOW).state == "published"
    )


def test_what_has_no_state_of_its_own_is_not_retired(session):
    with pytest.raises(ValueError, match="templates"):
        retiring.retire(session, "templates", "receipt", by="mulu", now=NOW)
    with pytest.raises(ValueError, match="templates"):
        retiring.restore(session, "templates", "receipt")


def test_the_running_case_does_not_notice(session, case):
    before = case.state["blueprint"]
    retiring.retire(session, "departments", "XFJY", by="mulu", now=NOW)
    retiring.retire(session, "documents", "LAYOUT", by="mulu", now=NOW)
    session.flush()
    assert case.state["blueprint"] == before
    version = publishing.current(session, "joint", "catering_green_channel", at=NOW)
    assert version.sha256 == before
