"""Back to an earlier version: the rows as they were published then, through the import's gate."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app import journal
from app.models import Department, FormField, ServiceItem, Theme
from app.services import package_files, publishing, reverting
from tests.factories import desk

NOW = desk.NOW
THEME = "catering_green_channel"


def test_edited_published_reverted_and_published_it_is_the_old_one(session):
    old = publishing.current(session, "single", "reg", at=NOW)
    edit(session)
    new = publish(session, "single", "reg")
    report = back(session, "single", "reg", old.number)
    assert (report.added, report.changed) == ([], ["items/reg"])
    again = publish(session, "single", "reg")
    assert (again.number, again.sha256) == (new.number + 1, old.sha256)
    assert new.sha256 != old.sha256


def test_a_theme_takes_its_items_back_with_it(session):
    old = publishing.current(session, "joint", THEME, at=NOW)
    edit(session)
    session.execute(sa.update(Theme).where(Theme.key == THEME).values(name="改了名的主题"))
    publish(session, "single", "reg")
    assert publish(session, "joint", THEME).sha256 != old.sha256
    assert set(back(session, "joint", THEME, old.number).changed) >= {
        "items/reg",
        f"themes/{THEME}",
    }
    publish(session, "single", "reg")
    assert publish(session, "joint", THEME).sha256 == old.sha256


def test_nothing_is_published_by_it_and_each_row_is_journaled(session):
    old = publishing.current(session, "single", "reg", at=NOW)
    edit(session)
    new = publish(session, "single", "reg")
    journaled = len(journal.pending(session))
    back(session, "single", "reg", old.number)
    entry = journal.pending(session)[-1]
    assert len(journal.pending(session)) == journaled + 1
    assert (entry.noun, entry.ref, entry.type) == ("item", "reg", "imported")
    assert publishing.current(session, "single", "reg", at=NOW) is new


def test_going_back_to_what_the_rows_say_changes_nothing(session):
    there = publishing.current(session, "single", "reg", at=NOW)
    report = back(session, "single", "reg", there.number)
    assert (report.added, report.changed) == ([], [])


def test_a_version_that_never_was(session):
    with pytest.raises(KeyError):
        back(session, "single", "reg", 99)


def test_a_version_whose_department_is_gone_is_refused_whole(session):
    old = publishing.current(session, "single", "reg", at=NOW)
    session.execute(sa.update(ServiceItem).where(ServiceItem.key == "reg").values(department="SWJ"))
    session.execute(sa.update(Department).where(Department.code == "SCJG").values(code="OTHER"))
    session.expire_all()
    with pytest.raises(package_files.PackageRefused, match="SCJG"):
        back(session, "single", "reg", old.number)


def test_the_command_says_what_changed_and_of_what_there_is_none(app, session):
    session.execute(sa.update(ServiceItem).where(ServiceItem.key == "reg").values(name="改了"))
    session.commit()
    done = revert(app, "single", "reg", "1")
    assert (done.exit_code, "changed items/reg" in done.output) == (0, True), done.output
    none = revert(app, "single", "reg", "99")
    assert (none.exit_code, "single/reg has no version 99" in none.output) == (1, True)


def revert(app, *words):
    return app.test_cli_runner().invoke(args=["catalogue", "revert", *words])


def back(session, kind, code, number):
    report = reverting.revert(session, kind, code=code, number=number, by="mulu", now=NOW)
    session.expire_all()
    return report


def edit(session):
    """What a Monday may bring: another name, another limit, a question more."""
    row = session.execute(sa.select(ServiceItem).where(ServiceItem.key == "reg")).scalar_one()
    row.name, row.promise = "改了名的事项", {"value": 1, "unit": "working_day", "warn": 1}
    row.fields.append(FormField(key="more", kind="text", label="另外", position=99))
    session.flush()


def publish(session, kind, code):
    version = publishing.publish(session, kind, code, by="mulu", now=NOW)
    session.flush()
    return version
