"""Mistakes in the seed package for which it is not even taken in: told at their place, in their words."""

from __future__ import annotations

import pytest

from app.access.grants import BUILTIN
from app.domain.check_doubts import ABLE
from app.domain.package import problems
from app.services.pattern_check import COUNTER
from tests.factories.mutants import mutant
from tests.factories.mutants_of_packages import REFUSED


@pytest.mark.parametrize("wrong", REFUSED, ids=lambda wrong: wrong.name)
def test_a_package_with_a_mistake_is_refused_where_it_is_made(wrong):
    found = problems(mutant(*wrong.changes), counter=COUNTER)
    told = [one for one in found if ".".join(map(str, one.path)).startswith(wrong.at)]
    assert any(wrong.says in one.message for one in told), found
    assert all(one.expected for one in found)


def test_who_may_be_named_for_a_step_is_who_may_work_on_parts():
    assert {role for role, grants in BUILTIN.items() if "task.work" in grants} == ABLE
