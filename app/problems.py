"""What went wrong, as ``application/problem+json`` (RFC 9457), for programs that ask under /api/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.refusal import Refusal
from app.refusals import sentence

#: Whatever begins so is asked by a program: it is answered in JSON, and never sent to sign in.
AREA = "/api/"
TYPE = "application/problem+json"
#: What a program is told that comes without a key.
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="youshi"'}
#: Status → what it is called, and what to do about it.
SAID: dict[int, tuple[Any, Any]] = {
    400: (_l("Bad request"), _l("What was sent cannot be read.")),
    401: (_l("Not signed in"), _l("Send a key that is in force, or sign in.")),
    403: (_l("Not allowed"), _l("The account or the key does not hold the right that this needs.")),
    404: (_l("Not there"), _l("There is nothing at this address that you may see.")),
    405: (_l("No such method here"), _l("This address is asked in another way.")),
    409: (_l("Conflict"), _l("Somebody else was faster.")),
    412: (_l("Changed meanwhile"), _l("The row was changed after you read it: read it again.")),
    413: (_l("Too large"), _l("What was sent is too large.")),
    415: (_l("Not JSON"), _l("Send application/json.")),
    422: (_l("Refused"), _l("What was sent does not fit; each problem names its field.")),
    429: (_l("Too many requests"), _l("Wait a while and try again.")),
    503: (_l("Busy"), _l("Nothing was done; try again in a moment.")),
}
OTHERS = (_l("Something went wrong here"), _l("It was noted under the number below."))


def wanted() -> bool:
    """Whether this request is a program's."""
    return request.path.startswith(AREA)


def answer(
    status: int,
    detail: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    errors: Iterable[Mapping[str, Any]] = (),
    **more: Any,
) -> Response:
    """One problem; ``errors`` name each the path of a field and what is wrong with it."""
    title, usual = SAID.get(status, OTHERS)
    listed = [dict(one) for one in errors]
    body = {
        "type": "about:blank",
        "title": str(title),
        "status": status,
        "detail": detail or str(usual),
        **({"errors": listed} if listed else {}),
        **more,
    }
    text = current_app.json.dumps(body, ensure_ascii=False)
    return Response(text, status, dict(headers or {}), content_type=TYPE)


def refused(refusal: Refusal, *, status: int = 422) -> Response:
    """A refusal of the house: its rule and its sentence, in the language that was asked for."""
    return answer(status, sentence(refusal), rule=refusal.rule)


def wrong(errors: Iterable[Mapping[str, Any]]) -> Response:
    """Fields that do not fit."""
    return answer(
        422, _("What was sent does not fit; each problem names its field."), errors=errors
    )
