"""Templates compile, and nothing in them needs a policy that allows inline code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "app" / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_inline_script_style_or_handler(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)


def test_every_template_compiles(app):
    for path in ALL:
        app.jinja_env.get_template(str(path.relative_to(TEMPLATES)))


def test_every_icon_that_a_message_is_said_with_is_brought_in():
    from app import assets

    said = re.compile(r"""say\([^{}]*?"([a-z-]+)"\)""")
    named = {name for path in ALL for name in said.findall(path.read_text(encoding="utf-8"))}
    base = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    named |= set(re.findall(r'"(alert-circle|info-circle|check)"', base))
    assert {"info-circle", "check"} <= named
    assert named - {"good", "bad", "warn", "warning", "danger"} <= assets.used_icons()
