"""One file through the worker in a process of its own: read, proposed, confirmed, brought in."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from app import clock, create_app, transaction
from app.jobs import running
from app.services import exchange


def main(path: str) -> None:
    """Print {read, bring: {seconds, cpu}, peak_mib, added}; the peak is of the whole process."""
    app, data = create_app(), Path(path).read_bytes()
    with app.app_context():
        with transaction.unit() as session:
            token = exchange.take(session, path, data, by="mulu", now=clock.now()).token
        told = {"read": _timed(_work)}
        with transaction.unit() as session:
            exchange.confirm(session, token, by="mulu", now=clock.now())
        told |= {"bring": _timed(_work)}
        job = exchange.of(transaction.session(), token, by="mulu")
        if job is None or job.state != "done":
            raise SystemExit(f"not brought in: {job and (job.state, job.result)}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**told, "peak_mib": peak, "added": len(job.result["added"])}))


def _work() -> None:
    while running.run_next(now=clock.now):
        pass


def _timed(act):  # type: ignore[no-untyped-def]
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


if __name__ == "__main__":
    main(sys.argv[1])
