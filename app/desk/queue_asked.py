"""What a list of the queue asks: all of it stands in the address, and a view is such an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from flask import g, request

from app.access import may
from app.services import queue

LIST = "/desk/queue"
#: Digits of the newest entry of the journal that somebody has seen.
DIGITS = 18
#: What of an address shapes the list, besides the place where a page begins.
ASKED = ("scope", "light", "theme", "step", "order", "new")


def asked() -> queue.Filter:
    """What this request asks."""
    return read(request.args)


def read(args: Mapping[str, str]) -> queue.Filter:
    """What an address asks; whatever it says that no list knows is left out."""
    # Who claims nothing has nothing of their own: they begin with all they may see.
    usual = "mine" if may(g.principal, "task.claim") else "all"
    scope, light, order = (args.get(name, "") for name in ("scope", "light", "order"))
    since = args.get("since", "")
    return queue.Filter(
        scope=scope if scope in queue.SCOPES else usual,
        light=light if light in queue.LIGHTS else "",
        theme=args.get("theme", "")[:200],
        step=args.get("step", "")[:200],
        order=order if order in queue.ORDERS else "risk",
        new=args.get("new", "") == "1",
        after=_read_place(args.get("after", "")),
        since=int(since) if since.isascii() and since.isdecimal() and len(since) <= DIGITS else 0,
    )


def address(asked: queue.Filter, **changes: str) -> str:
    """The address of this list with something changed; from its first page, and not only what is new."""
    return f"{LIST}?{changed(asked, changes)}"


def changed(asked: queue.Filter, changes: Mapping[str, str]) -> str:
    """The query of this list with something changed."""
    values = (changes.get(name, _said(asked, name)) for name in ASKED)
    return _query(*values, changes.get("since", ""))


def _said(asked: queue.Filter, name: str) -> str:
    """As it stands in an address; the usual order is not said."""
    if name == "order":
        return "" if asked.order == "risk" else asked.order
    if name == "new":
        return "1" if asked.new else ""
    return str(getattr(asked, name))


@lru_cache(maxsize=1024)
def _query(*values: str) -> str:
    pairs = zip((*ASKED, "since"), values, strict=True)
    return urlencode({name: value for name, value in pairs if value})


def canonical(query: str) -> str:
    """A query as a view keeps it: what a list knows of it, in one order."""
    return changed(read_query(query), {})


def read_query(query: str) -> queue.Filter:
    """What a kept query asks."""
    return read(dict(parse_qsl(query[:1000])))


def place(after: tuple[datetime, int] | None) -> str:
    """Where the next page begins, as it stands in an address."""
    return f"{after[0]:%Y%m%dT%H%M%S}_{after[1]}" if after else ""


def _read_place(text: str) -> tuple[datetime, int] | None:
    """Where a page begins; a mangled address shows the first page."""
    moment, _sep, number = text.partition("_")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S"), int(number[:18])
    except ValueError:
        return None
