"""What comes of itself: a version on its day, the due dates of a year that was confirmed; each once."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.models import Case, JournalEntry, ServiceItem
from app.services import publishing, verification
from tests.conftest import NOW, keep
from tests.factories import desk
from tests.factories.working import at_work, job, scanned
from tests.services.test_time_passes import confirm_2027

LATER = NOW + timedelta(days=7)


def test_a_version_takes_effect_on_its_day_to_the_second_and_is_told_once(app, session):
    old = publishing.current(session, "single", "reg", at=NOW)
    session.scalar(sa.select(ServiceItem).filter_by(key="reg")).name = "下周起的事项"
    new = publishing.publish(session, "single", "reg", by="mulu", now=NOW, valid_from=LATER)
    keep(session)
    second = timedelta(seconds=1)
    assert scanned(app, session, LATER - second) == ["digest", "files", "proof", "usual"]
    assert scanned(app, session, LATER) == ["publication"]
    # in force by its validity, before anybody has run: the counter waits for no worker
    assert publishing.current(session, "single", "reg", at=LATER).id == new.id
    session.rollback()
    at_work(app, now=LATER)
    session.expire_all()
    assert (old.state, old.valid_until, new.state) == ("retired", LATER, "published")
    told = job(session, kind="publication").result["versions"]
    assert sorted(one[2] for one in told) == ["published", "retired"]
    assert scanned(app, session, LATER + second) == []


def test_a_confirmed_year_moves_the_provisional_dues_case_by_case(app, session, at):
    numbers = [
        desk.accepted_case(session, at.set("2026-12-28T10:00:00")).number for _case in range(2)
    ]
    keep(session)
    assert "recount" not in scanned(app, session, at.now)
    confirm_2027(session)
    assert "recount" in scanned(app, session, at.now)
    at_work(app, now=at.now)
    told = job(session, kind="recount")
    assert (told.state, told.done, told.result) == ("done", 2, {"cases": 2, "left": []})
    for number in numbers:
        assert events(session, number).count("recalculated") == 1
        assert str(case(session, number).promise_at) == "2027-01-05 23:59:59"
    assert scanned(app, session, at.now + timedelta(minutes=1)) == []
    assert list(verification.replay(session)) == []


def events(session, number):
    return session.scalars(sa.select(JournalEntry.type).filter_by(ref=number)).all()


def case(session, number):
    return session.execute(sa.select(Case).filter_by(number=number)).scalar_one()
