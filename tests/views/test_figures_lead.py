"""A figure of the board or of a bulletin leads to the rows that it counts, and to no others."""

from __future__ import annotations

import html
import re

import pytest

from app.jobs import running, scans
from tests.conftest import keep
from tests.factories import appeals, desk, lives
from tests.factories.office import numbers

BOARD, BULLETINS = "/supervision/board", "/supervision/bulletins"
#: A link whose words are a number, or a tile's.
LED = re.compile(r'<a href="(/(?:admin|desk)/[^"]*)">(\d+)</a>')
TILE = re.compile(r'<a href="(/(?:admin|desk)/[^"]*)">(?:(?!</a>).)*?<b>(\d+)</b>', re.DOTALL)


def test_every_figure_of_a_bulletin_leads_to_as_many_rows(answered_late, sign_in, at):
    at.set("2026-11-02T09:00")
    supervisor = sign_in("ducha")
    supervisor.page(BULLETINS)
    for month in ("09", "10"):
        days = {"since": f"2026-{month}-01", "until": f"2026-{month}-30"}
        found = led(supervisor.get(supervisor.post(BULLETINS, **days).location).text)
        assert any(said for where, said in found if "counted=late" in where)
        for where, said in found:
            if "counted=yellow" not in where and "counted=red" not in where:
                assert rows(supervisor, where) == said, where


def test_every_figure_of_the_board_leads_to_as_many_rows(filled, sign_in, app, at):
    # A rest day after eight working days: much is late, and nothing is over that was not.
    at.set("2026-09-24T16:00")
    with app.app_context():
        scans.due(now=at.now)
        while running.run_next(now=lambda: at.now):
            pass
    supervisor = sign_in("ducha")
    found = led(supervisor.get(BOARD).text)
    assert {where.partition("?")[0] for where, _said in found} >= {"/admin/cases/list/", "/admin/tasks/list/", "/desk/queue"}  # fmt: skip
    assert any(said for where, said in found if "wall=soon" in where)
    for where, said in found:
        assert rows(supervisor, where) == said, where


def test_a_card_leads_to_the_case_that_has_it(answered_late, sign_in):
    supervisor = sign_in("ducha")
    where = "/admin/cases/list/?counted=yellow&counted-from=2026-09-01&counted-until=2026-10-12"
    assert 0 < rows(supervisor, where) < rows(supervisor, where.replace("yellow", "received"))


def test_what_is_asked_stands_above_the_list_and_is_kept(filled, sign_in):
    auditor = sign_in("jiancha")
    asked = "counted=received&counted-from=2026-09-01&counted-until=2026-09-30&of=appeal"
    page = auditor.get(f"/admin/cases/list/?{asked}").text
    assert "收到 2026-09-01 – 2026-09-30" in page
    assert 'type="hidden" name="counted-until" value="2026-09-30"' in page
    assert "金海" not in page


@pytest.mark.parametrize(
    "asked", ["counted=none&counted-from=2026-09-01", "counted=done", "wall=x"]
)
def test_a_figure_that_is_none_is_said_to_be_none(sign_in, asked):
    register = "tasks" if "wall" in asked else "cases"
    assert sign_in("ducha").get(f"/admin/{register}/list/?{asked}").status_code == 422


def led(page):
    return [
        (html.unescape(where), int(said)) for where, said in LED.findall(page) + TILE.findall(page)
    ]


def rows(person, where):
    """Rows of a list, and of the queue; neither is longer here than a page."""
    page = person.get(where).text
    return len(re.findall(r"<tr data-", page)) if where.startswith("/desk") else len(numbers(page))


@pytest.fixture
def answered_late(filled, session, app, at):
    """One more, answered in the month after, when its limit was long over."""
    number = appeals.registered(session).number
    keep(session)
    session.close()
    at.set("2026-10-12T09:00")
    with app.app_context():
        scans.due(now=at.now)
        while running.run_next(now=lambda: at.now):
            pass
    appeals.answered(session, number, now=at.now)
    for verb in ("finish_step", "deliver"):
        appeals.act(session, number, verb, task="hand_over", way="phone", now=at.now)
    keep(session)
    session.close()


@pytest.fixture
def filled(session, at):
    for life in ("newborn", "supplement", "void"):
        lives.LIVES[life](session)
    for channel in ("walk_in", "phone"):
        number = appeals.registered(session, channel=channel).number
    appeals.answered(session, number)
    desk.accepted_case(session)
    keep(session)
    session.close()
