"""Rows of a list as named tuples."""

import sqlalchemy as sa

from app.models import Department
from app.services import plain


def test_a_row_says_each_column_by_its_name_and_in_its_order(session):
    asked = sa.select(Department.code, Department.name.label("called")).order_by(Department.id)
    first, *_others = plain.rows(session.connection().execute(asked.limit(2)))
    assert (first.code, first.called) == tuple(first)
    assert first.called


def test_where_nothing_is_found_there_is_no_row(session):
    asked = sa.select(Department.code).where(Department.id < 0)
    assert plain.rows(session.connection().execute(asked)) == []
