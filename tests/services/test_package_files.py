"""Packages as files: what YAML 1.2 reads, where a problem is, what is written reads back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.package_files import (
    Package,
    PackageRefused,
    check,
    read_package,
    read_text,
    write_package,
)
from tests.factories.packages import SHOP, shop, small

CENTRE = "package: 1\ncentre:\n  prefix: LJ\n  name: {}\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("off", "off"),
        ("0433", "0433"),
        ("2026-01-01", "2026-01-01"),
        ("08:30", "08:30"),
        ("1_000", "1_000"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("1.2.3", "1.2.3"),
        ("!!str", None),
    ],
)
def test_words_stay_words(written: str, read: str | None) -> None:
    """YAML 1.2: on, yes and days are no values of their own, and no zero is lost."""
    text = CENTRE.format(written)
    if read is None:
        with pytest.raises(PackageRefused):
            read_text(text)
    else:
        assert read_text(text).content["centre"]["name"] == read


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("False", False), ("~", None), ("null", None), ("0", 0), ("-12", -12)],
)
def test_values_are_values(written: str, value: Any) -> None:
    text = f"package: 1\nitems: {{i: {{name: 某, department: D, fee: {written}}}}}\n"
    text += "departments: {D: {name: 局}}\n"
    assert read_text(text).content["items"]["i"]["fee"] is value or value == -12


@pytest.mark.parametrize("number", ["0o17", "0xF", "15"])
def test_a_whole_number_may_be_written_in_its_three_ways(number: str) -> None:
    text = f"package: 1\nsla: {{a: {{value: {number}, unit: working_day}}}}\n"
    assert read_text(text).content["sla"]["a"]["value"] == 15


@pytest.mark.parametrize(
    ("text", "line", "key", "said", "expected"),
    [
        ("package: 1\nsla:\n  a: 1\n  a: 2\n", 4, "sla.a", "stands here twice", "each key once"),
        ("package: 1\npackage: 1\n", 2, "package", "stands here twice, first in line 1", "once"),
        ("package: 1\nsla:\n  a: &x {value: 1}\n", 3, "sla.a", "an anchor", "by its name in sla"),
        ("package: 1\nsla: !!python/name:os.system x\n", 2, "sla", "the tag", "no tag"),
        ("package: 1\nsla:\n  a: .inf\n", 3, "sla.a", ".inf is no number", "a whole number"),
        ("package: 1\n? [a]\n: 1\n", 2, "", "neither text nor a number", "a plain key"),
        ("package: 1\nsla: [a\n", 3, "", "expected", "YAML 1.2"),
        ("package: 1\nsla:\n\ta: 1\n", 3, "", "found character", "YAML 1.2"),
        ("package: 1\n---\npackage: 1\n", 2, "", "another document", "YAML 1.2"),
        ("package: 1\nsla: \x01\n", 0, "", "unacceptable character", "UTF-8"),
        ("", 1, "", "the file holds no keys", "package: 1"),
        ("- 1\n", 1, "", "the file holds no keys", "package: 1"),
        ("a: " + "[" * 2000, 0, "", "nests too deeply", "a package"),
        ("package: 1\na: " + "{a: " * 60 + "1" + "}" * 60, 2, "a." * 40 + "a", "nests", "package"),
        ("package: 1\nitems:\n  i:\n    nmae: 某\n", 4, "items.i.nmae", "unknown key", "name?"),
        ("package: 1\nitems:\n  i: {name: 某}\n", 3, "items.i", "department is missing", "key"),
        (
            "package: 1\nitems:\n  i:\n    name: 某\n    department: D\n",
            5,
            "items.i.department",
            "there is no department D",
            "nothing: there is none",
        ),
        (
            "package: 1\nthemes:\n  t:\n    name: 某\n    lead: D\n    items:\n    - key: a\n      item: i\n",
            8,
            "themes.t.items.0.item",
            "there is no item i",
            "",
        ),
    ],
)
def test_a_problem_is_told_with_its_place(
    text: str, line: int, key: str, said: str, expected: str
) -> None:
    found = refused(lambda: read_text(text, "a.yaml"))
    told = [one for one in found if said in one.message and expected in one.expected]
    assert [(one.file, one.line, one.key) for one in told] == [("a.yaml", line, key)], found


def test_a_problem_reads_as_one_line() -> None:
    found = refused(lambda: read_text("package: 1\ncenter: {}\n", "a.yaml"))
    assert str(found[0]).startswith("a.yaml:2: center: unknown key center (expected: centre?")


def test_an_alias_cannot_blow_a_package_up() -> None:
    lines = ["a: &a [x, x]", *(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi"))]
    assert len(refused(lambda: read_text("\n".join(lines)))) == 9


class TestFolder:
    def test_several_files_are_one_package(self, tmp_path: Path) -> None:
        write(tmp_path, "items/a.yaml", ITEM_A)
        write(tmp_path, "items/b.yml", ITEM_A.replace("  a:", "  b:"))
        write(tmp_path, "departments.yaml", "package: 1\ndepartments:\n  D: {name: 局}\n")
        write(tmp_path, "notes.txt", "not read")
        assert set(read_package(tmp_path).content["items"]) == {"a", "b"}

    def test_several_paths_are_one_package(self, tmp_path: Path) -> None:
        one = write(tmp_path, "a.yaml", ITEM_A)
        other = write(tmp_path, "d.yaml", "package: 1\ndepartments:\n  D: {name: 局}\n")
        assert set(read_package([one, other]).content) == {"package", "items", "departments"}

    @pytest.mark.parametrize(
        ("text", "key"), [(ITEM := "package: 1\nitems:\n  a: {}\n", "items.a"), (CENTRE, "centre")]
    )
    def test_what_stands_in_two_files_is_refused(self, tmp_path: Path, text: str, key: str) -> None:
        write(tmp_path, "a.yaml", text)
        write(tmp_path, "b.yaml", text)
        found = refused(lambda: read_package(tmp_path))
        assert [(one.file, one.key, one.message) for one in found] == [
            ("b.yaml", key, "it stands in a.yaml too")
        ]

    def test_a_list_of_two_files_keeps_the_place_of_each_entry(self, tmp_path: Path) -> None:
        accepted = "package: 1\nacknowledged:\n- {of: t, code: c, reason: 因}\n"
        write(tmp_path, "a.yaml", accepted)
        write(tmp_path, "b.yaml", accepted + "- {of: t, code: d, raeson: 因}\n")
        found = refused(lambda: read_package(tmp_path))
        assert {(one.file, one.line) for one in found} == {("b.yaml", 4)}
        assert {one.key for one in found} == {"acknowledged.2", "acknowledged.2.raeson"}

    def test_the_problems_of_all_files_are_told_by_file_and_line(self, tmp_path: Path) -> None:
        write(tmp_path, "a.yaml", "package: 1\nsla: {a: 1, a: 2}\n")
        write(tmp_path, "b.yaml", "package: [\n")
        (tmp_path / "c.yaml").write_bytes(b"name: \xff\n")
        assert [one.file for one in refused(lambda: read_package(tmp_path))] == [
            "a.yaml", "b.yaml", "c.yaml",
        ]  # fmt: skip

    def test_an_empty_folder_is_no_package(self, tmp_path: Path) -> None:
        found = refused(lambda: read_package(tmp_path))
        assert found[0].message == "package is missing"

    def test_a_file_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        found = refused(lambda: read_package(tmp_path / "gone.yaml"))
        assert (found[0].file, found[0].line) == ("gone.yaml", 0)


def test_what_is_in_the_rows_may_be_pointed_at() -> None:
    assert len(refused(lambda: read_text(ITEM_A))) == 1
    assert read_text(ITEM_A, known={"departments": {"D": None}}).content["items"]["a"]


def test_a_package_without_files_is_checked_too() -> None:
    with pytest.raises(PackageRefused, match="items.i.department"):
        check(Package(small(department="E")))


def test_the_package_of_the_description_is_written_and_reads_back_equal() -> None:
    text = write_package(shop())
    assert read_text(text).content == shop() == read_package(SHOP).content
    assert write_package(read_text(text).content) == text


def test_the_order_of_keys_does_not_show_in_what_is_written() -> None:
    turned = {noun: shop()[noun] for noun in reversed(shop())}
    assert write_package(turned) == write_package(shop())


words = st.one_of(
    st.sampled_from(["on", "yes", "no", "~", "null", "true", "0433", "1e3", "08:30", "2026-01-01"]),
    st.sampled_from(
        [
            "'",
            '"',
            "#",
            ": ",
            "- a",
            "{a}",
            "[a]",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "|",
            "?0",
            "? a",
            "-",
            ":0",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(name=words, note=words)
def test_every_text_survives_being_written(name: str, note: str) -> None:
    package = small(name="某" + name, place=note, fee={"yuan": [1, True, None, note]})
    assert read_text(write_package(package)).content == package


ITEM_A = "package: 1\nitems:\n  a:\n    name: 某\n    department: D\n"


def refused(read: Any) -> Any:
    with pytest.raises(PackageRefused) as found:
        read()
    assert str(found.value)
    return found.value.problems


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
