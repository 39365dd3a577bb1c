"""One answer of the one form as the case page says it: in words, with its files and who judged it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.domain.fields import FIELD_KINDS
from app.services.attachments import Stored
from app.translations import gettext as _

LINK = Markup('<a href="{}">{}</a>')


def said(
    answer: Mapping[str, Any], *, full: Mapping[str, Any], files: Markup, people: Mapping[str, str]
) -> str:
    """The value, sealed unless it is among the ``full`` ones; whoever judged it beside it."""
    words = _value(answer, full)
    if answer.get("by"):
        by = people.get(answer["by"], answer["by"])
        words = _("%(answer)s (%(who)s judged)", answer=words, who=by)
    # What a file holds is told by no count of files: where it may be opened, it stands in its place.
    if files and answer["spec"]["kind"] == "attachment":
        return files
    return Markup("{}<br>{}").format(words, files) if files else words


def _value(answer: Mapping[str, Any], full: Mapping[str, Any]) -> str:
    spec, sealed = answer["spec"], answer["sealed"]
    if sealed is not None and spec["key"] not in full:
        return str(sealed)
    value = full.get(spec["key"], answer["value"])
    return str(FIELD_KINDS[spec["kind"]].display(value, spec, translate=_))


def links(
    number: str, answer: Mapping[str, Any], *, full: Mapping[str, Any], files: Mapping[int, Stored]
) -> Markup:
    """The files of an answer to open; those of a sealed answer with its values alone."""
    key = answer["spec"]["key"]
    if answer["sealed"] is not None and key not in full:
        return Markup()
    return Markup("、").join(
        LINK.format(url_for("files.of_case", number=number, file=one.id), one.name)
        for one in files.values()
        if one.field == key
    )
