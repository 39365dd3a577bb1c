"""Every command of the catalogue speaks JSON too, in one shape, and ends with 1 where it refuses."""

from __future__ import annotations

import json

import pytest

from app import transaction
from app.models import ServiceItem
from tests.factories.guided import path

THEME = "catering_green_channel"
GUIDE = str(path("bankruptcy"))
BROKEN = "package: 1\nitems:\n  a: {name: A, department: NOWHERE}\n"
FINDING = ["code", "level", "where", "sentence", "trace", "reason"]


def test_an_import_says_what_it_added_and_a_second_one_nothing(run):
    first = run("import", GUIDE, "--json")
    assert list(first) == ["added", "changed", "published", "unchanged"]
    assert {"themes/bankruptcy", "items/pc_tax"} <= set(first["added"])
    assert (first["changed"], first["published"]) == ([], [])
    again = run("import", GUIDE, "--json")
    assert (again["added"], again["unchanged"]) == ([], len(first["added"]))


def test_an_import_publishes_only_where_that_is_asked(run):
    done = run("import", GUIDE, "--publish", "--json")
    assert "joint/bankruptcy 1" in done["published"]
    assert "single/reg 1" not in done["published"]


@pytest.mark.parametrize("command", ["import", "check"])
def test_a_broken_package_is_refused_with_its_places(run, tmp_path, command):
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    (problem,) = run(command, str(file), "--json", ends=1)["refused"]
    assert list(problem) == ["file", "line", "key", "message", "expected"]
    assert (problem["file"], problem["line"]) == ("broken.yaml", 3)
    assert problem["message"] == "there is no department NOWHERE"


def test_a_sound_package_is_refused_for_nothing(run):
    assert run("check", GUIDE, "--json") == {"refused": []}


def test_the_whole_catalogue_and_one_theme_are_exported_as_they_are(run):
    whole, one = run("export", "--json"), run("export", "themes", THEME, "--json")
    assert whole["themes"][THEME] == one["themes"][THEME]
    assert list(one["themes"]) == [THEME]
    assert set(whole) > set(one)


def test_the_rows_are_checked_with_every_finding_and_its_reason(run):
    found = run("check", "--json")
    assert found["refused"] == 0
    (entry,) = [one for one in found["entries"] if one["code"] == "lodging_green_channel"]
    assert {tuple(one) for one in entry["findings"]} == {tuple(FINDING)}
    assert all(one["reason"] for one in entry["findings"])


def test_what_would_be_refused_is_said_in_the_language_that_is_asked_for(run, promised_too_long):
    found = run("check", "--json", "--lang", "zh", ends=1)
    (entry,) = [one for one in found["entries"] if one["code"] == "reg"]
    assert found["refused"] == 1
    assert entry["findings"][0]["sentence"] == "“市场主体设立登记”承诺 30，长于法定 3。"
    assert "promises 30, longer than the legal 3" in run.output("check", ends=1)
    assert "承诺 30，长于法定 3" in run.output("check", "--lang", "zh", ends=1)


def test_a_refused_publication_names_its_findings(run, promised_too_long):
    (finding,) = run("publish", "single", "reg", "--json", "--lang", "zh", ends=1)["refused"]
    assert list(finding) == FINDING
    assert (finding["code"], finding["level"]) == ("promise_over_legal", "error")
    assert "承诺 30" in finding["sentence"]


def test_a_version_is_published_reverted_and_what_is_in_force_named_again(run, renamed):
    first = run("publish", "single", "reg", "--json")
    assert list(first) == ["kind", "code", "name", "number", "sha256", "state", "valid_from"]
    assert (first["name"], first["number"], first["state"]) == ("开业登记", 2, "published")
    assert run("publish", "single", "reg", "--json") == first
    assert run("revert", "single", "reg", "1", "--json")["changed"] == ["items/reg"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("publish", "single", "no_item"), "the catalogue has no items no_item"),
        (("export", "themes", "no_theme"), "the catalogue has no themes no_theme"),
        (("revert", "single", "reg", "9"), "single/reg has no version 9"),
        (("diff", "single", "reg", "1", "9"), "single/reg has no version 9"),
        (("derive", "no_theme"), "there is no no_theme"),
        (("what-if", "single", "no_item"), "single/no_item has no version in force; see --draft"),
    ],
)
def test_what_is_not_there_is_one_sentence_in_the_same_shape(run, args, said):
    assert run(*args, "--json", ends=1) == {"refused": [{"sentence": said}]}


def test_what_a_circle_ends_in_is_traced_step_by_step(run, tmp_path):
    file = tmp_path / "circle.yaml"
    text = path("school").read_text(encoding="utf-8")
    file.write_text(text.replace("item: rx_birth}", "item: rx_birth, needs: [enrol]}"), "utf-8")
    refused = run("import", str(file), "--publish", "--json", "--lang", "zh", ends=1)["refused"]
    (starved,) = [one for one in refused if one["code"] == "starved"]
    assert starved["trace"][0] == "受理。"
    assert "永远等不到开始" in starved["sentence"]


class Commands:
    """``flask catalogue`` with a look at how it ends."""

    def __init__(self, runner):
        self.runner = runner

    def __call__(self, *args, ends=0):
        return json.loads(self.output(*args, ends=ends))

    def output(self, *args, ends=0):
        done = self.runner.invoke(args=["catalogue", *args])
        assert done.exit_code == ends, (done.output, done.exception)
        return done.output


@pytest.fixture
def run(app, at):
    return Commands(app.test_cli_runner())


def changed(app, **values):
    with app.app_context(), transaction.unit() as session:
        row = session.query(ServiceItem).filter_by(key="reg").one()
        for name, value in values.items():
            setattr(row, name, value)


@pytest.fixture
def promised_too_long(app, at):
    changed(app, promise={"value": 30, "unit": "working_day", "warn": 1})


@pytest.fixture
def renamed(app, at):
    changed(app, name="开业登记")
