"""Months of a demo centre: believable, provable, the same for a seed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app import clock, journal
from app.demo import accounts, activity, centre, doing
from app.models import (
    AppealDepartment,
    Applicant,
    Bulletin,
    Case,
    CauseDecision,
    ChainHead,
    Finding,
    Grading,
    GroupItem,
    Leave,
    OnlineAppeal,
    Order,
    Paper,
    PostGap,
    Rating,
    RatingReview,
    ServiceVersion,
    Shift,
    Swap,
    Task,
    TrainingRecord,
    Window,
)
from app.services import identity_checks, search_words, supervising, verification

UNTIL = datetime(2026, 9, 18, 9, 40)
ROOT = Path(__file__).resolve().parents[2]


def test_a_demo_centre_is_provable_reported_and_invented(lived):
    """One run for all that is asked of it: months of activity are not lived once a question."""
    _is_provable(lived)
    _has_what_was_reported(lived)
    _is_invented(lived)
    _is_numbered(lived)
    _has_people_at_its_windows(lived)
    _says_what_applicants_think(lived)
    _is_supervised(lived)
    _is_decided_about(lived)
    _hears_what_could_not_be_done(lived)


def _is_provable(lived):
    assert verification.verify(lived, journal.RECORDS).holds
    assert list(verification.replay(lived)) == []
    assert list(search_words.differing(lived)) == []


def _has_what_was_reported(lived):
    found = lived.execute(
        sa.select(ServiceVersion.code, sa.func.count())
        .join(Case, Case.version_id == ServiceVersion.id)
        .group_by(ServiceVersion.code)
    )
    counts = dict(found.tuples().all())
    assert counts["catering_green_channel"] >= 34
    assert counts["newborn_longjing"] >= 22


def _is_invented(lived):
    for person in lived.scalars(sa.select(Applicant)):
        if not person.name:
            continue  # who rated badly is answered and not named
        if person.id_number:  # whoever appeals says a name and a telephone
            assert identity_checks.id_number(person.id_number, UNTIL.date()) is None
            assert person.id_number[14:17] == "000"
        assert identity_checks.phone(person.phone) is None
        assert person.phone.startswith("154")
        if person.credit_code:
            assert identity_checks.credit_code(person.credit_code) is None


def _is_numbered(lived):
    for kind in lived.scalars(sa.select(Paper.kind).distinct()):
        serials = lived.scalars(sa.select(Paper.serial).where(Paper.kind == kind)).all()
        assert sorted(serials) == list(range(1, len(serials) + 1))
    assert lived.scalar(sa.select(sa.func.max(Case.last_at))) <= UNTIL
    assert lived.scalar(sa.select(sa.func.count()).where(Task.state == "open")) > 0


def _has_people_at_its_windows(lived):
    windows = set(lived.scalars(sa.select(Window.code)))
    assert set(lived.scalars(sa.select(Shift.window))) == windows
    days = lived.execute(sa.select(sa.func.min(Shift.day), sa.func.max(Shift.day))).one()
    assert days[0] < UNTIL.date() - timedelta(days=14)
    assert days[1] > UNTIL.date() + timedelta(days=14)
    assert {row.state for row in lived.scalars(sa.select(Leave))} == {"approved", "asked"}
    assert lived.scalars(sa.select(PostGap.window)).all() != []
    assert lived.scalars(sa.select(Swap.state)).all() == ["asked"]
    assert lived.scalars(sa.select(TrainingRecord.person)).all() != []


def _says_what_applicants_think(lived):
    rows = lived.scalars(sa.select(Rating).where(Rating.given_at.is_not(None))).all()
    assert {row.channel for row in rows} == {"paper", "window"}
    assert len({row.level for row in rows}) >= 4
    bad = [row for row in rows if row.level < 3]
    assert bad
    for row in bad:
        of, answer = (lived.get_one(Case, one) for one in (row.case_id, row.rectification_id))
        assert (of.closed_at <= row.given_at, answer.kind) == (True, "rectification")
    assert lived.scalars(sa.select(Case.kind).where(Case.kind == "rectification")).all() == [
        "rectification"
    ] * len(bad)


def _is_supervised(lived):
    assert [one for one in lived.scalars(sa.select(Order.answered_at)) if one]
    assert lived.scalar(sa.select(Bulletin.published_at)) == UNTIL
    assert supervising.last(lived).result["month"]
    assert lived.scalars(sa.select(Grading.quarter)).all() == ["2026Q2"]


def _is_decided_about(lived):
    decided = [one is not None for one in lived.scalars(sa.select(RatingReview.decided_at))]
    assert sorted(decided) == [False, *[True] * (len(decided) - 1)]
    assert len(decided) > 1
    outcomes = lived.execute(sa.select(CauseDecision.outcome, CauseDecision.name)).all()
    assert [(what, bool(name)) for what, name in outcomes] == [
        ("changed", True),
        ("unchanged", False),
    ]
    figures = lived.scalar(sa.select(Bulletin.figures))["causes"]
    assert len({line["decision"] for line in figures.values()}) == 3
    waiting = sa.select(OnlineAppeal.due_at).where(OnlineAppeal.settled_at.is_(None))
    assert sorted(due < UNTIL for due in lived.scalars(waiting)) == [False, False, True]


def _hears_what_could_not_be_done(lived):
    appeals = sa.select(Case.id).where(Case.kind == "appeal").order_by(Case.id)
    about = sa.select(AppealDepartment.case_id, AppealDepartment.department)
    named = lived.execute(about.order_by(AppealDepartment.case_id)).tuples().all()
    assert [case for case, _of in named] == lived.scalars(appeals).all()
    found = lived.execute(sa.select(Finding.case_id, Finding.department)).tuples().all()
    assert found
    assert {*found} <= {*named}
    stages = sa.select(GroupItem.decided_at, GroupItem.done_at).order_by(GroupItem.id)
    assert [(bool(a), bool(b)) for a, b in lived.execute(stages)] == [(1, 1), (1, 0), (0, 0)]


def test_the_same_seed_gives_the_same_chain(untouched, lived):
    """The second run is in a database of its own."""
    fill(untouched)
    assert head(untouched) == head(lived)


def test_nobody_takes_back_what_answers_a_rating(monkeypatch):
    """It is received by the department that answers for ratings, where no clerk sits."""
    monkeypatch.setattr(doing, "handler", lambda *_of: None)
    planned, dice = [], SimpleNamespace(randrange=lambda _most: 0)
    hall = SimpleNamespace(do=lambda *_a, **_b: True, plan=lambda *what: planned.append(what))
    answer = SimpleNamespace(
        rng=dice, span=None, answers={"id": 1}, task=lambda _key: {"owner": None}
    )
    doing._work(hall, answer, UNTIL, "answer")
    assert planned == []


def test_production_has_no_demo_data(app, monkeypatch):
    monkeypatch.setitem(app.config, "ENVIRONMENT", "production")
    answer = app.test_cli_runner().invoke(args=["demo", "--cases", "1"])
    assert answer.exit_code == 1
    assert "production has no demo data" in answer.output


def head(unit):
    return unit.execute(sa.select(ChainHead.seq, ChainHead.hash).order_by(ChainHead.chain)).all()


def fill(unit):
    said = activity.read(ROOT / "demo" / "activity.yaml")
    accounts.ensure(unit, now=clock.now(), everywhere=True)
    unit.flush()
    told = centre.live(unit, said, cases=70, seed=3, now=UNTIL)
    unit.flush()
    journal.write_pending(unit)
    return told


@pytest.fixture
def lived(session, at):
    fill(session)
    return session
