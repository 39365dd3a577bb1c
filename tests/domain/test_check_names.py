"""No sentence of the publish check says a key: what it is about is called by its name, wherever it stands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.checks import Around, check
from app.domain.findings import Staffing
from app.domain.package import normalise
from app.domain.refusal import Word
from tests.domain.test_check_sentences import SENTENCES
from tests.factories.themes import item, needs, paper_from, theme

KEY = re.compile(r"[A-Za-z_]")
NAMES = {("item", "z"): "别处的事项", ("field", "no"): "别处的问题"}


def named(noun: str, key: str) -> str | None:
    return NAMES.get((noun, key))


AROUND = Around(names=named)


@pytest.mark.parametrize(("package", "code"), [(package, code) for code, package, _ in SENTENCES])
def test_every_finding_says_names_alone(package: dict[str, Any], code: str) -> None:
    found = findings(package)
    assert code in {one.code for one in found}
    assert bare(found) == set()


@pytest.mark.parametrize(
    "package",
    [
        item(0, steps=[{"step": "survey", "by": "supervisor"}, "decide"]),
        item(0, special={"dig": {"name": "挖掘"}}),
        item(0, commit=True),
        needs(0, "hand_over"),
        needs(0, {"task": "intake", "outcomes": ["granted"]}),
        paper_from("z"),
    ],
)
def test_steps_procedures_and_what_serves_the_whole_have_words(package: dict[str, Any]) -> None:
    found = findings(package)
    assert found
    assert bare(found) == set()


def test_a_producer_that_is_not_part_of_it_is_called_by_its_name() -> None:
    (found,) = [one for one in findings(paper_from("z")) if one.code == "output_unknown"]
    assert found.values["source"] == "别处的事项"


def test_what_nothing_in_the_catalogue_is_called_is_said_as_it_was_written() -> None:
    found = check(
        compiled(paper_from("z")), departments=["D"], around=Around(names=lambda *_: None)
    )
    assert "z" in {one.values.get("source") for one in found}


def test_papers_that_have_gone_nowhere_are_named() -> None:
    blueprint = compiled(paper_from("p1"))
    blueprint["merge"] = {**blueprint["merge"], "proof": []}
    (found,) = [one for one in check(blueprint, departments=["D"]) if one.code == "unaccounted"]
    assert not KEY.search(found.values["papers"])


def test_a_language_and_a_department_are_named() -> None:
    around = Around(texts={"ko": ["别的"]}, staffing={"D": Staffing("局", 0, 0)})
    found = check(compiled(theme(2)), departments=["D"], around=around)
    assert {"no_officer", "text_missing"} <= {one.code for one in found}
    assert bare(found) == set()


def bare(found: list[Any]) -> set[str]:
    """Values in which a key stands; words of our own are translated where they are said."""
    return {
        value
        for one in found
        for value in one.values.values()
        if isinstance(value, str) and not isinstance(value, Word) and KEY.search(value)
    }


def findings(package: dict[str, Any]) -> list[Any]:
    return check(compiled(package), departments=["D"], around=AROUND)


def compiled(package: dict[str, Any]) -> dict[str, Any]:
    return compile_blueprint(normalise(package), "joint", code="t")
