"""Seven logs written by hand and the rows they must fold to: replay asks neither blueprint nor calendar."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.case import evolve, fold, rows_of
from app.domain.case.events import EVENTS

LOGS = sorted((Path(__file__).parent / "logs").glob("*.json"))


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_log_folds_to_the_rows_written_beside_it(path):
    told = json.loads(path.read_text(encoding="utf-8"))
    rows = plain(rows_of(fold(told["events"])))
    for part, wanted in told["rows"].items():
        assert differences(wanted, rows[part]) == {}, part


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_folding_changes_neither_the_log_nor_the_state_before(path):
    events = json.loads(path.read_text(encoding="utf-8"))["events"]
    before = json.dumps(events)
    state = None
    for event in events:
        kept = json.dumps(state)
        after = evolve(state, event)
        assert json.dumps(state) == kept
        state = after
    assert state == fold(events)
    assert json.dumps(events) == before


def test_together_they_hold_nearly_every_event_there_is():
    seen = {
        event["type"]
        for path in LOGS
        for event in json.loads(path.read_text(encoding="utf-8"))["events"]
    }
    left = {"extended", "term_set", "transferred", "recalculated"}
    assert set(EVENTS) - seen == left | {"survey_arranged", "survey_recorded", "asked", "answered"}


def plain(value):
    """Rows as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value


def differences(wanted, found):
    """What is said in the file and stands otherwise in the rows; an empty part must be empty."""
    if wanted == {}:
        return found
    if set(wanted) - set(found):
        return {"missing": sorted(set(wanted) - set(found))}
    differs = {
        key: differences(value, found[key]) if both(value, found[key]) else found[key]
        for key, value in wanted.items()
        if found[key] != value
    }
    return {key: value for key, value in differs.items() if value != {}}


def both(wanted, found):
    return isinstance(wanted, dict) and isinstance(found, dict)
