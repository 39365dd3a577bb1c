"""What the house does by the hour: says in the morning what presses, drafts, backs up and proves at night."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app import backup_old
from app.models import Bulletin, Job, JournalEntry, Message, Task
from app.services import mornings
from tests.conftest import NOW, keep
from tests.factories import desk
from tests.factories.working import at_work, scanned

NIGHT, MORNING, FIRST = "2026-09-21T02:00", "2026-09-21T08:40", "2026-10-01T07:00"


def test_in_the_morning_everybody_hears_once_what_is_late_or_due_today(session):
    desk.accepted_case(session)
    session.execute(sa.update(Task).where(Task.key == "reg").values(owner="scjgj1"))
    due = session.scalar(sa.select(Task.due_at).where(Task.key == "reg"))
    at = due + timedelta(hours=10)
    mornings.tell(session, now=at)
    mornings.tell(session, now=at + timedelta(hours=1))
    told = session.scalars(sa.select(Message).filter_by(kind="morning", person="scjgj1")).all()
    assert [message.content["late"] for message in told] == [1]


def test_what_is_in_nobodys_hands_the_heads_hear(session):
    desk.accepted_case(session)
    due = session.scalar(sa.select(sa.func.min(Task.due_at)).where(Task.state == "open"))
    mornings.tell(session, now=due - timedelta(hours=2))
    counts = session.execute(sa.select(Message.person, Message.content).filter_by(kind="morning"))
    assert all(content["unclaimed"] > 0 for _person, content in counts)


def test_however_many_people_it_concerns_the_morning_costs_the_same_statements(session):
    desk.accepted_case(session)
    open_ones = session.scalars(sa.select(Task).where(Task.state == "open")).all()
    due, cost = open_ones[0].due_at, {}
    for people in (1, len(open_ones)):
        for at, task in enumerate(open_ones):
            task.owner, task.due_at = f"p{at % people}" if at else None, due
        keep(session)
        with counted(session) as said:
            cost[mornings.tell(session, now=due - timedelta(hours=people))] = len(said)
        session.rollback()
    assert len(cost) > 1
    assert max(cost.values()) == min(cost.values()) <= 6


@pytest.mark.parametrize(
    ("moment", "kind", "there"),
    [
        (MORNING, "morning", True),
        (NIGHT, "morning", False),
        (NIGHT, "proof", True),
        (MORNING, "proof", False),
        ("2026-09-20T10:00", "morning", True),
        ("2026-09-19T10:00", "morning", False),
        (FIRST, "bulletin_draft", True),
        (NIGHT, "bulletin_draft", False),
    ],
)
def test_each_has_its_hour_and_comes_once_a_day(app, session, at, moment, kind, there):
    assert (kind in scanned(app, session, at.set(moment))) is there
    assert kind not in scanned(app, session, at.now)


def test_the_month_that_is_over_is_drafted_once_and_its_keeper_told(app, session, at):
    scanned(app, session, at.set(FIRST))
    at_work(app, now=at.now)
    row = session.scalar(sa.select(Bulletin))
    assert (row.title, row.since, row.published_at) == ("2026年9月通报", date(2026, 9, 1), None)
    assert session.scalars(sa.select(Message.person).filter_by(kind="bulletin")).all() == ["ducha"]
    session.rollback()
    scanned(app, session, at.set("2026-10-02T07:00"))
    at_work(app, now=at.now)
    assert session.scalar(sa.select(sa.func.count(Bulletin.id))) == 1


def test_the_nights_backup_is_opened_again_and_said(app, session, at, tmp_path):
    app.config["YOUSHI_BACKUPS"] = str(tmp_path)
    keep(session)
    assert "backup" in scanned(app, session, at.set(NIGHT))
    at_work(app, now=at.now)
    job = session.scalar(sa.select(Job).filter_by(kind="backup"))
    assert job.state == "done", job.result
    assert (tmp_path / job.result["file"]).stat().st_size == job.result["size"]
    assert session.scalar(sa.select(JournalEntry.type).filter_by(noun="backup")) == "backed_up"


def test_where_no_folder_is_set_none_is_written(app, session, at):
    assert "backup" not in scanned(app, session, at.set(NIGHT))


def test_a_backup_that_cannot_be_written_is_said_and_tried_the_next_night(
    app, session, at, tmp_path
):
    (tmp_path / "taken").write_text("")
    app.config["YOUSHI_BACKUPS"] = str(tmp_path / "taken" / "backups")
    scanned(app, session, at.set(NIGHT))
    at_work(app, now=at.now)
    assert session.scalar(sa.select(Job.state).filter_by(kind="backup")) == "failed"
    session.rollback()
    assert "backup" in scanned(app, session, at.now + timedelta(days=1))


def test_two_weeks_are_kept_and_of_each_month_the_last_for_a_year():
    days = [date(2025, 6, 1) + timedelta(days=count) for count in range(480)]
    names = [f"youshi-{day:%Y%m%d}-020000.backup" for day in days]
    today = days[-1]
    gone = set(backup_old.surplus([*names, "before-the-move.backup"], today=today))
    kept = [day for day, name in zip(days, names, strict=True) if name not in gone]
    assert kept[-15:] == days[-15:]
    assert all((day + timedelta(days=1)).day == 1 for day in kept[:-15])
    assert kept[0] >= today - timedelta(days=365)
    assert "before-the-move.backup" not in gone


@contextmanager
def counted(session):
    """Statements that are executed within."""
    said = []

    def heard(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", heard)
    yield said
    event.remove(session.get_bind(), "before_cursor_execute", heard)


@pytest.fixture(autouse=True)
def _now(at):
    at.now = NOW
