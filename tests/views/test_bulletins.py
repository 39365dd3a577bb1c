"""A supervisor draws a bulletin up and publishes it; everybody who may read it sees the same figures."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.jobs import running
from app.models import Bulletin, Job
from tests.conftest import keep
from tests.factories import lives
from tests.factories.browser import text_of

PAGE = "/supervision/bulletins"


def test_the_supervisor_draws_up_says_something_and_publishes(office):
    address = office.draws()
    assert "草稿" in office.page("ducha", address)
    office.send("ducha", f"{address}/publish", words="本月平稳，超期为零。")
    page = office.page("jiancha", address)
    assert "本月平稳，超期为零。" in page
    assert "数字就此固定" in page
    assert "发布通报" not in page


def test_a_draft_is_nobody_elses(office):
    address = office.draws()
    assert office.person("jiancha").get(address).status_code == 404
    assert "2026年9月通报" not in office.page("zhuren", PAGE)


def test_of_nothing_there_is_no_share(office):
    address = office.draws(since="2026-07-01", until="2026-07-31")
    assert re.search(r"办结率 – 上期 –", office.page("ducha", address))


def test_what_cannot_be_drawn_up_says_why_and_keeps_what_was_typed(office):
    answer = office.send("ducha", PAGE, since="2026-10-01", until="2026-10-31", title="十月")
    assert answer.status_code == 422
    assert "这一期还没结束" in text_of(answer.text)
    assert 'value="2026-10-31"' in answer.text
    assert 'value="十月"' in answer.text
    assert office.send("ducha", PAGE, since="九月", until="2026-09-30").status_code == 422


def test_published_it_takes_no_other_words(office):
    address = office.published()
    answer = office.send("ducha", f"{address}/draw", words="改一改")
    assert answer.status_code == 422
    assert "发布后的通报不再改动" in text_of(answer.text)
    assert office.send("ducha", f"{address}/drop").status_code == 422


def test_a_draft_may_be_thrown_away(office, rows):
    assert office.send("ducha", f"{office.draws()}/drop").location == PAGE
    assert rows(sa.select(Bulletin.id)) == []


def test_whoever_doubts_it_has_it_counted_from_the_events(office, app, at):
    address = office.published()
    office.send("jiancha", f"{address}/check")
    assert "正在按留痕重算" in office.page("jiancha", address)
    with app.app_context():
        while running.run_next(now=lambda: at.now):
            pass
    assert "按留痕重算，每个数字都一致" in office.page("jiancha", address)


def test_a_figure_that_is_not_the_events_is_named(office, app, at, session):
    address = office.published()
    office.send("jiancha", f"{address}/check")
    # As if the rows had been touched before it was drawn up: the events know nothing of it.
    job = session.execute(sa.select(Job)).scalar_one()
    job.state, job.finished_at, job.result = "done", at.now, {"differing": ["total.done"]}
    keep(session)
    assert "这些数字对不上：其中办结（total）" in office.page("jiancha", address)


def test_the_figures_go_out_as_a_workbook(office):
    answer = office.send("jiancha", f"{office.published()}/export", format="csv")
    assert "2026年9月通报,收到,其中办结" in answer.text
    assert "全部,8,6" in answer.text


class Office:
    def __init__(self, sign_in):
        self.sign_in, self.people = sign_in, {}

    def person(self, username):
        if username not in self.people:
            self.people[username] = self.sign_in(username)
            self.people[username].page(PAGE)
        return self.people[username]

    def page(self, username, address):
        return " ".join(text_of(self.person(username).page(address)).split())

    def send(self, username, address, **fields):
        return self.person(username).post(address, **fields)

    def draws(self, since="2026-09-01", until="2026-09-30"):
        return self.send("ducha", PAGE, since=since, until=until).location

    def published(self):
        address = self.draws()
        self.send("ducha", f"{address}/publish", words="")
        return address


@pytest.fixture
def office(sign_in, session, at):
    for life in lives.LIVES:
        lives.LIVES[life](session)
    keep(session)
    at.set("2026-10-08T09:00")
    return Office(sign_in)
