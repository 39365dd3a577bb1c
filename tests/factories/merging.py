"""Documents and conditions for tests of the merge."""

from __future__ import annotations

from typing import Any

DOCUMENTS: dict[str, dict[str, Any]] = {
    "PLAN": {},
    "LICENCE": {},
    "FORM_A": {"folds_into": "FORM_B"},
    "FORM_B": {"folds_into": "FORM"},
    "FORM": {},
}
FLAME = {"field": "flame", "op": "is", "value": True}
LARGE = {"field": "area", "op": "ge", "value": 300}
