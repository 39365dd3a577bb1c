"""What one database takes and the other refuses: every page opens on both, nothing sent is our fault on either."""

from __future__ import annotations

import logging

import pytest

from tests.factories import green

THEME = "catering_green_channel"
#: By whom pages are opened: between them they may read all of them.
PEOPLE = ("jiancha", "zhuren", "scjg0", "lijing", "mulu", "anquan", "shenji", "xitong", "ducha")
TOO_LARGE = ("2147483648", "9223372036854775808")
#: Pages that count or look up by what stands in the address.
ASKED = (
    "/desk/queue?theme=%00", "/desk/search?q=%00", "/desk/appeals/known?q=a%00b", "/desk/cases/a%00b/files/1", "/api/v1/cases/%00", "/ratings/%00",
    "/desk/queue?since=99999999999999999999", "/desk/roster?day=9999-12-31",
    *(f"{page}{number}" for number in TOO_LARGE for page in ("/desk/search?q=金&after=", "/desk/inbox?before=", "/desk/papers/", "/api/v1/cases?q=金&after=")),
)  # fmt: skip


def test_every_page_without_a_choice_opens_on_either_database(app, sign_in, caplog):
    green.received(sign_in, THEME)
    people = [sign_in(name).client for name in PEOPLE]
    caplog.set_level(logging.ERROR)
    pages = [rule.rule for rule in app.url_map.iter_rules() if is_page(rule)]
    said = {page: opened(people, page) for page in pages}
    assert {page for page, code in said.items() if code >= 500} == set()
    assert sign_in("shenji").get("/trail").status_code == 200
    assert caplog.records == []
    assert len([page for page, code in said.items() if code == 200]) > 50


@pytest.mark.parametrize("address", ASKED)
def test_what_no_database_keeps_is_refused_and_is_no_fault_of_ours(clerk, caplog, address):
    caplog.set_level(logging.ERROR)
    assert clerk.client.get(address).status_code < 500
    assert caplog.records == []


def test_nothing_that_cannot_be_kept_comes_in_by_a_form(clerk):
    clerk.get("/desk/green-channel")
    assert clerk.post("/desk/green-channel", code="a\0b").status_code == 400


def opened(people, page):
    """What the first answers to whom the page is shown, or who meets a fault."""
    codes = (person.get(page).status_code for person in people)
    return next((code for code in codes if code == 200 or code >= 500), 0)


def is_page(rule):
    return "GET" in rule.methods and not rule.arguments and not rule.rule.startswith("/logout")


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")
