"""存为草稿: what was typed of an appeal is kept, gone on with by a colleague, registered once, and over by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models import Draft
from app.services import retention
from tests.conftest import NOW
from tests.factories.browser import text_of

SAID = "说到一半"
TYPED = {"name": "玄某某", "said": SAID, "phone": "138"}
WHOLE = {
    "code": "cannot_do", "phone": "13804331234", "channel": "walk_in", "departments": "市场监管局",
}  # fmt: skip


def test_what_was_typed_is_kept_as_it_is_and_gone_on_with_by_a_colleague(clerk, sign_in):
    where = kept(clerk)
    assert SAID in clerk.page("/desk/appeals")
    form = sign_in("jinyu").get(where).text
    assert all(text in form for text in TYPED.values())


def test_another_windows_drafts_are_not_there(clerk, sign_in):
    where, other = kept(clerk), sign_in("lijing")
    assert other.get(where).status_code == 404
    assert SAID not in other.page("/desk/appeals")


def test_kept_again_it_is_the_same_draft_and_twice_from_one_form_too(clerk, rows):
    where = kept(clerk)
    again = clerk.post("/desk/appeals/draft", draft=token(where), **{**TYPED, "said": "说完了"})
    assert again.location == where
    firsts = {clerk.post("/desk/appeals/draft", key="k1", **TYPED).location for _ in "ab"}
    assert len(firsts) == 1
    assert len(rows(sa.select(Draft.id))) == 2


def test_registered_it_is_a_case_and_holds_nothing_any_more(clerk, rows):
    where = kept(clerk)
    done = clerk.post("/desk/appeals/register", draft=token(where), **{**TYPED, **WHOLE})
    assert done.status_code == 303, text_of(done.text)
    assert rows(sa.select(Draft.content, Draft.case_id.is_not(None))) == [({}, True)]
    assert clerk.get(where).location == done.location
    again = clerk.post("/desk/appeals/register", draft=token(where), **{**TYPED, **WHOLE})
    assert again.location == done.location


def test_it_is_no_intake_of_the_green_channel(clerk):
    where = kept(clerk)
    assert SAID not in clerk.page("/desk/green-channel")
    assert clerk.get(f"/desk/green-channel/{token(where)}").status_code == 404


def test_after_thirty_days_it_is_gone(clerk, session, rows):
    kept(clerk)
    retention.sweep(session, now=NOW + timedelta(days=31))
    session.commit()
    assert rows(sa.select(Draft.id)) == []


def kept(clerk):
    clerk.page("/desk/appeals/register")
    done = clerk.post("/desk/appeals/draft", **TYPED)
    assert done.status_code == 303, text_of(done.text)
    return done.location


def token(where):
    return where.partition("draft=")[2]


@pytest.fixture
def clerk(sign_in):
    return sign_in("wenxiu")
