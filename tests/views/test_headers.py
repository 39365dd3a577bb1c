"""Every answer carries the same headers, byte for byte (hazards H22)."""

from __future__ import annotations

import pytest

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ADDRESSES = ["/", "/login/", "/desk/queue", "/no-such-page", "/healthz", "/static/css/youshi.css"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_headers(sign_in, address):
    answer = sign_in("lijing").get(address)
    assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED


def test_over_https_the_browser_is_told_to_stay_there(sign_in):
    clerk = sign_in("lijing")
    safe = clerk.get("/desk/queue", base_url="https://localhost")
    assert safe.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in clerk.get("/desk/queue").headers


def test_pages_of_signed_in_people_are_never_kept(sign_in):
    assert sign_in("lijing").get("/desk/queue").headers["Cache-Control"] == "no-store"


def test_cookies_are_not_readable_by_scripts(app):
    client = app.test_client()
    answer = client.get("/login/")
    assert all(
        "HttpOnly" in cookie and "SameSite=Lax" in cookie
        for cookie in answer.headers.getlist("Set-Cookie")
    )
