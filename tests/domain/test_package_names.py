"""One way of saying: names of limits put in place, steps as mappings, keys in one order."""

from __future__ import annotations

from typing import Any

from app.domain.package import TOP_KEYS, arranged, normalise
from tests.factories.packages import shop, small


class TestNormalise:
    def test_named_limits_stand_in_place_without_their_names(self) -> None:
        item = normalised(legal="day", special={"s": {"name": "a", "max": "day"}})["items"]["i"]
        day = {"value": 1, "unit": "working_day", "warn": 1}
        assert item["promise"] == item["legal"] == item["special"]["s"]["max"] == day
        assert item["promise"] is not item["legal"]

    def test_an_extension_moves_beside_its_limit(self) -> None:
        limit = {"value": 1, "unit": "working_day", "extend": {"cap": 5, "by": "head"}}
        item = normalised(legal=limit, promise=dict(limit))["items"]["i"]
        assert item["extend"] == {"cap": 5, "by": "head"}
        assert "extend" not in item["legal"] | item["promise"]

    def test_what_the_item_says_of_its_extension_wins(self) -> None:
        limit = {"value": 1, "unit": "working_day", "extend": {"cap": 5, "by": "head"}}
        mine = {"cap": 2, "by": "supervisor"}
        assert normalised(legal=limit, extend=mine)["items"]["i"]["extend"] == mine

    def test_a_promise_alone_cannot_be_extended(self) -> None:
        limit = {"value": 1, "unit": "working_day", "extend": {"cap": 5, "by": "head"}}
        assert "extend" not in normalised(promise=limit)["items"]["i"]

    def test_steps_become_mappings(self) -> None:
        steps = normalised(steps=["review", {"step": "decide", "limit": "day"}])["items"]["i"][
            "steps"
        ]
        assert steps[0] == {"step": "review"}
        assert steps[1]["limit"]["value"] == 1

    def test_it_changes_nothing_it_is_given_and_nothing_twice(self) -> None:
        package = shop()
        once = normalise(package)
        assert package == shop()
        assert normalise(once) == once


def test_keys_are_written_in_one_order() -> None:
    package = small(promise="day", documents=[{"supply": "e_cert", "document": "X"}])
    turned = {noun: package[noun] for noun in reversed(package)}
    assert arranged(turned) == package
    assert list(arranged(turned)) == [noun for noun in TOP_KEYS if noun in package]
    assert list(arranged(turned)["items"]["i"]) == ["name", "department", "promise", "documents"]
    assert list(arranged(turned)["items"]["i"]["documents"][0]) == ["document", "supply"]


def normalised(**item: Any) -> dict[str, Any]:
    return normalise(small(**item))
