"""Run as a process: writes without end, and says on standard output what was committed.

Each line is printed after the commit: whoever reads it may hold the database to it. A database
that is away is asked again; what was under way then was never acknowledged.
"""

from __future__ import annotations

import itertools
import os
import sys
import time

import django

django.setup()

from django.db import DatabaseError, connection, transaction  # noqa: E402 - Django is awake now

from releve.jobs.actions import ask_job  # noqa: E402
from releve.jobs.models import Job  # noqa: E402
from releve.jobs.tests.samples import mark, wrong  # noqa: E402
from releve.kit.actors import HOUSE  # noqa: E402
from releve.people.models import Level, Skill  # noqa: E402

BREATH_SECONDS = 0.02

MOST_WAITING = 40
"""Jobs that wait; with more, the writer waits for the workers."""


def main(prefix: str) -> None:
    """Write until killed, or until nobody reads any more."""
    parent = os.getppid()
    for number in itertools.count():  # a number that was not written is passed over
        if os.getppid() != parent:
            return
        name = f"{prefix}-{number}"
        try:
            if Job.objects.filter(state="ready").count() >= MOST_WAITING:
                time.sleep(0.2)
                continue
            written = _write(name, number)
        except DatabaseError:
            connection.close()
            time.sleep(0.1)
            continue
        sys.stdout.write(f"{written} {name}\n")
        sys.stdout.flush()
        time.sleep(BREATH_SECONDS)


def _write(name: str, number: int) -> str:
    if number % 5 == 1:
        Skill.objects.create(key=name, name_fr=name)
        return "skill"
    if number % 5 == 2:
        with transaction.atomic():  # a fact and a job in one: both or neither
            Level.objects.create(code=name, kind="region", name=name)
            ask_job(mark, {"name": name}, actor=HOUSE)
        return "both"
    if number % 25 == 3:
        ask_job(wrong, {}, actor=HOUSE, key=name)
        return "wrong"
    ask_job(mark, {"name": name}, actor=HOUSE, key=name)
    return "job"


if __name__ == "__main__":
    main(sys.argv[1])
