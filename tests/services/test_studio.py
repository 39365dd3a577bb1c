"""An administrator works on one entry: saved as typed, never lost, published only when it may stand."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.models import JournalEntry, ServiceItem, ServiceVersion, WorkingCopy
from app.services import catalogue, derivation, publishing, releasing, studio
from tests.conftest import keep

NOW = datetime(2026, 9, 18, 9, 40)
ITEM = "food"


def test_what_is_typed_stands_in_the_rows_and_in_the_journal(session):
    saved = type_in(session, promise="day_3")
    assert saved.problems == []
    keep(session)
    row = session.execute(sa.select(ServiceItem).where(ServiceItem.key == ITEM)).scalar_one()
    assert row.promise == "day_3"
    entry = session.execute(
        sa.select(JournalEntry).where(JournalEntry.noun == "item", JournalEntry.ref == ITEM)
    ).scalars()
    last = list(entry)[-1]
    assert (last.by, '"promise"' in last.data) == ("mulu", True)


def test_what_may_not_stand_yet_is_kept_as_it_was_typed_and_the_rows_do_not_notice(session):
    saved = type_in(session, name="", documents=[{}, {"document": "NOWHERE"}])
    assert {one.path for one in saved.problems} >= {("name",)}
    opened = studio.open_entry(session, "items", ITEM)
    assert opened.content["documents"] == [{}, {"document": "NOWHERE"}]
    assert "name" not in opened.content or opened.content["name"] == ""
    assert catalogue.row_of(session, "items", ITEM).name != ""


def test_put_right_it_stands_again(session):
    broken = type_in(session, promise="nowhere")
    assert broken.problems
    mended = studio.save(
        session,
        "items",
        ITEM,
        mine={**broken.content, "promise": "day_4"},
        base=broken.mark,
        by="mulu",
        now=NOW,
    )
    assert mended.problems == []
    assert studio.open_entry(session, "items", ITEM).problems == []


def test_two_administrators_on_one_item_lose_nothing(session):
    first = second = studio.open_entry(session, "items", ITEM)
    one = {**first.content, "name": "食品经营许可（新办）"}
    two = {**second.content, "promise": "day_3"}
    save(session, one, base=first.mark, by="mulu")
    joined = save(session, two, base=second.mark, by="linhai")
    assert (joined.content["name"], joined.content["promise"]) == ("食品经营许可（新办）", "day_3")
    assert (joined.joined, joined.conflicts, joined.other) == (True, [], "mulu")


def test_where_both_typed_into_one_field_mine_stands_and_theirs_is_told(session):
    opened = studio.open_entry(session, "items", ITEM)
    save(session, {**opened.content, "promise": "day_3"}, base=opened.mark, by="mulu")
    joined = save(session, {**opened.content, "promise": "day_1"}, base=opened.mark, by="linhai")
    assert joined.content["promise"] == "day_1"
    assert [(one.path, one.theirs) for one in joined.conflicts] == [(("promise",), "day_3")]


def test_saving_the_same_again_writes_nothing(session):
    opened = studio.open_entry(session, "items", ITEM)
    save(session, opened.content, base=opened.mark, by="mulu")
    session.flush()
    assert session.execute(sa.select(sa.func.count()).select_from(WorkingCopy)).scalar() == 0


def test_a_new_theme_is_begun_with_a_name_and_a_department(session):
    studio.open_new(
        session, "themes", "kbyd", content={"name": "开办药店一件事", "lead": "SCJG", "items": []},
        by="mulu", now=NOW,
    )  # fmt: skip
    opened = studio.open_entry(session, "themes", "kbyd")
    assert opened.content["name"] == "开办药店一件事"
    derived = derivation.derive(session, "themes", "kbyd", content=opened.content, now=NOW)
    assert "empty" in {one.code for one, _reason in derived.findings}


def test_a_theme_is_published_together_with_its_changed_items(session):
    type_in(session, promise="day_3")
    theme = studio.open_entry(session, "themes", "catering_green_channel")
    derived = derivation.derive(
        session, "themes", "catering_green_channel", content=theme.content, now=NOW
    )
    assert derived.changed == [ITEM]
    done = releasing.release(session, "themes", "catering_green_channel", by="mulu", now=NOW)
    assert [(version.kind, version.code) for version in done] == [
        ("single", ITEM),
        ("joint", "catering_green_channel"),
    ]


def test_what_is_not_right_yet_is_not_published(session):
    type_in(session, promise="nowhere")
    with pytest.raises(releasing.NotReady):
        releasing.release(session, "items", ITEM, by="mulu", now=NOW)
    versions = sa.select(sa.func.count()).where(
        ServiceVersion.kind == "single", ServiceVersion.code == ITEM
    )
    assert session.execute(versions).scalar() == 1


def test_a_warning_wants_a_reason_and_the_journal_keeps_it(session):
    type_in(session, promise="day_13", legal="food_10")
    opened = studio.open_entry(session, "items", ITEM)
    found = derivation.derive(session, "items", ITEM, content=opened.content, now=NOW)
    assert found.errors  # a promise over the legal limit is no matter of reasons
    type_in(session, promise=None)
    doubtful = derivation.derive(
        session, "items", ITEM, content=studio.open_entry(session, "items", ITEM).content, now=NOW
    )
    assert doubtful.unanswered
    for one, _reason in doubtful.findings:
        derivation.acknowledge(session, ITEM, one.code, where=one.where, reason="部门尚未承诺")
    session.flush()
    releasing.release(session, "items", ITEM, by="mulu", now=NOW)
    keep(session)
    told = session.execute(sa.select(JournalEntry.data).where(JournalEntry.noun == "acknowledged"))
    assert any("部门尚未承诺" in data for (data,) in told)


def test_what_runs_keeps_its_version(session):
    before = publishing.current(session, "single", ITEM, at=NOW)
    type_in(session, promise="day_3")
    releasing.release(session, "items", ITEM, by="mulu", now=NOW)
    assert before.valid_until == NOW
    assert '"value":4' in before.blueprint.replace(" ", "")


def test_old_copies_go_and_the_last_stays(session, monkeypatch):
    monkeypatch.setattr(studio, "KEPT", 2)
    for name in ("一", "二", "三", "四"):
        type_in(session, name=name)
    session.flush()
    studio.forget_old(session)
    left = list(session.execute(sa.select(WorkingCopy.content).order_by(WorkingCopy.id)).scalars())
    assert [copy["name"] for copy in left] == ["三", "四"]


def type_in(session, **changes):
    opened = studio.open_entry(session, "items", ITEM)
    content = {**opened.content, **changes}
    content = {name: value for name, value in content.items() if value is not None}
    return save(session, content, base=opened.mark, by="mulu")


def save(session, content, *, base, by):
    return studio.save(session, "items", ITEM, mine=content, base=base, by=by, now=NOW)
