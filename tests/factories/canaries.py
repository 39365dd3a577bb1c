"""Strings that must not be read by whoever is not to read them, in every place of a case."""

from __future__ import annotations

import re
from html import unescape

import sqlalchemy as sa

from app import transaction
from app.domain.fields import FIELD_KINDS
from app.models import Answer, Applicant, Case, CaseDocument, Draft
from app.services import blueprints

#: Of other departments' parts: nothing of these is the fire officer's.
ANSWER, DOCUMENT, OPINION, RESULT, REMEDY = (
    f"金丝雀{what}" for what in ("答案", "材料", "意见", "证号", "救济")
)
DRAFT = "金丝雀草稿"
#: Of the applicant: nobody reads these without saying what for.
NUMBER, PHONE, ORGANISATION = "222405199001011236", "13804331234", "金丝雀冷面馆"
LINK = re.compile(r'(?:href|action|data-\w+)="(/[^"#]*)"')
PART = "fire"


def place(house):
    """Fill the officer's case with them: others' answers, papers, opinions and results."""
    case = house.targets["case"]["own"]
    for act, fields in (
        ("01/finish-step", {}),
        ("01/grant", {"f_result_number": RESULT}),
        ("03/transfer", {"f_department": "ZFJS", "f_reason": OPINION}),
        ("04/finish-step", {}),
        ("04/refuse", {"f_reason": OPINION, "f_remedy": REMEDY, "f_law": "第一条"}),
    ):
        user = {"01": "scjg1", "03": "cgzf1", "04": "sthj1"}[act[:2]]
        answer = house.send(user, "POST", f"/desk/cases/{case}-{act}", fields)
        assert answer.status == 303, (act, answer.text[-500:])
    with house.app.app_context(), transaction.unit() as session:
        _fill(session, session.scalars(sa.select(Case).where(Case.number == case)).one())
    house.begin_here()


def _fill(session, case):
    plan = blueprints.of_version(session, case.version_id)
    of_others = {
        spec["key"] for spec in plan["fields"] if PART not in (spec.get("items") or [PART])
    }
    for row in session.scalars(sa.select(Answer).where(Answer.case_id == case.id)):
        if (
            row.field in of_others
            and isinstance(row.value, str)
            and not FIELD_KINDS[row.kind].personal
        ):
            row.value = ANSWER
    used = {line["document"]: line["used_by"] for line in plan["merge"]["lines"]}
    for line in session.scalars(sa.select(CaseDocument).where(CaseDocument.case_id == case.id)):
        if PART not in used.get(line.document, [PART]):
            line.name = DOCUMENT
    person = session.scalars(sa.select(Applicant).where(Applicant.case_id == case.id)).one()
    person.organisation = ORGANISATION
    draft = session.scalars(sa.select(Draft).where(Draft.case_id.is_(None))).one()
    draft.content = {**draft.content, "applicant": {"name": DRAFT, "id_type": "id_card"}}


def crawl(house, person, begin, *, most=250):
    """Every page that can be reached by reading, from these addresses on: address → text."""
    waiting, seen = [*begin], {}
    while waiting and len(seen) < most:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/logout", "/lang/")):
            continue
        answer = house.send(person, "GET", address)
        seen[address] = unescape(answer.text) + answer.location
        waiting += [unescape(link) for link in LINK.findall(answer.text)]
        waiting += [answer.location] if answer.location.startswith("/") else []
    return seen
