"""What one may not read is on no page one can reach, in no order, filter or error (targets 3, 4, 26)."""

from __future__ import annotations

import pytest

from tests.factories import canaries
from tests.factories.canaries import (
    ANSWER,
    DOCUMENT,
    DRAFT,
    NUMBER,
    OPINION,
    ORGANISATION,
    PHONE,
    REMEDY,
    RESULT,
)
from tests.factories.permissions import LINES

#: Nobody's without a stated purpose, whatever the role.
PERSONAL = {NUMBER, PHONE, DRAFT}
#: Person → what no page may hold.
HIDDEN = {
    "officer": PERSONAL | {ANSWER, DOCUMENT, OPINION, RESULT, REMEDY},
    "department_head": PERSONAL | {ANSWER, DOCUMENT, OPINION, RESULT, REMEDY},
    "officer elsewhere": PERSONAL | {ANSWER, DOCUMENT, OPINION, RESULT, REMEDY, ORGANISATION},
    "supervisor": PERSONAL | {ANSWER, DOCUMENT, RESULT, ORGANISATION, "金海"},
    "centre_head": PERSONAL | {ANSWER, DOCUMENT, RESULT, ORGANISATION, "金海"},
    "auditor": PERSONAL | {RESULT, ORGANISATION, "金海"},
    "catalogue_admin": PERSONAL | {ANSWER, DOCUMENT, OPINION, RESULT, REMEDY, ORGANISATION, "金海"},
    "clerk elsewhere": PERSONAL,
    "window_clerk": PERSONAL,  # but in the intake they are typing
}


@pytest.mark.parametrize("person", HIDDEN)
def test_no_page_that_can_be_reached_holds_what_is_not_theirs(full, person):
    pages = canaries.crawl(full, person, addresses(full, person))
    assert len(pages) > 40
    found = {
        (address, word)
        for address, page in pages.items()
        for word in HIDDEN[person]
        if word in page and not (person == "window_clerk" and "/green-channel/" in address)
    }
    assert found == set()


def test_those_whose_it_is_do_read_it(full):
    """The canaries sing where they may: else the tests above would prove nothing."""
    case = full.targets["case"]["own"]
    trail = full.send("auditor", "GET", f"/desk/cases/{case}?tab=trail").text
    assert OPINION in trail
    assert OPINION in full.send("sthj1", "GET", f"/desk/cases/{case}?tab=trail").text
    assert ANSWER in full.send("window_clerk", "GET", f"/desk/cases/{case}?tab=form").text
    assert DOCUMENT in full.send("scjg1", "GET", f"/desk/cases/{case}?tab=documents").text
    full_values = full.send("officer", "POST", f"/desk/cases/{case}/unmask", {"purpose": "核对"})
    assert NUMBER in full_values.text
    assert not {word for word in (ANSWER, DOCUMENT, OPINION, RESULT) if word in full_values.text}


@pytest.mark.parametrize("register", ["cases", "tasks", "papers"])
def test_a_hidden_column_orders_and_filters_nothing(full, register):
    """Every column of the table that the register does not show: a bad request, the same for all."""
    for column in HIDDEN_COLUMNS[register]:
        for asked in (
            f"order={column}",
            f"order=-{column}",
            f"{column}=1",
            f"after=1&order={column}",
        ):
            answer = full.send("auditor", "GET", f"/admin/{register}/list/?{asked}")
            assert answer.status == 400, asked


def test_an_error_page_tells_nothing_of_the_row(full):
    """Refused, absent, mistyped: no number, no name, no reason of the case."""
    case = full.targets["case"]["own"]
    for address in (
        f"/desk/cases/{case}",
        f"/desk/cases/{case}-01/claim",
        f"/desk/cases?number={case}",
    ):
        answer = full.send("officer elsewhere", "GET", address)
        assert answer.status in (302, 404)
        assert not {word for word in HIDDEN["catalogue_admin"] if word in answer.text}, address


HIDDEN_COLUMNS = {
    "cases": ("blueprint", "missing_first", "barred", "debts", "links", "clock", "version_id"),
    "tasks": ("case_id", "clock", "acted_by", "version", "round"),
    "papers": ("content", "token", "case_id", "serial"),
}


def addresses(house, person):
    """Where one begins: every line of the table on every relation, tabs, searches."""
    found = [
        line.address(house.targets, relation)
        for line in LINES
        if line.method == "GET"
        for relation in house.targets[line.kind]
    ]
    for relation in ("own", "other"):
        case = house.targets["case"][relation]
        found += [
            f"/desk/cases/{case}?tab={tab}" for tab in ("documents", "form", "trail", "papers")
        ]
        found += [f"/desk/cases?number={case}", f"/admin/cases/list/?number={case}"]
    found += [f"/desk/queue?scope={scope}" for scope in ("mine", "department", "all")]
    found += [f"/desk/papers/{at}" for at in range(1, 12)]
    return found + [
        f"/admin/{noun}/show/{at}" for noun in ("cases", "tasks", "papers") for at in range(1, 12)
    ]


@pytest.fixture(scope="module")
def full(opened):
    canaries.place(opened)
    return opened
