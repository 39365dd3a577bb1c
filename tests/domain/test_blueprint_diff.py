"""What differs between two versions: nothing unnamed, nothing invented, in words an administrator reads."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.blueprint import compile_blueprint
from app.domain.blueprint_diff import Change, diff, diff_packages
from app.domain.diff_order import moved
from app.domain.diff_words import sentence, words_for
from app.domain.package import normalise
from tests.factories.machine import package
from tests.factories.packages import shop
from tests.factories.themes import theme


def test_a_version_does_not_differ_from_itself() -> None:
    assert diff(compiled(shop()), compiled(shop())) == []
    assert diff_packages(package(), copy.deepcopy(package())) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: of(p).update(promise={"value": 4, "unit": "working_day"}),
         "promised limit: 5 working days → 4 working days"),
        (lambda p: p["items"]["i1"].update(name="某许可"),
         "part “某许可”, name: 第1项 → 某许可"),
        (lambda p: of(p)["items"].pop(), "Gone: part “第2项”"),
        (lambda p: of(p)["items"][1].update(needs=["p0"]), "第1项 · New: waiting for “第0项”"),
        (lambda p: of(p)["items"][2].update(optional=True),
         "part “第2项”, taken: always → optional"),
        (lambda p: of(p)["items"].reverse(), "Other place: part “第1项”"),
        (lambda p: p["items"]["i0"].update(promise={"value": 2, "unit": "working_hour"}),
         "第0项 · promised limit: 1 working days → 2 working hours"),
        (lambda p: p["items"]["i0"]["steps"].append("survey"), "第0项 · New: step “survey”"),
        (lambda p: p["items"]["i0"]["fields"][0].update(required=True),
         "field “面积”, required: No → Yes"),
        (lambda p: p["items"]["i0"]["documents"][0].update(when=WIDE),
         "第0项 · demand of paper “图”, condition: nothing → 面积 is at least 300"),
        (lambda p: p["items"]["i0"]["documents"][0].update(necessity="deferrable"),
         "paper of the list “图”, necessity: required → deferrable"),
        (lambda p: p["documents"]["X"].update(points=["清楚"]), "图 · New: review point “清楚”"),
        (lambda p: of(p).update(told=["时间由踏勘决定"]), "New: thing told beforehand “时间由踏勘决定”"),
        (lambda p: of(p).update(accept_conditions=[{"text": "满45日", "check": WIDE}]),
         "New: condition of acceptance “满45日”"),
        (lambda p: of(p).update(before={"documents": 32}), "papers before the reform: nothing → 32"),
    ],
)  # fmt: skip
def test_a_change_reads_as_a_sentence(change: Any, said: str) -> None:
    before, after = three(), three()
    change(after)
    assert said in sentences(before, after)


def test_a_template_that_was_rewritten_says_so_and_shows_no_mark() -> None:
    change = Change("template", "changed", "receipt", "receipt", "", "sha256", "ab12", "cd34", ())
    words = words_for({}, {}, names={"receipt": "收件凭证"})
    assert sentence(change, words) == "paper template “收件凭证”: its text was changed"


def test_a_reader_is_told_of_parts_first_and_of_what_is_told_last() -> None:
    after = three()
    of(after)["told"] = ["一句"]
    of(after)["promise"]["value"] = 9
    of(after)["items"][2]["needs"] = ["p0"]
    after["items"]["i1"]["name"] = "改名"
    nouns = [one.noun for one in diff(compiled(three()), compiled(after))]
    assert nouns == ["task", "wait", "limit", "told"]


def test_two_packages_differ_in_what_no_blueprint_shows() -> None:
    after = three()
    after["items"]["i0"]["fee"] = "10 元"
    found = diff_packages(three(), after)
    assert [(one.noun, one.attribute, one.after) for one in found] == [("item", "fee", "10 元")]


def test_as_few_as_possible_are_called_moved() -> None:
    assert list(moved("abcd", "dabc")) == [("d", 4, 1)]
    assert list(moved("abcd", "abxd")) == []


seeds = st.integers(0, 2**32).map(random.Random)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_every_leaf_that_differs_is_named_and_no_other(chance: random.Random) -> None:
    before = compiled(shop(), "shop")
    after = broken(copy.deepcopy(before), chance)
    named = [path for one in diff(before, after) for path in one.paths]
    ours, theirs = leaves(before), leaves(after)
    for path in {p for p in ours.keys() | theirs.keys() if ours.get(p) != theirs.get(p)}:
        assert any(path[: len(name)] == name for name in named), path
    for name in named:
        one, other = (
            {p: v for p, v in side.items() if p[: len(name)] == name} for side in (ours, theirs)
        )
        assert one != other or name[-1] in ("value", "unit", "min"), name


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_the_other_way_round_what_was_added_is_removed(chance: random.Random) -> None:
    before = compiled(shop(), "shop")
    after = broken(copy.deepcopy(before), chance)
    there, back = diff(before, after), diff(after, before)
    assert kinds(there) == {(MIRROR[kind], *rest) for kind, *rest in kinds(back)}
    assert values(there) == {(*place, new, old) for *place, old, new in values(back)}
    assert sum(one.change == "moved" for one in there) == sum(one.change == "moved" for one in back)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_every_change_has_its_sentence(chance: random.Random) -> None:
    before = compiled(shop(), "shop")
    after = broken(copy.deepcopy(before), chance)
    words = words_for(before, after)
    assert all(sentence(one, words) for one in diff(before, after))


MIRROR = {"added": "removed", "removed": "added", "changed": "changed"}
WIDE = {"field": "area", "op": "ge", "value": 300}
#: Values that a shape asks to be what they are.
FIXED = ("when", "check", "cases", "unit", "copies", "supply", "pick", "proof", "closing", "extend")


def kinds(changes: list[Change]) -> set[tuple[str, ...]]:
    return {
        (c.change, c.noun, c.key, str(c.attribute), str(c.paths))
        for c in changes
        if c.change != "moved"
    }


def values(changes: list[Change]) -> set[tuple[str, ...]]:
    return {(str(c.paths), repr(c.before), repr(c.after)) for c in changes if c.change != "moved"}


def broken(value: Any, chance: random.Random) -> Any:
    """A few leaves changed, entries dropped or put elsewhere."""
    for _ in range(chance.randint(1, 4)):
        _break_one(value, chance)
    return value


def _break_one(value: Any, chance: random.Random) -> None:
    keys = [k for k in (value if isinstance(value, dict) else range(len(value))) if k not in FIXED]
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(value[key], dict | list) and value[key] and chance.random() < 0.85:
        _break_one(value[key], chance)
    elif isinstance(value, list):
        chance.choice([lambda: value.pop(key), value.reverse])()
    elif isinstance(value[key], bool | int | str):
        value[key] = chance.choice([value[key] + 1 if isinstance(value[key], int) else "改", 7])


def leaves(value: Any, at: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Every leaf by its path; entries of a list by what they are called. Derived parts are left out."""
    if at[:2] == ("merge", "proof") or (at[:1] == ("rows",) and at[2:] == ("id",)):
        return {}
    if at[:1] == ("tasks",) and at[2:] == ("special",):
        return {}
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list) and at[-1] in LISTS:
        inner = called(value, LISTS[at[-1]])
    else:
        return {at: repr(value)}
    found = {at: "there"} if at else {}
    for key, part in inner:
        found |= leaves(part, (*at, str(key)))
    return found


LISTS = {
    "tasks": "key", "fields": "key", "rows": "row", "lines": "document", "opens": "task", "steps": "step",
    "accept_conditions": "text", "told": None, "exempt": None, "options": "value", "points": None,
}  # fmt: skip


def called(entries: list[Any], name: str | None) -> list[tuple[str, Any]]:
    seen: dict[str, int] = {}
    found = []
    for entry in entries:
        if name == "row":
            key = f"{entry.get('item') or ''}/{entry['document']}"
        else:
            key = str(entry[name]) if name and isinstance(entry, dict) else str(entry)
        seen[key] = seen.get(key, 0) + 1
        plain = {"step": entry} if name == "step" and isinstance(entry, str) else entry
        found.append((key if seen[key] == 1 else f"{key}#{seen[key]}", plain))
    return found


def three() -> dict[str, Any]:
    """Three parts, one of them with a field, steps and a paper."""
    said = theme(3)
    said["documents"]["X"] = {"name": "图", "kind": "drawing", "source": "applicant"}
    fields = [{"key": "area", "kind": "number", "label": "面积"}]
    papers = [{"document": "X"}]
    said["items"]["i0"] |= {"fields": fields, "documents": papers, "steps": ["review", "decide"]}
    return said


def of(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = said["themes"]["t"]
    return found


def compiled(said: dict[str, Any], code: str | None = None) -> dict[str, Any]:
    return compile_blueprint(normalise(said), "joint", code=code or next(iter(said["themes"])))


def sentences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    one, other = compiled(before), compiled(after)
    words = words_for(one, other)
    return [sentence(change, words) for change in diff(one, other)]
