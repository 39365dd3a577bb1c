"""The catalogue looked at from the command line: diff, derive, what-if, in words and as JSON."""

from __future__ import annotations

import json

import pytest

from app import transaction
from app.models import ServiceItem
from app.services import publishing
from tests.factories import desk

THEME = "catering_green_channel"


def test_the_twelve_papers_of_a_restaurant_become_six(run):
    found = json.loads(run("derive", THEME, "--json").output)
    assert list(found) == [
        "theme", "name", "answers", "chosen", "before", "after", "lines", "exempt", "proof",
    ]  # fmt: skip
    assert (found["before"], found["after"], len(found["lines"]), len(found["proof"])) == (
        12,
        6,
        6,
        12,
    )
    assert found["exempt"] == [{"document": "ID_CARD", "name": "居民身份证"}]
    assert found["lines"][0]["name"]
    assert found["answers"] is found["chosen"] is None


def test_answers_leave_out_what_is_not_handled(run):
    answers = (
        "--answers",
        "licence=held",
        "--answers",
        "signboard=none",
        "--answers",
        "fire_way=commit",
    )
    found = json.loads(run("derive", THEME, "--json", *answers).output)
    assert "reg" not in found["chosen"]
    assert found["answers"]["licence"] == "held"
    assert {note["rule"] for note in found["proof"] if note["item"] == "reg"} == {"not_chosen"}
    assert found["after"] < 6


def test_the_list_is_printed_with_its_proof(run):
    output = run("derive", THEME).output
    assert "开办餐饮店一件事: 12 → 6" in output
    assert "reg/F_REG#0 folded ONE_FORM" in output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("derive", "no_theme"), "there is no no_theme"),
        (("derive", THEME, "--answers", "licence=maybe"), "licence: Choose one of the options."),
        (("derive", THEME, "--answers", "colour=red"), "colour: no such question"),
        (("derive", THEME, "--pick", "pool"), "pool: no such part"),
        (("derive", THEME, "--answers", "licence"), "say KEY=VALUE"),
        (("diff", "single", "reg", "1", "9"), "single/reg has no version 9"),
        (("diff", "single", "reg", "one", "1"), "single/reg has no version one"),
        (("what-if", "single", "no_item"), "single/no_item has no version in force"),
        (("what-if", "single", "no_item", "--draft"), "there is no no_item"),
    ],
)
def test_what_cannot_be_looked_at_is_said(run, args, said):
    done = run(*args)
    assert done.exit_code != 0
    assert said in done.output


def test_two_versions_are_told_apart_in_sentences(run, app, at):
    renamed(app)
    found = json.loads(run("diff", "single", "reg", "1", "2", "--json").output)
    assert (found["before"]["version"], found["after"]["version"]) == ("1", "2")
    assert [one["sentence"] for one in found["changes"]] == [
        "name: 市场主体设立登记 → 开业登记",
        "part “开业登记”, name: 市场主体设立登记 → 开业登记",
    ]
    assert run("diff", "single", "reg", "2", "rows").output == "nothing differs\n"
    assert "开业登记" in run("diff", "single", "reg", "1", "rows", "--package").output


def test_without_closed_cases_there_are_no_figures(run):
    found = json.loads(run("what-if", "joint", THEME, "--json").output)
    assert (found["looked_at"], found["handled"], found["replayed"]) == (0, None, None)
    assert found["assumed"] == "Handling times assumed unchanged."
    assert "fewer than 5 cases" in run("what-if", "joint", THEME, "--draft").output


@pytest.fixture
def run(app, at):
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=["catalogue", *args])


def renamed(app):
    with app.app_context(), transaction.unit() as session:
        row = session.query(ServiceItem).filter_by(key="reg").one()
        row.name = "开业登记"
        session.flush()
        publishing.publish(session, "single", "reg", by="mulu", now=desk.NOW)
