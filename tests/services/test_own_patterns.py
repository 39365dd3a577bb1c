"""A pattern that an administrator writes at the question itself: read by RE2, held to its own sample."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.fields import FIELD_KINDS
from app.domain.package import problems
from app.services import catalogue, correcting_checks, package_files, pattern_check, workbooks
from app.services.identity_checks import CHECKS
from app.services.pattern_check import COUNTER
from tests.conftest import NOW
from tests.factories.packages import small

OWN = {"expression": r"[1-9]\d{5}", "sample": "133400", "message": "邮政编码是6位数字。"}
FIELD: dict[str, Any] = {"key": "code", "kind": "text", "label": "邮编"}
CUNNING = "(?=1)133400"


def test_an_answer_that_does_not_fit_is_refused_in_the_words_written_beside_the_pattern():
    assert read("133400") == ("133400", None)
    assert read("１３３４００") == ("133400", None)
    assert read("13340") == (None, OWN["message"])


def test_a_column_of_a_repeating_group_has_its_own_pattern_too():
    group = {"key": "shops", "kind": "group", "label": "门店", "fields": [asked()]}
    spec = compiled(group)["fields"][0]
    said = FIELD_KINDS["group"].parse([{"code": "1"}], spec, checks=CHECKS, today=NOW.date())
    assert said == (None, OWN["message"])


def test_whoever_corrects_is_held_to_it_as_the_counter_was():
    held = {"answer.code": "133400"}
    wanted = {"answer.code": "1334"}
    said = correcting_checks.problem_of(
        compiled(asked()), held=held, wanted=wanted, today=NOW.date()
    )
    assert said.values == {"field": "邮编", "problem": OWN["message"]}


@pytest.mark.parametrize(
    ("key", "written", "said"),
    [
        ("expression", "(", "this is no pattern"),
        ("expression", CUNNING, "this is no pattern"),
        ("sample", "延边", "is not as the pattern says"),
    ],
)
def test_what_nobody_could_go_on_with_is_told_at_its_line(key, written, said):
    text = package_files.write_package(package(asked(**{key: written})))
    with pytest.raises(package_files.PackageRefused) as refused:
        package_files.read_text(text)
    (one,) = refused.value.problems
    assert one.key == f"items.i.fields.0.pattern.{key}"
    assert said in one.message
    assert one.line > 1


@pytest.mark.parametrize("key", list(OWN))
def test_expression_sample_and_sentence_are_all_asked_for(key):
    short = {name: one for name, one in OWN.items() if name != key}
    (found,) = problems(package({**FIELD, "pattern": short}), counter=COUNTER)
    assert found.message == f"{key} is missing"


def test_a_sample_that_the_kind_refuses_is_no_sample():
    # Six digits are no telephone number: whatever was typed, one of the two would refuse it.
    (found,) = problems(package({**asked(), "kind": "phone"}), counter=COUNTER)
    assert found.path[-1] == "sample"


def test_in_a_workbook_it_stands_in_its_cell_and_is_told_there():
    back = workbooks.read(workbooks.write(package(asked())))
    assert back.wrong == []
    assert back.content["items"]["i"]["fields"][0]["pattern"] == OWN
    (wrong,) = workbooks.read(workbooks.write(package(asked(sample="x")))).wrong
    assert (wrong.sheet, wrong.row) == ("事项表单字段", 3)


def test_import_and_export_give_it_back(session):
    said = package(asked())
    catalogue.import_package(session, said, by="mulu", now=NOW)
    out = catalogue.export_package(session, only=("items", "i"))
    assert out["items"]["i"]["fields"] == [asked()]
    assert compile_blueprint(out, "single", code="i")["fields"][0]["pattern"] == OWN


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ({"expression": "("}, "pattern"),
        ({"sample": "x"}, "pattern_sample"),
        ({}, "pattern_default"),
    ],
)
def test_what_was_kept_all_the_same_is_not_published(written, code):
    found = list(pattern_check.findings(compiled({**asked(**written), "default": "x"})))
    assert found[0].code == code
    assert {(one.level, one.where) for one in found} == {("error", "code")}


def test_a_pattern_that_lets_its_sample_through_raises_no_finding():
    assert list(pattern_check.findings(compiled(asked()))) == []


def asked(**pattern: Any) -> dict[str, Any]:
    return {**FIELD, "pattern": {**OWN, **pattern}}


def package(field: dict[str, Any]) -> dict[str, Any]:
    return small(fields=[field])


def compiled(field: dict[str, Any]) -> dict[str, Any]:
    return compile_blueprint(package(field), "single", code="i")


def read(text: str) -> tuple[Any, str | None]:
    spec = compiled(asked())["fields"][0]
    return FIELD_KINDS["text"].parse(text, spec, checks=CHECKS, today=date(2026, 9, 18))
