"""R70, R72 and R74 hold whichever way an appeal comes in: one table for window, online, other systems and sheet."""

from __future__ import annotations

import io
from itertools import product
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from app.models import Appeal, Case, OnlineAppeal, Task
from app.services.appeal_columns import CODE, columns
from tests.factories import program, sheets
from tests.factories.browser import Browser
from tests.factories.working import at_work
from tests.views.test_online_appeals import sent

SAID = {
    "name": "玄某某",
    "phone": "13804331234",
    "said": "跑了三趟没办成",
    "departments": "市场监管局",
}
AT_ONCE = {"reason": "两个部门要一起定", "progress": "已联系两个部门"}
COORDINATED, EXCLUDED = {"ground": "out_of_scope"}, {"ground": "excluded"}
WHY, WHO, HOW = (
    {"why_outside": "不归本中心"},
    {"competent_department": "市住建局"},
    {"remedy": "向法院起诉"},
)
#: Name of the form's field → as another system calls it.
IN_JSON = {"code": "class", "why_outside": "why"}


class Rule(NamedTuple):
    """One sentence of an official: what is typed beside the usual, and where it is refused, or when it is due."""

    says: str
    code: str
    given: dict[str, Any]
    at: str = ""
    due: str = ""
    outcome: str | None = None


RULES = [
    Rule("R70 without a class nothing is registered", "", {}, at="code"),
    Rule("R70 a class nobody offers is none", "whatever", {}, at="code"),
    Rule("R70 five working days from the registration", "cannot_do", {}, due="2026-09-24"),
    Rule("R70 ten where it is hard", "hard_to_do", {"guidance": "先到综合窗口"}, due="2026-10-09"),
    Rule("R72 nothing is coordinated without its progress", "coordinate", {"reason": "要一起定"}, at="progress"),
    Rule("R72 nor without a reason", "coordinate", {"progress": "已联系"}, at="reason"),
    Rule("R72 both told at once it is due on the same day", "coordinate", AT_ONCE, due="2026-09-18"),
    Rule("R74 what others coordinate names them", "cannot_do", COORDINATED | WHY, at="competent_department"),
    Rule("R74 what the law keeps tells the way", "cannot_do", EXCLUDED | WHY, at="remedy"),
    Rule("R74 and says why", "cannot_do", EXCLUDED | HOW, at="why_outside"),
    Rule("R74 told who coordinates it, it is closed", "cannot_do", COORDINATED | WHY | WHO, outcome="refused"),
    Rule("R74 told the way of the law, it is closed", "cannot_do", EXCLUDED | WHY | HOW, outcome="refused"),
]  # fmt: skip


#: A sheet has no column for what is not the centre's: it is told to the person, who is not there.
BY_SHEET = [rule for rule in RULES if not rule.says.startswith("R74")]
ASKED = [*product(("window", "online", "system"), RULES), *product(("sheet",), BY_SHEET)]


@pytest.mark.parametrize(("entry", "rule"), ASKED, ids=lambda one: getattr(one, "says", one))
def test_a_rule_of_appeals_holds_through_every_entry(rule, entry, app, sign_in, rows):
    refused = ENTRIES[entry](app, sign_in, {"code": rule.code, **SAID, **rule.given})
    assert refused == rule.at
    held = rows(sa.select(Task.promise_at, Case.outcome, Appeal.channel).join(Case, Case.id == Task.case_id).join(Appeal, Appeal.case_id == Case.id).where(Task.gates))  # fmt: skip
    settled = rows(sa.select(OnlineAppeal.settled_at, OnlineAppeal.said))
    assert [bool(row.settled_at) for row in settled] == [not rule.at] * (entry == "online")
    assert [bool(row.said) for row in settled] == [bool(rule.at)] * (entry == "online")
    if rule.at:
        assert held == []
        return
    ((due, outcome, channel),) = held
    assert (outcome, channel) == (rule.outcome, "online" if entry == "online" else "phone")
    assert not rule.due or f"{due:%Y-%m-%d}" == rule.due


def at_the_window(_app, sign_in, given, **more):
    """As the window types it; gives the field at which it is refused."""
    clerk = sign_in("wenxiu")
    clerk.page("/desk/appeals/register")
    answer = clerk.post("/desk/appeals/register", **{"channel": "phone", **given, **more})
    found = [name for name in (*FIELDS, "code") if f'id="{name}-bad"' in answer.text]
    assert answer.status_code == (422 if found else 303), answer.text
    return (found or [""])[0]


def come_online(app, sign_in, given):
    """Sent by a citizen first, then registered by the window."""
    app.extensions.pop("paces", None)
    number, _code = sent(Browser(app))
    return at_the_window(app, sign_in, given, channel="online", online=number)


def from_a_system(app, _sign_in, given):
    """As another system sends it, in the account of the appeal window."""
    name = program.account(app, "hotline", department="SQCK")
    there = program.Program(app, program.key(app, name, source="hotline"))
    body = {IN_JSON.get(name, name): value for name, value in given.items()}
    answer = there.post(
        "/cases/appeals", body | {"channel": "phone", "departments": ["市场监管局"]}
    )
    if answer.status_code == 201:
        return ""
    path = answer.json["errors"][0]["path"].strip("/")
    return next((name for name, called in IN_JSON.items() if called == path), path)


def by_sheet(app, sign_in, given):
    """A row of a sheet as the hotline's table has it: tried, and received where nothing is wrong."""
    words = {"code": CLASSES.get(given["code"], given["code"]), "channel": "电话"}
    line = {f"appeal.{name}": said for name, said in (given | words).items()}
    file = io.BytesIO(
        sheets.workbook(columns(CLASSES, {}, say=str), [line | {"ref.number": "D-1"}])
    )
    clerk = sign_in("wenxiu")
    clerk.page("/desk/receive-many")
    here = clerk.post(
        "/desk/receive-many", code=CODE, source="12345", file=(file, "转办单.xlsx")
    ).location
    at_work(app)
    refused = next((name for head, name in HEADS.items() if f" {head}" in clerk.page(here)), "")
    if not refused:
        clerk.post(f"{here}/receive")
        at_work(app)
    return refused


CLASSES = {"cannot_do": "办不了", "coordinate": "协调办", "hard_to_do": "很难办"}
#: Heading in a sheet → name of the form's field.
HEADS = {"类别": "code", "当场告知的原因": "reason", "当场告知的进展": "progress"}
FIELDS = ("reason", "progress", "competent_department", "remedy", "why_outside")
ENTRIES = {
    "window": at_the_window,
    "online": come_online,
    "system": from_a_system,
    "sheet": by_sheet,
}
