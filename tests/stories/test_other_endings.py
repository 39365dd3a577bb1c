"""A case that does not run straight: refused in part, withdrawn, void, extended, surveyed, asked anew."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal, fold
from app.models import Case, ServiceVersion
from app.services import blueprints, case_events, cases
from app.services.intake import Intake
from tests.conftest import keep
from tests.factories import desk
from tests.factories.hall import Hall

THEME = "catering_green_channel"
#: Ten working days after the day of the tests end with 13 October.
LATE = datetime(2026, 10, 14, 9, 0)
PARTS = ("reg", "sign", "env", "fire", "tax", "seal", "food")


def test_a_refusal_names_what_failed_and_the_others_are_still_issued(hall):
    hall.receive(THEME)
    hall.act("scjg1", "reg", "finish-step")
    assert "请勾选不符合的要点" in hall.refusal("scjg1", "reg", "refuse", reason="", remedy="")
    refuse(hall, "reg", points="PREMISES:2", reason="住所证明租期已满")
    assert [hall.states()[key] for key in ("food", "tax", "seal")] == ["cannot_continue"] * 3
    hall.grant("sign", "env", "fire")
    hall.hand_over()
    assert (hall.case().outcome, hall.case().issued) == ("partial", ["env", "fire", "sign"])
    assert "住所证明租期已满" in hall.page("lijing", "trail")


def test_the_paper_of_a_refusal_names_the_point_and_the_remedy(hall):
    hall.receive(THEME)
    hall.act("scjg1", "reg", "finish-step")
    refuse(hall, "reg", points="PREMISES:2", reason="住所证明租期已满")
    paper = hall.paper("decision_refuse")
    assert "经审查，住所证明租期已满，决定不予许可。" in paper
    assert "不符合的审查要点：住所（经营场所）合法使用证明：租期未满" in paper
    assert "60 日内可以申请复议" in paper
    assert "依据：" not in paper


def test_a_refusal_by_law_prints_the_law(hall):
    hall.receive(THEME)
    hall.act("cgzf1", "sign", "finish-step")
    refuse(hall, "sign", law="城市市容和环境卫生管理条例第十一条", reason="不得设置")
    assert "依据：城市市容和环境卫生管理条例第十一条" in hall.paper("decision_refuse")


def test_who_was_refused_applies_anew_to_that_department_alone_and_the_cases_are_linked(session):
    first = desk.accepted_case(session)
    again = single(session, "reg", link=first.number)
    done = cases.receive(session, again, by=desk.CLERK, now=desk.NOW)
    keep(session)
    state = fold(case_events.events_of(session, done.case_id))
    assert (state["kind"], state["links"][0]["case"]) == ("single", first.number)
    assert done.number[:-5] != first.number[:-5]
    departments = [part["department"] for part in state["tasks"].values() if part["gates"]]
    assert departments == ["SCJG"]


def test_a_withdrawn_case_ends_at_once_where_nothing_was_decided(hall):
    hall.receive(THEME)
    hall.act("lijing", None, "withdraw", reason="另选地址")
    assert (hall.case().phase, hall.case().outcome) == ("closed", "withdrawn")
    assert "另选地址" in hall.page("lijing", "trail")


def test_what_was_granted_before_the_withdrawal_is_still_handed_over(hall):
    hall.receive(THEME)
    hall.grant("env")
    hall.act("lijing", None, "withdraw", reason="另选地址")
    hall.hand_over()
    assert (hall.case().outcome, hall.case().issued) == ("partial", ["env"])


def test_one_part_is_withdrawn_and_the_others_go_on(hall):
    hall.receive(THEME)
    hall.act("lijing", None, "withdraw", items="sign", reason="不挂招牌了")
    assert (hall.states()["sign"], hall.states()["reg"]) == ("withdrawn", "open")
    hall.grant(*(key for key in PARTS if key != "sign"))
    hall.hand_over()
    assert "sign" not in hall.case().issued


def test_only_a_supervisor_declares_a_case_void_and_its_number_stays(hall):
    first = hall.receive(THEME)
    assert "由承办的人办" in hall.closed("lijing", None, "void")
    hall.act("ducha", None, "void", reason="重复录入")
    assert (hall.case().phase, hall.case().outcome) == ("closed", "void")
    second = hall.receive(THEME)
    assert (first[:14], second[:14]) == ("LJ20260918J000", "LJ20260918J000")
    assert second[14] == "2"


def test_after_a_decision_a_case_cannot_be_void_any_more(hall):
    hall.receive(THEME)
    hall.grant("env")
    assert "已经作出决定，只能撤销" in hall.refusal("ducha", None, "void", reason="重复录入")


def test_the_centres_head_extends_the_case_once_within_its_cap(hall):
    hall.receive(THEME)
    assert "最多 15 个工作日" in hall.refusal("zhuren", None, "extend", days="16", reason="批准")
    hall.act("zhuren", None, "extend", days="15", reason="政府批准延长")
    assert hall.limits("case", "reg") == {"case": ("10-22", "12-17"), "reg": ("09-20", "09-22")}
    assert "时限只能延一次" in hall.refusal("zhuren", None, "extend", days="1", reason="再延")
    assert "新的期限为 2026年10月22日" in hall.paper("extension")
    assert "3 至 5 工作日，已延长 15" in hall.page("lijing")


def test_a_head_of_department_extends_a_part_and_the_case_stays(hall):
    hall.receive(THEME)
    hall.grant("reg")
    assert "由承办的人办" in hall.closed("scjg1", "food", "extend")
    hall.act("scjg0", "food", "extend", days="5", reason="专家评审")
    assert hall.limits("food", "case") == {"food": ("10-08", "10-15"), "case": ("09-24", "11-26")}
    assert "因专家评审，经批准延长办理期限，新的期限为 2026年10月8日" in hall.paper("extension")


def test_an_extension_is_asked_for_before_the_limit(hall, at):
    hall.receive(THEME)
    hall.grant("reg")
    at.set("2026-09-24T09:00")
    late = hall.refusal("scjg0", "food", "extend", days="5", reason="专家评审")
    assert "已过期限" in late or "到期" in late


def test_the_survey_fixes_the_promised_days_of_the_case(hall):
    hall.receive(THEME)
    hall.grant("reg")
    hall.act("scjg1", "food", "finish-step")
    assert "承诺时限可定 3 到 5 个工作日" in hall.refusal("scjg1", "food", "set-term", days="6")
    hall.act("scjg1", "food", "set-term", days="4")
    assert hall.limits("case") == {"case": ("09-23", "11-26")}
    assert "承诺时限 4 工作日 9月23日" in hall.page("lijing")


def test_a_hearing_stops_the_clock_with_a_paper_that_says_until_when(hall, at):
    hall.receive(THEME)
    hall.grant("reg")
    hall.act(
        "scjg1", "food", "suspend", kind="site_survey", expected="2026-09-22", notice="yes"
    )  # fmt: skip
    assert hall.limits("food") == {"food": (None, None)}
    assert "需要现场核查，预计 2026年9月22日 结束" in hall.paper("special_procedure")
    at.set("2026-09-22T10:00")
    hold = str(hall.holds("food")[0])
    hall.act("scjg1", "food", "resume", hold=hold)
    # Sunday to Tuesday were held: four working days from Wednesday 23 September.
    assert hall.limits("food")["food"][0] == "09-29"


def test_one_notice_lists_all_that_is_missing_and_the_clock_starts_when_it_came(hall, at):
    hall.receive(THEME, act="supplement", leave={"SIGN_DRAWING", "FIRE_FILE"})
    assert (hall.case().phase, hall.case().accepted_at) == ("supplementing", None)
    notice = hall.paper("supplement")
    assert "招牌设置位置示意图及效果图" in notice
    assert "消防安全制度、灭火和应急疏散预案及平面图" in notice
    at.set("2026-09-21T09:00")
    points = [f"{paper}:{at_}" for paper in ("SIGN_DRAWING", "FIRE_FILE") for at_ in range(3)]
    assert "现在可以做 接收材料 e" in hall.page("lijing")
    hall.act("lijing", "intake", "supply", points=points)
    assert "现在可以做 受理 e" in hall.page("lijing")
    at.set("2026-09-22T09:00")
    hall.act("lijing", "intake", "accept", confirmed=["0", "1"])
    # Accepted as of Monday, when the last paper came, though the clerk pressed on Tuesday (R25).
    assert hall.limits("case") == {"case": ("09-29", "11-30")}


def test_a_decided_case_of_this_kind_is_not_reopened_but_applied_for_anew(hall):
    hall.receive(THEME)
    hall.act("lijing", None, "withdraw", reason="另选地址")
    assert "这类办件办结后不重新打开，请向该部门重新申请" in hall.page("ducha")


def test_a_complaint_is_reopened_by_a_supervisor_within_ten_days(session):
    done = cases.receive(session, complaint(session), by=desk.CLERK, now=desk.NOW)
    grant = {"verb": "grant", "task": "main", "explanation": "当场办好"}
    perform(session, done, grant, by=desk.officer("SQCK"))
    for verb in ("finish_step", "deliver"):
        perform(session, done, {"verb": verb, "task": "hand_over"}, by=desk.CLERK)
    again = {"verb": "reopen", "tasks": ["main"], "reason": "群众不满意"}
    refused = cases.perform(session, done.number, again, by=desk.SUPERVISOR, now=LATE)
    assert isinstance(refused, Refusal)
    perform(session, done, again, by=desk.SUPERVISOR)
    keep(session)
    assert session.scalar(sa.select(Case.phase)) == "in_progress"


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


def perform(session, done, command, *, by):
    answer = cases.perform(session, done.number, command, by=by, now=desk.NOW)
    assert isinstance(answer, cases.Performed), answer


def refuse(hall, key, **ground):
    officer = f"{hall.task(key).department.lower()}1"
    hall.act(officer, key, "refuse", remedy="60 日内可以申请复议", **ground)


def version_of(session, kind, code):
    query = sa.select(ServiceVersion).where(
        ServiceVersion.kind == kind,
        ServiceVersion.code == code,
        ServiceVersion.valid_until.is_(None),
    )
    return session.execute(query).scalar_one()


def single(session, code, *, link):
    version = version_of(session, "single", code)
    plan = blueprints.blueprint(session, version.sha256)
    papers = [line["document"] for line in plan["merge"]["lines"]]
    return taken(version, documents=papers, links=[{"case": link, "why": "reapplied"}])


def complaint(session):
    return taken(version_of(session, "appeal", "do_at_once"), documents=[])


def taken(version, **more):
    who = {"name": "金海", "id_type": "id_card", "id_number": "222405199001011236"}
    return Intake(
        version_id=version.id, window="ZHCK", applicant=who, answers={}, chosen=[], **more
    )
