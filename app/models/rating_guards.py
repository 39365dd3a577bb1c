"""A rating that was given stays as it was given, whoever writes to the table: a review adds to it, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from app.models import triggers

#: What is added after it was given, once each.
ADDED = ("rectification_id", "reply", "replied_at", "excluded_at", "excluded_by", "excluded_why")
WHY = "a rating that was given does not change"
KEPT = "rating_kept"


class Given:
    """What was given is as it was; a link that nobody rated by may still go."""

    def sqlite(self, table: str) -> Iterator[str]:
        """IS NOT, because <> is neither true nor false where one side is NULL."""
        changed = self._changed(table, "IS NOT")
        same = "t.id = NEW.id OR t.token = NEW.token OR (t.case_id = NEW.case_id AND t.channel = NEW.channel)"
        taken = f"EXISTS (SELECT 1 FROM rating t WHERE t.given_at IS NOT NULL AND ({same}))"
        given = "WHEN OLD.given_at IS NOT NULL"
        yield triggers.refuse("rating_no_change", f"UPDATE ON {table} {given} AND ({changed})", WHY)
        yield triggers.refuse("rating_no_delete", f"DELETE ON {table} {given}", WHY)
        yield triggers.refuse("rating_no_replace", f"INSERT ON {table} WHEN {taken}", WHY)

    def postgresql(self, table: str) -> Iterator[str]:
        """One function, asked where it was given."""
        changed = self._changed(table, "IS DISTINCT FROM")
        yield triggers.function(KEPT, triggers.raising(WHY))
        row = "FOR EACH ROW WHEN (OLD.given_at IS NOT NULL"
        yield triggers.trigger(
            "rating_no_change", f"UPDATE ON {table} {row} AND ({changed}))", KEPT
        )
        yield triggers.trigger("rating_no_delete", f"DELETE ON {table} {row})", KEPT)
        yield triggers.no_truncate(table, KEPT)

    def _changed(self, table: str, differs: str) -> str:
        given = [f"NEW.{name} {differs} OLD.{name}" for name in triggers.columns_but(table, ADDED)]
        added = [f"(OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})" for name in ADDED]
        return " OR ".join(given + added)


class Said:
    """What was said at a call is on record like the rating."""

    def sqlite(self, table: str) -> Iterator[str]:
        """Each way is refused by a trigger of its own."""
        yield triggers.refuse("rating_revisit_no_change", f"UPDATE ON {table}", WHY)
        yield triggers.refuse("rating_revisit_no_delete", f"DELETE ON {table}", WHY)

    def postgresql(self, table: str) -> Iterator[str]:
        """By the function of the rating."""
        row = f"UPDATE OR DELETE ON {table} FOR EACH ROW"
        yield triggers.trigger("revisit_no_change", row, KEPT)
        yield triggers.no_truncate(table, KEPT)


def statements(dialect: str) -> list[str]:
    """What migration 0019, which made both tables, sets on them."""
    return [
        statement
        for table, guard in {"rating": Given(), "revisit": Said()}.items()
        for statement in getattr(guard, dialect)(table)
    ]
