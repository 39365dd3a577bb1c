"""Guides of other places come in by package and are worked to the end, with nothing changed in code."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.domain.case import Refusal
from app.extensions import db
from app.models import Case, CaseDocument, Result, Task
from app.services import catalogue, package_files, verification
from tests.conftest import keep
from tests.factories import desk
from tests.factories.guided import GUIDES, bring_in, grant, path, received, taken, worked


@pytest.mark.parametrize("code", GUIDES)
def test_a_guide_nobody_here_knew_is_handled_from_the_counter_to_the_delivery(untouched, code):
    guide = GUIDES[code]
    _intake, seen = taken(untouched, code)
    found = (len(seen.chosen), len(seen.departments), seen.merged["before"], seen.merged["after"])
    assert found == (guide.parts, guide.departments, guide.before, guide.after)
    number = received(untouched, code).number
    worked(untouched, number)
    case = untouched.execute(sa.select(Case).where(Case.number == number)).scalar_one()
    assert (case.phase, case.outcome) == ("closed", "granted")
    journal.write_pending(untouched)
    assert list(verification.replay(untouched)) == []


@pytest.mark.parametrize("code", GUIDES)
def test_a_guide_comes_in_twice_as_once(untouched, code):
    again = package_files.read_package(path(code), known=catalogue.known(untouched)).content
    report = catalogue.import_package(untouched, again, by="mulu", now=desk.NOW)
    assert (report.added, report.changed) == ([], [])


def test_ten_departments_look_up_what_nobody_hands_in(untouched):
    number = received(untouched, "bankruptcy").number
    assert untouched.scalar(sa.select(sa.func.count()).select_from(CaseDocument)) == 0
    open_ones = untouched.execute(sa.select(Task.department).where(Task.state == "open")).scalars()
    assert len(set(open_ones)) == 10
    worked(untouched, number)
    assert untouched.scalar(sa.select(sa.func.count()).select_from(Result)) == 10


@pytest.mark.parametrize(
    ("business", "escort", "papers"),
    [("danger", True, "YS_ESCORT"), ("car", False, None), ("bus", False, None)],
)
def test_one_of_six_is_chosen_and_one_alone_brings_an_escort(untouched, business, escort, papers):
    picked = [business, *(["escort"] if escort else [])]
    _intake, seen = taken(untouched, "transport", picked=picked)
    assert seen.chosen == ["reg", business, *(["escort"] if escort else []), "plate"]
    assert ("YS_ESCORT" in {line["document"] for line in seen.lines}) == bool(papers)


@pytest.mark.parametrize("picked", [[], ["goods", "bus"]])
def test_none_or_two_of_the_six_are_refused(untouched, picked):
    refused = received(untouched, "transport", picked=picked)
    assert isinstance(refused, Refusal)
    assert refused.values["group"] == "经营类别"


def test_an_escort_without_the_kind_it_escorts_brings_the_permit_it_has(untouched):
    _intake, seen = taken(untouched, "transport", picked=["goods", "escort"])
    rules = {note["row"]: note["rule"] for note in seen.merged["proof"]}
    assert rules["escort/YS_PERMIT#1"] == "fallback"


@pytest.mark.parametrize(
    ("vehicles", "day"), [(60, "2026-10-09"), (20, "2026-09-30"), (3, "2026-09-24")]
)
def test_the_limit_goes_by_the_number_of_vehicles(untouched, vehicles, day):
    answer = received(untouched, "transport", answers={"vehicles": vehicles})
    grant(untouched, answer.number, "reg", "SCJG")
    due = untouched.execute(sa.select(Task.promise_at).where(Task.key == "danger")).scalar_one()
    assert f"{due:%Y-%m-%d}" == day


def test_what_is_decided_on_a_promise_is_looked_at_after_the_case_is_closed(untouched):
    number = received(untouched, "transport", picked=["goods"]).number
    worked(untouched, number)
    check = untouched.execute(sa.select(Task).where(Task.key == "goods.check")).scalar_one()
    assert (check.kind, check.outcome) == ("check", "passed")


@pytest.mark.parametrize(
    ("way", "notice", "accepted"),
    [
        ("simple", "2026-08-29", True),
        ("simple", "2026-08-30", False),
        ("simple", "2026-08-09", True),
        ("simple", "2026-08-08", False),
        ("general", "2026-08-04", True),
        ("general", "2026-08-05", False),
    ],
)
def test_each_way_has_its_own_days_of_publication(untouched, way, notice, accepted):
    answer = received(untouched, "deregistration", answers={"way": way, "notice_day": notice})
    assert isinstance(answer, Refusal) is not accepted


def test_without_invoices_the_tax_is_cleared_the_same_day(untouched):
    received(untouched, "deregistration")
    due = untouched.execute(sa.select(Task.promise_at).where(Task.key == "tax")).scalar_one()
    assert f"{due:%m-%d}" == "09-18"


@pytest.mark.parametrize(
    ("born", "accepted", "photo"),
    [
        ("2020-09-18", True, True),
        ("2020-09-19", False, True),
        ("2019-09-17", True, False),
        ("2011-09-18", True, False),
        ("2011-09-17", False, False),
    ],
)
def test_a_child_is_taken_at_six_and_a_photo_asked_of_the_small(untouched, born, accepted, photo):
    _intake, seen = taken(untouched, "school", answers={"birth_day": born})
    assert ("RX_PHOTO" in {line["document"] for line in seen.lines}) == photo
    answer = received(untouched, "school", answers={"birth_day": born})
    assert isinstance(answer, Refusal) is not accepted


@pytest.fixture(scope="module", autouse=True)
def brought_in(shared_app):
    """Every guide imported and published once, for all of these tests."""
    with shared_app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as unit:
        for code in GUIDES:
            bring_in(unit, code)
        keep(unit)
