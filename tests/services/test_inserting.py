"""What is written at once, and past the library, stands in the database as the library would have written it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from app import journal, stored_json
from app.models import Answer, CaseDocument, Paper, Task, inserting
from app.models.base import MOMENT
from app.services import papers
from tests.factories import desk

#: Columns of which no two rows have the same value, and those that are sealed anew each time.
OWN = {"id", "key", "document", "field", "number", "token", "serial"}
SEALED = {"sealed", "content"}
#: What a column may hold: empty, of signs, nested, no number at all.
VALUES = [[], {}, None, True, '受理 "“\\', {"b": [1, 2.5, None], "a": {"受": "理"}}, float("inf")]  # fmt: skip
ZONE = dt.timezone(dt.timedelta(hours=8))
MOMENTS = [None, dt.datetime(2026, 11, 27, 9, 5), dt.datetime(2026, 1, 2, 3, 4, 5, 6), dt.datetime.max,
           dt.date(2026, 11, 27), dt.datetime(2026, 11, 27, 9, 5, tzinfo=ZONE)]  # fmt: skip


@pytest.mark.parametrize("model", [Task, CaseDocument, Answer, Paper])
def test_a_row_stands_as_the_unit_of_work_writes_it(session, model):
    values = taken_from(session, model)
    session.add(model(**fresh(values, 1)))
    session.flush()
    inserting.insert(session, model, [fresh(values, 2)])
    by_unit, at_once = last_two(session, model)
    assert by_unit == at_once
    assert sealed_of(session, model)[0] == sealed_of(session, model)[1]


def test_what_a_row_does_not_name_is_what_its_column_gives(session):
    values = taken_from(session, Paper)
    values.pop("printed")
    inserting.insert(session, Paper, [fresh(values, 3)])
    assert session.scalars(sa.select(Paper.printed).order_by(Paper.id.desc())).first() == 0


def test_what_only_the_row_itself_could_give_is_not_left_out_silently(session):
    values = taken_from(session, Task)
    values.pop("rank_at")
    with pytest.raises(TypeError):
        inserting.insert(session, Task, [fresh(values, 1)])


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_json_is_what_the_library_writes(value):
    assert stored_json.dumps(value) == json.dumps(value)
    assert stored_json.plain(value) == json.dumps(value, ensure_ascii=False)
    exact = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert journal.canonical(value) == exact


def test_what_json_does_not_know_is_refused_as_ever():
    with pytest.raises(TypeError):
        stored_json.dumps({"at": dt.datetime.max})


@pytest.mark.parametrize("value", MOMENTS, ids=repr)
def test_a_moment_is_what_the_library_writes(value):
    dialect = sqlite.dialect()
    ours, theirs = (kind.bind_processor(dialect) for kind in (MOMENT.dialect_impl(dialect), sqlite.DATETIME()))  # fmt: skip
    assert ours(value) == theirs(value)


def test_a_link_of_the_chain_is_what_whoever_proves_it_works_out():
    body = {"seq": 3, "at": "2026-11-27T09:05:00", "by": '"data":0,', "noun": "case", "ref": "理",
            "type": "told", "data": {"said": '"data":0,'}, "case_id": 1, "case_seq": 2}  # fmt: skip
    data = journal.canonical(body["data"])
    assert journal._linked("0", body, data=data) == journal.link("0", body)


def test_the_mark_on_a_sheet_proves_what_is_kept_of_it(session):
    desk.accepted_case(session)
    for paper in session.scalars(sa.select(Paper)):
        marked = papers._mark(paper.number, journal.canonical(paper.content))
        assert paper.mark == marked


def taken_from(session, model):
    """The values of a row of an accepted case."""
    desk.accepted_case(session)
    row = session.scalars(sa.select(model).order_by(model.id)).first()
    columns = [attribute.key for attribute in sa.inspect(model).column_attrs]
    return {name: getattr(row, name) for name in columns if name != "id"}


def fresh(values, nth):
    """The same row once more, under names of its own."""
    own = {name: f"{values[name]}-{nth}" for name in OWN & values.keys() if name != "serial"}
    return values | own | ({"serial": 100 + nth} if "serial" in values else {})


def last_two(session, model):
    """As they stand in the database, what cannot be alike left out."""
    rows = session.execute(sa.text(f"SELECT * FROM {model.__tablename__} ORDER BY id DESC LIMIT 2"))
    return [{name: value for name, value in row.items() if name not in OWN | SEALED} for row in rows.mappings()]  # fmt: skip


def sealed_of(session, model):
    """The same, opened."""
    session.expire_all()
    rows = session.scalars(sa.select(model).order_by(model.id.desc()).limit(2))
    return [{name: getattr(row, name) for name in SEALED if hasattr(row, name)} for row in rows]
