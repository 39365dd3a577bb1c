"""The centre's own page: days that raters and those who write online are promised, set by form and by sheet."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.models import JournalEntry, OnlineAppeal, Rating, ServiceCentre
from app.services import catalogue, rating_links
from tests.conftest import keep
from tests.factories import rated
from tests.factories.office import problems, save, saved


def test_days_are_set_in_words_and_the_next_link_works_so_long(mulu, session):
    page = saved(mulu, "centre/edit/1", link_days="7", revisit_days="3", online_days="2")
    assert "7 个自然日" in page and "3 个自然日" in page and "2 个工作日" in page
    assert linked(session) == date(2026, 9, 25)


def test_links_given_out_keep_their_day(mulu, session):
    assert linked(session) == date(2026, 10, 18)
    keep(session)
    saved(mulu, "centre/edit/1", link_days="7")
    session.expire_all()
    assert session.scalars(sa.select(Rating.expires_at)).one().date() == date(2026, 10, 18)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"link_days": "0"}, "link_days"),
        ({"link_days": "367"}, "link_days"),
        ({"revisit_days": "0"}, "revisit_days"),
        ({"online_days": "0"}, "online_days"),
        ({"link_days": "lots"}, "link_days"),
        ({"online_window": "", "online_days": "2"}, "online_window"),
    ],
)
def test_days_that_nobody_could_keep_are_said_at_their_field(mulu, more, fields, where):
    before = more()
    answer = save(mulu, "centre/edit/1", **fields)
    assert (answer.status_code, list(problems(answer))) == (422, [where])
    assert more() == before


def test_left_empty_what_is_usual_holds_and_nothing_is_written(mulu, more):
    page = saved(mulu, "centre/edit/1", link_days="", revisit_days="", online_days="")
    assert "30 个自然日" in page and "5 个自然日" in page and "1 个工作日" in page
    assert "ratings" not in more() and list(more()["online_appeals"]) == ["window"]


def test_without_a_window_nothing_is_taken_online(mulu, app, session):
    page = saved(mulu, "centre/edit/1", online_window="", online_days="")
    assert "不在网上收诉求" in page
    assert "请到窗口来" in app.test_client().get("/appeals").text
    assert session.scalar(sa.select(sa.func.count(OnlineAppeal.id))) == 0


def test_who_changed_it_stands_in_the_records(mulu, rows):
    saved(mulu, "centre/edit/1", link_days="9")
    columns = JournalEntry.by, JournalEntry.data
    ((by, data),) = rows(sa.select(*columns).where(JournalEntry.type == "centre_changed"))
    assert by == "mulu" and '"link_days":9' in data.replace(" ", "")


def test_what_the_form_says_goes_out_with_the_catalogue(mulu, session):
    saved(mulu, "centre/edit/1", link_days="9")
    assert catalogue.export_package(session)["centre"]["ratings"]["link_days"] == 9


def linked(session):
    case = rated.case(session)
    made = rating_links.link(session, case, "window", by="lijing", now=rated.GIVEN)
    return made.expires_at.date()


@pytest.fixture
def more(rows):
    return lambda: rows(sa.select(ServiceCentre.more))[0][0]


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
