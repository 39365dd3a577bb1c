"""How often an address may ask for what is not there: whoever tries names is slowed down.

Counted in the process and not in a table: a page that anybody may open writes nothing. What is
found is not counted, so that a hall full of phones behind one address is not turned away.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Pace:
    """Misses of addresses within a stretch of time."""

    most: int = 20
    within: timedelta = timedelta(minutes=15)
    #: Addresses kept: a flood of them pushes the oldest out and fills no memory.
    kept: int = 10_000
    seen: OrderedDict[str, list[datetime]] = field(default_factory=OrderedDict)

    def is_over(self, address: str, *, now: datetime) -> bool:
        """Whether this address has missed too often lately."""
        return len(self._lately(address, now)) >= self.most

    def missed(self, address: str, *, now: datetime) -> None:
        """Count a miss."""
        self.seen[address] = [*self._lately(address, now), now][-self.most :]
        self.seen.move_to_end(address)
        while len(self.seen) > self.kept:
            self.seen.popitem(last=False)

    def _lately(self, address: str, now: datetime) -> list[datetime]:
        return [at for at in self.seen.get(address, ()) if now - at < self.within]
