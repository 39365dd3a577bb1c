"""What a row of a sheet says of its papers: what came, what lacks, what comes later; and what the window makes of it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa

from app.models import Case, CaseDocument, Task
from app.services import receiving_many
from app.services.sheet_columns import columns
from app.services.sheet_template import template
from tests.conftest import NOW, keep
from tests.factories import desk, sheets
from tests.factories.machine import CATERING, LODGING
from tests.factories.working import at_work, job

OWED, PLAN = "paper.HYG_REPORT", "paper.SITE_PLAN"
DAY, SIGNED = "later.deadline", "later.commitment"
LATER = {OWED: "容缺", DAY: "2026-09-23", SIGNED: "是"}
BEYOND = "期限要晚于现在，不晚于承诺时限。"
HARD = "这些材料不能容缺：场所平面布置图。"


def test_a_template_asks_paper_by_paper_and_offers_to_defer_only_what_may_come_later(sign_in):
    offered = offered_by(sign_in("lijing"), LODGING)
    assert offered["材料：公共场所卫生检测或者评价报告"][0] == '"已交,缺,容缺"'
    words, told = offered["材料：场所平面布置图"]
    assert words == '"已交,缺"' and "审查要点都符合" in told and "疏散" in told
    assert offered["容缺材料最晚补交"][0] is None


def test_a_sheet_of_another_theme_is_not_read_as_this_ones(session):
    asked = columns(sheets.plan_of(session, CATERING), say=str)
    token = handed_in(session, *sheets.rows(session, 1), asked=asked)
    assert job(session, token).state == "failed"
    shown = {column.get("hidden") for column in page_of(template(asked, title="表", words="词")).findall(".//{*}col")[-1:]}  # fmt: skip
    assert shown == {"1"} and asked[-1].name == f"of.{CATERING}"


def test_a_theme_of_which_no_paper_may_come_later_asks_for_no_promise(sign_in):
    offered = offered_by(sign_in("lijing"), CATERING)
    assert {words for words, _told in offered.values()} == {'"已交,缺"'}


def test_a_paper_that_another_part_makes_has_a_column_for_where_that_part_is_not(session):
    held = {"fire_opinion": "held"}
    wanted = {column.name for column in columns(sheets.plan_of(session, LODGING), say=str)}
    assert "paper.FIRE_OPINION" in wanted
    assert received(session, lodging(session, given=held)) == ["in_progress"]


def test_a_row_with_a_deferred_paper_is_accepted_and_owes_it(session):
    assert received(session, lodging(session, **LATER)) == ["in_progress"]
    closed, owed = session.execute(sa.select(Task.outcome, Task.key).where(Task.key.in_(("intake", "papers"))).order_by(Task.key)).all()  # fmt: skip
    assert closed.outcome == "deferred" and owed.outcome is None
    missing = sa.select(CaseDocument.document).where(CaseDocument.received_at.is_(None))
    assert session.scalars(missing).all() == ["HYG_REPORT"]


@pytest.mark.parametrize(
    "day",
    [
        "2026/9/23",
        "2026年9月23日",
        "２０２６-９-２３",
        NOW.date().isoformat(),
        datetime(2026, 9, 23, 9, 30),
    ],
)
def test_the_day_is_typed_as_people_write_it_and_is_meant_to_its_end(session, day):
    assert tried(session, lodging(session, **LATER | {DAY: day})) == []


def test_all_that_is_wrong_with_a_deferral_is_told_at_once_each_at_its_cell(session):
    refused = tried(session, lodging(session, **{OWED: "", PLAN: "容缺"}))
    assert refused == [
        ("材料：场所平面布置图", HARD),
        ("材料：公共场所卫生检测或者评价报告", "这份也缺：要么也写容缺，要么都不容缺。"),
        ("容缺材料最晚补交", "请定下补交的最晚日期。"),
        ("已签容缺承诺书", "要申请人签承诺书，承诺补交。"),
    ]


@pytest.mark.parametrize(
    ("changes", "head", "said"),
    [
        ({DAY: "下周"}, "容缺材料最晚补交", "请写最晚哪天补齐，如 2026-09-18。"),
        ({DAY: "2026-09-25"}, "容缺材料最晚补交", BEYOND),
        ({DAY: "2026-09-19"}, "容缺材料最晚补交", "2026-09-19 窗口不上班，请改选一个工作日。"),
        ({"applicant.bad_credit": "是"}, "信用记录有虚假承诺且未修复", "申请人信用未修复，不能容缺受理。"),
        ({OWED: "已交"}, "容缺材料最晚补交", "材料不缺，直接受理。"),
        ({OWED: "已交", DAY: ""}, "已签容缺承诺书", "材料不缺，直接受理。"),
        ({PLAN: "缺"}, "材料：场所平面布置图", HARD),
        ({"answer.building": "？", PLAN: "缺"}, "房子和居民住宅同楼吗？", "请从下拉列表里选。"),
        ({"confirm.1": "否"}, "已确认：房屋建筑安全及消防安全符合规定", "请先逐条确认受理条件：房屋建筑安全及消防安全符合规定。"),
    ],
)  # fmt: skip
def test_what_stands_against_a_deferral_is_said_at_the_cell_that_it_is_about(
    session, changes, head, said
):
    given = {"fire_opinion": "held"} if "applicant.bad_credit" in changes else None
    assert tried(session, lodging(session, given=given, **LATER | changes)) == [(head, said)]


def test_who_promised_falsely_before_is_told_at_the_cell_that_says_so(session):
    line = sheets.rows(session, 1)[0] | {"applicant.bad_credit": "是"}
    ((head, _said),) = tried(session, line, code=CATERING)
    assert head == "信用记录有虚假承诺且未修复"


def test_what_no_cell_could_say_otherwise_is_said_of_the_whole_row(session):
    ((head, said),) = tried(session, lodging(session, given={"building": "mixed"}))
    assert head == "整行" and "不具备" in said


def test_a_sheet_filled_in_before_papers_could_be_deferred_is_read_as_it_was(session):
    line = lodging(session)
    old = [column for column in columns(sheets.plan_of(session, LODGING), say=str) if column.sort != "later"]  # fmt: skip
    lines = [line | {"ref.number": "W-2", OWED: "否"}, line | {"ref.number": "W-3", OWED: ""}, line]
    lines = [{**one, PLAN: "是"} for one in lines]
    assert received(session, *lines, asked=old) == ["supplementing", "supplementing", "in_progress"]


def test_the_clerk_sees_what_each_row_will_come_to_and_then_what_came_of_it(session, sign_in):
    lines = [lodging(session, **change, **{"ref.number": f"W-{at}"}) for at, change in enumerate(({}, LATER, {PLAN: "缺"}))]  # fmt: skip
    token = handed_in(session, *lines)
    clerk, here = sign_in("lijing"), f"/desk/receive-many/{token}"
    seen = clerk.page(here)
    assert "各行都没有错。 出补正告知书 1 、 容缺受理 1 、 受理 1" in seen, seen
    assert (
        "第 4 行 容缺受理 公共场所卫生检测或者评价报告 第 5 行 出补正告知书 场所平面布置图" in seen
    )
    confirmed(session, token)
    seen = clerk.page(here)
    assert seen.index("5 行 出补正告知书") < seen.index("4 行 容缺受理") < seen.index("3 行 已受理")


def test_the_copy_with_its_notes_is_put_right_like_the_template_and_read_as_it_was(
    session, sign_in
):
    given = {PLAN: "容缺", SIGNED: True, DAY: datetime(2026, 9, 23, 9, 30)}
    token = handed_in(session, lodging(session, **given))
    clerk, here = sign_in("lijing"), f"/desk/receive-many/{token}"
    clerk.get(here)
    file = clerk.post(f"{here}/annotated").data
    page = page_of(file, 3)
    assert page.find(".//{*}row[@r='2']").get("hidden") == "1"
    assert len(page.findall(".//{*}dataValidation")) > 20
    assert {column.get("style") for column in page.findall(".//{*}col")} not in ({None}, set())
    again = sheets.taken(session, file, code=LODGING)
    at_work(session.info["app"])
    assert job(session, again).result["wrong"] == job(session, token).result["wrong"]


def test_what_was_right_when_it_was_tried_is_asked_again_when_it_is_received(session):
    token = handed_in(session, lodging(session, **LATER))
    receiving_many.confirm(session, token, by=desk.CLERK, now=NOW)
    keep(session)
    at_work(session.info["app"], now=NOW + timedelta(days=30))
    done = job(session, token)
    assert (done.state, done.result["keys"], done.result["refused"]) == ("done", [], [[3, BEYOND]])
    assert session.scalars(sa.select(Case.id)).all() == []


def test_a_row_that_was_received_before_need_not_be_right_any_more(session):
    assert received(session, lodging(session)) == ["in_progress"]
    token = handed_in(session, lodging(session, **{"applicant.phone": "123"}))
    assert (job(session, token).state, len(job(session, token).result["again"])) == ("proposed", 1)


def page_of(file, number=1):
    packed = zipfile.ZipFile(io.BytesIO(file))
    return ET.fromstring(packed.read(f"xl/worksheets/sheet{number}.xml"))


def lodging(session, *, given=None, **changes):
    return sheets.rows(session, 1, code=LODGING, given=given)[0] | changes


def offered_by(clerk, code):
    """Of each cell that is told beside: its title → the words of its list, what is told."""
    page = page_of(clerk.get(f"/desk/receive-many/template/{code}").data)
    told = [one for one in page.iterfind(".//{*}dataValidation") if one.get("prompt")]
    return {
        one.get("promptTitle"): (one.findtext("{*}formula1"), one.get("prompt")) for one in told
    }


def handed_in(session, *lines, asked=None, code=LODGING):
    token = sheets.handed_in(session, lines, code=code, asked=asked)
    at_work(session.info["app"])
    return token


def tried(session, line, **more):
    result = job(session, handed_in(session, line, **more)).result
    return [(head, said) for _sheet, _row, _letter, head, said in result["wrong"]]


def received(session, *lines, asked=None):
    confirmed(session, handed_in(session, *lines, asked=asked))
    return session.scalars(sa.select(Case.phase).order_by(Case.id)).all()


def confirmed(session, token):
    receiving_many.confirm(session, token, by=desk.CLERK, now=NOW)
    keep(session)
    at_work(session.info["app"])
    session.expire_all()


@pytest.fixture(autouse=True)
def worked(app, session):
    session.info["app"] = app
