"""A refusal as a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.refusal import Refusal, Word
from app.translations import gettext


def sentence(refused: Refusal) -> str:
    """Which rule and what would help, in words; lists are joined as the language joins them."""
    return words(refused.say, refused.values)


def words(say: str, values: Mapping[str, Any]) -> str:
    """A sentence of the domain with its places filled: of a refusal, or of a finding of the check."""
    return gettext(say, **{name: _said(value) for name, value in values.items()})


def _said(value: Any) -> str:
    """A name stays as it is; a word of our own is translated."""
    if isinstance(value, list | tuple | set):
        return gettext(", ").join(map(_said, value))
    return gettext(value) if isinstance(value, Word) else str(value)
