"""An intake in progress: whatever goes wrong around it, what was typed is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models import Draft
from tests.factories import green
from tests.factories.hall import Hall

THEME = "catering_green_channel"
TYPED = {
    "applicant-name": "金海",
    "applicant-id_number": "2224051990",
    "f_shop_name": "海兰江冷面馆",
}


def test_half_a_number_is_kept_as_it_was_typed(hall, typed):
    page = hall.person("lijing").get(f"{typed}/form").text
    assert 'value="2224051990"' in page
    assert 'value="海兰江冷面馆"' in page


def test_a_dead_session_loses_nothing_that_was_saved(hall, typed, at):
    clerk = hall.person("lijing")
    at.set((at.now + timedelta(hours=9)).isoformat())
    gone = clerk.get(f"{typed}/form")
    assert (gone.status_code, "/login" in gone.headers["Location"]) == (302, True)
    assert 'value="海兰江冷面馆"' in hall.person("lijing").get(f"{typed}/form").text


def test_what_a_dead_session_sends_is_not_taken_for_saved(hall, typed, at):
    clerk = hall.person("lijing")
    at.set((at.now + timedelta(hours=9)).isoformat())
    answer = clerk.post(f"{typed}/form", **TYPED)
    assert answer.status_code in (302, 400, 401)
    assert "/documents" not in answer.headers.get("Location", "")


def test_a_colleague_at_the_same_window_goes_on_with_it(hall, typed):
    page = hall.person("piaoyu").get(f"{typed}/form").text
    assert 'value="海兰江冷面馆"' in page


def test_nobody_else_opens_it(hall, typed):
    assert hall.person("scjg1").get(f"{typed}/form").status_code in (403, 404)


def test_it_is_found_again_on_the_first_page(hall, typed):
    assert typed in hall.person("lijing").get("/desk/green-channel").text


def test_a_wrong_step_keeps_what_was_typed_and_goes_on_nowhere(hall, typed):
    answer = hall.person("lijing").post(f"{typed}/form", **TYPED)
    assert answer.status_code == 422
    assert 'value="海兰江冷面馆"' in hall.person("lijing").get(f"{typed}/form").text


def test_going_back_to_the_questions_loses_no_answer_of_the_form(hall, typed):
    clerk = hall.person("lijing")
    green.answer_questions(clerk, typed, {"signboard": "none"})
    assert 'value="海兰江冷面馆"' in clerk.get(f"{typed}/form").text


def test_everything_typed_is_encrypted_until_it_is_a_case_and_then_gone(hall, typed):
    stored = hall.rows(sa.text("SELECT content FROM draft"))[0].content
    assert "海兰江冷面馆".encode() not in bytes(stored)
    hall.receive(THEME)
    emptied = hall.rows(sa.select(Draft.content).where(Draft.case_id.is_not(None)))
    assert [row.content for row in emptied] == [{}]


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


@pytest.fixture
def typed(hall):
    """An intake whose form is half typed and saved by itself; gives its address."""
    clerk = hall.person("lijing")
    base = green.begin(clerk, THEME)
    green.answer_questions(clerk, base)
    clerk.get(f"{base}/form")
    saved = clerk.post(f"{base}/save/form", **TYPED)
    assert saved.status_code == 204
    return base
