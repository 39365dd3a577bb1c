"""再次申请: what was refused is applied for at that department alone, as a case that follows the first."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa

from app.models import Attachment, Case
from tests.factories import green, kinds
from tests.factories.browser import text_of
from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_a_refused_part_is_applied_for_again_as_a_single_case_that_names_the_first(hall):
    first, draft = begun(hall)
    clerk = hall.person("lijing")
    # It asks nothing: nobody stops at an empty page, and no step leads there.
    assert clerk.get(f"{draft}/questions").headers["Location"].endswith("/notice")
    page = clerk.page(f"{draft}/notice")
    assert "问情形" not in page and "选主题" not in page
    assert "接着：告知单" in clerk.page("/desk/green-channel")
    green.answer_questions(clerk, draft)
    green.fill_form(clerk, draft)
    hall.number = green.accept(clerk, draft)
    case = hall.case()
    assert (case.kind, case.links[0]["case"], case.links[0]["part"]) == ("single", first, "sign")
    assert {task.department for task in hall.tasks().values() if task.kind == "work"} == {"CGZF"}
    assert first in hall.page("lijing")


def test_scans_go_along_without_their_bytes_a_second_time_and_each_case_leads_to_the_other(hall):
    first, draft = begun(hall, scanned=True)
    clerk = hall.person("lijing")
    green.answer_questions(clerk, draft)
    green.fill_form(clerk, draft)
    assert f"沿用自 {first}" in clerk.page(f"{draft}/documents")
    second = hall.number = green.accept(clerk, draft)
    query = sa.select(Attachment.stored, Attachment.taken_from, Attachment.case_id)
    kept = hall.rows(query.order_by(Attachment.id))
    assert (kept[0].stored, kept[0].taken_from) == (kept[1].stored, None)
    assert (kept[1].taken_from, kept[1].case_id) == (first, hall.case().id)
    hall.number = first
    assert f"再次申请 {second}" in " ".join(hall.page("lijing").split())


def test_files_that_answer_a_question_go_along_too_each_at_its_place(hall, with_files):
    clerk = hall.person("lijing")
    hall.act("scjg1", "every", "finish-step")
    hall.act("scjg1", "every", "refuse", law="管理办法第六条", reason="不符", remedy="可以复议")
    draft = again(clerk, hall.address("every"))
    clerk.post(f"{draft}/questions")
    form = clerk.get(f"{draft}/form").text
    assert form.count(f"沿用自 {with_files}") == 2
    sent = dict(re.findall(r'name="(f_[^"]+-files)" value="(\d+)"', form))
    assert clerk.post(f"{draft}/form", **green.APPLICANT, **WHO, **sent).status_code == 302
    second = green.accept(clerk, draft)
    theirs = sa.select(Attachment.id).join(Case, Case.id == Attachment.case_id)
    files = hall.rows(theirs.where(Case.number == second).order_by(Attachment.id))
    held = [clerk.get(f"/desk/cases/{second}/files/{row.id}").data for row in files]
    assert held == [b"%PDF-1.7 shop", b"%PDF-1.7 health"]


def test_an_item_that_asks_for_no_papers_says_so_at_every_step_and_on_its_case(hall):
    hall.receive("lodging_green_channel")
    hall.act("sthj1", "env", "finish-step")
    hall.act("sthj1", "env", "refuse", law="管理办法第六条", reason="不符", remedy="可以复议")
    clerk = hall.person("lijing")
    draft = again(clerk, hall.address("env"))
    pages = [clerk.page(f"{draft}/{step}") for step in ("notice", "form", "documents")]
    hall.number = green.accept(clerk, draft)
    for page in (*pages, hall.page("lijing")):
        assert "不用带材料" in page
        assert "这 0 份" not in page and "带 0 份" not in page and "0 份都" not in page


def test_what_was_granted_is_not_applied_for_again(hall):
    hall.receive(THEME)
    hall.grant("sign")
    clerk = hall.person("lijing")
    answer = clerk.post(f"{hall.address('sign')}/apply-again", key="k1")
    assert "没有准予的事项才能再次申请" in text_of(clerk.page(answer.headers["Location"]))


def test_pressed_twice_it_is_one_intake(hall):
    _first, draft = begun(hall)
    clerk = hall.person("lijing")
    again = clerk.post(f"{hall.address('sign')}/apply-again", key="k1")
    assert again.headers["Location"].startswith(draft)


def begun(hall, *, scanned=False):
    """The sign was refused; its intake was begun with all that the first case knows."""
    first = hall.receive(THEME)
    if scanned:
        clerk = hall.person("lijing")
        clerk.page(f"/desk/cases/{first}")
        sent = {"doc-SIGN_DRAWING-add": (io.BytesIO(b"%PDF-1.7 sign"), "图.pdf")}
        assert clerk.post(f"/desk/cases/{first}/files", **sent).status_code == 303
    hall.act("cgzf1", "sign", "finish-step")
    hall.act("cgzf1", "sign", "refuse", law="管理办法第六条", reason="超高", remedy="可以复议")
    assert "单独再次申请" in hall.page("lijing")
    clerk = hall.person("lijing")
    draft = again(clerk, hall.address("sign"))
    assert 'value="金海"' in clerk.get(f"{draft}/form").text
    return first, draft


def again(clerk, part):
    """The intake that is begun from a part; gives its address."""
    answer = clerk.post(f"{part}/apply-again", key="k1")
    return answer.headers["Location"].rsplit("/", 1)[0]


WHO = {"f_group-rows": "1", "f_group-1-f_who-name": "朴英", "f_group-1-f_who-id_number": kinds.ID}


@pytest.fixture
def with_files(hall, session, at):
    """A case whose form asks for files, in a row that repeats too."""
    asked = [field for field in kinds.fields() if field["kind"] in ("attachment", "group")]
    kinds.publish(session, kinds.package(asked), now=at.now)
    clerk = hall.person("lijing")
    shop, health = (
        (io.BytesIO(b"%PDF-1.7 " + what), f"{what}.pdf") for what in (b"shop", b"health")
    )
    files = {"f_attachment-add": shop, "f_group-1-f_proof-add": health}
    answer = green.receive(clerk, kinds.THEME, **WHO, **files)
    hall.number = answer.headers["Location"].rsplit("/", 1)[1]
    return hall.number


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
