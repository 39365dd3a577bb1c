"""Two administrators on one item: nobody's work is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.three_way import merge_three

BASE = {
    "name": "食品经营许可",
    "promise": "day_4",
    "documents": [{"document": "FORM"}, {"document": "PLAN", "copies": {"copy": 1}}],
}


def test_each_changes_another_field():
    merged = merge_three(
        BASE, {**BASE, "promise": "day_3"}, mine={**BASE, "name": "食品经营许可新办"}
    )
    assert merged.value == {**BASE, "promise": "day_3", "name": "食品经营许可新办"}
    assert merged.conflicts == []


def test_both_change_the_same_field_and_mine_stays_while_theirs_is_told():
    merged = merge_three(BASE, {**BASE, "promise": "day_3"}, mine={**BASE, "promise": "day_5"})
    assert merged.value["promise"] == "day_5"
    assert merged.conflicts == [(("promise",), "day_5", "day_3")]


def test_both_change_it_to_the_same():
    both = {**BASE, "promise": "day_3"}
    assert merge_three(BASE, both, mine=both) == (both, [])


def test_one_adds_a_paper_and_the_other_fills_one_in():
    theirs = {**BASE, "documents": [{"document": "LEASE"}, *BASE["documents"]]}
    mine = {
        **BASE,
        "documents": [BASE["documents"][0], {"document": "PLAN", "copies": {"copy": 2}}],
    }
    merged = merge_three(BASE, theirs, mine=mine)
    assert merged.conflicts == []
    assert merged.value["documents"] == [
        {"document": "LEASE"},
        {"document": "FORM"},
        {"document": "PLAN", "copies": {"copy": 2}},
    ]


def test_one_reorders_and_the_other_adds():
    mine = {**BASE, "documents": BASE["documents"][::-1]}
    theirs = {**BASE, "documents": [*BASE["documents"], {"document": "LEASE"}]}
    merged = merge_three(BASE, theirs, mine=mine)
    assert [row["document"] for row in merged.value["documents"]] == ["PLAN", "LEASE", "FORM"]


def test_what_they_removed_and_i_left_alone_is_removed():
    theirs = {**BASE, "documents": BASE["documents"][:1]}
    assert merge_three(BASE, theirs, mine={**BASE, "name": "新名"}).value["documents"] == [
        {"document": "FORM"}
    ]


def test_what_they_removed_and_i_filled_in_stays_and_is_told():
    theirs = {**BASE, "documents": BASE["documents"][:1]}
    changed = {"document": "PLAN", "copies": {"copy": 3}}
    mine = {**BASE, "documents": [BASE["documents"][0], changed]}
    merged = merge_three(BASE, theirs, mine=mine)
    assert merged.value["documents"][1] == changed
    assert [conflict.theirs for conflict in merged.conflicts] == [None]


def test_yes_and_one_are_not_the_same():
    merged = merge_three({"commit": 1}, {"commit": 1}, mine={"commit": True})
    assert merged.value == {"commit": True}


LEAF = st.sampled_from(["a", "b", "c", 1, True])
ROW = st.fixed_dictionaries({"key": st.sampled_from("pqrs")}, optional={"x": LEAF, "y": LEAF})
ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "name": LEAF,
        "rows": st.lists(ROW, max_size=4),
        "in": st.dictionaries(st.sampled_from("abc"), LEAF),
    },
)


@given(base=ENTRY, mine=ENTRY)
def test_alone_everything_i_typed_stands(base, mine):
    assert merge_three(base, base, mine=mine) == (mine, [])


@given(base=ENTRY, theirs=ENTRY)
def test_where_i_changed_nothing_theirs_stands(base, theirs):
    assert merge_three(base, theirs, mine=base) == (theirs, [])


@given(base=ENTRY, theirs=ENTRY, mine=ENTRY)
def test_what_stands_nowhere_was_removed_or_is_told(base, theirs, mine):
    merged = merge_three(base, theirs, mine=mine)
    told = repr(merged.conflicts)
    for leaf in leaves(mine) - leaves(base):
        assert leaf in leaves(merged.value) or leaf[-1] in told
    for leaf in leaves(theirs) - leaves(base):
        assert leaf in leaves(merged.value) or leaf[-1] in told


def leaves(value, path=()):
    """Every value with the names above it; rows of lists by what they are, not where."""
    if isinstance(value, dict):
        return {leaf for name, one in value.items() for leaf in leaves(one, (*path, str(name)))}
    if isinstance(value, list):
        return {leaf for one in value for leaf in leaves(one, path)}
    return {(*path, repr(value))}
