"""The catalogue administrator gives a new department its first theme, without a restart (R97, R99)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Case, ServiceVersion, Task
from tests.factories import green
from tests.factories.office import saved

PACKAGE = """
package: 1
items:
  wind:
    name: 防雷装置验收
    department: QXJ
    promise: day_6
    legal: permit_20
    documents: [{document: WIND_REPORT}]
themes:
  wind_theme:
    name: 防雷一件事
    lead: QXJ
    green_channel: true
    promise: day_6
    legal: permit_20
    items: [{key: wind, item: wind}]
"""


@pytest.fixture
def opened(sign_in, app, tmp_path):
    """A department, a paper and a limit typed in; an item and its theme by package; all published."""
    mulu = sign_in("mulu")
    saved(mulu, "departments/add", code="QXJ", name="气象局")
    saved(mulu, "documents/add", key="WIND_REPORT", name="防雷检测报告", points="一年内")
    saved(mulu, "sla/add", key="day_6", value="6", unit="working_day", warn="1")
    path = tmp_path / "wind.yaml"
    path.write_text(PACKAGE, encoding="utf-8")
    for command in (
        ["import", str(path)],
        ["publish", "single", "wind"],
        ["publish", "joint", "wind_theme"],
    ):
        done = app.test_cli_runner().invoke(args=["catalogue", *command])
        assert done.exit_code == 0, done.output
    return mulu


def test_the_next_intake_uses_all_of_it(opened, sign_in, rows):
    clerk = sign_in("lijing")
    assert "防雷一件事" in clerk.page("/desk/green-channel")
    answer = green.receive(clerk, "wind_theme")
    assert answer.status_code == 302
    case = rows(sa.select(Case.number, Case.due_at))[0]
    assert f"{case.due_at:%Y-%m-%d}" == "2026-09-28"
    parts = rows(sa.select(Task.department).where(Task.key == "wind"))
    assert parts == [("QXJ",)]
    assert "防雷检测报告" in clerk.page(f"/desk/cases/{case.number}")


def test_editing_afterwards_changes_no_open_case(opened, sign_in, rows):
    clerk = sign_in("lijing")
    green.receive(clerk, "wind_theme")
    before = rows(sa.select(Case.blueprint, Case.due_at, Case.number))[0]
    saved(
        opened, "documents/edit/" + ident(rows, "document_type", "WIND_REPORT"), name="改了名的报告"
    )
    saved(opened, "sla/edit/" + ident(rows, "sla_class", "day_6"), value="2")
    assert rows(sa.select(Case.blueprint, Case.due_at, Case.number)) == [before]
    page = clerk.page(f"/desk/cases/{before.number}")
    assert "防雷检测报告" in page and "改了名的报告" not in page


def test_published_again_the_next_case_has_the_new_limit(opened, sign_in, rows, app):
    saved(opened, "sla/edit/" + ident(rows, "sla_class", "day_6"), value="2")
    for kind, code in (("single", "wind"), ("joint", "wind_theme")):
        app.test_cli_runner().invoke(args=["catalogue", "publish", kind, code])
    assert len(rows(sa.select(ServiceVersion.id).where(ServiceVersion.code == "wind_theme"))) == 2
    green.receive(sign_in("lijing"), "wind_theme")
    assert f"{rows(sa.select(Case.due_at))[0].due_at:%Y-%m-%d}" == "2026-09-21"


def ident(rows, table, key):
    found = rows(
        sa.select(sa.column("id")).select_from(sa.table(table)).where(sa.column("key") == key)
    )
    return str(found[0][0])
