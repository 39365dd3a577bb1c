"""``flask worker`` and ``flask jobs``."""

from __future__ import annotations

import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import clock, health, job_words, transaction
from app.services import jobs


@click.command("worker")
@click.option("--once", is_flag=True, help="one round, for those who have cron start it")
@click.option("--beside", is_flag=True, help="end with the program at the other end of the input")
@with_appcontext
def work(*, once: bool, beside: bool) -> None:
    """Let time act every minute and do the jobs that wait; SIGTERM ends it after the step it is at."""
    with transaction.reading():
        found = health.state()
    if not found["database"]:
        _cannot("the database is not reached")
    if found["migration"] != found["expected"]:
        _cannot(
            f"the schema is {found['migration']}, this program expects {found['expected']}: flask prepare"
        )
    # Here, for no other command has need of it, nor has the server.
    from app.jobs import worker

    if once:
        click.echo(f"{worker.once(now=clock.now)} jobs done")
        return
    worker.work(current_app._get_current_object(), beside=beside)  # type: ignore[attr-defined]  # its threads need the application itself


def _cannot(why: str) -> None:
    click.echo(f"the worker does not start: {why}", err=True)
    sys.exit(1)


@click.command("jobs")
@click.option("--most", default=20, help="so many, the newest first")
@with_appcontext
def list_jobs(most: int) -> None:
    """What ran by itself or was handed over: when, how far, with what result."""
    with transaction.reading() as session:
        for job in jobs.latest(session, most=most):
            at = (job.finished_at or job.at).strftime("%Y-%m-%d %H:%M")
            said = job_words.result(job)
            click.echo(
                f"{job.id:>6} {at} {job_words.state(job):<8} {job.by:<10} {job_words.kind(job)}"
                f"{' — ' + said if said else ''}"
            )


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(work)
    app.cli.add_command(list_jobs)
