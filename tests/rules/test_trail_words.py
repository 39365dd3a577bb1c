"""Whatever is written into a chain is told there as a sentence, never by its name in the code."""

from __future__ import annotations

import ast
from pathlib import Path

from app.telling import access, beside, configuration, events
from tests.factories.source import nodes

APP = Path(__file__).parents[2] / "app"
#: Function of app.journal → where the type stands among its arguments.
WRITES = {"record": 3, "access": 3}


def test_every_type_that_is_written_has_its_sentence():
    known = {*access.SENTENCES, *beside.SAYS, *configuration.SENTENCES, *events.SAID}
    untold = {
        kind: where
        for noun, kind, where in written()
        if kind not in known and kind.removeprefix(f"{noun}_") not in configuration.SENTENCES
    }
    assert untold == {}


def written():
    """(noun, type, place) of every entry whose type stands in the code."""
    for path in APP.rglob("*.py"):
        for call in nodes(path, ast.Call):
            if is_journal(call.func):
                noun, kind = call.args[1], call.args[WRITES[call.func.attr]]
                if isinstance(kind, ast.Constant):
                    yield getattr(noun, "value", ""), kind.value, f"{path.name}:{call.lineno}"


def is_journal(called):
    return (
        isinstance(called, ast.Attribute)
        and called.attr in WRITES
        and isinstance(called.value, ast.Name)
        and called.value.id == "journal"
    )
