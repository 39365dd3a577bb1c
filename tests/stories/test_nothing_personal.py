"""Who the people are stands in the tables alone: not in the chains, and where it is secret not in clear."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.demo.accounts import PASSWORD
from app.models import AccessEntry, JournalEntry
from app.services import verification
from tests.factories.browser import Browser
from tests.factories.hall import Hall

NUMBERS = ("222405199001011236", "13804331234")
#: Every free text of the story, the purposes, and what was typed at the door.
WORDS = ("招牌离地太低", "租约上个月满了", "六十日内向区里申请", "核对来人是谁", "Falsch-2026-x", "Mimawangle-9", PASSWORD)  # fmt: skip
NAME = "金海"


def test_no_entry_of_either_chain_holds_a_personal_value(hall, app, rows):
    lived(hall, app)
    for table in (JournalEntry.__table__, AccessEntry.__table__):
        entries = rows(sa.select(*[column for column in table.c if column.name != "purpose"]))
        assert len(entries) > 5
        assert found_in(entries, (*NUMBERS, *WORDS, NAME)) == set()


def test_no_table_holds_a_number_or_a_free_text_in_clear(hall, app, rows):
    lived(hall, app)
    for table in rows(sa.text(TABLES[app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0]])):
        content = rows(sa.text(f'SELECT * FROM "{table[0]}"'))
        assert found_in(content, (*NUMBERS, *WORDS)) == set(), table[0]


def test_the_story_leaves_both_chains_whole_and_the_rows_their_fold(hall, app, session):
    lived(hall, app)
    for chain in ("records", "access"):
        assert verification.verify(session, chain).holds
    assert list(verification.replay(session)) == []


def lived(hall, app):
    """A restaurant from the counter to the hand-over, with a supplement, a refusal, readings and guesses."""
    stranger = Browser(app)
    stranger.get("/login/")
    stranger.post("/login/", username="lijing", password="Falsch-2026-x")
    stranger.post("/login/", username="Mimawangle-9", password="x")
    hall.receive("catering_green_channel")
    asked = {"fault": "incorrect", "documents": "SIGN_DRAWING", "reason": "招牌离地太低"}
    hall.act("cgzf1", "sign", "supplement", **asked)
    hall.act("lijing", "sign", "supply", points=[f"SIGN_DRAWING:{at}" for at in range(3)])
    why = {"reason": "租约上个月满了", "remedy": "六十日内向区里申请"}
    hall.act("scjg1", "reg", "finish-step")
    hall.act("scjg1", "reg", "refuse", points="PREMISES:2", **why)
    hall.grant("sign", "env", "fire")
    window = hall.person("lijing")
    assert (
        NUMBERS[0] in window.post(f"/desk/cases/{hall.number}/unmask", purpose="核对来人是谁").text
    )
    hall.hand_over()
    assert hall.case().outcome == "partial"


def found_in(rows, canaries):
    """Which canaries stand in a value, as text or as bytes."""
    return {
        canary
        for row in rows
        for value in row
        for canary in canaries
        if (
            canary.encode() in bytes(value)
            if isinstance(value, bytes | memoryview)
            else canary in str(value)
        )
    }


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql+psycopg": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
