"""Years are confirmed, chains sealed, old intakes removed: what else a tick does (R06)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.models import Case, ChainSeal, Draft, IdempotencyKey, JournalEntry, Task
from app.models.account import Session as WebSession
from app.services import calendars, drafts, idempotency, sign_in, verification
from tests.conftest import keep
from tests.factories import desk
from tests.factories.ticking import dues, tick, tick_changes

RECEIVED = "2026-11-02T10:00:00"


def test_dues_of_a_year_that_was_confirmed_are_worked_out_anew_once(app, session, at):
    in_2026 = desk.accepted_case(session, at.set(RECEIVED)).number
    in_2027 = desk.accepted_case(session, at.set("2026-12-28T10:00:00")).number
    keep(session)
    uncertain = provisional(session, in_2027)
    assert session.scalar(sa.select(Case.provisional).filter_by(number=in_2027))
    assert tick_changes(app, session, in_2027) == []
    confirm_2027(session)
    changed = tick_changes(app, session, in_2027)
    assert changed[0] == "recalculated"
    assert set(changed[1:]) == {"due_set"}
    assert len(changed) - 1 == uncertain
    assert not session.scalar(sa.select(Case.provisional).filter_by(number=in_2027))
    assert str(dues(session, in_2027)["case"]) == "2027-01-05 23:59:59"
    assert tick_changes(app, session, in_2027) == []
    assert list(verification.replay(session)) == []
    assert in_2026 != in_2027


def test_a_confirmed_year_does_not_bring_other_changes_along(app, session, at):
    """A clock that was sure keeps its due, though its day was changed in the same revision."""
    number = desk.accepted_case(session, at.set("2026-12-28T10:00:00")).number
    keep(session)
    sure = dues(session, number)["reg"]
    revise(session, lambda said: said["off"].update({"2026-12-29": "停电"}))
    confirm_2027(session)
    assert "recalculated" in tick_changes(app, session, number)
    assert dues(session, number)["reg"] == sure
    assert dues(session, number)["case"].date().isoformat() == "2027-01-06"


def test_another_day_of_a_confirmed_year_reaches_running_cases_by_an_act_with_a_reason(
    app, session, at
):
    number = desk.accepted_case(session, at.set(RECEIVED)).number
    keep(session)
    revise(session, lambda said: said["off"].update({"2026-11-04": "停电"}))
    assert tick_changes(app, session, number) == []
    said = app.test_cli_runner().invoke(args=["recalculate", number, "--reason", "全市停电一天"])
    assert said.exit_code == 0, said.output
    assert str(dues(session, number)["case"]) == "2026-11-10 23:59:59"
    nothing = app.test_cli_runner().invoke(args=["recalculate", number, "X", "--reason", "x"])
    assert (nothing.exit_code, "there is no case X; nothing was changed" in nothing.output) == (
        1,
        True,
    )


def test_what_is_past_its_time_is_removed(app, session, at):
    version = desk.intake_of(session).version_id
    for name, told in (("told", 1), ("untold", 0)):
        session.add(Draft(token=name, owner="lijing", window="ZHCK", kind="joint", code="x", version_id=version, content={}, told=told, created_at=at.now, updated_at=at.now))  # fmt: skip
    user = session.scalar(sa.text("SELECT min(id) FROM ab_user"))
    sign_in.begin(session, user, now=at.now)
    idempotency.keep(session, owner="lijing", key="k", act="x", location="/", now=at.now)
    keep(session)
    assert left(app, session, at, days=0) == ["told", "untold", "session", "key"]
    assert left(app, session, at, days=1) == ["told", "untold", "session", "key"]
    assert session.scalar(sa.select(WebSession.ended_why)) == "idle"
    assert left(app, session, at, days=9) == ["told", "untold", "key"]
    assert left(app, session, at, days=30) == ["told", "untold", "key"]
    assert left(app, session, at, days=31) == ["told"]
    assert left(app, session, at, days=90) == ["told"]
    assert left(app, session, at, days=91) == []
    removed = session.scalars(
        sa.select(JournalEntry.ref).filter_by(type="draft_removed").order_by(JournalEntry.id)
    ).all()
    assert removed == ["untold", "told"]
    assert drafts.open_ones(session, by=desk.CLERK) == []


def test_a_tick_seals_hourly(app, session, at):
    for minute in ("09:40", "10:00", "10:39", "10:40", "11:39"):
        at.set(f"2026-09-18T{minute}:00")
        tick(app, session)
    assert session.scalar(sa.select(sa.func.count()).select_from(ChainSeal)) == 4


def provisional(session, number):
    """How many running clocks of a case are not sure of their dues."""
    case = session.execute(sa.select(Case).filter_by(number=number)).scalar_one()
    parts = sa.select(sa.func.count()).select_from(Task)
    parts = session.scalar(parts.filter_by(case_id=case.id, state="open", uncertain=True))
    return case.uncertain + parts


def confirm_2027(session):
    revise(
        session,
        lambda said: (said["confirmed"].append(2027), said["off"].update({"2027-01-01": "元旦"})),
    )


def revise(session, change):
    said = calendars.as_package(calendars.latest(session))
    change(said)
    calendars.save_revision(session, said, reason="test", now=desk.NOW)
    keep(session)


def left(app, session, at, *, days):
    at.now = desk.NOW + timedelta(days=days)
    tick(app, session)
    session.rollback()
    found = session.scalars(sa.select(Draft.token).order_by(Draft.token)).all()
    found += ["session"] * session.scalar(sa.select(sa.func.count()).select_from(WebSession))
    return found + ["key"] * session.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey))
