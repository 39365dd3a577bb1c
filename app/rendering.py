"""How templates are compiled here: the same pages, with less of what the library does for every value.

A page puts some six hundred values into HTML and calls some three hundred functions. The library makes
a new ``Markup`` of every value and looks at every function whether it wants the context; both are
settled when a template is compiled, or at one glance. See ADR 0054.
"""

from __future__ import annotations

import re
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from flask import Flask
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

#: Functions that every template has, none of which asks for the context: they are called as they are.
PLAIN = frozenset(
    {
        "_",
        "icon",
        "light",
        "may",
        "piece",
        "csrf_token",
        "get_locale_name",
        "url_for",
        "standing",
        "drawn",
    }
)
BLOCK = "yield from context.blocks["
#: Where there is none of these in a text, escaping would give the same text again.
SPECIAL = re.compile("[&<>'\"]").search
#: What an attribute of a dict is, before it is one of its keys.
OF_DICTS = frozenset(dir(dict))


def said(value: Any) -> str:
    """A value as it stands in HTML: what is safe already stays, words and numbers have nothing to escape."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # just looked
    if kind is str and (value.isalnum() or SPECIAL(value) is None):
        return value  # type: ignore[no-any-return]  # just looked
    return str(value) if kind is int else escape(value)


class PageCode(CodeGenerator):
    """Values through ``said``, plain functions without the context, a block joined before it is passed on."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.said(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - the library's name
        """A function of ``PLAIN`` with arguments that are written out is called without detour."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in PLAIN or forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the library's name
        """``a.b`` where ``a`` may be a dict, of which the library first asks an attribute in vain."""
        self.write("environment.named(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A block would pass every piece through as many hands as there are blocks around it."""
        if x.startswith(BLOCK):
            x = f"yield ''.join({x.removeprefix('yield from ')})"
        super().writeline(x, node, extra)


def named(environment: Environment, thing: Any, name: str) -> Any:
    """What stands behind a dot, as the library finds it: an attribute, else a key; of a dict the key at once."""
    if type(thing) is dict and name not in OF_DICTS:
        return thing[name] if name in thing else environment.undefined(obj=thing, name=name)
    try:
        return getattr(thing, name)
    except AttributeError:
        return environment.getattr(thing, name)


class NothingAdded(frozenset[str]):
    """The names that one template alone would have: there are none, and none are looked for."""

    def __sub__(self, _others: Any) -> NothingAdded:
        """Nothing less anything."""
        return self


NONE_ADDED = NothingAdded()


class PageContext(Context):
    """Calls macros and plain functions at one glance; what is imported is read once and kept."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """As the library's."""
        super().__init__(*given, **named)
        # An import compares these with all names of the environment, each time one by one.
        self.globals_keys = NONE_ADDED

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As the library's, which also knows functions that want the context or the environment."""
        kind = type(obj)
        if kind is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return obj(self.eval_ctx, *args, **kwargs)
        if kind in (FunctionType, MethodType) and not hasattr(obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return obj(*args, **kwargs)
        return super().call(obj, *args, **kwargs)


def init_app(app: Flask) -> None:
    """Before the first template is compiled."""
    app.jinja_env.code_generator_class = PageCode
    app.jinja_env.context_class = PageContext
    app.jinja_env.said = said  # type: ignore[attr-defined]  # where compiled templates find it
    app.jinja_env.named = partial(named, app.jinja_env)  # type: ignore[attr-defined]  # the same
