"""A sheet of applications as a clerk fills it in and hands it in."""

from __future__ import annotations

import io

import xlsxwriter

from app.services import blueprints, publishing, receiving_many
from app.services.sheet_columns import columns
from tests.conftest import NOW, keep
from tests.factories import desk
from tests.factories.machine import ANSWERS, CATERING

#: What is typed of a kind, where the case does not hang on it.
TYPED = {"number": "86", "money": "100", "date": "2026-09-01", "phone": "13804331234", "id_number": "222405199001011236"}  # fmt: skip


def rows(session, number, *, refs=True, code=CATERING, given=None):
    """As many complete applications, by the names of their columns."""
    plan = plan_of(session, code)
    line = {"applicant.name": "金海", "applicant.id_type": "id_card", "applicant.id_number": "222405199001011236", "applicant.phone": "13804331234"}  # fmt: skip
    shown = {True: "yes", False: "no"}
    labels = {spec["key"]: {o["value"]: o["label"] for o in spec.get("options") or []} for spec in plan["fields"]}  # fmt: skip
    for key, value in (ANSWERS.get(code, {}) | (given or {})).items():
        line[f"answer.{key}"] = shown[value] if isinstance(value, bool) else labels[key].get(value, str(value))  # fmt: skip
    kinds = {spec["key"]: spec["kind"] for spec in plan["fields"]}
    for column in columns(plan, say=str):
        if column.sort in ("paper", "confirm"):
            line[column.name] = "yes"
        elif column.sort == "answer" and column.needed:
            typed = next(iter(column.values.values()), TYPED.get(kinds[column.key], "海兰江"))
            line.setdefault(column.name, typed)
    return [{**line, "ref.number": f"W-{at}" if refs else ""} for at in range(number)]


def plan_of(session, code=CATERING):
    version = publishing.current(session, "joint", code, at=NOW)
    return blueprints.blueprint(session, version.sha256)


def handed_in(session, lines, *, code=CATERING, asked=None):
    """The sheet as it waits to be tried; of the columns that it asks, where it is not today's."""
    content = workbook(asked or columns(plan_of(session, code), say=str), lines)
    return taken(session, content, code=code)


def taken(session, content, *, code=CATERING):
    """A workbook as it waits to be tried."""
    job = receiving_many.take(
        session, "申请.xlsx", content, code=code, source="w", by=desk.CLERK, now=NOW,
        language="zh",
    )  # fmt: skip
    keep(session)
    return job.token


def workbook(columns_of, lines, *, before=""):
    """Names of the columns, their headings, then the lines; ``before`` it a sheet of somebody's own."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"})
    if before:
        book.add_worksheet(before).write(0, 0, before)
    page = book.add_worksheet("表")
    for at, column in enumerate(columns_of):
        page.write(0, at, column.name)
        page.write(1, at, column.name)
        for row, line in enumerate(lines, start=2):
            page.write(row, at, line.get(column.name, ""))
    book.close()
    return out.getvalue()
