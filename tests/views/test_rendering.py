"""Templates compiled our way say what the library would say."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError, pass_context
from markupsafe import Markup

TEMPLATES = {
    "what was typed is escaped": ("{{ x }}", '<b>"a" & \'b\'</b>', "&lt;b&gt;&#34;a&#34; &amp; &#39;b&#39;&lt;/b&gt;"),
    "what is safe stays": ("{{ x }}", Markup("<b>好</b>"), "<b>好</b>"),
    "words": ("{{ x }}", "食品经营许可", "食品经营许可"),
    "a number": ("{{ x }}", 12, "12"),
    "nothing": ("{{ x }}", None, "None"),
    "yes is no number": ("{{ x }}", True, "True"),
    "a macro is safe, what it is given is not": ("{% macro m(v) %}<i>{{ v }}</i>{% endmacro %}{{ m(x) }}", "<", "<i>&lt;</i>"),
    "a sentence with a value": ("{{ _('%(name)s unread', name=x) }}", "<", "&lt; unread"),
    "a sentence in a loop": ("{% for y in [x, x] %}{{ _('Inbox') }}{{ y }}{% endfor %}", "<", "收件箱&lt;收件箱&lt;"),
    "a caller": ("{% macro m() %}<i>{{ caller() }}</i>{% endmacro %}{% call m() %}{{ x }}{% endcall %}", "&", "<i>&amp;</i>"),
    "a block": ("{% block one %}{% block two %}{{ x }}{% endblock %}{% endblock %}", "<", "&lt;"),
    "a key of a dict": ("{{ x.name }}", {"name": "<"}, "&lt;"),
    "a method of a dict before its key": ("{% for k, v in x.items() %}{{ k }}{{ v }}{% endfor %}", {"items": 1}, "items1"),
    "a key that is not there": ("{{ x.name }}{{ x.name is defined }}{{ x.name | default('-') }}", {"other": 1}, "False-"),
    "an attribute that is not there": ("{{ x.name }}{{ x.denominator }}", 3, "1"),
    "a filter": ("{{ x | join(', ') }}", ["<", "b"], "&lt;, b"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_shows_it_as_it_should(app, name):
    text, value, said = TEMPLATES[name]
    with app.test_request_context():
        assert _page(app, text).render(x=value) == said


def test_a_function_that_asks_for_the_context_has_it(app):
    with app.test_request_context():
        assert _page(app, "{{ f(1) }}").render(f=_whole, x=2) == "3"


def test_a_function_that_is_not_there_is_named(app):
    with app.test_request_context(), pytest.raises(UndefinedError, match="missing"):
        _page(app, "{{ missing(1) }}").render()


def test_a_name_used_for_something_else_is_that(app):
    with app.test_request_context():
        assert _page(app, "{% set may = f %}{{ may('x') }}").render(f=str.upper) == "X"


@pass_context
def _whole(context, more):
    return context["x"] + more


def _page(app, text):
    # As a file of ours: what is typed there is escaped.
    env = app.jinja_env
    return env.template_class.from_code(
        env, env.compile(text, "shown.html", "shown.html"), env.make_globals(None)
    )
