"""The auditor's room: the trail of a case in words, who reads what of it, its proof by button."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app import journal, transaction
from app.domain.refusal import Refusal
from app.jobs import running
from app.models import AccessEntry
from app.services import cases
from tests.conftest import NOW
from tests.factories import desk, tampering
from tests.factories.browser import text_of
from tests.factories.hall import Hall

PURPOSE = "金海电话约现场核查时间，13804331234"


def test_a_case_is_told_with_refusals_and_readings_between_its_acts(room):
    page = room.page(case=room.number)
    assert "李静 受理本件。" in page
    assert "消防承办 查看了" in page
    assert "李静 被拒绝：" in page
    assert "窗口人员 · " in page


def test_a_purpose_is_told_with_its_names_and_numbers_masked(room):
    page = room.page(case=room.number, kind="readings")
    assert "用途：金*电话约现场核查时间，138****1234" in page
    assert "金海" not in page


def test_what_colleagues_do_around_a_case_is_told_in_its_trail(room):
    clerk = room.hall.person("lijing")
    clerk.get(f"/desk/cases/{room.number}?tab=together")
    clerk.post(f"/desk/cases/{room.number}/notes", text="周一再来")
    clerk.post(f"/desk/cases/{room.number}/first-contact", to="piaoyu")
    clerk.post(f"/desk/cases/{room.number}/assistance", kind="home_visit", person="piaoyu",
               day="2026-09-21", time="09:30", place="龙门街")  # fmt: skip
    page = room.page(case=room.number)
    assert "内部备注" in page and "周一再来" not in page
    assert "由李静改为朴玉" in page and "朴玉，9月21日 09:30" in page
    assert "发布了“开办餐饮店一件事”的一个版本" in room.page(kind="configuration")


def test_what_stands_beside_a_case_names_it_without_the_key_of_its_part_or_way(room, app):
    with app.app_context(), transaction.unit() as session:
        said = {"order": 1, "department": "SCJG", "owner": None}
        journal.record(session, "task", f"{room.number}-01", "ordered", by="ducha", **said)
        journal.record(session, "rating", f"{room.number}/window", "rated", by="rater", level=2)
    page = room.page()
    assert f"督办了这一项。 {room.number} " in page
    assert f"给 {room.number} 评了 2 分" in page and "/window" not in page


def test_a_printed_trail_says_what_it_is_of(room):
    said = room.page(case=room.number, person="xfjy1", kind="readings", since="2026-09-18")
    assert f"只看：{room.number} · 消防承办 · 查看和导出 · 从哪天 2026-09-18" in said
    assert "只看：" not in room.page()


@pytest.mark.parametrize(
    ("asked", "there", "away"),
    [
        ({"person": "xfjy1"}, "消防承办 查看了", "李静 受理"),
        ({"kind": "acts"}, "受理本件", "登录。"),
        ({"kind": "grants"}, "开了账号", "受理本件"),
        ({"kind": "refusals"}, "被拒绝：", "查看了"),
        ({"noun": "account"}, "开了账号", "受理本件"),
        ({"since": "2026-09-19"}, "没有查到", "受理本件"),
        ({"until": "2026-01-04"}, "没有查到", "受理本件"),
        ({"since": "2026-09-18", "until": "2026-09-18"}, "受理本件", "没有查到"),
        ({"case": "LJ20260918J9999X"}, "没有查到", "受理本件"),
        ({"since": "昨天"}, "“昨天”不是日期", "没有查到"),
    ],
)
def test_the_trail_is_narrowed_by_case_person_kind_noun_and_day(room, asked, there, away):
    page = room.page(**asked)
    assert there in page
    assert away not in page


def test_the_audit_administrator_reads_who_came_in_and_no_case(room, sign_in):
    shenji = sign_in("shenji")
    page = text_of(shenji.get("/trail").text)
    assert "登录。" in page
    assert "受理本件" not in page
    assert "约现场核查" not in page
    assert "开了账号" in text_of(shenji.get("/trail?kind=grants").text)
    assert "没有查到" in text_of(shenji.get("/trail?kind=acts").text)
    assert "没有查到" in text_of(shenji.get(f"/trail?case={room.number}").text)


def test_the_trail_is_proved_by_button_and_the_banner_says_so(room):
    assert "还没有核过" in room.page()
    assert "等待后台开始核对" in room.prove(work=False)
    said = room.prove()
    assert "链完整，一条不少。" in said
    assert "重放 1 件，与现状一致。" in said
    assert "链：完整。" in said


def test_a_second_press_adds_no_second_proof(room):
    room.prove(work=False)
    room.prove(work=False)
    assert room.work() == 1


def test_a_broken_chain_turns_the_banner_red_and_names_the_first_bad_entry(room, session):
    tampering.run(session, "UPDATE journal_entry SET by = 'x' WHERE id IN (7, 9)")
    said = room.prove()
    assert "链在第 7 条断了。" in said
    assert "链完整" not in said
    assert "say-bad" in room.auditor.get("/trail").text


def test_a_row_that_is_not_what_the_events_say_is_named(room, session):
    tampering.run(session, "UPDATE cases SET outcome = 'granted'")
    said = room.prove()
    assert "现状与经过有 1 处不一致。" in said
    assert f"第一处：办件 {room.number}，case.outcome。" in said


def test_an_altered_entry_is_shown_all_the_same(room, session):
    tampering.run(session, "UPDATE journal_entry SET data = 'x' WHERE type = 'task_closed'")
    assert "task_closed" in room.page(case=room.number)


def test_why_she_could_see_it_is_told_from_her_rights_and_her_part(room):
    said = room.why("unmasked")
    assert "申请人：填写用途后看完整号码，由角色“部门承办人”给" in said
    assert "这件有消防救援大队的事项" in said
    assert "权限和关系都有，所以能看。" in said


def test_why_an_act_was_refused_is_told_too(room):
    said = room.why("refused")
    assert "由角色“窗口人员”给" in said
    assert "拒绝是因为办件规则不允许。" in said


def test_pages_follow_each_other_without_a_gap(room):
    seen, address = [], "/trail"
    while address:
        text = room.auditor.get(address).text
        seen += re.findall(r'<li id="((?:records|access)-\d+)"', text)
        more = re.search(r'rel="next" href="([^"]+)"', text)
        address = more and more[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen))
    assert len(seen) == room.entries()


@pytest.mark.parametrize(
    "after", ["x", "2026-09-18T09:40:00.other.1", "2026-99-18T09:40:00.records.1"]
)
def test_a_place_that_is_none_is_refused(room, after):
    assert room.auditor.get(f"/trail?after={after}").status_code == 400


def test_a_reading_of_nothing_has_no_reason(room):
    assert room.auditor.get("/trail/why/1").status_code == 404


class Room:
    """The auditor's browser, and a case that somebody read and was refused at."""

    def __init__(self, hall, app):
        self.hall, self.app, self.number = hall, app, hall.number
        self.auditor = hall.person("jiancha")

    def page(self, **asked):
        return text_of(self.auditor.get("/trail", query_string=asked).text)

    def prove(self, *, work=True):
        self.page()
        self.auditor.post("/trail/verify")
        if work:
            self.work()
        return self.page()

    def work(self):
        """How many jobs there were to do."""
        with self.app.app_context():
            return sum(iter(lambda: running.run_next(now=lambda: self.hall.at.now), False))

    def why(self, kind):
        query = sa.select(AccessEntry.id).where(
            AccessEntry.type == kind, AccessEntry.noun == "case"
        )
        return text_of(self.auditor.get(f"/trail/why/{self.hall.rows(query)[0].id}").text)

    def entries(self):
        return sum(
            self.hall.rows(sa.select(sa.func.count()).select_from(table))[0][0]
            for table in journal.TABLES.values()
        )


@pytest.fixture
def room(sign_in, rows, at, app):
    hall = Hall(sign_in, rows, at)
    hall.receive("catering_green_channel")
    officer = hall.person("xfjy1")
    officer.page(f"/desk/cases/{hall.number}")
    officer.post(f"/desk/cases/{hall.number}/unmask", purpose=PURPOSE)
    refuse(app, hall.number)
    return Room(hall, app)


def refuse(app, number):
    """The clerk wants to accept once more: refused by the rules, and kept."""
    with app.app_context(), transaction.unit() as session:
        session.info["actor"] = "lijing"
        done = cases.perform(session, number, desk.ACCEPT, by=desk.CLERK, now=NOW)
        assert isinstance(done, Refusal)
        journal.write_access(session, journal.take_access(session))
        session.info.pop("actor")
