"""Whatever is sent to the interface is answered: no fault of ours, and nothing in the log."""

from __future__ import annotations

import logging
import os
import re
from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from tests.conftest import NOW
from tests.factories import program

#: Requests an operation; ``make soak`` sends a hundred.
EXAMPLES = int(os.environ.get("YOUSHI_REQUESTS", "2"))
#: Who asks: one that acts on cases, one that keeps the dictionaries.
ACCOUNTS = {"window_clerk": "ZHCK", "catalogue_admin": None}


@pytest.mark.parametrize("role", ACCOUNTS)
def test_no_request_is_our_fault(shared_app, at, caplog, role):
    at.now = NOW + timedelta(minutes=1)
    name = role.replace("_", "")
    program.account(shared_app, name, role, ACCOUNTS[role])
    heads = {"Authorization": f"Bearer {program.key(shared_app, name)}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", shared_app, headers=heads)
    caplog.set_level(logging.ERROR)
    faults = [one for found in schema.get_all_operations() for one in asked(found.ok(), heads)]
    assert faults == []
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(("asked_for", "chinese"), [("", True), ("zh-CN", True), ("en", False)])
def test_every_operation_is_told_in_the_language_that_is_asked_for(app, asked_for, chinese):
    program.account(app)
    heads = {"Accept_Language": asked_for} if asked_for else {}
    said = program.Program(app, program.key(app)).get("/openapi.json", **heads).json
    told = {
        one["operationId"]: one["summary"]
        for path in said["paths"].values()
        for one in path.values()
    }
    assert {name for name, text in told.items() if not text} == set()
    assert {bool(re.search("[一-鿿]", text)) for text in told.values()} == {chinese}


def asked(operation, heads):
    """What of one operation was answered as a fault."""
    faults = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @schemathesis_given(operation)
    def ask(case):
        answer = case.call(headers=heads)
        if answer.status_code >= 500:  # the program's mistake is never ours
            faults.append((operation.label, answer.status_code, case.path_parameters, case.body))

    ask()
    return faults


def schemathesis_given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())
