"""What every resource shares: how it is asked, how it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from flask import Response, abort, current_app, request
from flask_babel import gettext as _

from app import problems
from app.domain.refusal import Refusal

ROOT = "/api/v1"
SIZE, MOST = 50, 200
#: Longest text that is read from an address.
LONGEST = 200
JSON = "application/json"


def answer(
    body: Any, status: int = 200, *, etag: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """A body as JSON; with an ETag that who knows it already is spared the body."""
    text = current_app.json.dumps(body, ensure_ascii=False)
    made = Response(text, status, dict(headers or {}), content_type=JSON)
    if etag:
        made.set_etag(etag)
        made.make_conditional(request)
    return made


def page(rows: Iterable[Mapping[str, Any]], after: Any) -> Response:
    """A page of rows, and where the next one begins; null where there is none."""
    listed = [*rows]
    body = {"rows": listed, "next": None if after in (None, "") else str(after)}
    text = current_app.json.dumps(body, ensure_ascii=False)
    return answer(body, etag=hashlib.sha256(text.encode()).hexdigest()[:16])


def stop(made: Response) -> NoReturn:
    """End the request with this answer."""
    abort(made)


def asked() -> dict[str, str]:
    """The arguments of the address but ``limit``."""
    return {name: value[:LONGEST] for name, value in request.args.items() if name != "limit"}


def size() -> int:
    """How many rows a page has: ``limit`` within its bounds."""
    text = request.args.get("limit", str(SIZE))
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(MOST)):
        stop(wrong_argument("limit"))
    return min(max(int(text), 1), MOST)


def wrong_argument(name: str) -> Response:
    """An argument of the address that cannot be asked."""
    return problems.answer(400, _("The argument %(name)s cannot be asked.", name=name))


def sent() -> dict[str, Any]:
    """The JSON object that was sent; nothing sent is an empty one."""
    if not request.content_length and not request.data:
        return {}
    if not request.is_json:
        stop(problems.answer(415))
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not is_storable(body):
        stop(problems.answer(400, _("A JSON object is expected.")))
    return body


def is_storable(value: Any, depth: int = 0) -> bool:
    """Whether a text of JSON can be kept: no database takes NUL, no encoding half a character."""
    if depth > 12:  # noqa: PLR2004 - deeper than any form
        return False
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict):
        return all(
            is_storable(k, depth + 1) and is_storable(v, depth + 1) for k, v in value.items()
        )
    if isinstance(value, list):
        return all(is_storable(one, depth + 1) for one in value)
    return True


def matched() -> str:
    """The version of the row that ``If-Match`` names; empty where it names none."""
    header = request.headers.get("If-Match", "").strip()
    return header.removeprefix("W/").strip('"') if header != "*" else ""


def expected() -> int | None:
    """The version as a number; None where none is named."""
    text = matched()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - no row changes so often
        stop(problems.answer(412))
    return int(text)


def refused(refusal: Refusal) -> Response:
    """What the house says: not yours is 403, everything else 422."""
    return problems.refused(refusal, status=403 if refusal.rule == "access" else 422)


def fields(errors: Mapping[str, Iterable[str]], under: str = "") -> list[dict[str, str]]:
    """Problems by field as problem+json lists them."""
    return [
        {"path": f"{under}/{name}", "detail": str(said)}
        for name, all_said in errors.items()
        for said in all_said
    ]
