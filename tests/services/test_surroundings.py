"""What a publication hangs on: people who may act, years that are known; asked of whoever publishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app.domain.findings import Staffing
from app.models import AcknowledgedWarning, Cover, DocumentType, ServiceItem
from app.models.account import StaffDepartment
from app.services import catalogue, derivation, publishing, surroundings
from tests.factories import desk

NOW = desk.NOW


def test_people_count_where_they_may_act_and_are_active(session):
    before = surroundings.staffing(session, today=NOW.date())["XFJY"]
    session.execute(sa.update(User).where(User.username == "xfjy1").values(active=False))
    after = surroundings.staffing(session, today=NOW.date())["XFJY"]
    assert (before.name, before.officers) == ("消防救援大队", after.officers + 1)


def test_those_who_only_look_do_not_count(session):
    before = surroundings.staffing(session, today=NOW.date())["XFJY"]
    auditor = session.scalar(sa.select(User.id).where(User.username == "jiancha"))
    session.add(StaffDepartment(user_id=auditor, department="XFJY"))
    session.flush()
    assert surroundings.staffing(session, today=NOW.date())["XFJY"] == before


def test_a_further_department_in_somebodys_scope_counts(session):
    before = surroundings.staffing(session, today=NOW.date())["XFJY"]
    officer = session.scalar(sa.select(User.id).where(User.username == "scjg1"))
    session.add(StaffDepartment(user_id=officer, department="XFJY"))
    session.flush()
    assert surroundings.staffing(session, today=NOW.date())["XFJY"].officers == before.officers + 1


def test_who_stands_in_from_elsewhere_covers_a_department_of_one(session):
    alone = sa.update(User).where(User.username.in_(("xfjy0", "xfjy2"))).values(active=False)
    session.execute(alone)
    days = {"since": NOW.date(), "until": NOW.date(), "by": "xfjy1", "at": NOW}
    session.add(Cover(person="xfjy1", stands_in="scjg1", **days))
    session.flush()
    later = NOW.date() + timedelta(days=1)
    found = [surroundings.staffing(session, today=day)["XFJY"] for day in (NOW.date(), later)]
    assert [(one.officers, one.covers) for one in found] == [(1, 1), (1, 0)]


def test_publishing_asks_for_people_only_where_it_is_told_to(session):
    """Seeds are published before any account; who publishes by hand gives a reason, which stays."""
    staffing = {"SCJG": Staffing("市场监督管理局", 0, 1)}
    around = replace(surroundings.around(session, now=NOW), staffing=staffing)
    assert publishing.examine(session, "single", "reg", at=NOW).open == []
    session.scalar(sa.select(ServiceItem).where(ServiceItem.key == "reg")).name = "开业登记"
    with pytest.raises(publishing.PublishRefused) as refused:
        publishing.publish(session, "single", "reg", by="mulu", now=NOW, around=around)
    assert [one.code for one in refused.value.findings] == ["no_officer"]
    reason = AcknowledgedWarning(of="reg", code="no_officer", where="SCJG", reason="下周到岗")
    session.add(reason)
    version = publishing.publish(session, "single", "reg", by="mulu", now=NOW, around=around)
    assert version.warnings == [{"code": "no_officer", "at": "SCJG", "reason": "下周到岗"}]


def test_a_text_that_is_missing_in_a_language_that_was_begun_is_said(session):
    centre = catalogue.export_package(session)["centre"]
    korean = {"市场主体设立登记": "시장주체 설립등록"}
    said = {"package": 1, "centre": {**centre, "texts": {"ko": korean}}}
    catalogue.import_package(session, said, by="mulu", now=NOW)
    assert catalogue.export_package(session)["centre"]["texts"] == {"ko": korean}
    around = replace(surroundings.around(session, now=NOW), staffing=None)
    found = publishing.examine(session, "single", "reg", at=NOW, around=around).open
    assert [(one.code, one.where) for one in found] == [("text_missing", "ko")]
    assert "市场主体设立登记" not in found[0].say % found[0].values


def test_a_language_nobody_has_begun_misses_nothing(session):
    assert surroundings.texts(session) == {}


def test_what_stands_elsewhere_in_the_catalogue_is_called_by_its_name(session):
    called = surroundings.around(session, now=NOW).names
    assert called("item", "reg") == "市场主体设立登记"
    assert called("field", "floor_area") == "经营面积"
    assert called("item", "nowhere") is None


def test_a_check_says_no_key_of_an_item_that_is_not_part_of_the_theme(session):
    content = catalogue.entries_of(session, "themes", ["catering_green_channel"])
    theme = content["catering_green_channel"]
    theme["items"][1]["needs"] = ["hukou"]
    found = derivation.derive(session, "themes", "catering_green_channel", content=theme, now=NOW)
    said = [one.values["need"] for one, _why in found.findings if one.code == "needs_unknown"]
    assert said == ["出生登记（户口）"]


def test_next_year_is_not_known_in_december(session):
    around = surroundings.around(session, now=datetime(2026, 12, 28, 9))
    found = publishing.examine(session, "single", "reg", at=NOW, around=around).open
    assert "calendar_missing" in {one.code for one in found}


def test_two_items_that_fold_in_a_circle_together_are_refused_in_words(session):
    for key, target in (("F_REG", "F_FOOD"), ("F_FOOD", "F_REG")):
        row = session.scalar(sa.select(DocumentType).where(DocumentType.key == key))
        row.folds_into = target
    with pytest.raises(publishing.PublishRefused) as refused:
        publishing.examine(session, "single", "reg", at=NOW)
    (found,) = refused.value.findings
    assert (found.code, found.level) == ("fold_cycle", "error")
    assert "市场主体登记申请书" in found.values["papers"]
