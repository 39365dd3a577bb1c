"""Papers reach the archive without anybody asking: once each, after the act, and never at its cost."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from app import files, typesetting
from app.jobs import papers as drawing
from app.jobs import running
from app.jobs.work import Work
from app.models import Paper
from app.services import jobs, occasions, papers
from tests.conftest import NOW, keep
from tests.factories import desk
from tests.factories.working import at_work, job, scanned


def test_the_worker_draws_what_was_given_out_and_keeps_it_sealed(app, session, at):
    given_out(session)
    assert "papers" in scanned(app, session, NOW)
    at_work(app)
    assert job(session, kind="papers").result == {"drawn": 2}
    for paper in session.scalars(sa.select(Paper)):
        drawn = papers.archived(paper)
        assert drawn.startswith(b"%PDF")
        assert hashlib.sha256(drawn).hexdigest() == paper.pdf_sha256
        assert b"%PDF" not in files.sealed(paper.pdf)
    assert "papers" not in scanned(app, session, at.set("2026-09-18T12:00"))


def test_without_a_font_the_worker_waits_for_one_and_nothing_is_lost(app, session, at, monkeypatch):
    given_out(session)
    monkeypatch.setattr(typesetting, "families", frozenset)
    scanned(app, session, NOW)
    at_work(app)
    assert job(session, kind="papers").result == {"drawn": 0}
    assert "papers" in scanned(app, session, at.set("2026-09-18T12:00"))


def test_a_long_row_of_papers_lets_a_job_go_first_that_somebody_waits_for(
    app, session, at, monkeypatch
):
    given_out(session)
    monkeypatch.setattr(drawing, "AT_ONCE", 1)
    occasions.ensure(session, "papers", token="papers", title="", now=NOW)
    mine = jobs.claim(session, now=NOW)
    jobs.add(session, "usual", title="", payload={}, by="lijing", now=NOW)
    keep(session)
    session.rollback()
    with app.app_context():
        running.run(Work(mine, lambda: NOW))
    waits = job(session, kind="papers")
    assert (waits.state, waits.done, waits.attempts) == ("waiting", 1, 0)
    session.rollback()
    at_work(app)
    assert job(session, kind="papers").result == {"drawn": 2}


def given_out(session):
    desk.accepted_case(session)
    keep(session)
