"""What is wrong with an entry, in the words of the page; the package's own are for files."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.package import Problem
from app.domain.ratings import LONGEST_DAYS

#: How the package says it → what the page says; the first that fits.
SAID: tuple[tuple[str, Any], ...] = (
    (r"is missing$", _l("Something is missing here.")),
    (r"there is no (department|document|item|SLA class|pattern) ", _l("There is nothing of this name; choose it from the list.")),
    (r"fold in a circle", _l("These papers fold into each other in a circle.")),
    (r"belong to each other in a circle", _l("These departments belong to each other in a circle.")),
    (r"prints the series", _l("Another template prints this series: two papers would bear one number.")),
    (r"longer than (?P<most>\d+) characters", _l("This is too long: at most %(most)s characters.")),
    (r"stands here twice", _l("It stands here twice.")),
    (r"is not \{original", _l("How many copies: whole numbers.")),
    (r"unknown key", _l("The format has no such key.")),
    (r"is not a mapping|a condition is|holds a list of conditions|a row of a condition|a question stands alone", _l("This is not written as the format asks.")),
    (r"is not true or false", _l("This takes yes or no.")),
    (r"is not (a time|a day)", _l("Write days as 2026-09-18 and times as 08:30.")),
    (r"is not (a small letter|a letter|a key)", _l("This is no key: letters, digits and _, a letter first.")),
    (r"is not a field kind", _l("There is no such kind of question.")),
    (r"is not package: 1", _l("The first line of a package is package: 1.")),
    (r"it stands in .* too", _l("It stands in another file too.")),
    (r"there is no such sheet", _l("The workbook has a sheet that means nothing here.")),
    (r"there is no .* on the sheet", _l("The sheet it belongs to has no such row.")),
    (r"says not whose", _l("The row does not say whose it is.")),
    (r"not in UTF-8|cannot be read|holds no keys|expected the node|mapping values|found character|could not find", _l("This cannot be read: look at its brackets, quotes and indentation.")),
    (r"is not a whole number", _l("This takes a whole number.")),
    (r"there is no field", _l("The question this condition asks is not part of it any more.")),
    (r"^op is one of|op is one of", _l("Choose how to compare.")),
    (r"^op \w+ takes no value", _l("This comparison takes no value.")),
    (r"^op \w+ takes ", _l("The value does not fit the comparison.")),
    (r"is not (a text|yes or no|a day|a whole number|an option)", _l("The value does not fit the question.")),
    (r"nest at most", _l("Groups of conditions do not go deeper.")),
    (r"field \w+ is \w+ here and \w+ in", _l("Two items ask the same question in different kinds; make them alike.")),
    (r"cannot be filled in with", _l("This is no answer to the question itself.")),
    (r"^this is no pattern", _l("This pattern cannot be read: RE2 knows no looking ahead or back.")),
    (r"^the sample .* is not as the pattern says", _l("The pattern does not let this sample through.")),
    (r"is no name for a special procedure", _l("A special procedure cannot have this key; choose another.")),
    (r"in this situation$", _l("In this situation the least is more than the most.")),
    (r"^(?P<what>\{.*\}) is nothing that can be printed here", _l("%(what)s cannot be printed here; choose from the list beside.")),
    (r"list \w+ to print|a table lists nothing", _l("Choose what the table lists.")),
    (r"a table has no columns", _l("A table needs a column.")),
    (r"is no number of days", _l("Between 1 and %(most)s days.", most=LONGEST_DAYS)),
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
    return about(problem.message)


def about(message: str) -> Any:
    """The page's sentence for what a package's message says."""
    for said, words in _COMPILED:
        found = said.search(message)
        if found:
            return words % found.groupdict() if found.groupdict() else words
    return ELSE
