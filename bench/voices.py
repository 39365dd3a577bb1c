"""Appeals and ratings for the cases of a filled centre that have none: ``DATABASE_URL=… python -m bench.voices``.

A demo centre registers its appeals without saying how they came. So that a bulletin has what to count, each gets a way,
the case a few before it, and who handled that one; every second case that was closed without a rating gets one. None of
it stands in the records: counted anew from the events, channels, causes and ratings are not these.
"""

from __future__ import annotations

import sqlalchemy as sa

WAYS = ("walk_in", "walk_in", "phone", "online", "hotline")
#: So many cases back is what an appeal is about.
BACK = 7


def add() -> None:
    """Each table in a transaction of its own; what is there already stays."""
    from app import create_app, transaction

    with create_app().app_context():
        for insert in (_appeals(), _departments(), _ratings()):
            with transaction.unit() as session:
                session.execute(insert)
                # The next one reads it: a planner that takes it for empty walks all parts once an appeal.
                session.execute(sa.text(f"ANALYZE {insert.table.name}"))
                count = session.scalar(sa.select(sa.func.count()).select_from(insert.table))
            print(f"{count:>9,} {insert.table.name}", flush=True)


def _appeals() -> sa.Insert:
    from app.models import Appeal, Case, ServiceVersion

    about = sa.orm.aliased(Case)
    way = sa.case(
        *((Case.id % len(WAYS) == at, way) for at, way in enumerate(WAYS[:-1])), else_=WAYS[-1]
    )
    query = (
        sa.select(
            Case.id, way, about.number, sa.true(), sa.literal([], Appeal.given.type),
            sa.literal("事情没有办成。", Appeal.said.type),
        )
        .join(ServiceVersion, ServiceVersion.id == Case.version_id)
        .outerjoin(about, about.id == Case.id - BACK)
        .where(ServiceVersion.kind == "appeal")
        .where(Case.id.not_in(sa.select(Appeal.case_id)))
    )  # fmt: skip
    names = ["case_id", "channel", "about", "anonymous", "given", "said"]
    return sa.insert(Appeal).from_select(names, query)


def _departments() -> sa.Insert:
    from app.models import Appeal, AppealDepartment, Case, Task

    query = (
        sa.select(Appeal.case_id, sa.func.min(Task.department))
        .join(Case, Case.number == Appeal.about)
        .join(Task, sa.and_(Task.case_id == Case.id, Task.kind == "work"))
        .where(Appeal.case_id.not_in(sa.select(AppealDepartment.case_id)))
        .group_by(Appeal.case_id)
    )
    return sa.insert(AppealDepartment).from_select(["case_id", "department"], query)


def _ratings() -> sa.Insert:
    from app.models import Case, Rating, ServiceVersion

    text = sa.cast(Case.id, sa.String)
    columns = {
        "case_id": Case.id, "channel": sa.literal("paper"), "department": Case.lead, "item": ServiceVersion.code,
        "name": Case.name, "salt": sa.literal("bench"), "token": sa.literal("bench ").concat(text),
        "made_at": Case.closed_at, "made_by": sa.literal("system"), "expires_at": Case.closed_at,
        # Mostly content.
        "level": sa.case((Case.id % 14 < 10, 5), else_=Case.id % 14 - 9),
        "contact": sa.false(), "given_at": Case.closed_at,
    }  # fmt: skip
    query = sa.select(*columns.values()).join(ServiceVersion, ServiceVersion.id == Case.version_id)
    query = query.where(Case.closed_at.is_not(None), Case.id % 2 == 0)
    # Read once: sought for each case, it would be walked as it grows.
    query = query.where(Case.id.not_in(sa.select(Rating.case_id)))
    return sa.insert(Rating).from_select(list(columns), query)


if __name__ == "__main__":
    add()
