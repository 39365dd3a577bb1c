"""The page of repeat causes: a supervisor decides, the head of the centre, auditors and the catalogue's keepers read."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.jobs import running, scans
from app.models import SlaClass
from app.services import cause_catalogue
from tests.conftest import keep
from tests.factories import appeals, desk
from tests.factories.browser import text_of
from tests.factories.machine import CATERING

PAGE = "/supervision/causes"
ONE = f"{PAGE}/refused_to_do~SCJG~joint~{CATERING}"
CHANGE = {
    "outcome": "changed",
    "named": f"themes/{CATERING}",
    "why": "玄某某说的两份材料改为容缺。",
}


def test_a_supervisor_names_what_changes_and_everybody_reads_it(repeated, sign_in):
    supervisor = sign_in("ducha")
    page = " ".join(text_of(supervisor.page(PAGE)).split())
    assert "1 条，其中 1 条待处理" in page
    assert f'href="{ONE}"' in supervisor.last.text
    supervisor.page(ONE)
    assert ">13 个工作日<" in supervisor.last.text and ">fire_13<" not in supervisor.last.text
    assert supervisor.post(ONE, last="0", **CHANGE).location == ONE
    for reader in ("ducha", "jiancha", "zhuren", "mulu"):
        page = " ".join(text_of(sign_in(reader).page(ONE)).split())
        assert "修改一件事“开办餐饮店一件事” 还没有发布新版" in page
        assert "玄*说的两份材料改为容缺。" in page
        assert ("登记决定" in page) == (reader == "ducha")
        assert "玄某某" not in page
        assert (repeated in page) == (reader != "mulu")


def test_what_is_missing_keeps_what_was_typed(repeated, sign_in):
    supervisor = sign_in("ducha")
    supervisor.page(ONE)
    answer = supervisor.post(ONE, last="0", **CHANGE | {"named": ""})
    assert answer.status_code == 422
    assert "请选出目录里改哪一项" in text_of(answer.text)
    assert CHANGE["why"] in answer.text
    assert re.search(r'value="changed" required checked', answer.text)


def test_of_two_who_decide_at_once_the_second_looks_first(repeated, sign_in):
    supervisor = sign_in("ducha")
    supervisor.page(ONE)
    supervisor.post(ONE, last="0", **CHANGE)
    answer = supervisor.post(ONE, last="0", outcome="unchanged", why="不必改。")
    assert (answer.status_code, "别人已经作出决定" in text_of(answer.text)) == (422, True)


def test_a_bulletin_tells_the_reason_without_the_names_in_it(repeated, sign_in, at):
    supervisor = sign_in("ducha")
    supervisor.page(ONE)
    supervisor.post(ONE, last="0", **CHANGE)
    at.set("2026-10-08T09:00")
    supervisor = sign_in("ducha")
    supervisor.page("/supervision/bulletins")
    drawn = supervisor.post("/supervision/bulletins", since="2026-09-01", until="2026-09-30")
    assert "玄*说的两份材料改为容缺。" in text_of(supervisor.page(drawn.location))
    sheet = supervisor.post(f"{drawn.location}/export", format="csv").data.decode("utf-8-sig")
    assert "玄*说的两份材料" in sheet
    assert "玄某某" not in supervisor.last.text + sheet


def test_the_trail_says_what_changes(repeated, sign_in):
    supervisor = sign_in("ducha")
    supervisor.page(ONE)
    supervisor.post(ONE, last="0", **CHANGE)
    page = text_of(sign_in("jiancha").page("/trail"))
    assert "对重复诉求（2 件）作出第 1 号决定：修改一件事“开办餐饮店一件事”。" in page


def test_a_limit_without_a_name_is_told_by_its_length_ever_after(repeated, sign_in, session):
    supervisor = sign_in("ducha")
    supervisor.page(ONE)
    supervisor.post(ONE, last="0", **CHANGE | {"named": "sla/fire_13"})
    session.execute(sa.update(SlaClass).where(SlaClass.key == "fire_13").values(value=10))
    keep(session)
    for page in (PAGE, ONE, "/trail"):
        assert "“13 个工作日”" in sign_in("jiancha").page(page), page


def test_a_limit_that_was_kept_by_its_key_is_told_by_its_length_of_that_day(
    repeated, sign_in, session, monkeypatch
):
    supervisor = sign_in("ducha")
    supervisor.page(ONE)
    with monkeypatch.context() as before:
        before.setattr(cause_catalogue.Entry, "kept", property(lambda entry: entry.key))
        supervisor.post(ONE, last="0", **CHANGE | {"named": "sla/fire_13"})
    session.execute(sa.update(SlaClass).where(SlaClass.key == "fire_13").values(value=10))
    keep(session)
    for page in (PAGE, ONE, "/trail"):
        read = sign_in("jiancha").page(page)
        assert "“13 个工作日”" in read and "fire_13" not in read, page


def test_other_days_are_asked_for_and_nonsense_asks_for_none(repeated, sign_in):
    reader = sign_in("jiancha")
    assert "没有重复的诉求" in reader.page(f"{PAGE}?since=2026-08-01&until=2026-08-31")
    assert "1 条，其中" in reader.page(f"{PAGE}?since=2026-09-30&until=x")
    assert reader.get(f"{PAGE}/refused_to_do").status_code == 404


def test_the_board_says_how_many_wait_for_a_decision(repeated, sign_in, app, at):
    with app.app_context():
        scans.due(now=at.now)
        while running.run_next(now=lambda: at.now):
            pass
    supervisor = sign_in("ducha")
    assert "待处理的重复诉求 1 条" in supervisor.page("/supervision/board")


@pytest.mark.parametrize("who", ["lijing", "scjg1", "anquan"])
def test_others_do_not_come_in(repeated, sign_in, who):
    assert sign_in(who).get(PAGE).status_code == 403


@pytest.fixture
def repeated(session, at):
    """Two appeals that a department does not do what was asked; gives the number they are about."""
    number = desk.accepted_case(session).number
    for _time in range(2):
        appeals.registered(session, "refused_to_do", about=number)
    keep(session)
    session.close()
    return number
