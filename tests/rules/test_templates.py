"""Templates compile, and nothing in them needs a policy that allows inline code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta

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


#: What a piece may use beside its flags: it says the same to everybody who reads its language.
SAME_FOR_ALL = {"_", "gettext", "ngettext", "icon", "url_for", "piece"}


def pieces():
    """(template, flags) of every piece that a page shows."""
    said = re.compile(r"""\bpiece\(\s*["']([^"']+)["']((?:\s*,\s*\w+\s*=[^,()]+)*)""")
    found = [one for path in ALL for one in said.findall(path.read_text(encoding="utf-8"))]
    return sorted({(name, *re.findall(r"(\w+)\s*=", flags)) for name, flags in found})


def asked(app, name):
    """Every name that a template asks for, the house's own too."""
    # Without globals: what they give (the person, the request) is asked for like anything else.
    bare = Environment(extensions=list(app.jinja_env.extensions), autoescape=True)
    tree = bare.parse((TEMPLATES / name).read_text(encoding="utf-8"))
    return meta.find_undeclared_variables(tree), list(meta.find_referenced_templates(tree))


@pytest.mark.parametrize("one", pieces(), ids=lambda one: one[0])
def test_a_piece_asks_nothing_of_the_person_the_request_or_the_rows(app, one):
    """It is rendered once and kept: what one reader sees, the next one sees too."""
    name, *flags = one
    names, brought = asked(app, name)
    assert names - SAME_FOR_ALL <= set(flags)
    for other in brought:
        assert asked(app, other)[0] <= SAME_FOR_ALL, other
