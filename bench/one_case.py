"""One accepted case through the one door, for the benchmark to copy."""

from __future__ import annotations

from app import clock, create_app, transaction
from app.services import cases
from tests.factories import desk


def main() -> None:
    """Receive and accept."""
    app = create_app()
    with app.app_context(), transaction.unit() as session:
        done = cases.receive(
            session,
            desk.intake_of(session),
            by=desk.CLERK,
            now=clock.now(),
            then=[{"verb": "accept", "task": "intake", "confirmed": [*range(9)]}],
        )
        if not isinstance(done, cases.Performed):
            raise SystemExit(str(done))


if __name__ == "__main__":
    main()
