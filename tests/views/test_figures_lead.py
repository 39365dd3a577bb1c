"""A figure of the board or of a bulletin leads to the rows that it counts, and to no others."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa

from app.jobs import running, scans
from app.models import Card, Case, Task
from app.services import calendars, orders, ratings
from tests.conftest import keep
from tests.factories import appeals, desk, lives, rated
from tests.factories.office import numbers

BOARD, BULLETINS = "/supervision/board", "/supervision/bulletins"
#: A link whose words are a number.
LED = re.compile(r'<a href="(/(?:admin|desk|supervision)/[^"]*)">(\d+)</a>')
#: What a bulletin of the month leads to besides.
LEADS = {
    "09": (
        "kind=counted&level=bad",
        "kind=excluded",
        "counted=yellow",
        "counted=cards",
        "/causes/",
    ),
    "10": (),
}
ON_THE_BOARD = (
    "light=red", "wall=soon", "wall=unclaimed", "counted=open", "counted=yellow",
    "decided-since=", "which=waiting", "which=late", "of=appeal", "/admin/tasks/list/?department=",
)  # fmt: skip
#: A card is counted, and the case listed that has it.
CARDED = ("counted=yellow", "counted=red", "counted=cards")
#: Where it leads → what a row of it looks like there; else it is a register.
ROW = {
    "/desk/queue": r"<tr data-",
    "/supervision/ratings": r'/ratings/\d+"',
    "/supervision/orders": r'/orders/\d+"',
    "/supervision/causes/": r'<tr><td class="num"><a',
}


def test_every_figure_of_a_bulletin_leads_to_as_many_rows(answered_late, sign_in, at):
    at.set("2026-11-02T09:00")
    supervisor = sign_in("ducha")
    supervisor.page(BULLETINS)
    for month in ("09", "10"):
        days = {"since": f"2026-{month}-01", "until": f"2026-{month}-30"}
        found = led(supervisor.get(supervisor.post(BULLETINS, **days).location).text)
        led_to = " ".join(where for where, said in found if said)
        missing = [part for part in ("counted=late", *LEADS[month]) if part not in led_to]
        assert missing == [], month
        for where, said in found:
            if not any(card in where for card in CARDED):
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
    led_to = " ".join(where for where, said in found if said)
    assert [part for part in ON_THE_BOARD if part not in led_to] == []
    for where, said in found:
        if not any(card in where for card in CARDED):
            assert rows(supervisor, where) == said, where


@pytest.mark.parametrize("figure", ["yellow", "red", "cards"])
def test_cards_lead_to_the_cases_that_have_them(answered_late, sign_in, session, figure):
    case = session.scalars(
        sa.select(Case).where(Case.id.not_in(sa.select(Card.case_id))).limit(1)
    ).one()
    session.add(
        Card(case_id=case.id, clock="case", limit_name="legal", colour="red", at=rated.GIVEN)
    )
    keep(session)
    where = f"/admin/cases/list/?counted={figure}&counted-from=2026-09-01&counted-until=2026-10-12"
    colours = ("yellow", "red") if figure == "cards" else (figure,)
    having = sa.select(Case.number).join(Card).where(Card.colour.in_(colours)).distinct()
    assert sorted(numbers(sign_in("ducha").get(where).text)) == sorted(session.scalars(having))


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
    return [(html.unescape(where), int(said)) for where, said in LED.findall(page)]


def rows(person, where):
    """Rows of a list; none is longer here than a page."""
    page = person.get(where).text
    row = next((row for place, row in ROW.items() if where.startswith(place)), None)
    return len(re.findall(row, page)) if row else len(numbers(page))


@pytest.fixture
def answered_late(filled, session, app, at):
    """One more, answered in the month after, when its limit was long over."""
    number = appeals.registered(session).number
    for level in (5, 4, 1):
        given = rated.rated(session, level)
    ratings.exclude(session, given.id, "不实", by=desk.SUPERVISOR, now=rated.GIVEN)
    rated.rated(session, 2)
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
    for days in (1, 10, 10):
        part = session.scalars(sa.select(Task.number).filter_by(state="open", kind="work")).first()
        ordered = {"text": "请说明进度。", "days": days, "calendar": calendars.current(session)}
        orders.give(session, part, **ordered, by=desk.SUPERVISOR, now=desk.NOW)
    keep(session)
    session.close()
