"""A row written at once reads as the template would write it, cell by cell."""

from __future__ import annotations

import pytest

from app.admin.cells import SHORT, Cell, row_of

TEXTS = ["", "营业执照", "<script>alert(1)</script>", 'a"b&c', "长" * SHORT, "长" * (SHORT + 1)]


@pytest.mark.parametrize("text", TEXTS)
def test_words_alone_are_written_as_the_template_writes_them(show, text):
    cells = [Cell(text), Cell("税务局")]
    assert row_of(cells) == "".join(f"<td>{show(one)}</td>" for one in cells)


@pytest.mark.parametrize("more", [{"href": "/x"}, {"light": "red"}, {"tag": "暂定"}])
def test_a_cell_that_is_more_than_words_is_left_to_the_template(more):
    assert row_of([Cell("营业执照"), Cell("税务局", **more)]) is None


@pytest.fixture
def show(app):
    """The template's own way, as a list uses it."""
    with app.test_request_context():
        pieces = app.jinja_env.get_template("admin/cell.html").make_module({})
        yield lambda cell: pieces.show(cell, short=True)
