"""A case prints its papers as its version has them, whatever the templates say by now."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Paper, PaperTemplate, ServiceVersion
from app.services import blueprints, papers, publishing, templates
from tests.conftest import NOW
from tests.factories import desk

EDITED = [{"block": "title", "text": "改过的"}]


def test_a_running_case_prints_by_its_version_and_a_new_one_by_the_next(session, edited):
    running, plan = edited
    assert templates.template(session, "delivery", plan=plan).blocks != EDITED
    assert templates.template(session, "delivery", plan=None).blocks == EDITED
    publishing.publish(session, running.kind, running.code, by="mulu", now=NOW)
    session.flush()
    newest = publishing.current(session, running.kind, running.code, at=NOW)
    fresh = blueprints.blueprint(session, newest.sha256)
    assert templates.template(session, "delivery", plan=fresh).blocks == EDITED


def test_the_name_is_the_versions_and_the_numbering_the_centres(session, edited):
    session.execute(change(name="另一个名", series="新字", copies=5))
    found = templates.template(session, "delivery", plan=edited[1])
    assert (found.name, found.series, found.copies) == ("送达回证", "新字", 5)


def test_a_kind_that_the_version_does_not_know_is_printed_as_it_stands(session, edited):
    session.execute(change(key="brand_new"))
    assert templates.template(session, "brand_new", plan=edited[1]).blocks == EDITED
    assert templates.template(session, "nobody_has_it", plan=edited[1]) is None


def test_a_template_taken_away_is_printed_by_the_cases_that_pin_it(session, edited):
    session.execute(sa.delete(PaperTemplate).where(PaperTemplate.key == "delivery"))
    found = templates.template(session, "delivery", plan=edited[1])
    assert (found.name, found.series, found.copies) == ("送达回证", "龙政务送", 2)


def test_what_is_not_what_the_version_says_is_not_printed(session, edited, monkeypatch):
    forged = {"blocks": [{"block": "title", "text": "冒充的"}]}
    monkeypatch.setattr(templates, "_frozen", lambda *_args: forged)
    with pytest.raises(ValueError, match="delivery"):
        templates.template(session, "delivery", plan=edited[1])


def test_a_paper_made_anew_in_place_of_a_void_one_keeps_its_template(session):
    desk.accepted_case(session)
    first = session.scalars(sa.select(Paper).filter_by(kind="acceptance")).one()
    session.execute(change("acceptance", blocks=EDITED))
    papers.void(session, first, "印错", case="LJ", anew=True, by="ducha", now=NOW)
    blocks = session.scalars(sa.select(Paper).filter_by(kind="acceptance").order_by(Paper.id)).all()
    assert blocks[1].content["blocks"] == blocks[0].content["blocks"] != EDITED


def change(template="delivery", **values):

    return sa.update(PaperTemplate).where(PaperTemplate.key == template).values(**values)


@pytest.fixture
def edited(session):
    """The version of a theme and its blueprint; the template of delivery was edited since."""
    templates._kept.clear()
    version = session.get_one(ServiceVersion, desk.intake_of(session).version_id)
    session.execute(change(blocks=EDITED))
    return version, blueprints.blueprint(session, version.sha256)
