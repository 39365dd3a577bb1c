"""The same form five times: one effect, the same answer (hazards, target 22)."""

from __future__ import annotations

import re

import pytest

from tests.factories.doors import BESIDE
from tests.factories.forms import filled
from tests.factories.green import tick

TIMES = 5
#: A retry is seen by its key, so the key's row may be touched again.
BESIDES = BESIDE | {"idempotency_key"}


@pytest.mark.parametrize(
    "form", ["begin", "receive", "claim", "finish-step", "transfer", "withdraw", "add"]
)
def test_pressed_five_times_it_is_done_once(house, form):
    person, address, fields = FORMS[form](house)
    first = house.send(person, "POST", address, fields)
    once = house.fingerprint()
    again = [house.send(person, "POST", address, fields) for _ in range(TIMES - 1)]
    assert first.status in (302, 303), first.text
    assert {(answer.status in (302, 303), answer.location) for answer in again} == {
        (True, first.location)
    }
    now = house.fingerprint()
    assert {table for table in now if now[table] != once[table]} <= BESIDES


def test_the_key_of_a_form_is_on_its_page(house):
    """Every form of an act carries a key of its own, and another one the next time."""
    case, task = house.targets["case"]["own"], house.targets["task"]["own"]
    draft = f"/desk/green-channel/{house.targets['draft']['own']}/documents"
    for person, address in (
        ("officer", f"/desk/cases/{task}/claim"),
        ("window_clerk", f"/desk/cases/{case}/withdraw"),
        ("window_clerk", draft),
    ):
        keys = [key_of(house.send(person, "GET", address).text) for _ in range(2)]
        assert all(keys), address


def test_another_persons_key_is_not_mine(house):
    """A key belongs to who used it: somebody else's does not answer for them."""
    address = f"/desk/cases/{house.targets['task']['own']}/claim"
    first = house.send("officer", "POST", address, {"key": "same"})
    other = house.send("department_head", "POST", address, {"key": "same"})
    assert (first.status, other.status) == (303, 422)


def of_case(act, target, person, **more):
    def form(house):
        address = f"/desk/cases/{house.targets[target]['own']}/{act}"
        page = house.send(person, "GET", address).text
        return person, address, filled(page, {"f_points": every_point(page), **more})

    return form


def every_point(page):
    """Each paper's points, and that it was looked at."""
    return re.findall(r'name="f_points" value="([^"]+)"', page)


def received(house):
    address = f"/desk/green-channel/{house.targets['draft']['own']}/documents"
    page = house.send("window_clerk", "GET", address).text
    return "window_clerk", address, [*tick(page), ("act", "accept"), ("key", key_of(page))]


def begun(house):
    page = house.send("window_clerk", "GET", "/desk/green-channel").text
    code = re.search(r'name="code" value="([^"]+)"', page).group(1)
    return "window_clerk", "/desk/green-channel", [("code", code), ("key", key_of(page))]


def added(house):
    page = house.send("catalogue_admin", "GET", "/admin/departments/add").text
    fields = filled(page, {"code": "NEW1", "name": "新局"})
    return "catalogue_admin", "/admin/departments/add", fields


FORMS = {
    "begin": begun,
    "receive": received,
    "claim": of_case("claim", "task", "officer"),
    "finish-step": of_case("finish-step", "task", "officer"),
    "transfer": of_case("transfer", "task", "officer", f_department="ZFJS", f_reason="职责划转"),
    "withdraw": of_case("withdraw", "case", "window_clerk", f_reason="不办了"),
    "add": added,
}


def key_of(page):
    found = re.search(r'name="key" value="([^"]+)"', page)
    return found.group(1) if found else ""
