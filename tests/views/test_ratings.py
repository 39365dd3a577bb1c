"""Ratings as those who work here meet them: the square of a case, the list, the review, the call."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import AccessEntry, Case, Rating, Revisit
from tests.conftest import keep
from tests.factories import rated


def test_a_clerk_shows_the_square_and_reads_no_level(sign_in, session, case):
    lijing = sign_in("lijing")
    lijing.page(f"/desk/cases/{case.number}/rating")
    assert lijing.post(f"/desk/cases/{case.number}/rating").status_code == 303
    page = lijing.get(f"/desk/cases/{case.number}/rating").text
    assert 'class="qr"' in page and "/ratings/" in page
    rated.rated(session, 2, of=case)
    keep(session)
    page = lijing.page(f"/desk/cases/{case.number}/rating")
    assert "已评价（经办人不能查看）" in page and "不满意" not in page


def test_who_only_reads_gets_no_link(sign_in, session, case):
    rated.link(session, case)
    keep(session)
    assert "/ratings/" not in sign_in("jiancha").get(f"/desk/cases/{case.number}/rating").text


def test_a_supervisor_excludes_with_a_reason_that_everybody_who_reads_it_sees(sign_in, bad):
    ducha = sign_in("ducha")
    ducha.page(f"/supervision/ratings/{bad}")
    assert ducha.post(f"/supervision/ratings/{bad}/exclude", why=" ").status_code == 422
    assert ducha.post(f"/supervision/ratings/{bad}/exclude", why="当天没来过").status_code == 303
    assert "当天没来过" in sign_in("jiancha").page(f"/supervision/ratings/{bad}")
    assert "平均 – 分" in ducha.page("/supervision/ratings")


def test_whom_to_call_is_shown_to_who_calls_alone_and_leaves_a_trace(sign_in, bad, rows):
    ducha = sign_in("ducha")
    assert "13804331234" not in ducha.page(f"/supervision/ratings/{bad}")
    assert "13804331234" in ducha.post(f"/supervision/ratings/{bad}/contact").text
    assert rows(sa.select(AccessEntry.by).filter_by(type="unmasked")) == [("ducha",)]
    assert (
        ducha.post(f"/supervision/ratings/{bad}/revisits", way="phone", found="").status_code == 422
    )
    done = ducha.post(f"/supervision/ratings/{bad}/revisits", way="phone", found="content")
    assert done.status_code == 303
    assert rows(sa.select(Revisit.reached, Revisit.satisfied)) == [(True, True)]


@pytest.mark.parametrize(("username", "status"), [("swj0", 200), ("gaj0", 404), ("lijing", 403)])
def test_a_head_reads_those_of_their_own_department(sign_in, bad, username, status):
    assert sign_in(username).get(f"/supervision/ratings/{bad}").status_code == status


@pytest.fixture
def case(session):
    made = rated.case(session)
    keep(session)
    return session.get_one(Case, made.id)


@pytest.fixture
def bad(session):
    given = rated.rated(session, 2, "等了两个小时", contact=True)
    rated.answered(session, given)
    keep(session)
    number = session.scalars(sa.select(Rating.id)).one()
    session.rollback()
    return number
