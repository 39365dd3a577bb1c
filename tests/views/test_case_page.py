"""The case page: what one may read, what one may do, what not and why; and how few statements it takes."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.models import Task
from tests.factories import green
from tests.factories.browser import text_of
from tests.factories.hall import Hall

THEME = "catering_green_channel"


@pytest.mark.parametrize(
    ("who", "tabs"),
    [
        ("lijing", ["documents", "form", "trail", "papers", "together"]),
        ("scjg1", ["documents", "form", "trail", "papers", "together"]),
        ("ducha", ["trail", "papers"]),
        ("zhuren", ["trail", "papers"]),
        ("jiancha", ["documents", "form", "trail", "papers", "together"]),
    ],
)
def test_everybody_meets_the_tabs_they_may_read(number, sign_in, who, tabs):
    page = sign_in(who).get(f"/desk/cases/{number}").text
    assert re.findall(r'\?tab=(\w+)" data-key="\d"', page) == tabs


def test_a_tab_that_is_not_ones_own_shows_the_first_that_is(number, sign_in):
    page = sign_in("ducha").page(f"/desk/cases/{number}?tab=form")
    assert "收到申请材料" in page


@pytest.mark.parametrize("tab", ["documents", "form", "trail", "papers"])
def test_a_case_is_read_in_five_statements_with_the_session(number, sign_in, app, tab):
    clerk = sign_in("lijing")
    clerk.get(f"/desk/cases/{number}?tab={tab}")
    done = statements(app, clerk, f"/desk/cases/{number}?tab={tab}")
    assert len(done) <= 5, done
    assert all(one.lstrip().upper().startswith("SELECT") for one in done)


def test_the_form_that_puts_a_case_right_is_read_in_four(number, sign_in, app):
    clerk = sign_in("lijing")
    clerk.get(f"/desk/cases/{number}/correct")
    done = statements(app, clerk, f"/desk/cases/{number}/correct")
    assert len(done) <= 4, done


def test_a_limit_says_its_day_and_why_it_is_that_day(number, sign_in):
    clerk = sign_in("lijing")
    page = clerk.page(f"/desk/cases/{number}")
    assert "承诺时限 3 至 5 工作日 9月24日 星期四" in page
    assert "法定时限 45 工作日 11月26日 星期四" in page
    why = clerk.page(f"/desk/cases/{number}/why/case/promise")
    assert "承诺时限为什么是 9月24日" in why
    assert "9月20日 星期日 调休上班 1" in why


def test_a_provisional_date_says_which_years_holidays_it_waits_for(sign_in, rows, at):
    at.set("2026-11-27T09:00:00")
    late = Hall(sign_in, rows, at)
    late.receive("catering_green_channel")
    clerk, case = late.person("lijing"), f"/desk/cases/{late.number}"
    assert "法定时限 45 工作日 暂定日期 2027年2月1日 星期一" in clerk.page(case)
    assert "2027 年的放假安排还没公布" in clerk.page(f"{case}/why/case/legal")
    assert "还没公布" not in clerk.page(f"{case}/why/case/promise")


def test_the_pill_names_the_part_that_makes_a_case_yellow(number, sign_in, at):
    at.set("2026-09-20T15:00:00")
    assert "黄灯 市场主体设立登记 今天到期" in sign_in("lijing").page(f"/desk/cases/{number}")


def test_a_part_that_waits_for_papers_says_so_in_its_pill(hall):
    hall.act("cgzf1", "sign", "claim")
    hall.act(
        "cgzf1",
        "sign",
        "supplement",
        fault="incorrect",
        documents="SIGN_DRAWING",
        reason="没有高度",
    )
    page = hall.person("cgzf1").page(f"{hall.address('sign')}/resume")
    assert "户外招牌设施设置规范管理 补正中" in page


def test_an_act_that_cannot_be_done_now_says_why_and_asks_for_nothing(hall):
    page = hall.person("scjg1").get(f"{hall.address('reg')}/grant").text
    assert "现在不能做" in text_of(page)
    main = page.split("<main", 1)[1].split("</main>")[0]
    assert "<form" not in main
    assert f'href="/desk/cases/{hall.number}" data-focus>回办件' in main


def test_an_officer_says_of_each_paper_that_they_looked_at_it(hall):
    hall.act("xfjy1", "fire", "claim")
    page = hall.person("xfjy1").get(f"{hall.address('fire')}/finish-step").text
    assert "此前已核" in page
    looked = re.findall(r'value="([A-Z_]+:seen)" data-looked>', page)
    assert len(looked) > 1
    points = re.findall(r'name="f_points" value="([^"]+:\d+)"', page)
    refused = hall.refusal("xfjy1", "fire", "finish-step", points=[*points, looked[0]])
    assert "请先核对" in refused
    hall.act("xfjy1", "fire", "finish-step", points=[*points, *looked])


def test_what_is_asked_for_must_be_said_in_words(hall):
    hall.act("cgzf1", "sign", "claim")
    said = hall.send("cgzf1", "sign", "supplement", fault="incorrect", documents="SIGN_DRAWING")
    assert said.status_code == 422
    assert "请在每份材料旁写明" in said.text


def test_the_papers_stand_in_one_order_everywhere(hall):
    clerk = hall.person("lijing")
    base = green.begin(clerk, THEME)
    green.answer_questions(clerk, base, green.ANSWERS[THEME])
    notice = re.findall(r"<b>(?:\d+)</b></td><td><b>([^<]+)", clerk.get(f"{base}/notice").text)
    assert len(notice) == 6
    for address in (
        f"/desk/cases/{hall.number}?tab=documents",
        f"/desk/cases/{hall.number}/correct",
    ):
        page = text_of(clerk.get(address).text)
        assert notice == sorted(notice, key=page.rindex), address
    receipt = hall.paper("receipt")
    assert notice == sorted(notice, key=receipt.index)


def test_an_extension_is_the_heads_until_the_limit_is_over(number, sign_in, at):
    said = sign_in("lijing").page(f"/desk/cases/{number}")
    assert "要中心负责人在9月24日到期前批准" in said
    at.set("2026-09-29T09:00:00")
    said = sign_in("lijing").page(f"/desk/cases/{number}")
    assert "时限已于9月24日届满" in said


def test_what_is_given_out_is_one_key_away(number, sign_in):
    page = sign_in("lijing").get(f"/desk/cases/{number}").text
    assert re.search(r'href="[^"]+\?tab=papers" data-key="p"', page)
    assert "已出 3 份" in text_of(page)


def test_whoever_works_goes_on_to_the_next_from_the_case_itself(number, sign_in):
    address = f"/desk/cases/{number}"
    assert 'href="/desk/queue/next" data-key="n"' in sign_in("scjg1").get(address).text
    assert "/desk/queue/next" not in sign_in("jiancha").get(address).text


def test_who_has_done_their_part_of_a_case_has_the_next_one_a_key_away_too(hall):
    officer, address = hall.person("cgzf1"), f"/desk/cases/{hall.number}"
    assert officer.get("/desk/queue/next").location == hall.address("sign")
    hall.grant("sign")
    page = officer.get(address).text
    assert 'data-key="e"' not in page
    assert 'href="/desk/queue/next" data-key="n"' in page
    assert officer.get("/desk/queue/next").location == "/desk/queue?scope=department"


def test_after_receipt_the_first_thing_is_to_hand_its_papers_over(hall):
    clerk = hall.person("lijing")
    for paper in ("收件凭证", "受理通知书"):
        page = clerk.get(f"/desk/cases/{hall.number}").text
        found = re.search(
            r'class="btn btn-primary w-100" href="(/desk/papers/\d+)" data-key="e">', page
        )
        assert f"打印：{paper} e" in text_of(page)
        clerk.get(found.group(1))
        clerk.post(f"{found.group(1)}/print")
    assert "打印：" not in clerk.page(f"/desk/cases/{hall.number}")


def test_one_act_leads_and_no_other_button_is_filled(number, sign_in):
    page = sign_in("scjg1").get(f"/desk/cases/{number}").text
    main = page.split("<main", 1)[1].split("</main>")[0]
    assert len(re.findall(r'class="btn btn-primary(?! btn-sm)', main)) == 1
    assert "disabled" not in main


def test_at_the_counter_issuing_leads_and_is_not_claimed_first(hall):
    hall.grant("reg", "sign", "env", "fire", "tax", "seal", "food")
    page = hall.person("lijing").page(f"/desk/cases/{hall.number}")
    assert "现在可以做 统一出件 e" in page
    hall.act("lijing", "hand_over", "issue")
    page = hall.person("lijing").page(f"/desk/cases/{hall.number}")
    assert "现在可以做 送达 e" in page
    assert "办完这一步" not in page


def test_a_choice_that_was_not_made_is_asked_for_where_it_stands(number, sign_in, rows):
    task = rows(sa.select(Task.number).where(Task.key == "sign"))[0][0]
    officer = sign_in("cgzf1")
    officer.get(f"/desk/cases/{task}/suspend")
    answer = officer.post(f"/desk/cases/{task}/suspend", f_expected="2026-09-30")
    assert answer.status_code == 422
    linked = re.findall(r'<li><a href="#([^"]+)">', answer.text)
    assert all(f'id="{place}"' in answer.text for place in linked)
    assert "请选一项" in text_of(answer.text)
    assert 'value="2026-09-30"' in answer.text


def test_how_far_an_extension_may_go_stands_beside_the_field(number, sign_in, rows):
    task = rows(sa.select(Task.number).where(Task.key == "food"))[0][0]
    officer = sign_in("scjg1")
    officer.get(f"/desk/cases/{task}/set-term")
    assert "3 至 5，按现场情况定" in text_of(officer.post(f"/desk/cases/{task}/set-term").text)
    assert "最多 15，只能一次" in sign_in("zhuren").page(f"/desk/cases/{number}/extend")


@pytest.fixture
def number(hall):
    """A case accepted on the morning of the drawings' first day."""
    return hall.number


@pytest.fixture
def hall(sign_in, rows, at):
    made = Hall(sign_in, rows, at)
    made.receive(THEME)
    return made


def statements(app, browser, address):
    from app.extensions import db

    with app.app_context():
        engine = db.engine
    done = []
    event.listen(
        engine, "before_cursor_execute", lambda _c, _cur, statement, *_: done.append(statement)
    )
    assert browser.get(address).status_code == 200
    return [statement for statement in done if not statement.startswith(("BEGIN", "PRAGMA"))]
