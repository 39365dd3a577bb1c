"""A class of appeals is made whole by form: begun, filled in, checked, published, taken out as a package."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from app.models import AppealClass, JournalEntry, ServiceVersion
from app.services import catalogue
from tests.factories.studio import fields_of, save
from tests.views.test_worker_pages import nobody_inquires

#: What a warning asks a reason for.
ASKED = re.compile(r'name="code" value="(\w+)"><input type="hidden" name="where" value="([^"]*)"')
CLASS = "/studio/appeals/wrcl"
WHOLE = {
    "promise.named": "day_5", "legal.named": "_own", "legal.value": "20", "legal.unit": "working_day", "legal.warn": "3",
    "extend.cap": "5", "extend.by": "head",
    "reopen.within.named": "day_10", "reopen.by": "supervisor",
    "closing.refused.n1._was": "", "closing.refused.n1": "guidance", "closing.partly.n2._was": "", "closing.partly.n2": "reply",
    "inquiry.department": "DCKP", "inquiry.limit.named": "day_15",
}  # fmt: skip


def test_a_new_class_is_begun_by_its_name_and_its_key_is_made_of_it(mulu, rows):
    assert begun(mulu) == CLASS
    found = rows(sa.select(AppealClass.name, AppealClass.department).filter_by(key="wrcl"))
    assert found == [("无人处理", "SQCK")]
    assert "无人处理" in mulu.page("/studio/appeals/") and "差评整改" not in mulu.page(
        "/studio/appeals/"
    )


def test_everything_of_it_is_filled_in_by_form(mulu, session):
    begun(mulu)
    told = save(mulu, CLASS, WHOLE)
    assert told["problems"] == {} and told["stands"]
    entry = catalogue.entries_of(session, "appeals", ["wrcl"])["wrcl"]
    assert entry["closing"] == {
        "granted": [["explanation"]], "partly": [["reply"]], "refused": [["explanation"], ["guidance"]],
    }  # fmt: skip
    assert entry["legal"] == {"value": 20, "unit": "working_day", "warn": 3}
    assert (entry["promise"], entry["inquiry"]) == (
        "day_5",
        {"department": "DCKP", "limit": "day_15"},
    )
    assert entry["reopen"] == {"within": "day_10", "by": "supervisor"}


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(mulu, rows):
    begun(mulu)
    told = save(
        mulu, CLASS, {"legal.named": "_own", "legal.value": "很久", "inquiry.limit.named": "day_15"}
    )
    assert set(told["problems"]) == {"legal.value", "legal.unit", "inquiry.department"}
    assert not told["stands"] and 'value="很久"' in mulu.get(CLASS).text
    assert rows(sa.select(AppealClass.legal).filter_by(key="wrcl")) == [(None,)]


def test_an_inquiry_and_an_extension_may_be_taken_away_again(mulu, rows):
    begun(mulu)
    save(mulu, CLASS, WHOLE)
    emptied = {
        "inquiry.department": "",
        "inquiry.limit.named": "",
        "extend.cap": "",
        "extend.by": "",
    }
    assert save(mulu, CLASS, emptied)["stands"]
    found = rows(sa.select(AppealClass.inquiry, AppealClass.extend).filter_by(key="wrcl"))
    assert found == [(None, None)]
    assert '<option value="" selected>' in choice(mulu.get(CLASS).text, "inquiry.department")


def test_a_way_to_close_is_taken_away_with_its_row(mulu, rows):
    begun(mulu)
    page = mulu.get(CLASS).text
    kept = [pair for pair in fields_of(page) if not pair[0].startswith("closing.refused.")]
    assert mulu.post(f"{CLASS}/save", kept).json["stands"]
    assert rows(sa.select(AppealClass.closing).filter_by(key="wrcl")) == [
        ({"granted": [["explanation"]]},)
    ]


def test_it_is_checked_and_published_like_an_item(app, mulu, rows):
    nobody_inquires(app)
    begun(mulu)
    save(mulu, CLASS, WHOLE)
    assert mulu.post(f"{CLASS}/publish").status_code == 409
    for code, where in ASKED.findall(mulu.get(CLASS).text):
        mulu.post(f"{CLASS}/reason", code=code, where=where, reason="人员下周到岗")
    assert mulu.post(f"{CLASS}/publish").status_code == 302
    version = sa.select(ServiceVersion.kind, ServiceVersion.blueprint).filter_by(code="wrcl")
    ((kind, blueprint),) = rows(version)
    tasks = {task["kind"]: task for task in json.loads(blueprint)["tasks"]}
    assert (kind, tasks["inquiry"]["department"]) == ("appeal", "DCKP")
    assert tasks["work"]["closing"]["partly"] == [["reply"]]


def test_every_save_is_journaled_with_what_changed(mulu, rows):
    begun(mulu)
    save(mulu, CLASS, {"name": "没人管"})
    entries = rows(
        sa.select(JournalEntry.by, JournalEntry.data).where(
            JournalEntry.noun == "appeal", JournalEntry.ref == "wrcl"
        )
    )
    assert [by for by, _data in entries] == ["mulu", "mulu"]
    assert json.loads(entries[-1][1])["changes"] == {"name": ["无人处理", "没人管"]}


def test_the_dictionary_leads_to_the_studio_where_something_waits_there(mulu, rows):
    begun(mulu)
    (number,) = rows(sa.select(AppealClass.id).filter_by(key="wrcl"))[0]
    assert f'href="{CLASS}"' in mulu.get(f"/admin/appeals/show/{number}").text
    assert mulu.get(f"/admin/appeals/edit/{number}").status_code == 200
    save(mulu, CLASS, {"name": ""})
    assert mulu.get(f"/admin/appeals/edit/{number}").location == CLASS


def test_it_is_found_by_a_word_and_by_the_initials_of_its_name(mulu):
    for asked in ("不给", "bgb"):
        page = mulu.page(f"/studio/appeals/?q={asked}")
        assert "不给办" in page and "很难办" not in page


@pytest.mark.parametrize("key", ["refused_to_do", "hard_to_do"])
def test_a_class_that_came_by_package_is_saved_unchanged(mulu, rows, key):
    before = rows(sa.select(JournalEntry.id))
    assert save(mulu, f"/studio/appeals/{key}")["stands"]
    assert rows(sa.select(JournalEntry.id)) == before


def choice(page, name):
    return page.partition(f'name="{name}"')[2].partition("</select>")[0]


def begun(mulu, name="无人处理"):
    mulu.get("/studio/appeals/")
    answer = mulu.post("/studio/appeals/new", name=name, department="SQCK")
    assert answer.status_code == 302
    return answer.location


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
