"""Flask-Admin's site, with nothing of it but what our views say."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, jsonify, redirect, request, url_for
from flask_admin import Admin, BaseView, expose
from werkzeug.wrappers import Response

from app import job_words, transaction
from app.guard import needs
from app.services import studio_options
from app.studio import digest, panel, papers, sentences, titles, words
from app.studio.exchange import ExchangeView


class StudioIndex(BaseView):  # type: ignore[misc]  # Flask-Admin is untyped here
    """The Studio's own address leads to its themes; no dashboard, no files."""

    @expose("/")
    @needs("theme.read")
    def index(self) -> Response:
        """The list of themes."""
        return redirect(url_for("studio_themes.index_view"))


class PickView(BaseView):  # type: ignore[misc]  # Flask-Admin is untyped here
    """Rows of the long dictionaries for fields that are filled by typing: twenty, by name or sound."""

    @expose("/<any(documents, items):noun>")
    @needs("theme.read", "item.read", "appeal.read")
    def pick(self, noun: str) -> Response:
        """[[key, name], …]; nothing typed gives the first ones."""
        asked = request.args.get("q", "")[:60]
        return jsonify(studio_options.find(transaction.session(), noun, asked))

    @expose("/")
    @needs("theme.read", "item.read", "appeal.read")
    def index(self) -> Response:
        """No page of its own."""
        abort(404)


def site(app: Flask) -> Any:
    """The site of the Studio on an application; Babel is there already (FAB made it)."""
    app.jinja_env.globals.update(
        finding_words=panel.sentence,
        rule_words=words.rule,
        said=words.said,
        add_words=words.adds,
        title_of=titles.title,
        note_of=titles.note,
        when_words=words.for_conditions,
        problem_words=sentences.about,
        looked=digest.seen,
        papers_by_item=papers.by_item,
        job_words=job_words,
    )
    index = StudioIndex(name="Studio", endpoint="studio", url="/studio")
    made = Admin(app, name="Studio", url="/studio", endpoint="studio", index_view=index)
    made.add_view(PickView(name="Pick", endpoint="studio_pick", url="/studio/pick"))
    made.add_view(ExchangeView(name="Exchange", endpoint="studio_exchange", url="/studio/exchange"))
    made.add_view(digest.DigestView(name="Digest", endpoint="studio_digest", url="/studio/digest"))
    return made
