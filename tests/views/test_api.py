"""The interface for other systems: who comes in, what is sent once, what a problem says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.services.api_keys import USED_EVERY
from tests.conftest import NOW
from tests.factories import program


def test_a_case_is_received_and_shown_with_its_parts(app, clerk):
    made = clerk.post("/cases", program.intake(app))
    assert made.status_code == 201, made.text
    case = clerk.get(f"/cases/{made.json['number']}").json
    assert (case["phase"], case["applicant"]) == ("in_progress", "金*")
    assert case["applicant_details"]["id_number"] == "222405********1236"
    assert len(case["parts"]) == 10


def test_sent_again_under_its_number_it_is_the_same_case(app, clerk):
    body = program.intake(app, external_ref="JL-1")
    first, again = clerk.post("/cases", body), clerk.post("/cases", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["number"] == again.json["number"]
    found = clerk.get("/search?q=JL-1").json["rows"]
    assert [one["number"] for one in found] == [first.json["number"]]


def test_an_appeal_comes_by_the_form_of_the_window_once_under_its_number(app, clerk):
    body = {"class": "cannot_do", "name": "玄某某", "phone": "13804331234", "channel": "hotline", "external_ref": "DH-1"}  # fmt: skip
    bare = clerk.post("/cases/appeals", body)
    assert [one["path"] for one in bare.json["errors"]] == ["/said"]
    body |= {"said": "跑了三趟没办成", "departments": ["市场监管局"], "external_source": "province"}
    first, again = clerk.post("/cases/appeals", body), clerk.post("/cases/appeals", body)
    assert (first.status_code, again.status_code) == (201, 200), first.text
    assert first.json["number"] == again.json["number"]
    wrong = clerk.post("/cases/appeals", body | {"surname": "玄", "named": "yes"})
    assert {one["path"] for one in wrong.json["errors"]} == {"/surname", "/named"}


def test_a_key_sends_under_its_own_name_alone(app, clerk):
    answer = clerk.post("/cases", program.intake(app, external_ref="1", external_source="bank"))
    assert [one["path"] for one in answer.json["errors"]] == ["/external_source"]


def test_under_one_idempotency_key_an_act_is_done_once(app, clerk):
    body = program.intake(app)
    first, again = (clerk.post("/cases", body, Idempotency_Key="k") for _ in range(2))
    assert again.json == {"number": first.json["number"], "replayed": True}
    other = clerk.post("/cases", body | {"then": ""}, Idempotency_Key="k")
    assert other.status_code == 422


def test_each_problem_names_its_field(app, clerk):
    body = program.intake(app)
    body["applicant"] = body["applicant"] | {"phone": "12", "surname": "金"}
    body["answers"] = body["answers"] | {"floor_area": "many", "nothing": 1}
    answer = clerk.post("/cases", body)
    assert answer.mimetype == "application/problem+json"
    paths = {one["path"] for one in answer.json["errors"]}
    assert paths == {"/applicant/phone", "/applicant/surname", "/answers/floor_area", "/answers/nothing"}  # fmt: skip


def test_a_row_that_changed_meanwhile_is_not_acted_on(app, clerk):
    number = clerk.post("/cases", program.intake(app)).json["number"]
    answer = clerk.post(f"/cases/{number}/withdraw", {"reason": "不办了"}, If_Match='"1"')
    assert (answer.status_code, answer.json["version"]) == (412, 13)
    assert clerk.get(f"/cases/{number}").json["phase"] == "in_progress"


@pytest.mark.parametrize(("language", "said"), [("en", "You may read it"), ("zh-CN", "您")])
def test_a_refusal_says_rule_and_sentence_in_the_language_asked_for(app, clerk, language, said):
    number = clerk.post("/cases", program.intake(app)).json["number"]
    answer = clerk.post(f"/cases/{number}/void", {"reason": "错"}, Accept_Language=language)
    assert (answer.status_code, answer.json["rule"]) == (403, "access")
    assert said in answer.json["detail"]


@pytest.mark.parametrize("secret", ["", "youshi_0000000000_x", "Basic"])
def test_without_a_key_that_opens_nobody_comes_in(app, clerk, secret):
    answer = program.Program(app, secret).get("/cases")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        'Bearer realm="youshi"',
    )


def test_a_key_that_is_over_opens_nothing(app, clerk, at):
    assert clerk.get("/me").status_code == 200
    at.now = NOW + timedelta(days=31)
    assert clerk.get("/me").status_code == 401


def test_a_key_does_no_more_than_it_was_given(app, clerk):
    reader = program.Program(app, program.key(app, scopes={"task.read", "case.read"}))
    assert reader.get("/cases").status_code == 200
    assert reader.post("/cases", program.intake(app)).status_code == 403


def test_a_key_opens_no_page_of_the_house(app, clerk):
    heads = {"Authorization": f"Bearer {clerk.secret}"}
    assert clerk.client.get("/desk/queue", headers=heads).status_code == 302


def test_the_last_use_of_a_key_is_kept(app, clerk, rows):
    from app.models import ApiKey

    clerk.get("/me")
    assert rows(ApiKey.__table__.select())[0].used_at == NOW
    assert timedelta(minutes=1) >= USED_EVERY


def test_a_signed_in_browser_needs_the_token_of_its_page(app, sign_in):
    browser = sign_in("mulu")
    browser.get("/password")
    body = {"code": "NEW1", "name": "新局"}
    assert browser.client.post("/api/v1/departments", json=body).status_code == 400
    heads = {"X-CSRFToken": browser.token}
    made = browser.client.post("/api/v1/departments", json=body, headers=heads)
    assert made.status_code == 201, made.text


def test_nothing_is_read_that_a_page_does_not_show(app):
    program.account(app, "kept", "catalogue_admin", None)
    keeper = program.Program(app, program.key(app, "kept"))
    shown = keeper.get("/workplaces?limit=1").json["rows"][0]
    assert not shown.keys() & {"password", "email", "fail_login_count"}
    assert keeper.get("/departments?password=x").status_code == 400
    wrong = keeper.send("PATCH", "/departments/SCJG", {"retired_at": None, "id": 3})
    assert {one["path"] for one in wrong.json["errors"]} == {"/retired_at", "/id"}


@pytest.fixture
def clerk(app):
    program.account(app)
    return program.Program(app, program.key(app))
