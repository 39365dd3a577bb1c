"""How columns are shown: masked, sealed, or left out of another department's part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.masking import mask_name, mask_number, mask_phone, mask_text

#: What of another department's part is shown beside one's own (house §8): who, where it stands, when due.
OTHERS = (
    "number",
    "key",
    "kind",
    "item",
    "name",
    "department",
    "state",
    "outcome",
    "held",
    "due_at",
    "warn_at",
    "provisional",
    "gates",
)

NAME: tuple[str, Callable[[Any], Any]] = ("applicant.name", mask_name)
NUMBER: tuple[str, Callable[[Any], Any]] = ("scope.system", mask_number)
PHONE: tuple[str, Callable[[Any], Any]] = ("scope.system", mask_phone)
SEALED: tuple[str, Callable[[Any], Any]] = ("scope.system", lambda _value: "***")
# Free text may hold names; who sees an applicant's name whole reads it whole.
TEXT: tuple[str, Callable[[Any], Any]] = ("applicant.name", lambda _value: "***")
# What a rater wrote is what a supervisor judges: only numbers in it are nobody's business.
NUMBERS: tuple[str, Callable[[Any], Any]] = ("applicant.name", lambda text: mask_text(text, ()))
PERSON = {"name": NAME, "id_number": NUMBER, "phone": PHONE}
# A blind index lets one ask whether a guessed number is in the table: never shown.
HIDDEN_INDEX: dict[str, tuple[str, Callable[[Any], Any]]] = dict.fromkeys(
    ("id_number_index", "credit_code_index", "phone_index", "number_index"), SEALED
)
