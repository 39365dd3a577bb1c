"""What came into a list of the queue since it was read, on both databases."""

from __future__ import annotations

import pytest

from app.services import cases, queue, queue_counts
from tests.conftest import keep
from tests.factories import desk


def test_parts_opened_after_the_list_was_read_are_new_until_it_is_read_again(session, at):
    officer = desk.officer("SCJG")
    entry = queue_counts.around(session, by=officer, today=desk.NOW.date()).entry
    desk.accepted_case(session)
    keep(session)
    assert new(session, officer, "department", entry) == ["reg"]
    entry = queue_counts.around(session, by=officer, today=desk.NOW.date()).entry
    assert new(session, officer, "department", entry) == []


@pytest.mark.parametrize(("by", "found"), [("scjg0", ["reg"]), ("scjg1", [])])
def test_a_part_somebody_else_gave_me_is_new_in_mine(session, at, by, found):
    number = desk.accepted_case(session).number
    keep(session)
    officer = desk.officer("SCJG")
    entry = queue_counts.around(session, by=officer, today=desk.NOW.date()).entry
    command = {"verb": "claim", "task": "reg"}
    if by != officer.username:
        command = {"verb": "assign", "task": "reg", "owner": officer.username}
    head = desk.officer("SCJG", by, role="department_head")
    assert isinstance(cases.perform(session, number, command, by=head, now=at.now), cases.Performed)
    keep(session)
    assert new(session, officer, "mine", entry) == found


def new(session, officer, scope, entry):
    """Keys of the new rows, as many as are counted."""
    asked = queue.Filter(scope, since=entry)
    rows = queue.page(session, asked, by=officer, now=desk.NOW).rows
    assert queue.arrived(session, asked, by=officer, now=desk.NOW) == len(rows)
    return [row.key for row in rows]
