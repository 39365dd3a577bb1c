"""Rows and packages: import is all or nothing, twice is once, export gives the same hashes (R97–R99)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.blueprint import canonical, compile_blueprint, digest
from app.models import JournalEntry, ServiceItem, ServiceVersion
from app.services import catalogue, package_files, publishing
from tests.conftest import ROOT
from tests.databases import SEEDED
from tests.factories import desk


def test_loading_the_seeds_again_changes_nothing(session):
    before = session.scalar(sa.select(sa.func.count()).select_from(JournalEntry))
    package = package_files.read_package(ROOT / "seeds", known=catalogue.known(session))
    report = catalogue.import_package(session, package.content, by="system", now=SEEDED)
    assert (report.added, report.changed) == ([], [])
    assert publishing.publish_all(session, by="system", now=desk.NOW) == []
    assert session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) == before
    assert not session.info.get("journal")


def test_an_export_compiles_to_the_same_hashes(session):
    seeds = package_files.read_package(ROOT / "seeds").content
    exported = catalogue.export_package(session)
    again = package_files.read_text(package_files.write_package(exported)).content
    codes = [(kind, code) for kind, top in KINDS.items() for code in seeds[top]]
    for kind, code in [*codes, ("rectification", "rectification")]:
        before, after = (compile_blueprint(one, kind, code=code) for one in (seeds, again))
        assert digest(before) == digest(after), (kind, code)
    assert again["calendar"] == seeds["calendar"]
    assert sorted(map(canonical, again["acknowledged"])) == sorted(
        map(canonical, seeds["acknowledged"])
    )


KINDS = {"joint": "themes", "single": "items", "appeal": "appeals"}


def test_an_item_comes_in_by_package_and_is_published_without_a_restart(session):
    text = "package: 1\nitems:\n  park:\n    name: 占道停车备案\n    department: CGZF\n    promise: day_3\n    documents: [{document: PREMISES}]\n"
    package = package_files.read_text(text, known=catalogue.known(session))
    assert catalogue.import_package(session, package.content, by="mulu", now=desk.NOW).added == [
        "items/park"
    ]
    version = publishing.publish(session, "single", "park", by="mulu", now=desk.NOW)
    assert publishing.current(session, "single", "park", at=desk.NOW) is version


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("package: 1\nitems:\n  a:\n    name: A\n    departmant: CGZF\n", 5, "departmant"),
        ("package: 1\nitems:\n  a: {name: A, department: NOWHERE}\n", 3, "NOWHERE"),
        (
            "package: 1\ndocuments:\n  A: {name: A, kind: form, source: applicant, folds_into: B}\n  B: {name: B, kind: form, source: applicant, folds_into: A}\n",
            3,
            "",
        ),
        (
            "package: 1\nsla:\n  d: {value: 1, unit: working_day}\n  d: {value: 2, unit: working_day}\n",
            4,
            "d",
        ),
    ],
)
def test_a_wrong_package_is_refused_with_file_line_and_key(session, text, line, says):
    with pytest.raises(package_files.PackageRefused) as refused:
        package_files.read_text(text, known=catalogue.known(session))
    assert any(problem.line == line and says in str(problem) for problem in refused.value.problems)


def test_editing_an_item_never_changes_a_published_version_or_a_running_case(session):
    done = desk.accepted_case(session)
    before = done.state["blueprint"]
    item = session.execute(sa.select(ServiceItem).where(ServiceItem.key == "reg")).scalar_one()
    item.name = "改了名的事项"
    publishing.publish(session, "single", "reg", by="mulu", now=desk.NOW)
    theme = publishing.publish(session, "joint", "catering_green_channel", by="mulu", now=desk.NOW)
    assert theme.sha256 != before
    old = session.execute(
        sa.select(ServiceVersion).where(ServiceVersion.sha256 == before)
    ).scalar_one()
    assert (old.state, old.valid_until, "改了名" in old.blueprint) == ("retired", desk.NOW, False)


def test_a_theme_publishes_its_items_as_they_were_last_published(session):
    item = session.execute(sa.select(ServiceItem).where(ServiceItem.key == "reg")).scalar_one()
    item.name = "还没发布的改动"
    theme = publishing.publish(session, "joint", "catering_green_channel", by="mulu", now=desk.NOW)
    assert "还没发布" not in theme.blueprint


def test_an_error_stops_publication_and_says_why(session):
    item = session.execute(sa.select(ServiceItem).where(ServiceItem.key == "reg")).scalar_one()
    item.promise = {"value": 30, "unit": "working_day", "warn": 1}
    with pytest.raises(publishing.PublishRefused) as refused:
        publishing.publish(session, "single", "reg", by="mulu", now=desk.NOW)
    assert {finding.code for finding in refused.value.findings} == {"promise_over_legal"}


def test_only_the_centres_own_themes_are_offered_at_the_counter(session):
    offered = [version.code for version in publishing.offered(session, at=desk.NOW)]
    assert len(offered) == 3
    assert not any(code.endswith("_hunan") for code in offered)
