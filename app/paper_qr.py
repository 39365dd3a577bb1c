"""The square on a paper: it leads to the page that proves the paper, drawn here and fetched nowhere."""

from __future__ import annotations

import io

import segno
from flask import current_app
from markupsafe import Markup

#: A sheet is folded and stamped: a quarter of the square may be unreadable.
CORRECTION = "q"


def address(token: str) -> str:
    """Where a paper is checked. The host is the configured one: what a request names may be anybody's."""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}/papers/{token}"


def rating(token: str) -> str:
    """Where a closed case is rated."""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}/ratings/{token}"


def svg(token: str) -> Markup:
    """The square as a drawing within a page."""
    return drawn(address(token))


def drawn(text: str) -> Markup:
    """A square that says an address, as a drawing within a page."""
    made = _made(text).svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(made)  # noqa: S704 - drawn here, of nothing but squares


def file(token: str) -> str:
    """The square of a paper as an SVG file."""
    return filed(address(token))


def filed(text: str) -> str:
    """A square that says an address, as an SVG file."""
    out = io.BytesIO()
    _made(text).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def _made(text: str) -> segno.QRCode:
    return segno.make(text, error=CORRECTION, micro=False)
