"""The page of the format (docs/package.md) says every key there is, and its examples load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.checks import check
from app.domain.condition_problems import OPERATORS
from app.domain.fields import FIELD_KINDS
from app.domain.package_keys import CLOSING_TEXTS, COPY_FORMS, KEYS, TOP_KEYS, WORDS
from app.services.package_files import read_text

PAGE = (Path(__file__).parents[2] / "docs" / "package.md").read_text(encoding="utf-8")
#: Every word that stands on the page as code.
SAID = {word for code in re.findall(r"`([^`\n]+)`", PAGE) for word in re.findall(r"\w+", code)}
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("noun", KEYS)
def test_every_key_is_on_the_page(noun: str) -> None:
    assert {key.rstrip("!") for key in KEYS[noun]} - SAID == set()


@pytest.mark.parametrize("noun", KEYS)
def test_a_key_that_must_be_there_is_written_in_bold(noun: str) -> None:
    bold = set(re.findall(r"\*\*`(\w+)`\*\*", PAGE))
    assert {key[:-1] for key in KEYS[noun] if key.endswith("!")} - bold == set()


@pytest.mark.parametrize(
    "words",
    [
        *(words for shape, words in WORDS.items() if shape != "role"),
        tuple(FIELD_KINDS),
        OPERATORS,
        COPY_FORMS,
        CLOSING_TEXTS,
        ("head", "government_head", "supervisor"),
    ],
)
def test_every_word_of_a_choice_is_on_the_page(words: tuple[str, ...]) -> None:
    spoken = SAID | {word for row in EXAMPLES for word in re.findall(r"\w+", row)}
    listed = spoken | set(re.findall(r"\b\w+\b", " ".join(re.findall(r"\| .* \|", PAGE))))
    assert set(words) - listed == set()


def test_the_examples_together_are_a_package_that_loads() -> None:
    text = "package: 1\n" + "".join(joined(EXAMPLES))
    content = read_text(text).content
    assert set(content) == set(TOP_KEYS) - {"patterns", "rectification"}
    blueprint = compile_blueprint(content, "joint", code="shop")
    assert [
        one for one in check(blueprint, departments=content["departments"]) if one.level == "error"
    ] == []


def joined(examples: list[str]) -> list[str]:
    """The examples as one file, with what they point at and do not show."""
    return [
        re.sub(r"^(documents|items):\n", lambda top: top[0] + GIVEN[top[1]], one, flags=re.M)
        for one in examples
    ]


#: What the examples point at and do not show.
GIVEN = {
    "documents": "  HYG_REPORT: {name: 卫生检测报告, kind: report, source: third_party}\n"
    "  FOOD_LICENCE: {name: 食品经营许可证, kind: certificate, source: government}\n",
    "items": "  reg: {name: 设立登记, department: SCJG, promise: day_1, result: LICENCE, fields: [{key: flame, kind: yes_no, label: 使用明火}]}\n"
    "  stall: {name: 小经营许可, department: SCJG}\n"
    "  fire: {name: 消防检查, department: SCJG, promise: day_1, fields: [{key: flame, kind: yes_no, label: 使用明火}]}\n",
}
