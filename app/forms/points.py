"""Review points to tick, grouped by paper: what is ticked speaks for the whole paper or against a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, validators
from wtforms.fields.choices import SelectChoice

#: Stands for a paper whose catalogue entry names no review point.
WHOLE = _l("It is there and complete")
#: Ends the value that says a paper was looked at, where a point's value ends with its place.
SEEN = ":seen"


class PointsField(SelectMultipleField):
    """Checkboxes ``DOCUMENT:place``, one group a paper. The form sends one empty value along, so that
    nothing ticked is told from nothing asked.
    """

    @property
    def ticked(self) -> set[str]:
        """The values that are ticked and were offered."""
        # A page that stood open may name a point that a correction took out of the list.
        return set(self.data or ()) & {choice.value for choice in self.choices}

    looks = False

    @property
    def confirmed(self) -> set[str]:
        """Papers of which it was said that they were looked at."""
        return {str(value).removesuffix(SEEN) for value in self.data or () if value.endswith(SEEN)}

    @property
    def was_asked(self) -> bool:
        """Whether the form that was sent showed the points at all."""
        return bool(self.raw_data)

    def groups(self) -> Iterable[tuple[str, str, list[tuple[str, str, bool]]]]:
        """(key, paper, [(value, point, ticked)]) for the template."""
        ticked = self.ticked
        for key, choices in groupby(self.choices, key=_document):
            group = list(choices)
            yield (
                key,
                str(group[0].optgroup),
                [(choice.value, str(choice.label), choice.value in ticked) for choice in group],
            )

    @property
    def ticks(self) -> dict[str, list[bool]]:
        """Paper → its points in the catalogue's order, ticked or not."""
        ticked = self.ticked
        return {
            key: [choice.value in ticked for choice in choices]
            for key, choices in groupby(self.choices, key=_document)
        }

    def name_of(self, document: str) -> str:
        """The name of a paper of the field."""
        return next(
            str(choice.optgroup) for choice in self.choices if _document(choice) == document
        )

    @property
    def said(self) -> list[str]:
        """The ticked points as a decision names them: paper, then point."""
        mark = _(": ")
        groups = self.groups()
        return [
            f"{paper}{mark}{point}" for _key, paper, rows in groups for _v, point, on in rows if on
        ]


def _document(choice: SelectChoice) -> str:
    return str(choice.value).rpartition(":")[0]


class AllHold:
    """A paper came when every point of it holds; a paper with an open point is not received."""

    def __call__(self, _form: Any, field: PointsField) -> None:
        """Raises StopValidation naming the papers with an open point, or asking for a first one."""
        ticks = field.ticks
        open_ones = [key for key, points in ticks.items() if any(points) and not all(points)]
        if open_ones:
            names = _(", ").join(map(field.name_of, open_ones))
            raise validators.StopValidation(
                _("Not every point holds, so it is not received: %(papers)s.", papers=names)
            )
        if not any(all(points) for points in ticks.values()):
            raise validators.StopValidation(_("Tick every review point of a paper that came."))


class LookedAt:
    """An officer says of each paper that they looked: the window's ticks alone decide nothing."""

    def __call__(self, _form: Any, field: PointsField) -> None:
        """Raises StopValidation naming the papers nobody looked at; nothing where none was shown."""
        open_ones = [key for key in field.ticks if key not in field.confirmed]
        if field.was_asked and open_ones:
            names = _(", ").join(map(field.name_of, open_ones))
            raise validators.StopValidation(_("Look at these first: %(papers)s.", papers=names))


class OfficersPoints(PointsField):
    """Points the window ticked, with one tick more a paper: the officer looked at it."""

    looks = True


class OneOf:
    """Points are ticked, or the other field is filled in."""

    def __init__(self, other: str) -> None:
        """``other`` is the other field's name."""
        self.other = other

    def __call__(self, form: Any, field: PointsField) -> None:
        """Raises StopValidation where neither is given."""
        if not field.ticked and not (form[self.other].data or "").strip():
            raise validators.StopValidation(_("Tick the point that failed, or name the law."))


def points_field(
    label: str,
    papers: Iterable[tuple[str, str, list[str]]],
    *,
    ticked: Iterable[str] = (),
    note: str = "",
    whole: bool = False,
    unless: str | None = None,
    looks: bool = False,
) -> Any:
    """An unbound field for papers (key, name, points).

    ``whole``: only whole papers are taken; ``unless``: the field that may be filled in instead;
    ``looks``: each paper is to be looked at.
    """
    made = OfficersPoints if looks else PointsField
    asked = AllHold() if whole else OneOf(unless) if unless else LookedAt() if looks else None
    choices = [
        SelectChoice(f"{key}:{at}", point, optgroup=name)
        for key, name, points in papers
        # By place and not by text: two points of a paper may read the same.
        for at, point in enumerate(points or [WHOLE])
    ]
    return made(
        label,
        [asked or validators.Optional()],
        choices=choices,
        default=list(ticked),
        description=note,
        validate_choice=False,
    )


def places(ticks: Mapping[str, list[bool]], *, on: bool) -> list[str]:
    """The values of the points that are ticked (or, ``on=False``, that are not)."""
    return [
        f"{key}:{at}"
        for key, points in ticks.items()
        for at, tick in enumerate(points)
        if tick is on
    ]
