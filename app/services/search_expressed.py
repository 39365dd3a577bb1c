"""What is looked for, as each database's index of words wants to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain import search_words as grams
from app.domain.search_words import Word

#: Last grams of a number that the index is asked for; the text is asked for all of it.
TELLING = 3


def _expressed(
    words: Iterable[Word], scope: Sequence[str], *, quote: str, both: str, either: str
) -> str:
    def joined(by: str, parts: Iterable[str]) -> str:
        return "(" + by.join(parts) + ")"

    each = [
        joined(
            either,
            (
                joined(
                    both,
                    (f"{quote}{mark}{gram}{quote}" for run in cut for gram in _telling(run, mark)),
                )
                for mark, cut in word.choices.items()
            ),
        )
        for word in words
    ]
    if scope:
        each.append(joined(either, (f"{quote}{gram}{quote}" for gram in scope)))
    return joined(both, each)


def _telling(run: Sequence[str], mark: str) -> Sequence[str]:
    """What the index is asked: every number begins with the centre and the year, which tell nothing."""
    return run[-TELLING:] if mark == grams.NUMBER else run


def _for_sqlite(words: Iterable[Word], scope: Sequence[str]) -> str:
    return _expressed(words, scope, quote='"', both=" AND ", either=" OR ")


def _for_postgresql(words: Iterable[Word], scope: Sequence[str]) -> str:
    return _expressed(words, scope, quote="'", both=" & ", either=" | ")


EXPRESSED = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}
