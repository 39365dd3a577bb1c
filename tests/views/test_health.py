"""GET /healthz says what is there, and 503 where something is not."""

from __future__ import annotations

from app import health


def test_all_is_well(app):
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"], answer.json["migration"]) == (
        200,
        True,
        answer.json["expected"],
    )


def test_another_schema_than_the_codes_is_not_served(app, monkeypatch):
    monkeypatch.setattr(health, "newest", lambda: "9999")
    assert app.test_client().get("/healthz").status_code == 503


def test_the_doctor_names_what_is_missing(app):
    done = app.test_cli_runner().invoke(args=["doctor"])
    assert done.exit_code == 0, done.output
    with app.app_context():
        from app import transaction

        transaction.session().execute(
            __import__("sqlalchemy").text("DELETE FROM paper_template WHERE key = 'receipt'")
        )
        transaction.commit()
    done = app.test_cli_runner().invoke(args=["doctor"])
    assert (done.exit_code, "receipt" in done.output) == (1, True)
