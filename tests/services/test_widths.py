"""The format is no wider than the tables: what it lets through, both databases keep."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.domain.package_widths import WIDTHS
from app.services import catalogue, package_files
from app.services.catalogue_bindings import BINDINGS
from tests.conftest import NOW

#: Place in a package → noun of the format.
NOUN = {
    "departments": "department", "windows": "window", "sla": "limit", "documents": "document", "items": "item",
    "themes": "theme", "appeals": "appeal", "rectification": "appeal", "templates": "template",
    "fields": "field", "steps": "step", "choices": "choice",
}  # fmt: skip
#: What no width needs: few words, and keys of rows there are.
CLOSED = {"key", "kind", "unit", "source", "made_by", "necessity", "by", "if_refused"}
POINTS = {"department", "lead", "parent", "folds_into", "document", "item"}


@pytest.mark.parametrize("binding", BINDINGS, ids=lambda one: one.top)
def test_every_text_of_a_table_has_a_width_in_the_format_and_none_is_wider(binding):
    for noun, model, columns in parts(binding):
        for name, attribute in columns.items():
            kind = sa.inspect(model).columns[attribute].type
            if (
                not isinstance(kind, sa.String)
                or isinstance(kind, sa.Text)
                or name in CLOSED | POINTS
            ):
                continue
            assert WIDTHS[noun].get(name, kind.length + 1) <= kind.length, (noun, name)


def test_a_name_as_long_as_the_table_allows_is_kept_and_one_longer_is_refused(app):
    from app import transaction

    with app.app_context(), transaction.unit() as session:
        bring(session, "长" * 200)
        with pytest.raises(package_files.PackageRefused, match="at most 200"):
            bring(session, "长" * 201)
        assert catalogue.row_of(session, "documents", "LONG").name == "长" * 200


@pytest.mark.parametrize(
    ("package", "place"),
    [
        (
            {"departments": {"ZWZX": {"name": "中心", "parent": "ZHCK"}}},
            r"departments\.ZWZX\.parent",
        ),
        (
            {"templates": {"slip": {"name": "回执", "series": "龙政务告"}}},
            r"templates\.slip\.series",
        ),
    ],
)
def test_what_the_rows_say_counts_where_a_package_comes_in(app, package, place):
    """A circle that closes over departments in the rows; a series that a template there prints."""
    from app import transaction

    with app.app_context(), transaction.unit() as session:
        with pytest.raises(package_files.PackageRefused) as refused:
            catalogue.import_package(session, {"package": 1, **package}, by="mulu", now=NOW)
    assert re.search(place, str(refused.value))


def bring(session, name):
    said = {"name": name, "kind": "form", "source": "applicant"}
    package = {"package": 1, "documents": {"LONG": said}}
    catalogue.import_package(session, package, by="mulu", now=NOW)


def parts(binding):
    """(noun of the format, table, package key → column) of an entry and its rows."""
    if binding.top in NOUN:
        yield NOUN[binding.top], binding.model, binding.columns
    for name, child in binding.children.items():
        if name in NOUN and name not in ("documents", "items"):
            yield NOUN[name], child.model, child.columns
    if "items" in binding.children:
        yield "entry", binding.children["items"].model, binding.children["items"].columns
