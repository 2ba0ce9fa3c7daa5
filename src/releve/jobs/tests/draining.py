"""Run as a process: how many jobs that do nothing are done each second; printed as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.house.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is awake from here on
from django.db import connection, transaction  # noqa: E402

from releve.jobs.actions import ask_job  # noqa: E402
from releve.jobs.models import Job  # noqa: E402
from releve.jobs.tests.samples import nothing  # noqa: E402
from releve.jobs.worker import Worker  # noqa: E402
from releve.kit.actors import HOUSE  # noqa: E402

PROCESSES = 4


def main(count: int) -> None:
    """Drain in this process by one thread, then by four processes; print the figures."""
    call_command("migrate", verbosity=0)
    told: dict[str, Any] = {"jobs": count, "database": connection.vendor}
    told["one_worker_per_second"] = _rate(count, _one_worker)
    told["four_workers_per_second"] = _rate(count, _four_workers)
    json.dump(told, sys.stdout)


def _rate(count: int, work: Any) -> float:
    with transaction.atomic():
        for _number in range(count):
            ask_job(nothing, {}, actor=HOUSE)
    began = time.monotonic()
    work()
    seconds = time.monotonic() - began
    if Job.objects.live().exists() or Job.objects.filter(attempt__gt=1).exists():
        raise SystemExit("a job was not done, or more than once")
    return round(count / seconds, 1)


def _one_worker() -> None:
    Worker(threads=1).run(once=True)


def _four_workers() -> None:
    words = [sys.executable, "-m", "releve", "jobs", "work", "--once", "--threads", "1"]
    begun = [subprocess.Popen(words) for _number in range(PROCESSES)]  # noqa: S603 - our own words
    if any([process.wait() for process in begun]):  # noqa: C419 - all are waited for
        raise SystemExit("a worker went wrong")


if __name__ == "__main__":
    main(int(sys.argv[1]))
