"""The blocks of a paper are edited by form; what it may not print is refused at the field; a sample stands beside."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app import transaction
from app.domain.package_sense import PLACES, TABLES
from app.models import JournalEntry, Paper, PaperTemplate, ServiceVersion
from app.services import catalogue
from app.studio import printable
from tests.conftest import NOW
from tests.factories import green
from tests.factories.browser import text_of
from tests.factories.studio import fields_of, save

PAPER = "/studio/templates/receipt"
NEW = {"blocks.n1._was": "", "blocks.n1.block": "paragraph", "blocks.n1.text": "请带身份证。"}
TABLE = {
    "blocks.n1._was": "", "blocks.n1.block": "table", "blocks.n1.rows": "parts",
    "blocks.n1.columns.n2._was": "", "blocks.n1.columns.n2.label": "事项", "blocks.n1.columns.n2.value": "{name}",
}  # fmt: skip


def test_a_block_is_added_and_printed_in_the_sample(mulu, rows):
    told = save(mulu, PAPER, NEW)
    assert told["stands"]
    assert blocks(rows)[-1] == {"block": "paragraph", "text": "请带身份证。"}
    assert "请带身份证。" in text_of(mulu.get(f"{PAPER}/proof").text)


def test_a_table_is_added_with_its_columns(mulu, rows):
    assert save(mulu, PAPER, TABLE)["stands"]
    columns = [{"label": "事项", "value": "{name}"}]
    assert blocks(rows)[-1] == {"block": "table", "rows": "parts", "columns": columns}
    assert "食品经营许可" in text_of(mulu.get(f"{PAPER}/proof").text)


def test_a_block_is_moved_by_its_place_on_the_page_and_taken_away_with_its_row(mulu, rows):
    before = blocks(rows)
    pairs = fields_of(mulu.get(PAPER).text)
    last = f"blocks.r{len(before) - 1}."
    moved = [pair for pair in pairs if pair[0].startswith(last)]
    kept = [pair for pair in pairs if not pair[0].startswith((last, "blocks.r0."))]
    assert mulu.post(f"{PAPER}/save", [*moved, *kept]).json["stands"]
    assert blocks(rows) == [before[-1], *before[1:-1]]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"blocks.r1.text": "身份证号：{id_number}"}, "blocks.r1.text", "{id_number} 不能印，请从旁边列出的里面选。"),
        ({**TABLE, "blocks.n1.columns.n2.value": "{phone}"}, "blocks.n1.columns.n2.value", "{phone} 不能印，请从旁边列出的里面选。"),
        ({**TABLE, "blocks.n1.rows": "neighbours"}, "blocks.n1.rows", "请选这张表列什么。"),
        ({**TABLE, "blocks.n1.rows": ""}, "blocks.n1.rows", "请选这张表列什么。"),
        ({"series": "龙政务告"}, "series", "另一个模板用了同样的字头，两份文书会编成同一个号。"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused_at_its_field(mulu, rows, changes, field, said):
    before = blocks(rows)
    told = save(mulu, PAPER, changes)
    assert told["problems"] == {field: said}
    assert blocks(rows) == before
    assert "照原来的" in text_of(mulu.get(f"{PAPER}/proof").text)


def test_a_new_line_begins_no_half_paragraph(mulu, rows):
    save(mulu, PAPER, {**NEW, "blocks.n1.text": "请带\n  身份证。"})
    assert blocks(rows)[-1]["text"] == "请带身份证。"


def test_what_was_typed_of_another_kind_goes_with_it(mulu, rows):
    save(mulu, PAPER, {**TABLE, "blocks.n1.block": "paragraph", "blocks.n1.text": "一句话"})
    assert blocks(rows)[-1] == {"block": "paragraph", "text": "一句话"}


def test_saving_is_journaled_and_saving_unchanged_is_not(mulu, rows):
    entries = (
        sa.select(JournalEntry.by, JournalEntry.data)
        .where(JournalEntry.noun == "template")
        .order_by(JournalEntry.id)
    )
    before = len(rows(entries))
    for (key,) in rows(sa.select(PaperTemplate.key)):
        assert save(mulu, f"/studio/templates/{key}")["stands"], key
    assert len(rows(entries)) == before
    save(mulu, PAPER, NEW)
    by, data = rows(entries)[-1]
    assert by == "mulu" and set(json.loads(data)["changes"]) == {"blocks"}


def test_versions_and_papers_given_out_stay_as_they_were(mulu, sign_in, rows):
    green.received(sign_in, "catering_green_channel")
    given = rows(sa.select(Paper.content).order_by(Paper.id))
    versions = rows(sa.select(ServiceVersion.sha256).order_by(ServiceVersion.id))
    save(mulu, PAPER, NEW)
    assert rows(sa.select(Paper.content).order_by(Paper.id)) == given
    assert rows(sa.select(ServiceVersion.sha256).order_by(ServiceVersion.id)) == versions
    assert "从下一次发布的版本起" in text_of(mulu.get(PAPER).text)


def test_the_next_case_is_printed_as_edited_once_its_version_is_published(mulu, sign_in, rows):
    clerk, latest = sign_in("lijing"), sa.select(Paper).filter_by(kind="receipt").order_by(Paper.id)
    save(mulu, PAPER, NEW)
    green.receive(clerk, "catering_green_channel")
    mulu.get("/studio/themes/catering_green_channel")
    mulu.post("/studio/themes/catering_green_channel/publish")
    green.receive(clerk, "catering_green_channel")
    before, after = [paper.content["blocks"][-1]["block"] for (paper,) in rows(latest)]
    assert (before, after) == ("signature", "paragraph")


def test_an_edited_template_goes_out_and_comes_in_alike(mulu, app):
    save(mulu, PAPER, TABLE)
    with app.app_context():
        session = transaction.session()
        said = catalogue.export_package(session)["templates"]
        package = {"package": 1, "templates": said}
        report = catalogue.import_package(session, package, by="mulu", now=NOW)
        assert not report.added and not report.changed
        assert said["receipt"]["blocks"][-1]["rows"] == "parts"


def test_everything_that_can_be_printed_is_offered_explained_and_sampled():
    assert set(printable.PLACES) >= set(PLACES)
    assert set(printable.TABLES) == set(TABLES)
    assert set(printable.OF_A_ROW) >= {name for row in TABLES.values() for name in row}
    values = printable.samples(NOW)
    assert set(values) >= {*PLACES, *TABLES}


def test_what_may_be_filled_in_stands_beside_in_words(mulu):
    page = text_of(mulu.get(PAPER).text)
    assert "{promise_due} 承诺最晚办结日" in page and "{source} 从哪里来" in page


def test_an_auditor_reads_the_blocks_and_saves_none(sign_in):
    auditor = sign_in("jiancha")
    assert 'data-studio=""' in auditor.get(PAPER).text
    assert auditor.post(f"{PAPER}/save", name="改").status_code == 403


def blocks(rows):
    return rows(sa.select(PaperTemplate.blocks).where(PaperTemplate.key == "receipt"))[0][0]


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
