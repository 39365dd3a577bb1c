"""One field of an act as its specification: what the kinds of the one form are built from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

Spec = dict[str, Any]


def spec(key: str, kind: str, label: str, *, required: bool = True, **more: Any) -> Spec:
    """A field of an act."""
    return {"key": key, "kind": kind, "label": label, "required": required, **more}


def reason(label: str | None = None, *, required: bool = True) -> Spec:
    """Why it is done."""
    return spec("reason", "long_text", label or _("Reason"), required=required)


def options(choices: Mapping[str, Any]) -> list[dict[str, str]]:
    """Choices as a field offers them."""
    return [{"value": value, "label": str(label)} for value, label in choices.items()]
