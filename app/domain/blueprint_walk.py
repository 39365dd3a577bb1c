"""The walk through two versions side by side: what came, went and changed, entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from app.domain.diff_order import moved
from app.domain.diff_shapes import IDENTITY, TOGETHER

Path = tuple[str, ...]
Entry = Any
Shapes = Mapping[str, Mapping[str, str]]


class Change(NamedTuple):
    """One thing that differs: `change` is added, removed, moved or changed.

    `noun` says what it is, `key` and `label` which one, `owner` the label of what it belongs to
    (empty: the whole). `attribute`, `before` and `after` are those of what changed or moved; what
    was added or removed stands whole in `after` or `before`. `paths` are the places it accounts for.
    """

    noun: str
    change: str
    key: str
    label: str
    owner: str
    attribute: str | None
    before: Any
    after: Any
    paths: tuple[Path, ...]


class Walk:
    """Goes down both sides at once, by the shapes."""

    def __init__(self, shapes: Shapes, names: Mapping[str, str]) -> None:
        self.shapes, self.names = shapes, names

    def entry(
        self,
        noun: str,
        before: Entry,
        *,
        after: Entry,
        at: Path = (),
        owner: str = "",
        key: str = "",
    ) -> Iterator[Change]:
        """What differs inside one entry that both sides have."""
        if isinstance(before, str) or isinstance(after, str):
            before, after = (
                {noun: side} if isinstance(side, str) else side for side in (before, after)
            )
        label, owner = self._label(noun, key, after), owner or self._owner(noun, after)
        shapes = self.shapes.get(noun, {})
        for name, members in self._attributes(noun, before, after):
            shape = shapes.get(name, "=")
            one, other = (_taken(side, name, members) for side in (before, after))
            if one == other or shape == "-":
                continue
            paths = tuple((*at, member) for member in members)
            inner = self._inside(shape, one, other, at=paths[0], owner=label if at else "")
            if inner is None:
                yield Change(noun, "changed", key, label, owner, name, one, other, paths)
            else:
                yield from inner

    def _attributes(self, noun: str, *sides: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(name, keys) in the order in which they stand, those said together once."""
        together = TOGETHER.get(noun, {})
        told = {member for members in together.values() for member in members}
        yield from together.items()
        for name in dict.fromkeys(key for side in sides for key in side):
            if name not in told:
                yield name, (name,)

    def _inside(
        self, shape: str, one: Any, other: Any, *, at: Path, owner: str
    ) -> Iterator[Change] | None:
        """The changes below a value; None where it is told as a whole."""
        noun = shape.strip("[]{}")
        if shape == "=" or not all(
            side is None or isinstance(side, (dict, list)) for side in (one, other)
        ):
            return None
        if shape[0] == "[":
            return self._several(
                noun, _by_identity(noun, one), _by_identity(noun, other), at=at, owner=owner
            )
        if shape[0] == "{":
            return self._several(noun, one or {}, other or {}, at=at, owner=owner)
        if one is None or other is None:
            key = at[-1]
            return self._several(
                noun,
                {key: one} if one else {},
                {key: other} if other else {},
                at=at[:-1],
                owner=owner,
            )
        return self.entry(noun, one, after=other, at=at, owner=owner, key=at[-1])

    def _several(
        self, noun: str, one: Mapping[str, Any], other: Mapping[str, Any], *, at: Path, owner: str
    ) -> Iterator[Change]:
        """Entries that one side alone has, that stand elsewhere, that differ inside."""
        told = {"noun": noun, "owner": owner}
        for key in [key for key in one if key not in other]:
            yield self._whole("removed", key, one[key], None, at=at, **told)
        for key in [key for key in other if key not in one]:
            yield self._whole("added", key, None, other[key], at=at, **told)
        for key, old, new in moved([*one], [*other]):
            label = self._label(noun, key, other[key])
            yield Change(noun, "moved", key, label, owner, "place", old, new, ())
        for key in [key for key in one if key in other]:
            yield from self.entry(
                noun, one[key], after=other[key], at=(*at, key), owner=owner, key=key
            )

    def _whole(
        self, change: str, key: str, before: Any, after: Any, *, noun: str, owner: str, at: Path
    ) -> Change:
        entry = after if before is None else before
        owner = owner or self._owner(noun, entry)
        label = self._label(noun, key, entry)
        return Change(noun, change, key, label, owner, None, before, after, ((*at, key),))

    def _owner(self, noun: str, entry: Any) -> str:
        """In a blueprint all demands stand in one list; each belongs to the part that has it."""
        return self.names.get(str(entry.get("item")), "") if noun == "need" else ""

    def _label(self, noun: str, key: str, entry: Any) -> str:
        """What an entry is called on screen; the merge belongs to the whole and has no name."""
        if noun == "merge":
            return ""
        if isinstance(entry, Mapping):
            named = next((entry[n] for n in ("name", "label", "text") if entry.get(n)), None)
            pointed = next((entry[n] for n in ("document", "task", "item") if entry.get(n)), None)
            return str(named or self.names.get(str(pointed)) or pointed or key)
        return self.names.get(key, key)


def _taken(side: Mapping[str, Any], name: str, members: Sequence[str]) -> Any:
    """The value of an attribute; of several keys told together those that are there."""
    if members == (name,):
        return side.get(name)
    return {member: side[member] for member in members if side.get(member) is not None} or None


def _by_identity(noun: str, entries: Any) -> dict[str, Any]:
    """Entries of a list by what they are called; a second of the same name is its own."""
    if not isinstance(entries, list):
        return {}
    identity = IDENTITY.get(noun, lambda entry: str(entry["key"]))
    seen: Counter[str] = Counter()
    found = {}
    for entry in entries:
        key = entry if isinstance(entry, str) and noun != "step" else identity(entry)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key}#{seen[key]}"] = entry
    return found
