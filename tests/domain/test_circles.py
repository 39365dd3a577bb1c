"""Departments that belong to each other, papers that fold into each other: the circle is named."""

from app.domain.circles import circle


def test_a_chain_that_ends_is_no_circle():
    assert circle("window", {"window": "centre", "centre": None}) == []


def test_what_follows_itself_is_the_smallest_circle():
    assert circle("a", {"a": "a"}) == ["a", "a"]


def test_a_circle_further_on_is_told_without_the_way_to_it():
    follows = {"a": "b", "b": "c", "c": "b"}
    assert circle("a", follows) == ["b", "c", "b"]
