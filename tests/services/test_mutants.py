"""No mistake gets through the gate: whatever is wrong in an item or a theme, it is not published."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import ServiceVersion
from app.services import publishing, slices
from tests.factories.desk import NOW
from tests.factories.mutants import mutant
from tests.factories.mutants_of_themes import MUTANTS
from tests.factories.seeds import PACKAGE


def test_none_of_the_mistakes_is_published(untouched):
    before = versions(untouched)
    through = {}
    for wrong in MUTANTS:
        refused, fresh = tried(untouched, wrong, before)
        if wrong.code not in refused or wrong.of in fresh:
            through[wrong.name] = (refused, fresh)
    assert not through


@pytest.mark.parametrize("wrong", MUTANTS[:1], ids=lambda wrong: wrong.name)
def test_what_was_broken_is_published_once_it_is_whole_again(untouched, wrong):
    _kind, code = wrong.of
    with pytest.raises(publishing.PublishRefused):
        publish(untouched, *wrong.of, mutant(*wrong.changes))
    whole = mutant()
    whole["themes"][code]["name"] = "改了名的一件事"
    publish(untouched, *wrong.of, whole)
    assert publishing.current(untouched, *wrong.of, at=NOW).name == "改了名的一件事"


def tried(session, wrong, before):
    """Publish what the mistake touches, items first; (codes that refused it, what came through)."""
    package = mutant(*wrong.changes)
    # Otherwise a theme in force whose department went would stay in force, and nothing be asked.
    package["themes"][wrong.of[1]]["name"] += "（改）"
    items = [key for key in package["items"] if part(package, key) != part(PACKAGE, key)]
    codes = set()
    with session.begin_nested() as undone:
        for kind, code in [*(("single", key) for key in items), wrong.of]:
            try:
                publish(session, kind, code, package)
            except publishing.PublishRefused as refused:
                # As with the theme's changed items in one act: one refusal ends it all.
                codes = {one.code for one in refused.findings}
                break
        fresh = versions(session) - before
        undone.rollback()
    return codes, {(kind, code) for kind, code, _number in fresh}


def part(package, key):
    """An item with all that its version would freeze."""
    nouns = ("items", "documents")
    return slices.closure(package, "items", code=key, nouns=nouns)


def publish(session, kind, code, package):
    publishing.publish(session, kind, code, by="mulu", now=NOW, package=package)
    session.flush()


def versions(session):
    columns = ServiceVersion.kind, ServiceVersion.code, ServiceVersion.number
    return set(map(tuple, session.execute(sa.select(*columns))))
