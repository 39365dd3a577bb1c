"""Patterns that administrators name: tried on answers, refused where the library cannot read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.fields import FIELD_KINDS
from app.domain.package import problems
from app.services import package_files, pattern_check, patterns
from app.services.identity_checks import CHECKS
from tests.factories.packages import small

NAMED = {"plate": {"expression": r"[A-Z]\d{3}", "message": "写成 A123。"}}
FIELD = {"key": "plate", "kind": "text", "label": "车牌", "pattern": "plate"}


def test_an_answer_is_as_the_pattern_says_or_its_own_sentence_is_said():
    assert read("A123") == ("A123", None)
    assert read("A1234") == (None, "写成 A123。")
    assert read("xA123") == (None, "写成 A123。")


def test_what_a_chinese_keyboard_widened_is_taken():
    assert read("Ａ１２３") == ("A123", None)


def test_a_field_in_a_row_has_its_pattern_too():
    group = {"key": "cars", "kind": "group", "label": "车辆", "fields": [FIELD]}
    asked = blueprint(fields=[group])["fields"][0]
    parse = FIELD_KINDS["group"].parse
    said = parse([{"plate": "A12"}], asked, checks=CHECKS, today=date(2026, 9, 18))
    assert said == (None, "写成 A123。")


def test_without_a_sentence_of_its_own_a_plain_one_is_said():
    assert read("A", {"plate": {"expression": "B"}})[1].startswith("This is not written")


def test_a_running_case_keeps_the_pattern_it_was_received_under():
    assert blueprint()["fields"][0]["pattern"] == NAMED["plate"]


@pytest.mark.parametrize(
    ("expression", "why"),
    [("(", "missing"), ("(?=a)b", "invalid"), (r"(a)\1", "invalid"), ("a{9999}", "invalid repetition"),
     ("a" * 401, "more than 400")],
)  # fmt: skip
def test_what_is_no_pattern_is_refused_with_its_line(expression, why):
    text = f"package: 1\npatterns:\n  p:\n    expression: '{expression}'\n"
    with pytest.raises(package_files.PackageRefused) as refused:
        package_files.read_text(text, "p.yaml")
    [one] = refused.value.problems
    assert (one.file, one.line, one.key) == ("p.yaml", 4, "patterns.p.expression")
    assert why in one.message


def test_a_pattern_stands_at_a_text_only():
    found = problems({**small(fields=[{**FIELD, "kind": "date"}]), "patterns": NAMED})
    assert [one.path[-1] for one in found] == ["pattern"]


def test_a_kept_pattern_that_cannot_be_read_is_not_published():
    wrong = blueprint({"plate": {"expression": "("}})
    [one] = pattern_check.findings(wrong)
    assert (one.level, one.where) == ("error", "plate")


def test_a_cunning_pattern_takes_no_longer_than_a_plain_one():
    # Going back and forth, this one would not come to its end today.
    assert not patterns.fits(r"(a+)+$", "a" * 4000 + "b")


def blueprint(named: Any = NAMED, *, fields: Any = (FIELD,)) -> dict[str, Any]:
    package = {**small(fields=list(fields)), "patterns": named}
    return compile_blueprint(package, "single", code="i")


def read(text: str, named: Any = NAMED) -> tuple[Any, str | None]:
    asked = blueprint(named)["fields"][0]
    return FIELD_KINDS["text"].parse(text, asked, checks=CHECKS, today=date(2026, 9, 18))
