"""What the database itself refuses, by kind; the tables they guard stand in ``guards``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from app.models import triggers


class Guard(Protocol):
    """The statements that set it on a table, for either database."""

    def sqlite(self, table: str) -> Iterator[str]:
        """For SQLite."""

    def postgresql(self, table: str) -> Iterator[str]:
        """For PostgreSQL."""


class AppendOnly:
    """A row, once written, neither changes nor goes."""

    def sqlite(self, table: str) -> Iterator[str]:
        """Each way is refused by a trigger of its own."""
        why = f"{table} is append-only"
        for when in ("UPDATE", "DELETE"):
            yield triggers.refuse(f"{table}_no_{when.lower()}", f"{when} ON {table}", why)
        yield triggers.no_replace(table, why)

    def postgresql(self, table: str) -> Iterator[str]:
        """One function refuses for all such tables."""
        said = "RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only';"
        yield triggers.function("append_only", said, shared=True)
        row = f"UPDATE OR DELETE ON {table} FOR EACH ROW"
        yield triggers.trigger(f"{table}_append_only", row, "append_only")
        yield triggers.no_truncate(table, "append_only")


@dataclass(frozen=True)
class Frozen:
    """A row does not go, and of its columns only those that are ``open`` still change."""

    name: str
    function: str
    why: str
    open: tuple[str, ...]

    def sqlite(self, table: str) -> Iterator[str]:
        """IS NOT, because <> is neither true nor false where one side is NULL, and would let it pass."""
        changed = " OR ".join(
            f"NEW.{name} IS NOT OLD.{name}" for name in triggers.columns_but(table, self.open)
        )
        yield triggers.refuse(self.name, f"UPDATE ON {table} WHEN {changed}", self.why)
        yield triggers.refuse(f"{table}_no_delete", f"DELETE ON {table}", self.why)
        yield triggers.no_replace(table, self.why)

    def postgresql(self, table: str) -> Iterator[str]:
        """As text: json has no equality in PostgreSQL, and the trigger would not compile."""
        changed = " OR ".join(
            f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text"
            for name in triggers.columns_but(table, self.open)
        )
        yield from _one_function(table, self.name, self.function, changed=changed, why=self.why)


@dataclass(frozen=True)
class Completed:
    """A row does not go and stays as it is; what is ``later`` is written afterwards, each once."""

    name: str
    why: str
    later: tuple[str, ...]

    def sqlite(self, table: str) -> Iterator[str]:
        """Each way is refused by a trigger of its own."""
        yield triggers.refuse(f"{table}_no_delete", f"DELETE ON {table}", self.why)
        when = f"UPDATE ON {table} WHEN {self._rewritten(table)}"
        yield triggers.refuse(self.name, when, self.why)
        yield triggers.no_replace(table, self.why)

    def postgresql(self, table: str) -> Iterator[str]:
        """One function for all ways."""
        changed = self._rewritten(table)
        yield from _one_function(table, self.name, self.name, changed=changed, why=self.why)

    def _rewritten(self, table: str) -> str:
        """The condition under which an update would rewrite a row, in the words of either database."""
        # In quotes: to PL/pgSQL a bare ``by`` is a word of its own.
        fixed = [
            f'NEW."{name}" <> OLD."{name}"' for name in triggers.columns_but(table, self.later)
        ]
        # Both databases say of NULL that it is nothing; IS DISTINCT FROM would not run on an older SQLite.
        once = [
            f'(OLD."{name}" IS NOT NULL AND (NEW."{name}" IS NULL OR NEW."{name}" <> OLD."{name}"))'
            for name in self.later
        ]
        return " OR ".join(fixed + once)


def _one_function(table: str, name: str, function: str, *, changed: str, why: str) -> Iterator[str]:
    said = triggers.raising(why)
    yield triggers.function(
        function,
        f"IF TG_OP <> 'UPDATE' THEN {said} END IF; IF {changed} THEN {said} END IF; RETURN NEW;",
    )
    yield triggers.trigger(name, f"UPDATE OR DELETE ON {table} FOR EACH ROW", function)
    yield triggers.no_truncate(table, function)


@dataclass(frozen=True)
class StoodOn:
    """A row on which cases stand is retired, never deleted (R98); ``cases`` are those of OLD."""

    cases: str

    def sqlite(self, table: str) -> Iterator[str]:
        """Asked before a row goes."""
        when = f"DELETE ON {table} WHEN EXISTS (SELECT 1 FROM {self.cases})"
        yield triggers.refuse(f"{table}_with_cases", when, self._why(table))

    def postgresql(self, table: str) -> Iterator[str]:
        """The same by a function."""
        name, said = f"{table}_with_cases", triggers.raising(self._why(table))
        body = f"IF EXISTS (SELECT 1 FROM {self.cases}) THEN {said} END IF; RETURN OLD;"
        yield triggers.function(name, body)
        yield triggers.trigger(name, f"DELETE ON {table} FOR EACH ROW", name)

    def _why(self, table: str) -> str:
        return f"a {table} with cases is retired, not deleted"


@dataclass(frozen=True)
class Kept:
    """A row of which ``when`` is true, its columns after ``OLD.``, neither changes nor goes."""

    when: str
    why: str

    def sqlite(self, table: str) -> Iterator[str]:
        """Each way is refused by a trigger of its own."""
        for way in ("UPDATE", "DELETE"):
            when = f"{way} ON {table} WHEN {self.when}"
            yield triggers.refuse(f"{table}_no_{way.lower()}", when, self.why)
        in_its_way = self.when.replace("OLD.", "t.")
        taken = f"EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id AND {in_its_way})"
        yield triggers.refuse(f"{table}_no_replace", f"INSERT ON {table} WHEN {taken}", self.why)

    def postgresql(self, table: str) -> Iterator[str]:
        """One function, asked where the condition is true."""
        name = f"{table}_kept"
        yield triggers.function(name, triggers.raising(self.why))
        row = f"UPDATE OR DELETE ON {table} FOR EACH ROW WHEN ({self.when})"
        yield triggers.trigger(name, row, name)
        yield triggers.no_truncate(table, name)
