"""What is wrong with an entry, in the words of the page; the package's own are for files."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.package import Problem

#: How the package says it → what the page says; the first that fits.
SAID: tuple[tuple[str, Any], ...] = (
    (r"is missing$", _l("Something is missing here.")),
    (r"there is no (department|document|item|SLA class|pattern) ", _l("There is nothing of this name; choose it from the list.")),
    (r"fold in a circle", _l("These papers fold into each other in a circle.")),
    (r"stands here twice", _l("It stands here twice.")),
    (r"is not \{original", _l("How many copies: whole numbers.")),
    (r"is not a whole number", _l("This takes a whole number.")),
    (r"there is no field", _l("The question this condition asks is not part of it any more.")),
    (r"^op is one of|op is one of", _l("Choose how to compare.")),
    (r"^op \w+ takes no value", _l("This comparison takes no value.")),
    (r"^op \w+ takes ", _l("The value does not fit the comparison.")),
    (r"is not (a text|yes or no|a day|a whole number|an option)", _l("The value does not fit the question.")),
    (r"nest at most", _l("Groups of conditions do not go deeper.")),
    (r"field \w+ is \w+ here and \w+ in", _l("Two items ask the same question in different kinds; make them alike.")),
    (r"is no \w", _l("Choose one from the list.")),
    (r"is not text", _l("Something is missing here.")),
    (r"is not a list", _l("Something is missing here.")),
)  # fmt: skip
ELSE = _l("This does not go yet.")
_COMPILED: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(said), words) for said, words in SAID
)


def of(problem: Problem) -> Any:
    """One sentence for one problem."""
    return next((words for said, words in _COMPILED if said.search(problem.message)), ELSE)
